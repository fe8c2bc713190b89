"""The table of types is well formed: its reader knows each word of it, and each entry says where it is from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from seloste.checker.evidence.attributes.readings import READINGS
from seloste.checker.evidence.attributes.type_table import (
    FOLDER,
    find_type,
    list_families,
    load_common,
    load_family,
    read_major,
)
from seloste.checker.evidence.resource import ControlShown, Kept
from seloste.policy.data import FOLDER as POLICY
from seloste.policy.data import load_yaml
from seloste.policy.period import Period
from seloste.policy.regions import find_region_country, load_providers
from tests.support.each import each
from tests.support.type_rows import list_types

TYPES = list_types()
ENTRY = {
    *("stores", "names", "part-of", "region", "zone", "region-form", "region-absent", "global", "copies", "keeps"),
    *("controls", "like", "unseen", "why", "source", "checked", "confidence", "provider", "cloud"),
}
READING = {
    *("attribute", "on", "off", "weaker", "pass", "else", "absent", "open", "each", "when", "empty", "any", "all"),
    *("unless", "since", "absent-before", "absent-unversioned", "interval", "always", "exposes"),
}
EXPOSES = {"sources", "sources-absent", "closed", "ports", "ports-absent", "span", "protocol"}
KEEPS = {"kept", "attribute", "unit", "zero", "absent", "each", "when", "empty"}
COPIES = {"attribute", "form", "paired", "each", "when", "absent"}
OUTCOMES = {*ControlShown, "pass"}
UNITS = {"milliseconds", "seconds", "minutes", "hours", "days", "weeks", "months", "years", "text"}


def list_tests(test: Any) -> Iterator[str]:
    """The values that a test of the table compares with."""
    if isinstance(test, dict):
        assert set(test) <= set(READINGS), test
        for name, asked in test.items():
            yield from list_tests(asked) if name == "not" else ()
    else:
        yield from [test] if isinstance(test, str) else test


@each("type", TYPES)
def test_an_entry_has_only_what_its_reader_knows(type: str) -> None:
    name, entry = TYPES[type]
    family = load_family(name)
    assert set(entry) <= ENTRY
    assert entry.get("source", family.get("source")), "where is it from?"
    assert entry.get("confidence", family["confidence"]) in ("verified", "from_memory")
    assert entry.get("provider", family.get("provider")) in load_providers() or name == "others"
    for row in entry.get("copies", ()):
        assert set(row) <= COPIES
    for row in entry.get("keeps", ()):
        assert set(row) <= KEEPS
        assert row["unit"] in UNITS
        assert row["kept"] in set(Kept)
        assert all(Period.parse(row[key]) for key in ("zero", "absent") if key in row and row[key] != "without-end")
    for targets in entry.get("part-of", {}).values():
        for target in [targets] if isinstance(targets, str) else targets:
            assert find_type(target), target


@each("type", [type for type, (_, entry) in TYPES.items() if "controls" in entry])
def test_a_reading_has_only_what_its_reader_knows(type: str) -> None:
    controls = load_yaml(POLICY / "controls.yaml")
    name, entry = TYPES[type]
    is_from_memory = entry.get("confidence", load_family(name)["confidence"]) == "from_memory"
    for control, readings in entry["controls"].items():
        assert control in controls
        for reading in readings:
            assert set(reading) <= READING
            assert len({"attribute", "always", "exposes"} & set(reading)) == 1
            assert set(reading.get("exposes", ())) <= EXPOSES
            outcomes = {reading[key] for key in ("else", "absent", "open", "always", "absent-before") if key in reading}
            assert outcomes <= OUTCOMES
            assert not (is_from_memory and {reading.get("absent"), reading.get("absent-before")} & {"off", "weaker"})
            for key in ("on", "off", "weaker", "pass"):
                assert all(value == value.casefold() for value in list_tests(reading.get(key, ())))
            for test in reading.get("when", {}).values():
                assert all(value == value.casefold() for value in list_tests(test))
            interval = reading.get("interval", "P1D")
            periods = [interval] if isinstance(interval, str) else [*interval.get("values", {}).values()]
            assert all(map(Period.parse, periods))
            assert control == "backup" or "interval" not in reading


@pytest.mark.parametrize("name", list_families())
def test_a_file_has_a_day_and_types_that_are_listed_once(name: str) -> None:
    family = load_family(name)
    assert family["checked"] == "2026-11-28"
    quiet = [pattern.removesuffix("*") for pattern in family["shows-nothing"]]
    assert quiet == sorted(quiet)
    exact = [pattern for pattern in family["shows-nothing"] if not pattern.endswith("*")]
    assert not set(exact) & set(family["types"])
    prefixes = {prefix for prefix, file in load_common()["prefixes"].items() if file == name}
    assert {type.partition("_")[0] for type in (*family["types"], *quiet)} <= prefixes


def test_every_file_belongs_to_a_prefix() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == {*list_families(), "common"}


def test_paired_regions_have_countries() -> None:
    pairs = load_family("azure")["pairs"]["regions"]
    for region, pair in pairs.items():
        assert find_region_country("azure", region), region
        assert find_region_country("azure", pair), pair


@pytest.mark.parametrize(
    ("version", "majors"),
    [
        ("5.31.0", (5, 5)),
        ("~> 4.0", (4, 4)),
        ("~> 4", (4, None)),
        (">= 3.0", (3, None)),
        (">= 3.0, < 5.0", (3, 4)),
        ("< 3.0.0", (0, 2)),
        (">= 2.1, <= 3.5", (2, 3)),
        ("= 2.99.0", (2, 2)),
        ("!= 3.0.1", None),
        ("latest", None),
        ("9" * 5000, None),
    ],
)
def test_versions_and_constraints_tell_the_major_version(version: str, majors: Any) -> None:
    assert read_major(version) == majors
