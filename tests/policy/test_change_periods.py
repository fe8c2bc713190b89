"""Storage periods by field: what holds for some data before and after, tried one kind of data at a time."""

from __future__ import annotations

import random
from datetime import date
from itertools import product
from typing import Any

import pytest

from seloste.policy.change.periods import compare_periods
from seloste.policy.notice import Policy
from seloste.policy.retention import select_governing

DAY = date(2026, 9, 1)
KINDS = {"data_subjects": "g", "purposes": "p", "fields": "f"}


def words(text: str) -> dict[str, str]:
    return {"en": text}


def make(seed: random.Random) -> Policy:
    """A notice of four categories, purposes and fields, and a few periods about some of each."""
    ids = {key: [f"{letter}{number}" for number in range(4)] for key, letter in KINDS.items()}
    data: dict[str, Any] = {"notice": {"languages": ["en"]}, "controller": {"name": "Oy"}}
    data |= {key: {id: {"text": words(id)} for id in known} for key, known in ids.items()}
    for purpose in data["purposes"].values():
        for key in ("fields", "data_subjects"):
            if seed.random() < 0.4:
                purpose[key] = seed.sample(ids[key], 2)
    data["retention"] = {
        f"r{number}": {
            "text": words("Period"),
            "maximum": {"period": f"P{seed.randint(1, 3)}Y", "after": "collection"},
            **{key: seed.sample(known, seed.randint(1, 3)) for key, known in ids.items() if seed.random() < 0.5},
        }
        for number in range(seed.randint(0, 4))
    }
    return Policy.model_validate(data)


def uses(policy: Policy, group: str, purpose: str, field: str) -> bool:
    found = policy.purposes[purpose]
    return group in (found.data_subjects or policy.data_subjects) and field in (found.fields or policy.fields)


def longest(policy: Policy, group: str, purpose: str, field: str) -> int:
    """The years for which data may stay; 99 where there is no period."""
    found = select_governing(policy.retention.items(), group, purpose, field)
    years = [int(str(entry.maximum.period)[1:-1]) for _, entry in found if entry.maximum]
    return min(years, default=99)


@pytest.mark.parametrize("seed", range(60))
def test_a_longer_period_of_any_data_is_found_and_no_other(seed: int) -> None:
    chance = random.Random(seed)
    old, new = make(chance), make(chance)
    expected = set()
    for kind in product(old.data_subjects, old.purposes, old.fields):
        if uses(old, *kind) and uses(new, *kind):
            before, after = longest(old, *kind), longest(new, *kind)
            if before != after:
                names = "unlimited" if after == 99 else "limited" if before == 99 else ""
                expected.add(f"retention-{names or ('longer' if after > before else 'shorter')}")
    found = {reason.id for reasons in compare_periods(old, new, DAY).values() for reason in reasons}
    assert found == expected


def test_reasons_are_in_the_order_of_people() -> None:
    year = {"text": words("Period"), "maximum": {"period": "P1Y", "after": "collection"}}
    longer, shorter = ({**year, "maximum": {"period": period, "after": "collection"}} for period in ("P2Y", "P1M"))

    def make_of(of_pairs: dict[str, Any]) -> Policy:
        data: dict[str, Any] = {"notice": {"languages": ["en"]}, "controller": {"name": "Oy"}, "retention": of_pairs}
        data |= {key: {id: {"text": words(id)} for id in ("a", "b")} for key in ("data_subjects", "purposes")}
        return Policy.model_validate(data)

    old = make_of({"all": year})
    first_of_b, second_of_a = {"data_subjects": ["b"], "purposes": ["a"]}, {"data_subjects": ["a"], "purposes": ["b"]}
    new = make_of({"all": year, "first": {**longer, **first_of_b}, "second": {**shorter, **second_of_a}})
    assert list(compare_periods(old, new, DAY)) == ["retention.second", "retention.first"]
