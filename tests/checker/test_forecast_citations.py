"""What a forecast cites: the law of the day on which a finding begins to count."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from seloste.checker.forecast.forecast import make_forecast
from seloste.policy.law.law import load_law
from seloste.policy.period import Period
from tests.support.companies_on_file import policy, system, words
from tests.support.workspaces import open_workspace


def test_a_finding_cites_the_law_of_the_day_on_which_it_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CJEU C-413/23 P was given on 4 September 2025, while the finding was waived; its data stay in Finland."""
    record = {**system(), "disclosures": [{"recipient": "bank"}]}
    waiver = {"rule": "system/disclosure-undeclared", "reason": "Talks", "approved_by": "Data protection officer"}
    files = {
        "policy.yaml": policy(disclosures={"text": words("Given"), "recipients": {"tax": {"text": words("Tax")}}}),
        "systems.yaml": {"systems": {"ledger": record}},
        "waivers.yaml": {"waivers": [{**waiver, "until": "2025-10-01"}]},
    }
    for name, content in files.items():
        (tmp_path / name).write_text(json.dumps(content), "utf-8")
    monkeypatch.chdir(tmp_path)
    forecast = make_forecast(open_workspace(), load_law(), date(2025, 8, 1), Period("P4M"))
    [ended] = [change for change in forecast.changes if change.day == date(2025, 10, 2)]
    [counts] = [each for each in ended.appearing if each.rule == waiver["rule"]]
    assert "CJEU C-413/23 P" in counts.law
