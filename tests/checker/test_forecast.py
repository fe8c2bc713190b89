"""The forecast: on every day it agrees with a check on that day; causes of changes, and the impact of a drill."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from seloste.checker.finding import Finding, Severity
from seloste.checker.forecast.forecast import Forecast, ForecastChange, Supposition, make_forecast
from seloste.checker.judging.check import check
from seloste.checker.reading.tree import WorkTree
from seloste.checker.result import Result
from seloste.checker.verdicts.verdict import Verdict
from seloste.checker.workspace.workspace import Workspace
from seloste.policy.law.law import Law, load_law
from seloste.policy.period import Period
from tests.support import ROOT
from tests.support.complete import DAY, write
from tests.support.dated_companies import Company
from tests.support.workspaces import open_workspace

EXAMPLES = ("seloste.yaml", "examples/complete/seloste.yaml")
YEAR = Period("P1Y")
#: As long as a drill lasts: what is supposed comes in the first months.
MONTHS = Period("P135D")
#: Days around which the law itself changed.
TURNS = ("2020-06-20", "2021-06-01", "2022-12-01", "2023-07-01", "2025-06-01", "2025-12-01", "2026-01-10", "2026-09-10")
State = tuple[Counter[tuple[str, str, bool]], dict[str, Verdict], bool]


def keys(findings: Collection[Finding]) -> Counter[tuple[str, str, bool]]:
    return Counter((finding.fingerprint, finding.severity.value, finding.counts) for finding in findings)


def state(result: Result, workspace: Workspace) -> State:
    verdicts = {judged.id: judged.verdict for judged in result.promises}
    return keys(result.findings), verdicts, result.fails(workspace.config.fail_on)


def replayed(forecast: Forecast) -> Iterator[tuple[date, State]]:
    """What the forecast says of each of its days: the first, and from there change by change."""
    found = keys(forecast.start.findings)
    verdicts = {judged.id: judged.verdict for judged in forecast.start.promises}
    fails, changes = forecast.fails, {change.day: change for change in forecast.changes}
    for number in range((forecast.last - forecast.first).days + 1):
        day = forecast.first + timedelta(number)
        change = changes.get(day)
        if change is not None:
            assert change.appearing or change.ceasing or change.verdicts
            assert not keys(change.ceasing) - found
            found = found - keys(change.ceasing) + keys(change.appearing)
            for turned in change.verdicts:
                assert verdicts[turned.promise.id] is turned.before
                verdicts[turned.promise.id] = turned.after
            assert change.failed is fails
            fails = change.fails
        yield day, (found, dict(verdicts), fails)


def assert_agrees(forecast: Forecast, workspace: Workspace, by: Law, days: Collection[date] | None = None) -> None:
    """Holds the forecast against a check of the files on each of the days."""
    for day, expected in replayed(forecast):
        if days is None or day in days:
            assert state(check(workspace, by, day, jobs=1), workspace) == expected, day


def telling(forecast: Forecast) -> set[date]:
    """The days on which something changes, the days before them, and every eleventh day."""
    changes = {change.day for change in forecast.changes}
    days = (forecast.last - forecast.first).days
    before = {day - timedelta(1) for day in changes}
    return changes | before | {forecast.first + timedelta(n) for n in range(0, days, 11)}


@pytest.mark.parametrize("config", EXAMPLES)
def test_it_agrees_with_a_check_on_the_days_that_tell(config: str) -> None:
    workspace = open_workspace(config=ROOT / config)
    forecast = make_forecast(workspace, load_law(), DAY, YEAR)
    assert forecast.last == date(2027, 11, 22)
    assert_agrees(forecast, workspace, load_law(), telling(forecast))


@pytest.mark.heavy
@pytest.mark.parametrize("config", EXAMPLES)
def test_it_agrees_with_a_check_on_every_day_of_the_year(config: str) -> None:
    workspace = open_workspace(config=ROOT / config)
    assert_agrees(make_forecast(workspace, load_law(), DAY, YEAR), workspace, load_law())


SEEDS = (
    *range(len(TURNS)),  # one company for each turn of the law; further ones take longer
    *(pytest.param(seed, marks=pytest.mark.heavy) for seed in range(len(TURNS), 3 * len(TURNS))),
)


@pytest.mark.parametrize("seed", SEEDS)
def test_it_agrees_with_a_check_on_every_day_of_any_company(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    first = date.fromisoformat(TURNS[seed % len(TURNS)])
    Company(seed, first + timedelta(15)).write(tmp_path)
    workspace = open_workspace()
    forecast = make_forecast(workspace, load_law(), first, Period("P45D"))
    assert not forecast.start.broken_input, forecast.start.findings
    assert forecast.changes
    assert_agrees(forecast, workspace, load_law())


@pytest.mark.parametrize("seed", range(6))
def test_a_drill_agrees_with_a_check_by_the_supposed_law(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Company(seed, DAY).write(tmp_path)
    workspace = open_workspace()
    until = DAY + timedelta(9)
    forecast = make_forecast(
        workspace,
        load_law(),
        DAY,
        Period("P20D"),
        supposed=(Supposition("eu-us-dpf", until), Supposition("scc-2021-914", until)),
    )
    by = load_law().suppose("eu-us-dpf", until=until).suppose("scc-2021-914", until=until)
    assert_agrees(forecast, workspace, by)


def complete(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """The workspace of the complete example."""
    write(folder)
    monkeypatch.chdir(folder)
    return open_workspace()


def rules(findings: Collection[Finding]) -> list[tuple[str, str, str]]:
    return sorted((finding.rule, finding.subject, finding.severity.value) for finding in findings)


def on(forecast: Forecast, day: str) -> ForecastChange:
    (change,) = [change for change in forecast.changes if change.day.isoformat() == day]
    return change


def test_a_certification_ends_on_its_last_day_and_is_told_of_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forecast = make_forecast(complete(tmp_path, monkeypatch), load_law(), DAY, YEAR)
    warned = on(forecast, "2027-06-19")
    assert rules(warned.appearing) == [("transfer/instrument-ending", "processors.snowlark", "warning")]
    assert (warned.failed, warned.fails) == (False, False)
    ended = on(forecast, "2027-09-18")
    assert rules(ended.appearing) == [("transfer/condition-unmet", "processors.snowlark", "error")]
    assert rules(ended.ceasing) == [("transfer/instrument-ending", "processors.snowlark", "warning")]
    assert [(turned.promise.id, turned.before, turned.after) for turned in ended.verdicts] == [
        ("transfers", Verdict.KEPT, Verdict.BROKEN)
    ]
    assert (ended.failed, ended.fails, ended.counts[Severity.ERROR]) == (False, True, 1)


def test_a_waiver_that_ends_turns_the_gate_red(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    waiver = "{rule: transfer/condition-unmet, reason: Renewal is under way, approved_by: DPO, until: 2027-09-20}"
    (tmp_path / "waivers.yaml").write_text(f"waivers: [{waiver}]\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    forecast = make_forecast(open_workspace(), load_law(), DAY, YEAR)
    waived = on(forecast, "2027-09-18")
    assert [finding.waived is not None for finding in waived.appearing if finding.rule.startswith("transfer/")] == [
        True
    ]
    assert (waived.failed, waived.fails) == (False, False)
    ended = on(forecast, "2027-09-21")
    assert ("transfer/condition-unmet", "processors.snowlark", "error") in rules(ended.appearing)
    assert ("transfer/condition-unmet", "processors.snowlark", "error") in rules(ended.ceasing)
    assert (ended.failed, ended.fails) == (False, True)


def test_the_day_on_which_the_law_is_no_longer_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    horizon = load_law().horizon
    forecast = make_forecast(complete(tmp_path, monkeypatch), load_law(), horizon, Period("P1D"))
    assert rules(forecast.changes[0].appearing) == [("notice/law-unverified", "notice", "note")]
    assert forecast.past_horizon
    assert not make_forecast(open_workspace(), load_law(), horizon - timedelta(1), Period("P1D")).past_horizon


def test_the_days_on_which_the_law_data_grow_too_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forecast = make_forecast(complete(tmp_path, monkeypatch), load_law(), DAY, YEAR)
    turns = {
        change.day.isoformat(): severity
        for change in forecast.changes
        for rule, _, severity in rules(change.appearing)
        if rule == "notice/law-unverified"
    }
    assert turns == {"2026-12-30": "warning", "2027-09-30": "error"}
    outdated = on(forecast, "2027-09-30")
    assert ("processors", Verdict.KEPT, Verdict.UNVERIFIED) in [
        (turned.promise.id, turned.before, turned.after) for turned in outdated.verdicts
    ]


def test_months_and_days_change_places_with_the_calendar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "policy.yaml").write_text(
        "notice: {name: {en: R}, languages: [en]}\ncontroller: {name: Oy}\n"
        "safeguards: {backup: {text: {en: Backups}, control: backup, parameters: {interval: P30D}}}\n"
    )
    (tmp_path / "systems.yaml").write_text(
        "systems: {crm: {name: C, safeguards: {backup: {status: implemented, interval: P1M}}}}\n"
    )
    monkeypatch.chdir(tmp_path)
    forecast = make_forecast(open_workspace(), load_law(), date(2026, 2, 1), Period("P60D"))
    # a month from a day of March is 31 days, from the last one and from a day of April 30
    assert [(change.day.isoformat(), bool(change.appearing)) for change in forecast.changes] == [
        ("2026-03-01", True),
        ("2026-03-31", False),
    ]
    assert_agrees(forecast, open_workspace(), load_law())


def test_nothing_changes_where_there_are_no_dates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "policy.yaml").write_text("notice: {name: {en: R}, languages: [en]}\ncontroller: {name: Oy}\n")
    (tmp_path / "systems.yaml").write_text("systems: {crm: {name: C}}\n")
    monkeypatch.chdir(tmp_path)
    forecast = make_forecast(open_workspace(), load_law(), DAY, Period("P10Y"))
    assert [rules((*change.appearing, *change.ceasing)) for change in forecast.changes] == [
        [("notice/law-unverified", "notice", "note"), ("notice/law-unverified", "notice", "warning")],
        [("notice/law-unverified", "notice", "error"), ("notice/law-unverified", "notice", "warning")],
    ]
    assert forecast.impact is None


def test_a_notice_that_cannot_be_read_has_no_forecast_but_its_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "policy.yaml").write_text("notice: [\n")
    (tmp_path / "systems.yaml").write_text("systems: {crm: {name: C, reviewed: 2026-01-01}}\n")
    monkeypatch.chdir(tmp_path)
    forecast = make_forecast(open_workspace(), load_law(), DAY, YEAR, supposed=[Supposition("eu-us-dpf", DAY)])
    assert forecast.start.broken_input
    assert forecast.changes == ()
    assert forecast.impact is not None
    assert forecast.impact.systems == ()


def test_each_file_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = open_workspace(config=ROOT / EXAMPLES[0])
    read: Counter[str] = Counter()
    bytes_of = WorkTree.read_bytes

    def counted(disk: WorkTree, path: Path, limit: int) -> object:
        read[path.as_posix()] += 1
        return bytes_of(disk, path, limit)

    monkeypatch.setattr(WorkTree, "read_bytes", counted)
    make_forecast(workspace, load_law(), DAY, MONTHS, supposed=[Supposition("eu-us-dpf", date(2027, 1, 31))])
    assert {workspace.policy.as_posix(), *(each.as_posix() for each in workspace.systems)} <= read.keys()
    assert set(read.values()) == {1}


# --- drills


def drill(*supposed: tuple[str, str], config: str = EXAMPLES[0], first: date = DAY) -> Forecast:
    workspace = open_workspace(config=ROOT / config)
    return make_forecast(
        workspace,
        load_law(),
        first,
        MONTHS,
        supposed=[Supposition(id, date.fromisoformat(day)) for id, day in supposed],
    )


@pytest.mark.parametrize("id", ["eu-us-dpf", "us-2023-1795"])
def test_the_next_judgment_hits_systems_promises_and_people(id: str) -> None:
    forecast = drill((id, "2027-01-31"), config=EXAMPLES[1])
    assert forecast.impact is not None
    assert forecast.impact.systems == ("newsletter",)
    assert forecast.impact.promises == ("transfers",)
    assert set(forecast.impact.data_subjects) == {"subscribers", "customers"}
    assert {(each.day.isoformat(), each.finding.rule) for each in forecast.impact.findings} == {
        ("2027-02-01", "transfer/instrument-invalid"),
        ("2027-02-01", "notice/transfer-instrument-invalid"),
    }
    red = on(forecast, "2027-02-01")
    assert (red.failed, red.fails) == (False, True)


def test_it_is_told_of_subprocessors_through_the_systems_above_them() -> None:
    forecast = drill(("eu-us-dpf", "2027-01-31"))
    assert forecast.impact is not None
    assert [each.finding.subject for each in forecast.impact.findings] == ["processors.coldvault"]
    assert forecast.impact.systems == ("support-desk",)


def test_nobody_warns_of_a_supposed_judgment_before_it_comes() -> None:
    forecast = drill(("eu-us-dpf", "2027-01-31"), config=EXAMPLES[1])
    ahead = [change for change in forecast.changes if change.day <= date(2027, 1, 31)]
    assert {rule for change in ahead for rule, _, _ in rules(change.appearing)} == {"notice/law-unverified"}


def test_a_supposed_end_in_the_past_is_felt_from_the_first_day() -> None:
    forecast = drill(("eu-us-dpf", "2026-01-31"))
    assert forecast.impact is not None
    assert {each.day for each in forecast.impact.findings} == {DAY}


def test_what_is_found_anyway_is_not_hit_by_the_supposition() -> None:
    forecast = drill(("privacy-shield", "2020-07-15"))
    assert forecast.impact is not None
    assert (forecast.impact.findings, forecast.impact.systems, forecast.impact.promises) == ((), (), ())


def test_two_suppositions_hit_together() -> None:
    forecast = drill(("eu-us-dpf", "2027-01-31"), ("gb-2021-1772", "2027-03-31"))
    assert forecast.impact is not None
    assert {(each.day.isoformat(), each.finding.subject) for each in forecast.impact.findings} >= {
        ("2027-02-01", "processors.coldvault"),
        ("2027-04-01", "processors.formsmith"),
    }
    assert "web-form" in forecast.impact.systems


def test_a_supposition_about_nothing_is_refused() -> None:
    with pytest.raises(KeyError):
        drill(("no-such", "2027-01-31"))
    with pytest.raises(ValueError, match="first day"):
        drill(("eu-us-dpf", "2020-01-31"))
