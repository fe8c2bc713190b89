"""That the law data are too old to verify a promise is told beside the promise, in documents and for machines."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from seloste.checker.result import Result
from seloste.reports.audit.document import AuditReport
from seloste.reports.formats import render_format
from seloste.reports.formats.context import FormatContext
from seloste.reports.formats.json import render_report
from seloste.reports.language.language import load_language
from seloste.reports.run import Run
from tests.support.complete import checked, write


@pytest.fixture
def outdated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Result:
    """The example on the first day on which the law data verify nothing."""
    write(tmp_path)
    return checked(tmp_path, monkeypatch, day=date(2027, 9, 30))


@pytest.mark.parametrize("code", ["fi", "en", "sv"])
def test_the_audit_report_leads_from_the_promise_to_the_finding(code: str, outdated: Result) -> None:
    audit = AuditReport(outdated, load_language(code), Run("1"))
    rows = {row.promise.id: {each.finding.rule for each in row.findings} for row in audit.promises}
    assert {id for id, rules in rows.items() if "notice/law-unverified" in rules} == {"processors", "transfers"}
    language = load_language(code)
    (names,) = [what for what, why in audit.not_checked if why == language.word("phrases.law-outdated")]
    assert names == language.format_list([language.word(f"unchecked.{id}") for id in ("processors", "transfers")])


def test_a_skipped_case_gives_it_as_the_reason(outdated: Result) -> None:
    language = load_language("en")
    written = render_format("junit", FormatContext(outdated, Run("1"), language))
    assert written.count(language.word("formats.unverified_law")) == 1  # the promise on transfers is broken by then


def test_a_report_for_machines_names_the_promises(outdated: Result) -> None:
    report = json.loads(render_report(outdated, Run("1")))
    reasons = {item["what"]: item["why"]["en"] for item in report["not_checked"]}
    assert "a year old or older" in reasons["processors"]
    verdicts = {promise["id"]: promise["verdict"] for promise in report["promises"]}
    assert (verdicts["processors"], verdicts["transfers"]) == ("unverified", "broken")
