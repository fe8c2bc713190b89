"""Who declared it, in the audit report: beside what contradicts a promise, leaves it open or alone supports it."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import pytest
from msgspec.structs import replace

from seloste.checker.result import Result
from seloste.checker.verdicts.decisive_places import list_decisive_places
from seloste.checker.verdicts.verdict import Verdict
from seloste.checker.workspace.files_state import FilesState
from seloste.checker.workspace.last_changes import ChangeState, LastChange, LastChanges
from seloste.reports.audit import render_audit_report
from seloste.reports.audit.document import AuditReport
from seloste.reports.audit.tables import build_audit_tables
from seloste.reports.language.language import load_language
from seloste.reports.language.last_change import describe_last_change
from seloste.reports.run import Run
from tests.support.samples import Words, checked
from tests.support.tellings import HOSTILE

RUN = Run("1.2.3", "0123abcd")
COMMITTED = LastChange(ChangeState.COMMITTED, "0123456789ab", date(2025, 5, 5))
SENTENCES = {
    COMMITTED: "last changed 5 May 2025 (commit 0123456789ab)",
    LastChange(ChangeState.COMMITTED, "0123456789ab", date(2025, 5, 5), "Maija"): (
        "last changed 5 May 2025 by Maija (commit 0123456789ab)"
    ),
    LastChange(ChangeState.COMMITTED, "0123456789ab"): "last changed in commit 0123456789ab, which has no day",
    LastChange(ChangeState.UNCOMMITTED): "not committed",
    LastChange(ChangeState.SHALLOW, "0123456789ab", date(2025, 5, 5)): (
        "changed 5 May 2025 or earlier (the clone ends at commit 0123456789ab)"
    ),
}


@cache
def report(change: LastChange, code: str = "en") -> AuditReport:
    """The audit report of the first notice, with one last change for every place that a verdict turns on."""
    result = checked()
    places = list_decisive_places(result.promises, result.findings)
    found = {(place.path, None if place.is_cell else place.line): change for place in places}
    return AuditReport(result, load_language(code), RUN, changes=LastChanges(found))


@pytest.mark.parametrize(("change", "sentence"), SENTENCES.items())
def test_each_state_has_its_sentence(change: LastChange, sentence: str) -> None:
    assert describe_last_change(change, load_language("en")) == sentence


@pytest.mark.parametrize("code", ["fi", "en", "sv"])
@pytest.mark.parametrize("format", ["html", "markdown"])
def test_what_contradicts_a_promise_or_leaves_it_open_has_its_last_change(format: str, code: str) -> None:
    audit = report(COMMITTED, code)
    sentence = describe_last_change(COMMITTED, load_language(code))
    contradicting = [found for found in audit.findings if found.finding.contradicts]
    assert contradicting
    assert {found.change for found in contradicting} == {sentence}
    assert {found.change for found in audit.findings if not found.finding.contradicts} == {""}
    changes = {
        (line.support, place.change)
        for row in audit.promises
        for line in row.evidence
        for _, at in line.ages
        for place in at
    }
    assert ("contradicts", "") not in changes
    written = render_audit_report(audit, format)
    words = " ".join((Words(written).text if format == "html" else written.replace("\\", "")).split())
    assert words.count(sentence) >= len(contradicting)
    assert load_language(code).word("audit.changed.lead") in words


def test_of_one_that_stands_alone_and_of_silence_it_is_told_too() -> None:
    for row in report(COMMITTED).promises:
        promise = row.promise
        for line in row.evidence:
            shown = {place.change != "" for _, places in line.ages for place in places}
            alone = line.support == "holds" and promise.supporting == 1
            silent = line.support == "silent" and promise.verdict is Verdict.UNVERIFIED
            assert shown == {alone or silent or line.support == "contradicts"}
        assert bool(row.change) is (promise.verdict is Verdict.UNVERIFIED and not promise.silent)


def test_without_git_nothing_is_told() -> None:
    written = render_audit_report(AuditReport(checked(), load_language("en"), RUN), "html")
    assert "last changed" not in written
    assert "Who" not in re.findall(r"<h3[^>]*>([^<]*)", written)


def test_what_is_too_much_is_counted() -> None:
    audit = replace(report(COMMITTED), changes=replace(report(COMMITTED).changes, omitted=7))
    written = render_audit_report(audit, "markdown").replace("\\", "")
    assert "git was not asked about 7 more lines" in written


@pytest.mark.parametrize("name", [each for each in HOSTILE if each.strip()])
def test_a_hostile_name_stays_a_name(name: str) -> None:
    audit = report(replace(COMMITTED, author=name[:100]))
    page = render_audit_report(audit, "html")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page + render_audit_report(audit, "markdown"))


def test_the_workbook_tells_it_in_a_column_of_its_own() -> None:
    audit = report(COMMITTED)
    tables = {table.title: table for table in build_audit_tables(audit.result, "en", run=RUN, changes=audit.changes)}
    findings = tables["Findings"]
    assert findings.columns[-1] == "Last change"
    assert {row[-1] for row in findings.rows if row[4]} <= {SENTENCES[COMMITTED], ""}
    assert SENTENCES[COMMITTED] in {row[-1] for row in findings.rows}


@pytest.mark.parametrize("format", ["html", "markdown"])
def test_inputs_that_are_not_committed_are_named_one_by_one(format: str) -> None:
    result: Result = checked()
    named = tuple(item.path for item in result.inputs if item.path)[:8]
    files = FilesState(None, "c" * 40, uncommitted=(*named, "gone.yaml"))
    written = render_audit_report(AuditReport(replace(result, files=files), load_language("en"), RUN), format)
    heading = load_language("en").word("audit.made_from")
    basis = written[written.index('<table class="hashes' if format == "html" else f"### {heading}") :]
    assert basis.count("not committed") == len(set(named))
    assert "gone.yaml" in basis
