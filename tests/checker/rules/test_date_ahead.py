"""Days that have not come yet are looked for where the day is today's, and where a day was asked about that is told."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date, timedelta
from pathlib import Path

import pytest

import seloste
from seloste.checker.finding import Finding
from seloste.checker.forecast.forecast import make_forecast
from seloste.checker.judging.check import check
from seloste.cli import cli
from seloste.policy.law.law import load_law
from seloste.policy.period import Period
from tests.support.cases import dates
from tests.support.complete import DAY, Case, case_id, checked, policy, processor, summarize, system, write
from tests.support.dated_companies import Company
from tests.support.workspaces import open_workspace

AHEAD = (
    policy("notice.reviewed", "2026-09-15", "2202-09-01"),
    system("club.reviewed", "2026-10-06", "2202-09-01"),
    processor("tositetupa.reviewed", "2026-09-01", "2202-09-01"),
)
RULES = {f"{family}/date-ahead" for family in ("notice", "system", "processor")}


def keys(findings: Collection[Finding]) -> set[tuple[str, bool]]:
    return {(each.fingerprint, each.counts) for each in findings if each.rule in RULES}


@pytest.mark.parametrize("case", dates.CASES, ids=case_id)
def test_a_day_that_was_asked_about_gives_none(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, case.edits)
    result = checked(tmp_path, monkeypatch)
    assert summarize(result.findings) == []
    assert ("*/date-ahead", "day-asked") in [(each.what, each.why) for each in result.not_checked]


def test_the_days_of_the_example_have_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    result = checked(tmp_path, monkeypatch, is_today=True)
    assert summarize(result.findings) == []
    assert "*/date-ahead" not in [each.what for each in result.not_checked]


def test_a_review_on_the_day_has_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, (policy("notice.reviewed", "2026-09-15", DAY.isoformat()),))
    assert summarize(checked(tmp_path, monkeypatch, is_today=True).findings) == []


def test_the_command_looks_for_them_unless_a_day_is_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, AHEAD)
    monkeypatch.chdir(tmp_path)

    def run(*options: str) -> dict[str, set[str]]:
        capsys.readouterr()
        cli.main(["check", "--format", "json", *options], standalone_mode=False)
        report = json.loads(capsys.readouterr().out)
        left_out = {each["what"] for each in report["not_checked"]}
        return {"found": {each["rule"] for each in report["findings"]} & RULES, "left out": left_out & {"*/date-ahead"}}

    assert run() == {"found": RULES, "left out": set()}
    assert run("--as-of", DAY.isoformat()) == {"found": set(), "left out": {"*/date-ahead"}}
    assert run("--as-of", date.today().isoformat())["found"] == set()


def test_the_api_looks_for_them_unless_a_day_is_asked_about(tmp_path: Path) -> None:
    write(tmp_path, AHEAD)
    assert {each.rule for each in seloste.check(tmp_path).findings} >= RULES
    assert not {each.rule for each in seloste.check(tmp_path, as_of=DAY).findings} & RULES


def test_several_processes_find_what_one_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, AHEAD)
    one, two = (checked(tmp_path, monkeypatch, is_today=True, jobs=jobs) for jobs in (1, 2))
    assert one.findings == two.findings
    assert {each.rule for each in one.findings} >= RULES


@pytest.mark.parametrize("seed", range(4))
def test_a_forecast_from_today_agrees_with_a_check_on_each_day(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Company(seed, DAY).write(tmp_path)
    workspace = open_workspace(is_today=True)
    forecast = make_forecast(workspace, load_law(), DAY, Period("P60D"))
    found, seen = keys(forecast.start.findings), keys(forecast.start.findings)
    changes = {change.day: change for change in forecast.changes}
    for number in range((forecast.last - DAY).days + 1):
        day = DAY + timedelta(number)
        if day in changes:
            found = (found - keys(changes[day].ceasing)) | keys(changes[day].appearing)
        assert keys(check(workspace, load_law(), day, jobs=1).findings) == found, day
    assert seen
    assert {name for name, _ in found} <= {name for name, _ in seen}, "no day turns into one that has yet to come"


def test_a_forecast_from_a_day_that_was_asked_about_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, (*AHEAD[1:], policy("notice.reviewed", "2026-09-15", "2026-12-01")))
    monkeypatch.chdir(tmp_path)
    forecast = make_forecast(open_workspace(), load_law(), DAY, Period("P30D"))
    shown = [forecast.start.findings, *(change.appearing + change.ceasing for change in forecast.changes)]
    assert not {each.rule for findings in shown for each in findings} & RULES


def test_a_waiver_of_them_is_not_unused_where_they_were_not_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path)
    waiver = "{rule: notice/date-ahead, reason: Soon., until: 2027-01-01, approved_by: DPO, subject: notice}"
    (tmp_path / "waivers.yaml").write_text(f"waivers:\n  - {waiver}\n", "utf-8")
    found = [{each.rule for each in checked(tmp_path, monkeypatch, is_today=now).findings} for now in (True, False)]
    assert found[0] - found[1] == {"waiver/unused"}
