"""The result of a check: all that a report can tell, and nothing about how it is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from seloste.checker.finding import Finding, Severity
from seloste.checker.inventory import Processor, System
from seloste.checker.linking.entry import DeclaredRecord, NoticeEntry
from seloste.checker.reading.documents import Input
from seloste.checker.suppression.baseline import BaselineEntry, BaselineMatch
from seloste.checker.suppression.suppress import IgnoredWaivers
from seloste.checker.suppression.waivers import Waiver
from seloste.checker.verdict import JudgedPromise, Verdict
from seloste.checker.workspace.configuration import THRESHOLDS, FailOn, Scope

if TYPE_CHECKING:
    from seloste.checker.comparison.comparison import ChangeEffect
    from seloste.checker.comparison.trusted import Trust


@dataclass(frozen=True, slots=True)
class NotChecked:
    """Something that was not checked, and why (the key of a phrase)."""

    what: str
    why: str


@dataclass(frozen=True)
class Result:
    """What a check found on a day: findings, verdicts, inputs, and what was left out."""

    as_of: date
    scope: Scope
    notice: NoticeEntry | None
    policy: Input | None
    inputs: tuple[Input, ...]
    findings: tuple[Finding, ...]
    promises: tuple[JudgedPromise, ...]
    not_checked: tuple[NotChecked, ...]
    horizon: date
    systems: int = 0
    processors: int = 0
    #: The baseline, and which of it is there no more.
    held: BaselineMatch = field(default_factory=BaselineMatch)
    #: What waivers would let pass, where they were set aside (`--no-waivers`).
    set_aside: IgnoredWaivers | None = None
    #: The waivers that let nothing pass on the day, for whatever reason.
    idle_waivers: tuple[Waiver, ...] = ()
    #: What the change was judged by (`--trusted`), and what it does to the promises (`--against`).
    trust: Trust | None = None
    effect: ChangeEffect | None = None
    #: The records themselves, for reports that show them; empty where the check ran in several processes.
    system_entries: Mapping[str, DeclaredRecord[System]] = field(default_factory=dict)
    processor_entries: Mapping[str, DeclaredRecord[Processor]] = field(default_factory=dict)

    def counting(self) -> tuple[Finding, ...]:
        """The findings that count in this scope: neither waived nor baselined nor somebody else's to mend."""
        return tuple(finding for finding in self.findings if finding.counts and self.in_scope(finding))

    def in_scope(self, about: Finding | BaselineEntry) -> bool:
        """Whether the scope of the check lets a finding, or one that was known, count. Broken input always does."""
        return self.scope != "systems" or about.family != "notice"

    @property
    def broken_input(self) -> bool:
        """Whether something could not be read, or nothing was there to check."""
        return any(finding.family == "input" for finding in self.findings)

    def fails(self, fail_on: FailOn) -> bool:
        """Whether a finding that counts is at or above the threshold."""
        return any(finding.severity in THRESHOLDS[fail_on] for finding in self.counting())

    def counts(self) -> Mapping[Severity, int]:
        """How many findings of each severity are neither waived nor baselined."""
        found = Counter(finding.severity for finding in self.findings if finding.counts)
        return {severity: found[severity] for severity in Severity}

    def verdicts(self) -> Mapping[Verdict, int]:
        """How many promises there are of each verdict."""
        found = Counter(judged.verdict for judged in self.promises)
        return {verdict: found[verdict] for verdict in Verdict}
