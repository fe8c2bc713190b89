"""A result as a page that a person can read and a review can compare: counts, each finding, each verdict."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date

from seloste.checker.finding import Finding
from seloste.checker.result import Result
from seloste.checker.verdicts.verdict import JudgedPromise, Verdict
from seloste.exit_code import compute_exit_code
from seloste.reports.formats import FORMATS, render_format
from seloste.reports.formats.context import FormatContext
from seloste.reports.language.language import Language, language_codes, load_language
from seloste.reports.run import Run
from tests.support.corpus_companies import CASES, CORPUS, days, head, judged

FILE = "findings.txt"
_RULER = "=" * 100


def snapshot(company: str) -> str:
    """The page of a company: its own comment, then what holds on each of its days."""
    lines = [line for line in head(company) if not line.startswith("# as_of:")]
    for day in days(company):
        lines += ["", *_day(day, judged(company, day))]
    return "\n".join(lines) + "\n"


def path_of(company: str) -> str:
    """Where the page of a company is kept."""
    return str(CORPUS / company / FILE)


def hash_reports() -> str:
    """A digest of every report of every company."""
    every = hashlib.sha256()
    for company, day in CASES:
        result = judged(company, day)
        for kind in FORMATS["check"]:
            every.update(render_format(kind, FormatContext(result, Run("1", None), load_language("fi"))).encode())
    return every.hexdigest()


def _day(day: date, result: Result) -> Iterator[str]:
    language = _language(result)
    counts = ", ".join(f"{number} {severity}" for severity, number in result.counts().items())
    passed = sum(finding.waived is not None for finding in result.findings)
    known = sum(finding.baselined for finding in result.findings)
    verdicts = ", ".join(f"{number} {verdict}" for verdict, number in result.verdicts().items())
    yield _RULER
    yield f"{day}   {counts}, {passed} waived, {known} baselined   gate: {compute_exit_code(result, 'error')}"
    yield f"{'':10}   promises: {verdicts}   systems: {result.systems}, processors: {result.processors}"
    yield _RULER
    for finding in result.findings:
        yield from _finding(finding, language)
    yield ""
    for verdict in Verdict:
        yield from (_promise(promise) for promise in result.promises if promise.verdict is verdict)


def _language(result: Result) -> Language:
    """The first language of the notice that there are words for."""
    own = result.notice.record.notice.languages if result.notice else []
    return load_language(next((code for code in own if code in language_codes()), "en"))


def _finding(finding: Finding, language: Language) -> Iterator[str]:
    at = finding.location
    parts = [f"{finding.severity:7}", finding.rule, f"{at.path}:{at.line}:{at.column}", finding.subject]
    if finding.promise:
        parts.append(f"against {finding.promise}")
    if finding.waived:
        parts.append(f"[waived until {finding.waived.until} by {finding.waived.approved_by or '–'}]")
    if finding.baselined:
        parts.append("[baselined]")
    yield "  ".join(parts)
    cited = f"  ({'; '.join(finding.law)})" if finding.law else ""
    yield f"{'':9}{language.message(finding)}{cited}"


def _promise(promise: JudgedPromise) -> str:
    notes = ["accepted"] if promise.accepted else []
    notes += [str(promise.strength)] if promise.strength else []
    notes += [f"defects: {', '.join(promise.defects)}"] if promise.defects else []
    silent = sorted({item.subject for item in promise.silent})
    notes += [f"silent: {', '.join(silent)}"] if silent else []
    return "  ".join((f"{promise.verdict:10}", promise.id, f"({'; '.join(notes)})" if notes else "")).rstrip()
