"""The annex on controls of standards: each promise in its row, with its verdict and findings, told as from memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from seloste.checker.verdicts.verdict import Verdict
from seloste.reports.audit import render_audit_report
from seloste.reports.audit.document import AuditReport
from seloste.reports.audit.tables import build_audit_tables
from seloste.reports.language.language import language_codes, load_language
from seloste.reports.run import Run
from tests.support.complete import checked, policy, system, write

WEEKLY = system("club.safeguards.backup", "P1D", "P7D")


def audit(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str = "en") -> AuditReport:
    write(folder, (WEEKLY,))
    return AuditReport(checked(folder, monkeypatch), load_language(code), Run("1.0"))


def test_a_control_leads_to_its_promise_its_verdict_and_its_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = audit(tmp_path, monkeypatch)
    rows = {name.number: row for section in report.standards for row in section.rows for name in row.controls}
    [broken] = [each for each in report.findings if each.finding.rule == "system/safeguard-broken"]
    assert rows["8.13"].verdicts == "broken 1"
    assert rows["8.13"].runs == ((broken, broken),)
    assert rows["5.34"].promises == ("All promises of the notice",)
    counts = report.result.verdicts()
    assert rows["5.34"].verdicts == ", ".join(
        f"{verdict.value} {counts[verdict]}" for verdict in (Verdict.BROKEN, Verdict.UNVERIFIED, Verdict.KEPT)
    )


def test_a_control_leads_to_the_defects_of_its_promise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, (policy("purposes.accounting.legal_basis"),))
    report = AuditReport(checked(tmp_path, monkeypatch), load_language("en"), Run("1.0"))
    rows = {name.number: row for section in report.standards for row in section.rows for name in row.controls}
    [missing] = [each for each in report.findings if each.finding.rule == "notice/legal-basis-missing"]
    numbers = {number for first, last in rows["A.7.2.2"].runs for number in range(first.number, last.number + 1)}
    assert missing.number in numbers


def test_controls_of_the_same_promises_share_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for section in audit(tmp_path, monkeypatch).standards:
        kinds = [(row.promises, row.runs) for row in section.rows]
        assert len(section.rows) < sum(len(row.controls) for row in section.rows)
        assert len(kinds) == len(section.rows)


@pytest.mark.parametrize("code", language_codes())
@pytest.mark.parametrize("format", ["html", "markdown"])
def test_the_annex_says_that_it_is_from_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, format: str
) -> None:
    report = audit(tmp_path, monkeypatch, code)
    text = render_audit_report(report, format)
    assert load_language(code).word("standards.title") in text
    assert load_language(code).word("standards.lead")[:60] in text
    assert load_language(code).word("standards.checked") not in text


def test_the_workbook_has_the_controls_by_promise_and_the_fingerprints_that_are_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = audit(tmp_path, monkeypatch)
    tables = {table.title: table for table in build_audit_tables(report.result, "en", run=Run("1.0"))}
    rows = [row for row in tables["Controls of standards"].rows if row[1] == "8.13"]
    assert [(row[3], row[4], row[6]) for row in rows] == [("yes", "safeguards.backup", "broken")]
    answers = tables["The controller's answers"].rows
    assert [row[1] for row in answers] == [each.finding.fingerprint for each in report.findings]
    assert [row[2] for row in answers if row[5]] == ["Data protection officer"]
