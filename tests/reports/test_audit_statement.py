"""Management's statement: what the files say is filled in, what nobody wrote is a blank line, nothing is a result."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from seloste.checker.result import Result
from seloste.checker.rules.catalogue import compute_rules_digest
from seloste.checker.workspace.configuration import Scope, StatementSettings
from seloste.reports.audit import render_audit_report
from seloste.reports.audit.document import AuditReport
from seloste.reports.language.language import language_codes, load_language
from seloste.reports.public import publish_result
from seloste.reports.run import Run
from tests.support.complete import DAY, Edit, checked, system, write

WEEKLY = system("club.safeguards.backup", "P1D", "P7D")
GONE = "0" * 32


def audit(result: Result, code: str = "en", settings: StatementSettings | None = None, day: date = DAY) -> AuditReport:
    return AuditReport(result, load_language(code), Run("1.0"), statement_settings=settings)


def section(report: AuditReport, format: str = "markdown") -> str:
    """The statement of the whole report."""
    text = render_audit_report(report, format)
    title = report.language.word("statement.title")
    if format == "html":
        return re.findall(r'<section id="statement".*?</section>', text, re.DOTALL)[0]
    return text.partition(f"## {title}\n")[2].partition("\n## ")[0]


@pytest.fixture
def result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Result:
    write(tmp_path)
    return checked(tmp_path, monkeypatch)


@pytest.mark.parametrize("code", language_codes())
def test_who_prepared_and_approved_it_and_how_complete_it_is(result: Result, code: str) -> None:
    known = {"fi": "Luettelo täsmäytetään.", "en": "The list is reconciled.", "sv": "Listan stäms av."}
    settings = StatementSettings(prepared_by="Privacy team", approved_by="Head of IT", population=known)
    for format in ("markdown", "html"):
        text = section(audit(result, code, settings), format)
        assert "Privacy team" in text
        assert text.count("Head of IT") == 1  # a role is no name in print, which has a line of its own
        assert known[code] in text


@pytest.mark.parametrize("code", language_codes())
def test_what_nobody_wrote_is_a_blank_line(result: Result, code: str) -> None:
    html = section(audit(result, code), "html")
    assert html.count('<span class="blank"></span>') == 2
    assert load_language(code).word("statement.not_stated") in html
    assert section(audit(result, code)).count("……………") >= 6


def test_the_criteria_have_digests(result: Result) -> None:
    found = audit(result).statement.criteria
    assert [each.sha256 for each in found] == [result.policy and result.policy.sha256, compute_rules_digest()]
    assert "15 September 2026" in found[0].name  # when the notice was last changed
    assert result.edition.version in found[1].name


def test_the_population_is_counted_by_file(result: Result) -> None:
    found = audit(result).statement
    assert {row.path: (row.systems, row.processors) for row in found.population} == {
        "systems.yaml": (result.systems, 0),
        "processors.yaml": (0, result.processors),
    }
    assert found.shown == (load_language("en").word("statement.no_evidence"),)


@pytest.mark.parametrize("scope", ["notice", "systems"])
def test_of_the_notice_alone_no_population_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scope: Scope
) -> None:
    write(tmp_path)
    text = section(audit(checked(tmp_path, monkeypatch, scope=scope)))
    assert (load_language("en").word("statement.not_read") in text) == (scope == "notice")


def test_answers_are_counted_and_those_to_nothing_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, (WEEKLY,))
    first = checked(tmp_path, monkeypatch)
    [broken] = [each for each in first.findings if each.rule == "system/safeguard-broken"]
    evil = "<img src=x onerror=alert(1)> | a" + " b" * 3_000
    answers = (
        f"responses:\n  {broken.fingerprint}: {{owner: IT, due: 2026-11-01, text: Daily from December on}}\n"
        f"  {GONE}: {{owner: DPO, text: '{evil}'}}\n"
    )
    write(tmp_path, (WEEKLY, Edit("responses.yaml", "", "", answers)))
    found = audit(checked(tmp_path, monkeypatch))
    statement = found.statement
    assert (statement.answered, statement.overdue, [each.owner for each in statement.unmatched]) == (1, 1, ["DPO"])
    html = render_audit_report(found, "html")
    assert "<img" not in section(found, "html")
    assert len(section(found, "html")) < 12_000
    assert "Daily from December on (owner: IT; was due by 1 November 2026, overdue)" in html
    assert f"<code>{GONE[:12]}…</code>" in html


@pytest.mark.parametrize("format", ["html", "markdown"])
def test_hostile_words_of_the_settings_are_cut_and_escaped(result: Result, format: str) -> None:
    evil = "<script>alert(1)</script>\n# Heading\n| cell " + "z" * 500_000
    settings = StatementSettings(prepared_by=evil, approved_by=evil, population={"en": evil})
    text = section(audit(result, settings=settings), format)
    assert len(text) < 14_000
    assert "<script>" not in text
    assert "\n# Heading" not in text


def test_a_version_for_others_has_none(result: Result) -> None:
    """What management states of its inventories is for those who audit them."""
    text = render_audit_report(audit(publish_result(result)), "markdown")
    assert load_language("en").word("statement.title") not in text
    assert load_language("en").word("audit.part.results") in text


#: Words by which an auditor gives an opinion or assurance, by language. Only the sentences that deny it have them.
_OPINION = {
    "en": r"\b(opinion|assur\w*|conclu\w*|attest\w*|certif(?:y|ies) that|in our view)\b",
    "fi": r"\b(lausun\w+|varmenn\w+|johtopäät\w+|vakuut(?:amme|taa|us)\b)",
    "sv": r"\b(utlåtand\w*|bestyrk\w*|slutsats\w*|intyg\w*|försäkr(?:ar|an)\b)",
}
#: The words of the report, but for those that say that it gives none.
_FILES = ("audit", "summary", "statement", "follow_up", "responses", "unchecked", "evidence", "drill", "forecast")
_DENYING = ("no_opinion", "lead")


def list_texts(words: object) -> Iterator[str]:
    if isinstance(words, str):
        yield words
    elif isinstance(words, Mapping):
        for key, inner in words.items():
            if key not in _DENYING or not isinstance(inner, str):
                yield from list_texts(inner)


@pytest.mark.parametrize("code", language_codes())
def test_no_word_of_the_report_gives_an_opinion_or_assurance(code: str) -> None:
    texts = [text for name in _FILES for text in list_texts(load_language(code).data[name])]
    assert len(texts) > 200
    assert [text for text in texts if re.search(_OPINION[code], text, re.IGNORECASE)] == []
