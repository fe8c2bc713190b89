"""Waivers as a user meets them: the exit code, and how each output marks waived findings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from seloste import schemas
from tests.support.commands import BROKEN, DAY, seloste

pytestmark = pytest.mark.usefixtures("a_day_ahead")

HEAD = "waivers:\n"
ITEM = f"  - {{rule: {BROKEN}, subject: systems.club, reason: New disks, approved_by: DPO, until: 2026-12-31}}\n"
UNDATED = "  - {rule: notice/undated, reason: With the next edition, until: 2026-12-31}\n"


@pytest.fixture
def folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The broken example, on a terminal of one width."""
    monkeypatch.setenv("COLUMNS", "120")
    return folder


@pytest.mark.parametrize(
    ("waivers", "arguments", "code"),
    [
        (None, (), 1),
        (HEAD + ITEM, (), 0),
        (HEAD + ITEM, ("--as-of", "2026-12-31"), 0),
        (HEAD + ITEM, ("--as-of", "2027-01-01"), 1),
        (HEAD + ITEM, ("--fail-on", "warning"), 0),
        (HEAD + ITEM, ("--fail-on", "note"), 1),  # the note on the law
        (HEAD + ITEM.replace("2026-12-31", "2028-01-01"), (), 0),
        (HEAD + ITEM.replace("2026-12-31", "2028-01-01"), ("--fail-on", "warning"), 1),
        (HEAD + ITEM.replace("reason: New disks, ", ""), (), 1),
        (HEAD + ITEM + "  - {rule: notice/undated}\n", (), 1),
        (HEAD + ITEM + "  - {rule: notice/undated}\n", ("--fail-on", "never"), 0),
        (HEAD + ITEM.replace("systems.club", "systems.clob"), (), 1),
        (HEAD + ITEM.replace(BROKEN, "system/safeguard-brokn"), (), 3),
        (HEAD + ITEM.replace("2026-12-31", "31.12.2026"), (), 3),
        (HEAD + ITEM + "  - {rule: nonsense, reason: x, until: 2026-12-31}\n", ("--fail-on", "never"), 3),
        ("waivers: [", (), 3),
        ("", ("--scope", "notice"), 3),
    ],
)
@pytest.mark.usefixtures("folder")
def test_how_a_check_ends(waivers: str | None, arguments: tuple[str, ...], code: int) -> None:
    if waivers is not None:
        Path("waivers.yaml").write_text(waivers, "utf-8")
    assert seloste("check", "--as-of", DAY, *arguments) == code


@pytest.mark.usefixtures("folder")
def test_a_file_given_by_path() -> None:
    Path("decisions.yaml").write_text(HEAD + ITEM, "utf-8")
    assert seloste("check", "--as-of", DAY) == 1
    assert seloste("check", "--as-of", DAY, "decisions.yaml") == 0


@pytest.mark.usefixtures("folder")
def test_json_tells_the_decision(capsys: pytest.CaptureFixture[str]) -> None:
    Path("waivers.yaml").write_text(HEAD + ITEM + UNDATED, "utf-8")
    seloste("check", "--as-of", DAY, "--format", "json")
    report = json.loads(capsys.readouterr().out)
    schema = json.loads(schemas.get_committed_path("report").read_text("utf-8"))
    Draft202012Validator(schema).validate(report)
    [broken] = [finding for finding in report["findings"] if finding["rule"] == BROKEN]
    assert broken["waiver"] == {
        "reason": "New disks",
        "approved_by": "DPO",
        "until": "2026-12-31",
        "location": {"path": "waivers.yaml", "line": 2, "column": 12, "end_line": 2, "end_column": 35},
    }
    [undated] = [finding for finding in report["findings"] if finding["rule"] == "notice/undated"]
    assert undated["waiver"]["approved_by"] is None
    Path("waivers.yaml").write_text(HEAD + ITEM.replace("approved_by: DPO", "advised_by: DPO"), "utf-8")
    seloste("check", "--as-of", DAY, "--format", "json")
    advised = json.loads(capsys.readouterr().out)
    Draft202012Validator(schema).validate(advised)
    [broken] = [finding for finding in advised["findings"] if finding["rule"] == BROKEN]
    assert (broken["waiver"]["approved_by"], broken["waiver"]["advised_by"]) == (None, "DPO")
    assert (report["summary"]["waived"], report["summary"]["error"]) == (2, 0)
    assert [item["kind"] for item in report["inputs"] if item["path"] == "waivers.yaml"] == ["waivers"]
    [promise] = [promise for promise in report["promises"] if promise["id"] == "safeguards.backup"]
    assert (promise["verdict"], promise["accepted"]) == ("broken", True)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            (
                "Does not count: 2 waived (--verbose lists them)",
                "1 broken (1 accepted by a waiver)",
            ),
        ),
        (
            "fi",
            (
                "Ei vaikuta: 2 hyväksyttynä poikkeamana (--verbose luettelee ne)",
                "(1 hyväksytty poikkeamana)",
            ),
        ),
    ],
)
@pytest.mark.usefixtures("folder")
def test_text_marks_what_is_let_pass(
    language: str, expected: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    Path("waivers.yaml").write_text(HEAD + ITEM + UNDATED, "utf-8")
    seloste("check", "--as-of", DAY, "--lang", language)
    shown = capsys.readouterr().out
    assert [words for words in expected if words not in shown] == []


@pytest.mark.usefixtures("folder")
def test_text_with_verbose_tells_the_decision_on_each(capsys: pytest.CaptureFixture[str]) -> None:
    Path("waivers.yaml").write_text(HEAD + ITEM + UNDATED, "utf-8")
    seloste("check", "--as-of", DAY, "--verbose")
    assert "[waived until 2026-12-31: With the next edition]" in capsys.readouterr().out


def test_the_audit_report_lists_the_decisions(folder: Path) -> None:
    (folder / "waivers.yaml").write_text(HEAD + ITEM.replace("DPO", "<DPO> | us") + UNDATED, "utf-8")
    seloste("report", "--as-of", DAY, "--out", "out", "--quiet")
    for name in ("audit.en.html", "audit.en.md"):
        report = (folder / "out" / name).read_text("utf-8")
        _, _, decisions = report.rpartition("Suppressed findings")
        assert decisions
        for words in ("31 December 2026", "New disks", BROKEN, "systems.club", "waivers.yaml:2:12", "not recorded"):
            assert words in decisions
        assert "<DPO>" not in report
        assert "Waivers in force" in report


def test_without_waivers_the_audit_report_says_that_there_are_none(folder: Path) -> None:
    seloste("report", "--as-of", DAY, "--out", "out", "--quiet")
    assert "No finding is waived." in (folder / "out" / "audit.en.html").read_text("utf-8")
