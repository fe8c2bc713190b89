"""The citations that fit a notice: Art. 13 or 14 by its sources, national acts by its controller's country."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pytest

from seloste.checker.rules.catalogue import load_catalogue
from seloste.policy.circumstances import apply_law
from seloste.policy.law.authorities import find_authorities, load_authorities
from seloste.policy.law.citations import load_article_pairs
from seloste.policy.law.law import load_law
from seloste.policy.notice import Policy

CITED = ("GDPR Art. 13(1)(c)", "GDPR Art. 13(2)(b)–(d)", "GDPR Art. 13(2)(e)", "GDPR Art. 14(2)(f)", "GDPR Art. 15–22")
DIRECT = ("GDPR Art. 13(1)(c)", "GDPR Art. 13(2)(b)–(d)", "GDPR Art. 13(2)(e)", "GDPR Art. 15–22")
INDIRECT = ("GDPR Art. 14(1)(c)", "GDPR Art. 14(2)(c)–(e)", "GDPR Art. 14(2)(f)", "GDPR Art. 15–22")


def cite(
    *citations: str, day: str = "2026-11-28", direct: tuple[bool, ...] = (), **controller: object
) -> tuple[str, ...]:
    sources = {f"s{number}": {"text": {"en": "X"}, "direct": each} for number, each in enumerate(direct)}
    policy = Policy.model_validate(
        {"notice": {"languages": ["en"]}, "controller": {"name": "X", **controller}, "sources": sources}
    )
    return apply_law(load_law().on(date.fromisoformat(day)), policy).cite(citations)


@pytest.mark.parametrize(
    ("direct", "expected"),
    [
        ((True,), DIRECT),
        ((True, True), DIRECT),
        ((False,), INDIRECT),
        ((True, False), {*DIRECT, *INDIRECT}),
        ((), {*DIRECT, *INDIRECT}),
    ],
)
def test_the_article_follows_from_the_sources(direct: tuple[bool, ...], expected: Collection[str]) -> None:
    assert sorted(cite(*CITED, direct=direct)) == sorted(expected)


@pytest.mark.parametrize(
    ("controller", "is_finnish"),
    [
        ({"address": {"country": "FI"}}, True),
        ({"address": {"country": "AX"}}, True),
        ({"business_id": "1234567-8"}, True),
        ({"business_id": "FI12345678"}, True),
        ({"address": {"country": "SE"}, "business_id": "1234567-8"}, False),
        ({"address": {"country": "US"}}, False),
        ({"business_id": "556677-8899"}, False),
        ({}, False),
    ],
)
def test_finnish_acts_are_cited_to_controllers_in_finland(controller: dict[str, object], is_finnish: bool) -> None:
    assert bool(cite("Act 1050/2018 s. 29", **controller)) is is_finnish
    assert bool(cite("Act 523/1999 s. 13", day="2018-12-31", **controller)) is is_finnish
    assert not cite("Act 523/1999 s. 13", day="2019-01-01", **controller)


def test_every_national_act_names_its_country() -> None:
    acts = [each for found in load_authorities().values() for each in found if each.id.startswith("act-")]
    assert acts
    assert {act.country for act in acts} == {"FI"}
    assert all(each.country is None for each in find_authorities("GDPR Art. 13"))


def test_every_provision_of_article_13_that_a_rule_cites_has_its_other_half_or_has_none() -> None:
    cited = {each for rule in load_catalogue().values() for each in rule.law if each.startswith("GDPR Art. 13")}
    assert cited - load_article_pairs().keys() == {"GDPR Art. 13(2)(e)"}
