"""What several formats say alike: the verdict of the gate, tallies, what lets a finding pass, what was not checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from seloste.checker.finding import Finding, Severity, Waived
from seloste.checker.result import NotChecked
from seloste.checker.workspace.configuration import THRESHOLDS
from seloste.reports.formats import FormatContext
from seloste.reports.language.language import Language


def tally(findings: Iterable[Finding], said: Language) -> str:
    """How many findings there are of each severity: "7 errors, 3 warnings"."""
    found = Counter(finding.severity for finding in findings)
    return said.several(
        [said.count(f"counted.{severity}", found[severity]) for severity in Severity if found[severity]]
    )


def passed(findings: Iterable[Finding], said: Language) -> str:
    """How many findings are let pass, and by what: "2 waived, 1 in the baseline"."""
    found = Counter("waived" if finding.waived else "baselined" for finding in findings if not finding.counts)
    return said.several([said.count(f"counted.{kind}", found[kind]) for kind in ("waived", "baselined") if found[kind]])


def mark(finding: Finding, said: Language) -> str:
    """What lets a finding pass: who, why and until when; empty where it counts."""
    if finding.waived is not None:
        return decision(finding.waived, said)
    return said.word("terminal.baselined") if finding.baselined else ""


def decision(waived: Waived, said: Language) -> str:
    """A waiver in a line: until when, by whom and why."""
    key = "waived" if waived.approved_by else "waived-by-nobody"
    values = {"until": waived.until.isoformat(), "by": waived.approved_by or "", "reason": waived.reason}
    return said.word(f"terminal.{key}", **values)


def unchecked(item: NotChecked, said: Language) -> str:
    """What was not checked, and why."""
    key = f"unchecked.{item.what}"
    what = said.word(key) if said.has(key) else item.what
    return said.word("formats.not-checked", what=what, why=said.word(f"phrases.{item.why}"))


def verdict(telling: FormatContext) -> str:
    """Whether the gate passes, in a sentence: the same that the exit code says."""
    said, result = telling.said, telling.result
    unread = [finding for finding in result.findings if finding.family == "input"]
    if unread:
        return said.word("formats.unread", what=said.count("formats.unreadable", len(unread)))
    failing = [finding for finding in result.counting() if finding.severity in THRESHOLDS[telling.fail_on]]
    if failing:
        return said.word("formats.failed", what=tally(failing, said))
    counting = result.counting()
    if counting:
        return said.word("formats.passed-with", what=tally(counting, said))
    return said.word("formats.passed")
