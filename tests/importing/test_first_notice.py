"""The notice that `policy.yaml` is made of: its import says in Finnish what `policy.yaml` says.

The notice is another's, beside the clone and no part of the repository.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from seloste.checker.reading.problem import Limits
from seloste.checker.reading.reader import read_yaml
from tests.support import ROOT
from tests.support.imported_notices import import_document
from tests.support.notice_scores import simplify

NOTICE = ROOT.parent / "shared" / "seed" / "notice.fi.txt"
#: What is compared of each section: of a mapping of entries, these keys of each in their order.
ENTRIES = {
    "contacts": ("name", "role"),
    "purposes": ("text", "direct_marketing"),
    "fields": ("text",),
    "sources": ("text",),
    "retention": ("text", "minimum", "maximum"),
    "safeguards": ("text", "control", "parameters"),
    "rights": ("text", "right", "at_discretion"),
}
RECORDS = {
    "notice": ("title", "name", "languages"),
    "controller": ("name", "phone", "email"),
    "disclosures": ("text", "rule"),
    "processors": ("text", "listed", "roles"),
    "transfers": ("text", "rule", "area", "instruments", "countries"),
    "requests": ("text",),
    "introductions": ("purposes",),
}


@cache
def imported() -> Any:
    if not NOTICE.exists():
        pytest.skip("the notice is not beside the clone")
    return read(import_document(NOTICE.read_bytes(), NOTICE.name, "fi"))


@cache
def written() -> Any:
    policy = read((ROOT / "policy.yaml").read_text("utf-8"))
    policy["notice"]["languages"] = ["fi"]
    return policy


def read(text: str) -> Any:
    return simplify(keep_finnish(read_yaml(text.encode(), Limits()).documents[0]), "fi")


def keep_finnish(value: Any) -> Any:
    """A value with its Finnish texts alone, and single spaces in them."""
    if isinstance(value, Mapping):
        if value.keys() == {"fi", "en"}:
            return {"fi": keep_finnish(value["fi"])}
        return {key: keep_finnish(each) for key, each in value.items()}
    if isinstance(value, list):
        return [keep_finnish(each) for each in value]
    return " ".join(value.split()) if isinstance(value, str) else value


def pick(record: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: record[key] for key in keys if key in record}


def test_its_headings_are_the_same() -> None:
    assert imported()["headings"] == written()["headings"]


@pytest.mark.parametrize("section", ENTRIES)
def test_its_entries_are_the_same_in_the_same_order(section: str) -> None:
    keys = ENTRIES[section]
    assert [pick(each, keys) for each in imported()[section].values()] == [
        pick(each, keys) for each in written()[section].values()
    ]


@pytest.mark.parametrize("section", RECORDS)
def test_its_rules_and_words_are_the_same(section: str) -> None:
    assert pick(imported()[section], RECORDS[section]) == pick(written()[section], RECORDS[section])


def test_its_address_is_the_same() -> None:
    keys = ("street", "postal_code", "city")  # the country is added
    assert pick(imported()["controller"]["address"], keys) == pick(written()["controller"]["address"], keys)


def test_nothing_is_added_to_it() -> None:
    assert not imported().keys() - written().keys()
    assert "dpo_designated" not in imported()["controller"]
    assert "dpo" not in [contact.get("duty") for contact in imported()["contacts"].values()]
