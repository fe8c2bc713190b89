"""Each type that stores data, by hand: what a plausible resource shows, and what one that contradicts promises does."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from seloste.checker.evidence.attributes.description import AttributeContext, describe_resource
from seloste.checker.evidence.resource import ControlFact, EvidenceKind, KeepingFact, PlaceFact
from seloste.checker.position import Location
from tests.support import ROOT
from tests.support.files import load_yaml

STORES: list[dict[str, Any]] = load_yaml((ROOT / "tests/support/stores.yaml").read_text("utf-8"))
CONTEXT = AttributeContext(Location("plan.json"), EvidenceKind.CONFIGURED, region="eu-north-1")


@pytest.mark.parametrize("store", STORES, ids=[store["type"] for store in STORES])
def test_a_store_shows(store: dict[str, Any]) -> None:
    shown = describe_resource(store["type"], store["values"], CONTEXT)
    assert shown.is_known
    assert shown.stores_data
    found = {f.control: f"{f.shown} {f.interval or ''}".strip() for f in shown.facts if isinstance(f, ControlFact)}
    assert {control: found.get(control) for control in store["controls"]} == store["controls"]
    assert [name_place(f) for f in shown.facts if isinstance(f, PlaceFact)] == store["places"]
    kept = [f"{f.kept} {f.period or 'without end'}" for f in shown.facts if isinstance(f, KeepingFact)]
    assert kept == store.get("periods", [])


def name_place(fact: PlaceFact) -> str:
    """The country of a place, marked where it is that of a copy; or that it is only a hint."""
    return f"{'copy:' if fact.is_copy else ''}{fact.country or fact.basis}"


def test_each_type_has_a_plausible_resource_and_one_that_contradicts() -> None:
    counted = Counter(store["type"] for store in STORES)
    assert len(counted) == 51
    assert min(counted.values()) == 2
