"""What the auditor's report is made of: findings as shown, groups and parts of them, promises, and the bar of verdicts.

They hold text in one language and never markup; `reports.auditing` fills them, the templates render them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from checker.finding import Finding, Severity
from checker.verdict import Evidence, Judged, Verdict
from reports.language import WayOut


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A source line, with the part that a finding is about between what stands before and after it."""

    before: str
    marked: str
    after: str

    @property
    def whole(self) -> str:
        """The line in one piece."""
        return self.before + self.marked + self.after


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding: its anchor, its words, its place and what lets it pass."""

    anchor: str
    finding: Finding
    message: str
    place: str
    excerpt: Excerpt | None
    promise: Judged | None
    related: str
    elsewhere: tuple[str, ...]
    passed: str | None
    mark: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one rule, with what holds for all of them."""

    anchor: str
    rule: str
    severity: Severity
    title: str
    why: str
    law: tuple[str, ...]
    mend: str
    wording: str
    ways_out: tuple[WayOut, ...]
    findings: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report: its key in the language's words, and its groups."""

    key: str
    groups: tuple[Group, ...]

    @property
    def counts(self) -> dict[Severity, int]:
        """How many of its findings that nothing lets pass are of each severity."""
        found = [shown.finding.severity for group in self.groups for shown in group.findings if shown.finding.counts]
        return {severity: found.count(severity) for severity in Severity}


@dataclass(frozen=True, slots=True)
class Row:
    """One promise with its verdict, and the anchors of the groups and findings that concern it."""

    judged: Judged
    text: str
    place: str
    defects: tuple[tuple[str, str], ...]
    findings: tuple[tuple[str, str], ...]
    evidence: tuple[tuple[Evidence, str, str], ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A waiver: who decided what until when, where that is written; anchor, rule and subject of what it is about."""

    until: date
    approved_by: str
    reason: str
    place: str
    findings: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A segment of the bar of verdicts, in hundredths of its width."""

    verdict: Verdict
    start: float
    width: float


def excerpt(finding: Finding) -> Excerpt | None:
    """The line of a finding in three parts. Without columns on that one line nothing of it is marked."""
    line, at = finding.excerpt, finding.location
    if not line or not line.strip():
        return None
    indent = len(line) - len(line.lstrip())
    if at.column is None or at.end_column is None or at.end_line != at.line:
        return Excerpt(line[indent:].rstrip(), "", "")
    start = max(at.column - 1, indent)
    return Excerpt(line[indent:start], line[start : at.end_column - 1], line[max(start, at.end_column - 1) :].rstrip())
