"""Phrases that several formats share: the outcome of the gate, numbers of findings, suppressions, gaps of the check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from seloste.checker.evidence.resource import EvidenceKind
from seloste.checker.finding import Finding, Severity, Waived
from seloste.checker.position import Location
from seloste.checker.result import NotChecked, Result
from seloste.checker.rule_families import SUPPRESSIONS
from seloste.checker.verdicts.verdict import Verdict
from seloste.checker.workspace.configuration import THRESHOLDS
from seloste.reports.formats.context import FormatContext
from seloste.reports.language.approver import name_approver
from seloste.reports.language.language import Language, capitalize
from seloste.reports.language.omission import describe_omission, name_omission
from seloste.reports.language.related import list_related

if TYPE_CHECKING:
    from seloste.checker.comparison.comparison import ComparedFinding

_MOST_PLACES = 5


def format_severity_counts(findings: Iterable[Finding | ComparedFinding], language: Language) -> str:
    """The number of findings by severity: "7 errors and 3 warnings"."""
    counts = Counter(finding.severity for finding in findings)
    return language.format_list(
        [language.count(f"counted.{severity}", counts[severity]) for severity in Severity if counts[severity]]
    )


def list_suppressed(result: Result) -> list[Finding]:
    """The findings in scope that do not count."""
    return [finding for finding in result.findings if not finding.counts and result.in_scope(finding)]


def format_suppressed(findings: Iterable[Finding], language: Language) -> str:
    """The number of suppressed findings by what suppresses them: "Does not count: 2 waived and 1 in the baseline"."""
    counts = Counter(finding.suppression for finding in findings)
    kinds = [kind for kind in SUPPRESSIONS if counts[kind]]
    what = language.format_list([language.count(f"counted.{kind}", counts[kind]) for kind in kinds])
    return capitalize(language.word("formats.let-pass", what=what))


def format_suppression(finding: Finding, language: Language) -> str:
    """The waiver of a finding, or that it was known before; empty where the finding counts."""
    if finding.waived is not None:
        return format_waiver(finding.waived, language)
    return language.word(f"terminal.{finding.suppression}") if finding.suppression else ""


def format_waiver(waived: Waived, language: Language) -> str:
    """A waiver in a line: its last day, who approved it and why."""
    approver = name_approver(waived, language)
    key = "waived" if approver else "waived-by-nobody"
    values = {"until": waived.until.isoformat(), "by": approver or "", "reason": waived.reason}
    return language.word(f"terminal.{key}", **values)


def format_not_checked(item: NotChecked, language: Language) -> str:
    """A part that was not checked, and why."""
    what = name_omission(item.what, language)
    return language.word("formats.not-checked", what=what, why=describe_omission(item, language))


def format_out_of_scope(findings: Iterable[Finding], language: Language) -> str:
    """The number of findings outside the scope, in a sentence."""
    return language.word("formats.elsewhere", what=format_severity_counts(findings, language))


def format_outcome(context: FormatContext) -> str:
    """Whether the gate passes, in a sentence that agrees with the exit code."""
    language, result = context.language, context.result
    unreadable = [finding for finding in result.findings if finding.is_input]
    if unreadable:
        return language.word("formats.unread", what=language.count("formats.unreadable", len(unreadable)))
    counting = result.list_counting_findings()
    failing = [finding for finding in counting if finding.severity in THRESHOLDS[context.fail_on]]
    if failing:
        return language.word("formats.failed", what=format_severity_counts(failing, language))
    if counting:
        return language.word("formats.passed-with", what=format_severity_counts(counting, language))
    return language.word("formats.passed")


def format_strength(result: Result, language: Language) -> str:
    """The kinds of evidence behind kept promises, in brackets; with their numbers where there is more than one kind."""
    numbers = Counter(judged.strength for judged in result.promises if judged.verdict is Verdict.KEPT)
    kinds = [kind for kind in reversed(EvidenceKind) if numbers[kind]]
    names = [language.word(f"strength.{kind}") for kind in kinds]
    if len(kinds) > 1:
        names = [f"{name} {language.format_value(numbers[kind])}" for name, kind in zip(names, kinds, strict=True)]
    return f" ({', '.join(names)})" if names else ""


def list_places(finding: Finding, language: Language) -> list[tuple[Location, str]]:
    """The first places in inventory and notice that infrastructure contradicts, each with its description."""
    return list_related(finding, language)[:_MOST_PLACES] if finding.family == "evidence" else []


def format_places(finding: Finding, context: FormatContext) -> list[str]:
    """The places in inventory and notice that infrastructure contradicts, a line each."""
    places = list_places(finding, context.language)
    return [f"{context.home.relocate(location)}: {words}" for location, words in places]


def format_newer_rules(result: Result, language: Language) -> str:
    """The rules of findings that the program that wrote the baseline did not know yet; empty where there are none."""
    match = result.baseline
    if not match.newer or match.writer is None:
        return ""
    findings = sum(finding.rule in match.newer for finding in result.list_counting_findings())
    return language.word(
        "passing.newer",
        version=match.writer.version,
        findings=language.count("passing.of-findings", findings),
        rules=language.format_list(match.newer),
    )
