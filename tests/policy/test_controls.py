"""Every control has its measure in the DPV, and the law that asks for measures of its kind."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from seloste.policy.law.law import load_law
from seloste.policy.vocabulary import load_controls
from tests.support.standards import standard


@pytest.mark.parametrize("control", load_controls())
def test_a_control_has_a_measure_and_law(control: str) -> None:
    entry = load_controls()[control]
    assert entry["dpv"].startswith("dpv:")
    assert load_law().on(date(2026, 11, 22)).is_citable(entry["law"])


def test_every_measure_is_a_term_of_the_dpv() -> None:
    with standard("dpv/dpv.csv").open(encoding="utf-8", newline="") as stream:
        terms = {row["term"] for row in csv.DictReader(stream)}
    assert {entry["dpv"].removeprefix("dpv:") for entry in load_controls().values()} <= terms
