"""Attributes made from the table of types: for each row the values that its own words say are on, off or unknown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from seloste.checker.evidence.attributes.type_table import list_families, load_family

_POLICIES = {
    "denies-plain-http": {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": "*",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    },
    "allows-everything": {"Effect": "Allow", "Action": "*", "Resource": "*"},
}


def list_types() -> dict[str, tuple[str, Mapping[str, Any]]]:
    """Every type of the table, with the file that it is in and its entry."""
    return {type: (name, entry) for name in list_families() for type, entry in load_family(name)["types"].items()}


def sample(test: Any) -> Any:
    """A value that passes a test."""
    if isinstance(test, str):
        return {"true": True, "false": False}.get(test, test)
    if isinstance(test, list):
        return sample(test[0])
    ((name, asked),) = test.items()
    if name in _POLICIES:
        return json.dumps({"Statement": [_POLICIES[name]]})
    return {"at-least": lambda: int(asked), "set": lambda: "anything", "not": lambda: "something else"}[name]()


def put(values: dict[str, Any], path: str, value: Any, *, as_list: bool = True) -> None:
    """Sets a value at a dotted path, through blocks as a plan writes them: lists of one mapping."""
    first, _, rest = path.partition(".")
    if not rest:
        values[first] = value
        return
    inner = values.setdefault(first, [{}] if as_list else {})
    put(inner[0] if isinstance(inner, list) else inner, rest, value, as_list=as_list)


def merge(first: dict[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Both values together; the second one's where they differ."""
    for key, value in second.items():
        known = first.get(key)
        if isinstance(known, list) and isinstance(value, list) and known and isinstance(known[0], dict):
            merge(known[0], value[0])
        else:
            first[key] = value
    return first


def fill(row: Mapping[str, Any], value: Any, path: str | None = None) -> dict[str, Any]:
    """The values that meet the conditions of a row, with one for its attribute (for each of them where it asks all)."""
    values: dict[str, Any] = {}
    prefix = f"{row['each']}." if "each" in row else ""
    for place, test in row.get("when", {}).items():
        if not (isinstance(test, dict) and "not" in test):
            put(values, f"{prefix}{place}", sample(test))
    attributes = [row["attribute"]] if isinstance(row["attribute"], str) else row["attribute"]
    for attribute in attributes if "all" in row else [path or attributes[0]]:
        put(values, f"{prefix}{attribute}", value)
    return values


def absent_outcome(reading: Mapping[str, Any]) -> str:
    """What a reading says of a resource without any attribute, by its own words."""
    conditions = reading.get("when", {}).values()
    if any(not (isinstance(test, dict) and "not" in test) for test in conditions) and "each" not in reading:
        return "pass"
    if "always" in reading:
        return str(reading["always"])
    if "exposes" in reading and "each" not in reading:
        return {"open": "unknown"}.get(reading["exposes"]["sources-absent"], reading["exposes"]["sources-absent"])
    if "since" in reading and reading["absent"] != reading["absent-before"]:
        return str(reading.get("absent-unversioned", "unknown"))
    return str(reading.get("absent", "unknown"))


def passing_values(earlier: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Values by which the earlier readings of a control tell nothing, so that a later one is asked."""
    values: dict[str, Any] = {}
    for reading in earlier:
        if absent_outcome(reading) != "pass" and "attribute" in reading:
            merge(values, fill(reading, sample(reading["pass"]) if "pass" in reading else "something else"))
    return values


def control_cases(readings: list[Mapping[str, Any]]) -> Iterator[tuple[dict[str, Any], str]]:
    """Values and what they must show of a control, for each outcome of each reading."""
    for number, reading in enumerate(readings):
        if "attribute" not in reading:
            continue
        for outcome in ("on", "off", "weaker"):
            tests = reading.get(outcome, ())
            for test in tests if isinstance(tests, list) else [tests] if tests else []:
                yield merge(passing_values(readings[:number]), fill(reading, sample(test))), outcome
