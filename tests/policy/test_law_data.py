"""The law data itself: complete, consistent, and free of the mistakes that public tables make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

import seloste.policy.law
from seloste.policy.law.authorities import load_authorities
from seloste.policy.law.data import load_law_data
from seloste.policy.law.dated import Confidence, DatedEntry
from seloste.policy.law.duties import load_duties, load_processor_terms, load_record_fields
from seloste.policy.law.law import load_law
from seloste.policy.law.places import EeaStatus
from seloste.policy.law.transfers import InstrumentKind
from seloste.reports.language.language import language_codes
from tests.support.each import each

FOLDER = Path(seloste.policy.law.__file__).parent
#: Every language of the reports, so that none is told of the law in another.
LANGUAGES = set(language_codes())
COMMON = {"id", "title", "citation", "from", "until", "source", "confidence", "checked"}
OPTIONAL = {"events", "conditions", "ended_by", "known_from"}
#: file → (its list, the keys that its entries must have, and those that they may have)
FILES: dict[str, tuple[str, set[str], set[str]]] = {
    "membership": ("entries", {"standing", "countries"}, {"unions", "follows"}),
    "adequacy": ("decisions", {"country", "scope"}, {"covers", "requires", "periods"}),
    "instruments": (
        "instruments",
        {"kind", "article"},
        {
            "any_of",
            "countries",
            "exporters",
            "needs",
            "occasional",
            "requires",
            "first_approved",
            "new_contracts_until",
            "new_contracts_ended_by",
        },
    ),
    "authorities": ("authorities", {"key"}, {"country", "names", "home_names", "successor"}),
    "duties": (
        "duties",
        {"law", "text", "rules", "collection", "applies_when"},
        {"country", "ages", "least_period"},
    ),
    "processor_terms": ("terms", {"law", "text", "rules", "point"}, set()),
    "record_fields": ("fields", {"law", "need", "notice", "inventory"}, set()),
}
TIED = {"id", "kind", "article", "decision", "title"}


def raw_entries() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, (key, _, _) in FILES.items():
        for raw in load_law_data(name)[key]:
            yield name, raw


def entries() -> list[DatedEntry]:
    whole = load_law()
    found: dict[str, DatedEntry] = {}
    for places in whole.places.by_country.values():
        found |= {place.id: place for place in places}
    for group in (whole.decisions, whole.instruments):
        found |= {entry.id: entry for entry in group.values()}
    asked = (*load_duties().values(), *load_processor_terms().values(), *load_record_fields().values())
    return [*found.values(), *asked, *(authority for group in load_authorities().values() for authority in group)]


@each(("name", "raw"), list(raw_entries()))
def test_an_entry_has_all_that_it_must_and_nothing_else(name: str, raw: dict[str, Any]) -> None:
    _, required, allowed = FILES[name]
    if "decision" in raw:
        assert set(raw) == TIED
    else:
        assert COMMON | required <= set(raw) <= COMMON | OPTIONAL | required | allowed
        assert set(raw["citation"]) == LANGUAGES
        assert set(raw["confidence"]) - {"new_contracts_until", "known_from"} == {"from", "until"}
        assert ("known_from" in raw) == ("known_from" in raw["confidence"])
        assert raw["checked"] in {"2026-09-30", "2026-11-22", "2026-11-29"}
        assert raw["source"]
    assert set(raw["title"]) == LANGUAGES
    assert "text" not in raw or set(raw["text"]) == LANGUAGES
    for item in (*raw.get("events", ()), *raw.get("conditions", ())):
        assert set(item) - {"date", "from", "until", "confidence", "reassess"} == LANGUAGES
        assert all(item.values())


@pytest.mark.parametrize("name", [path.stem for path in FOLDER.glob("*.yaml")])
def test_the_fast_reader_reads_what_pyyaml_reads(name: str) -> None:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    assert load_law_data(name) == yaml.load(text, Loader=yaml.BaseLoader)


def test_ids_are_unique_in_a_file_and_decisions_are_no_instruments() -> None:
    ids = [(name, raw["id"]) for name, raw in raw_entries()]
    assert len(ids) == len(set(ids))
    assert load_law().decisions.keys().isdisjoint(load_law().instruments)


def test_no_end_before_its_start() -> None:
    for entry in entries():
        assert entry.last is None or entry.first <= entry.last, entry.id


def overlaps(one: DatedEntry, other: DatedEntry) -> bool:
    return one.first <= (other.last or date.max) and other.first <= (one.last or date.max)


def test_no_country_stands_in_two_ways_at_once() -> None:
    for country, places in load_law().places.by_country.items():
        for one, other in combinations(places, 2):
            if overlaps(one, other):
                assert one.status == other.status == EeaStatus.MEMBER, country
                assert one.unions.isdisjoint(other.unions), country


def test_no_two_decisions_cover_a_country_at_once() -> None:
    ordinary = [decision for decision in load_law().decisions.values() if decision.ordinary]
    for one, other in combinations(ordinary, 2):
        assert one.country != other.country or not overlaps(one, other), one.id


def test_names_of_an_authority_follow_each_other() -> None:
    for group in load_authorities().values():
        for one, other in combinations(group, 2):
            assert not overlaps(one, other), one.id


def test_periods_of_validity_fill_the_decision_without_a_gap() -> None:
    for decision in load_law().decisions.values():
        if decision.periods:
            assert decision.periods[0].first == decision.first
            assert decision.periods[-1].last == decision.last
            for one, other in pairwise(decision.periods):
                assert one.last is not None
                assert (other.first - one.last).days == 1


def test_a_territory_follows_a_country_that_is_known() -> None:
    whole = load_law().places
    for places in whole.by_country.values():
        for place in places:
            assert (place.follows is not None) == (place.status is EeaStatus.PART_OF)
            assert place.follows is None or place.follows in whole.by_country


def test_who_ended_something_is_an_authority_that_existed_the_day_after() -> None:
    whole = load_law()
    for entry in entries():
        if entry.ended_by is not None:
            assert entry.last is not None
            assert whole.on(entry.last + timedelta(1)).is_citable(entry.ended_by), entry.id
    for tool in whole.instruments.values():
        if tool.new_contracts_ended_by is not None:
            assert tool.new_contracts_until is not None
            assert tool.last is not None
            assert whole.on(tool.new_contracts_until + timedelta(1)).is_citable(tool.new_contracts_ended_by), tool.id
            assert whole.on(tool.last).is_citable(tool.new_contracts_ended_by), tool.id


def test_of_a_decision_or_instrument_that_was_ended_it_is_told_since_when_that_was_known() -> None:
    for name, raw in raw_entries():
        if name in ("adequacy", "instruments") and "ended_by" in raw:
            assert "known_from" in raw, raw["id"]


def test_what_was_known_of_an_end_is_in_order_and_leads_to_the_end() -> None:
    for entry in entries():
        assert entry.ends[0].since == entry.first, entry.id
        assert entry.ends[-1].last == entry.last, entry.id
        assert all(one.since < other.since for one, other in pairwise(entry.ends)), entry.id


def test_no_event_lies_past_the_horizon() -> None:
    for entry in entries():
        assert all(event.day <= load_law().horizon for event in entry.events), entry.id
        assert list(entry.events) == sorted(entry.events, key=lambda event: event.day), entry.id


def test_the_weakest_confidence_is_what_an_entry_rests_on() -> None:
    assert load_law().decisions["kr-2022-254"].confidence is Confidence.VERIFIED_SECONDARY
    assert load_law().instruments["scc-2002-16"].confidence is Confidence.FROM_MEMORY


@pytest.mark.parametrize(
    "wrong",
    ["2021/2216", "2021/C 432/02", "2021/1289", "2013-12-19", "2022/2291", "2003/79", "2008-05-26", "2026-02-01"],
)
def test_wrong_values_of_public_tables_are_not_repeated(wrong: str) -> None:
    for path in FOLDER.glob("*.yaml"):
        assert wrong not in path.read_text(encoding="utf-8"), path.name


def test_wrong_claims_of_public_tables_are_not_repeated() -> None:
    whole = load_law()
    assert whole.on(date(2025, 9, 4)).is_in_force("eu-us-dpf", country="US"), "the General Court dismissed the action"
    assert whole.on(date(2025, 12, 28)).is_in_force("adequacy", country="GB"), "extended and renewed"
    assert not whole.on(date(2020, 2, 1)).is_third_country("GB"), "a transition followed"
    assert whole.on(date(2021, 9, 27)).is_in_force("scc-2010-87", contract=date(2020, 1, 1)), "existing contracts"
    assert whole.decisions["br-2026-179"].first == date(2026, 1, 26)
    assert whole.decisions["nz-2013-65"].first == date(2012, 12, 19)
    assert whole.decisions["je-2008-393"].first == date(2008, 5, 8)
    assert whole.decisions["kr-2022-254"].citation["en"].endswith("(EU) 2022/254")
    assert whole.decisions["gg-2003-821"].citation["en"].endswith("2003/821/EC")


def test_no_date_country_or_decision_stands_in_the_code() -> None:
    kinds = {str(kind) for kind in InstrumentKind}
    named = {*load_law().places.by_country, *load_law().decisions, *load_law().instruments} - kinds
    for path in FOLDER.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not [name for name in named if f'"{name}"' in text], path.name
        assert not re.search(r"date\(\d|\d{4}-\d\d|\d+/\d{4}", text), path.name
