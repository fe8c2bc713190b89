"""With a day in the past, evidence of later days supports nothing; what is against a promise stays against it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from seloste.checker.evidence.file_days import date_resources
from seloste.checker.evidence.resource import Resource
from seloste.checker.forecast.forecast import make_forecast
from seloste.checker.judging.check import check
from seloste.checker.position import Location
from seloste.checker.reading.documents import Document
from seloste.checker.reading.tree import WorkTree
from seloste.checker.result import Result
from seloste.checker.verdicts.evidence import Evidence
from seloste.checker.verdicts.verdict import JudgedPromise, Verdict
from seloste.checker.workspace.workspace import open_workspace
from seloste.policy.law.law import load_law
from seloste.policy.period import Period
from tests.support.git import commit, git

TODAY = date(2026, 11, 22)
KEPT, BROKEN, UNVERIFIED = Verdict.KEPT, Verdict.BROKEN, Verdict.UNVERIFIED
POLICY: dict[str, Any] = {
    "notice": {"languages": ["en"]},
    "controller": {"name": "A"},
    "purposes": {"billing": {"text": {"en": "Billing"}}},
    "safeguards": {
        "disk": {
            "text": {"en": "Data are encrypted at rest."},
            "control": "encryption-at-rest",
            "applies_to": "systems",
        },
        "staff": {"text": {"en": "Staff is trained."}, "control": "staff-training", "applies_to": "organisation"},
    },
    "organisation": {"safeguards": {"staff-training": "implemented"}},
}
SYSTEM: dict[str, Any] = {"name": "CRM", "purposes": ["billing"]}
CODE = 'resource "aws_db_instance" "crm" {\n  storage_encrypted = true\n}\n'


def judge(
    folder: Path, day: str, system: dict[str, Any], *, notice: dict[str, Any] | None = None, evidence: str = ""
) -> Result:
    """The result for one system on a day, as of today."""
    policy = {**POLICY, "notice": {**POLICY["notice"], **(notice or {})}}
    (folder / "policy.yaml").write_text(yaml.safe_dump(policy), "utf-8")
    (folder / "systems.yaml").write_text(yaml.safe_dump({"systems": {"crm": {**SYSTEM, **system}}}), "utf-8")
    asked = date.fromisoformat(day)
    workspace = open_workspace(folder=folder, evidence=[evidence] if evidence else [])
    workspace = replace(workspace, today=TODAY, asks_past=asked < TODAY)
    return check(workspace, load_law(), asked, jobs=1)


def find(result: Result, id: str) -> JudgedPromise:
    return next(promise for promise in result.promises if promise.id == id)


def declare(status: str = "implemented", verified: str | None = None) -> dict[str, Any]:
    declared = {"status": status, **({"verified": verified} if verified else {})}
    return {"safeguards": {"encryption-at-rest": declared}}


@pytest.mark.parametrize(
    ("declared", "reviewed", "day", "verdict", "reason"),
    [
        (declare(verified="2026-05-01"), None, "2026-05-01", KEPT, ""),
        (declare(verified="2026-05-01"), "2020-01-01", "2026-04-30", UNVERIFIED, "later"),
        (declare(), "2026-05-01", "2026-05-01", KEPT, ""),
        (declare(), "2026-05-01", "2020-07-15", UNVERIFIED, "later"),
        (declare(), None, "2026-11-21", UNVERIFIED, "undated"),
        (declare(), None, "2026-11-22", KEPT, ""),
        (declare(), None, "2027-01-01", KEPT, ""),
        (declare(verified="2027-02-01"), None, "2026-11-22", UNVERIFIED, "later"),
        (declare("not-implemented", "2026-05-01"), None, "2020-07-15", BROKEN, ""),
        (declare("planned"), "2026-05-01", "2020-07-15", BROKEN, ""),
    ],
)
def test_a_declaration_counts_from_its_own_day_else_from_that_of_its_record(
    tmp_path: Path, declared: dict[str, Any], reviewed: str | None, day: str, verdict: Verdict, reason: str
) -> None:
    result = judge(tmp_path, day, {**declared, **({"reviewed": reviewed} if reviewed else {})})
    promise = find(result, "safeguards.disk")
    assert promise.verdict is verdict
    assert [each.detail for each in promise.silent] == ([reason] if reason else [])
    named = {each.why for each in result.not_checked if each.what == "safeguards.disk"}
    assert named == ({f"evidence-{reason}"} if reason else set())


def test_lists_and_the_organisation_count_from_the_day_of_their_record(tmp_path: Path) -> None:
    dated = {"reviewed": "2026-05-01"}
    after = judge(tmp_path, "2026-06-01", dated, notice=dated)
    before = judge(tmp_path, "2026-04-01", dated, notice=dated)
    for id in ("purposes", "purposes.billing", "safeguards.staff"):
        assert (find(after, id).verdict, find(before, id).verdict) == (KEPT, UNVERIFIED)


@pytest.mark.parametrize(
    ("made", "day", "variants"),
    [
        ("2026-05-01", "2026-04-30", ["later"]),
        ("2026-05-01", "2026-05-01", []),
        (None, "2026-11-21", ["undated"]),
        (None, "2026-11-22", []),
        ("2027-05-01", "2026-11-22", []),  # a fault of the notice as it is: notice/date-ahead
    ],
)
def test_a_balancing_test_made_later_is_none_on_the_day(
    tmp_path: Path, made: str | None, day: str, variants: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    basis = {"basis": "legitimate-interests", "balancing_test": {"date": made} if made else {"document": "a/b.md"}}
    monkeypatch.setitem(POLICY["purposes"]["billing"], "legal_basis", basis)
    found = judge(tmp_path, day, {}).findings
    assert [each.variant for each in found if each.rule == "notice/balancing-test-missing"] == variants


def test_a_wrong_purpose_breaks_its_promise_on_any_day(tmp_path: Path) -> None:
    result = judge(tmp_path, "2019-01-01", {"purposes": ["sale"], "reviewed": "2026-05-01"})
    assert find(result, "purposes").verdict is BROKEN


def test_infrastructure_counts_from_the_commit_that_last_changed_its_file(tmp_path: Path) -> None:
    def strength(day: str) -> str | None:
        system = {**declare(verified="2019-01-01"), "resources": ["terraform:aws_db_instance.crm"]}
        found = find(judge(tmp_path, day, system, evidence="main.tf"), "safeguards.disk").strength
        return found and found.value

    (tmp_path / "main.tf").write_text(CODE, "utf-8")
    assert (strength("2026-11-22"), strength("2026-11-21")) == ("configured", "declared")
    git(tmp_path, "init", "-q")
    commit(tmp_path, day="2024-03-01")
    assert (strength("2024-03-01"), strength("2024-02-28")) == ("configured", "declared")
    (tmp_path / "main.tf").write_text(f"# x\n{CODE}", "utf-8")
    assert strength("2026-11-21") == "declared"
    commit(tmp_path, day="2025-05-05")
    assert (strength("2025-05-04"), strength("2025-05-05")) == ("declared", "configured")


@pytest.mark.parametrize(
    ("content", "day"),
    [
        (
            '{"format_version":"1.2","timestamp":"2026-11-20T05:06:07Z","applyable":true,"errored":false}\n',
            date(2026, 11, 20),
        ),
        ('{"resources":[{"timestamp":"2026-11-20T05:06:07Z"}],"errored":false}', None),
        ('{\n  "SchemaVersion": 2,\n  "CreatedAt": "2026-11-20T12:00:00Z",\n  "Results": []}', date(2026, 11, 20)),
        ('{"Results": [{"CreatedAt": "2026-11-20T12:00:00Z"}]}', None),
        ('{"timestamp":"2026-13-40T05:06:07Z"}', None),
        ("", None),
    ],
)
def test_a_file_that_git_does_not_know_may_tell_its_day(tmp_path: Path, content: str, day: date | None) -> None:
    (tmp_path / "a.json").write_text(content, "utf-8")
    resource = Resource("terraform", "x.y", "x", Location("a.json"))
    (dated,) = date_resources([resource], WorkTree(tmp_path), {})
    assert dated.dated == day


def test_a_forecast_from_a_past_day_turns_where_evidence_begins_to_count(tmp_path: Path) -> None:
    judge(tmp_path, "2026-11-22", declare())
    workspace = replace(open_workspace(folder=tmp_path), today=TODAY, asks_past=True)
    forecast = make_forecast(workspace, load_law(), TODAY - timedelta(30), Period("P60D"))
    turns = {turn.promise.id: change.day for change in forecast.changes for turn in change.verdicts}
    assert turns["safeguards.disk"] == TODAY


DAYS = st.dates(date(2018, 5, 25), date(2030, 1, 1))


@given(dated=st.none() | DAYS, day=DAYS, later=DAYS, today=DAYS, holds=st.sampled_from([True, False, None]))
def test_what_counts_on_a_day_counts_on_every_later_one(
    dated: date | None, day: date, later: date, today: date, holds: bool | None
) -> None:
    piece = Evidence("purposes", "systems.crm", holds, Document("systems.yaml", None, ""), (), "declares", dated=dated)
    day, later = sorted((day, later))
    first, second = piece.count_on(day, today), piece.count_on(later, today)
    assert first.holds is not True or second.holds is True
    assert (first.holds is False) is (holds is False)
    if first.holds is not holds:
        assert day < (dated or today)
