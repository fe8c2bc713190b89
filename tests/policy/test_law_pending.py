"""What is pending: proposals, and acts that apply later, each from the day on which it was known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest

from seloste.checker.rules.catalogue import load_catalogue
from seloste.policy.law.authorities import load_authorities
from seloste.policy.law.changes import name_entry
from seloste.policy.law.law import load_law
from seloste.policy.law.pending import PendingKind, list_coming, list_pending, load_pending
from seloste.reports.language.language import language_codes, load_language
from seloste.reports.law.document import render_day
from tests.support import ROOT


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-05-20", set()),
        ("2025-05-21", {"omnibus-iv"}),
        ("2025-11-19", {"omnibus-iv", "digital-omnibus"}),
        ("2026-11-29", {"regulation-2025-2518", "omnibus-iv", "digital-omnibus", "he-9-2026"}),
        ("2027-04-01", {"regulation-2025-2518", "omnibus-iv", "digital-omnibus", "he-9-2026"}),
        ("2027-04-02", {"omnibus-iv", "digital-omnibus", "he-9-2026"}),
    ],
)
def test_it_is_told_from_the_day_on_which_it_was_known_until_it_applies(day: str, expected: set[str]) -> None:
    assert {entry.id for entry in list_pending(date.fromisoformat(day))} == expected


def test_only_what_has_a_day_is_coming() -> None:
    assert [entry.id for entry in list_coming(date(2026, 11, 29), date(2027, 4, 2))] == ["regulation-2025-2518"]
    assert list_coming(date(2026, 11, 29), date(2027, 4, 1)) == ()
    assert list_coming(date(2027, 4, 2), date(2028, 4, 2)) == ()


def test_every_entry_is_whole_and_no_event_is_older_than_it() -> None:
    for entry in load_pending():
        words = (entry.title, entry.citation, entry.text, *(event.text for event in entry.events))
        assert all(set(each) == set(language_codes()) for each in words), entry.id
        assert (entry.first is not None) == (entry.kind is PendingKind.ADOPTED), entry.id
        assert all(entry.known_from <= event.day for event in entry.events), entry.id
        assert entry.source
        assert set(entry.rules) <= load_catalogue().keys(), entry.id
        assert set(entry.entries) <= {name_entry(each) for each in load_law().list_entries()}, entry.id


def test_a_key_that_it_would_bear_on_is_one_of_the_schemas() -> None:
    keys = {key for name in ("policy", "processors") for key in list_keys(name)}
    for entry in load_pending():
        assert {key.rpartition(".")[2] for key in entry.keys} <= keys, entry.id


def list_keys(name: str) -> set[str]:
    """Every name of a key in the JSON Schema of a file."""

    def walk(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            properties = value.get("properties")
            yield from properties if isinstance(properties, dict) else ()
            yield from (key for each in value.values() for key in walk(each))
        elif isinstance(value, list):
            yield from (key for each in value for key in walk(each))

    return set(walk(json.loads((ROOT / "policy" / "schemas" / f"{name}.schema.json").read_text("utf-8"))))


def test_what_has_happened_to_it_later_is_not_told_of_a_day() -> None:
    [entry] = [each for each in list_pending(date(2026, 3, 1)) if each.id == "digital-omnibus"]
    assert [event.day for event in entry.events] == [date(2026, 2, 10)]


def test_an_adopted_act_is_an_authority_from_its_day() -> None:
    firsts = {act.id: act.first for named in load_authorities().values() for act in named}
    for entry in load_pending():
        if entry.kind is PendingKind.ADOPTED:
            assert firsts[entry.id] == entry.first


@pytest.mark.parametrize("code", ["fi", "sv", "en"])
def test_the_law_of_a_day_tells_what_is_pending(code: str) -> None:
    language = load_language(code)
    page = " ".join(render_day(load_law().on(date(2026, 11, 29)), "text", language).split())
    for entry in load_pending():
        assert " ".join(language.text(entry.text).split()) in page
    assert language.word("law.pending") not in ("", "law.pending")
