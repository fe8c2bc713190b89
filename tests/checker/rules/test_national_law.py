"""National law binds those who are established in the country, and nobody else is told of it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from seloste.checker.finding import Finding
from seloste.checker.judging.check import check
from seloste.policy.law.law import load_law
from tests.support.workspaces import open_workspace

DAY = date(2026, 9, 1)
FINLAND, SWEDEN, AMERICA = ({"address": {"country": country, "city": "X"}} for country in ("FI", "SE", "US"))
NOWHERE: dict[str, Any] = {}
Judge = Any


@pytest.fixture
def judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Judge:
    """Judges a notice alone; the findings of one rule."""

    def run(rule: str, controller: dict[str, Any], day: date = DAY, **more: Any) -> list[Finding]:
        policy = {
            "notice": {"name": {"fi": "Rekisteri"}, "languages": ["fi"]},
            "controller": {"name": "Lumikiuru", **controller},
            **more,
        }
        (tmp_path / "policy.yaml").write_text(json.dumps(policy), "utf-8")
        monkeypatch.chdir(tmp_path)
        result = check(open_workspace(scope="notice"), load_law(), day, scope="notice")
        assert not [finding for finding in result.findings if finding.family == "input"]
        return [finding for finding in result.findings if finding.rule == f"notice/{rule}"]

    return run


NATIONAL_ID = {"fields": {"id": {"text": {"fi": "Henkilötunnus"}, "national_id": True}}}


def test_a_rule_of_a_finnish_act_is_silent_elsewhere_and_asks_where_nobody_knows(judge: Judge) -> None:
    [found] = judge("national-id-unjustified", FINLAND, **NATIONAL_ID)
    assert (found.severity, found.law) == ("error", ("Act 1050/2018 s. 29",))
    assert judge("national-id-unjustified", SWEDEN, **NATIONAL_ID) == []
    assert judge("national-id-unjustified", AMERICA, **NATIONAL_ID) == []
    [found] = judge("national-id-unjustified", NOWHERE, **NATIONAL_ID)
    assert (found.severity, found.law) == ("warning", ("GDPR Art. 87",))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2019, 12, 31), ("note", "needless")),
        (date(2020, 6, 1), ("note", "needless")),
        (date(2021, 6, 27), ("note", "needless")),
        (date(2021, 6, 28), None),
        (date(2031, 12, 28), ("error", "no-decision")),
    ],
)
def test_a_decision_on_a_country_to_which_no_transfer_goes_is_needless(
    judge: Judge, day: date, expected: tuple[str, str] | None
) -> None:
    transfers = {
        "text": {"fi": "Siirrämme tietoja."},
        "rule": "allowed",
        "countries": ["GB"],
        "instruments": ["adequacy"],
    }
    found = judge("transfer-instrument-invalid", FINLAND, day, transfers=transfers)
    assert [(finding.severity.value, finding.variant) for finding in found] == ([expected] if expected else [])
