"""The result of a check: everything that reports show, and nothing about how they show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cached_property

from msgspec import Struct, field

from seloste.checker.finding import Argument, Finding, Severity
from seloste.checker.inventory import Processor, System
from seloste.checker.linking.entry import DeclaredRecord, NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.linking.shown_infrastructure import ShownInfrastructure
from seloste.checker.reading.documents import Input
from seloste.checker.suppression.baseline import BaselineEntry, BaselineMatch
from seloste.checker.suppression.responses import Responses
from seloste.checker.suppression.suppress import IgnoredWaivers
from seloste.checker.suppression.waivers import Waiver
from seloste.checker.verdicts.verdict import JudgedPromise, Verdict
from seloste.checker.workspace.configuration import THRESHOLDS, FailOn, Scope
from seloste.checker.workspace.files_state import FilesState
from seloste.policy.circumstances import apply_law
from seloste.policy.law.edition import Edition
from seloste.policy.law.law import LawOn, load_law

#: What was not checked where the law of the controller's country is not in the data.
NATIONAL_LAW = "national-law"


class NotChecked(Struct, frozen=True):
    """A part of the check that was left out (`systems`, `notice/*-unused`), and the reason, as the key of a phrase.

    Attributes:
        limits_rules: Whether rules could not be applied for it; where not, `what` is no rule and no part of them.
        country: The country that the reason is about.
        count: How many things the reason is about, where they are counted.
        items: The first of them.
        is_inherent: Whether it is so in every check of such files: reports tell it, and the gate does not.
    """

    what: str
    why: str
    limits_rules: bool = True
    country: str | None = None
    count: int = 0
    items: tuple[Argument, ...] = ()
    is_inherent: bool = False


class Result(Struct, frozen=True, dict=True):
    """The result of a check on a day: findings, verdicts, inputs, and the parts that were not checked.

    Attributes:
        notice: The notice as it was read; None where it could not be read.
        index: The notice and the processor list as the records were judged by them; None without a notice.
        policy: The file of the notice, `policy.yaml`, with its hash.
        inputs: The other files that were read.
        promises: Every promise with its verdict.
        edition: The edition of the law data that it was judged by.
        systems: The number of systems that were read; `processors` likewise.
        baseline: The entries of the baseline, and those among them that no finding matches any more.
        ignored_waivers: The numbers of waivers ignored (`--no-waivers`) and of findings that they would waive.
        files: The state of the files that were read: that of a commit, or the work tree.
        idle_waivers: The waivers that waive nothing on the day.
        responses: What the controller answers to findings.
        unhashed: Files that give values, or would if they were there, and may hold secrets: no hash of them is told.
        infrastructure: What infrastructure shows of the systems; None where no evidence was given.
        system_entries: The systems themselves; empty where they were not kept.
        withheld: What is left out of a result that others may see; empty for a whole one.
    """

    as_of: date
    scope: Scope
    notice: NoticeEntry | None
    index: Index | None
    policy: Input | None
    inputs: tuple[Input, ...]
    findings: tuple[Finding, ...]
    promises: tuple[JudgedPromise, ...]
    not_checked: tuple[NotChecked, ...]
    edition: Edition
    systems: int = 0
    processors: int = 0
    baseline: BaselineMatch = field(default_factory=BaselineMatch)
    ignored_waivers: IgnoredWaivers | None = None
    idle_waivers: tuple[Waiver, ...] = ()
    responses: Responses = field(default_factory=lambda: Responses({}))
    files: FilesState = FilesState()
    infrastructure: ShownInfrastructure | None = None
    unhashed: tuple[str, ...] = ()
    system_entries: Mapping[str, DeclaredRecord[System]] = field(default_factory=dict)
    processor_entries: Mapping[str, DeclaredRecord[Processor]] = field(default_factory=dict)
    withheld: tuple[str, ...] = ()

    @cached_property
    def law(self) -> LawOn:
        """The law of the day, as packaged and as it applies to the controller of the notice."""
        law = load_law().on(self.as_of)
        return law if self.notice is None else apply_law(law, self.notice.record)

    @property
    def horizon(self) -> date:
        """The day until which the law was checked in its sources."""
        return self.edition.horizon

    @property
    def not_checked_here(self) -> tuple[NotChecked, ...]:
        """What this check left out, without what is so in every check of such files."""
        return tuple(item for item in self.not_checked if not item.is_inherent)

    @property
    def unseen_law(self) -> NotChecked | None:
        """That no national law was looked at; None where it was, or without a notice."""
        return next((item for item in self.not_checked if item.what == NATIONAL_LAW), None)

    def list_counting_findings(self) -> tuple[Finding, ...]:
        """The findings that count: neither waived, nor baselined, nor known from a base, nor out of scope."""
        return tuple(finding for finding in self.findings if finding.counts and self.in_scope(finding))

    def in_scope(self, finding: Finding | BaselineEntry) -> bool:
        """Whether a finding, or an entry of the baseline, is in the scope of the check. Unreadable input always is."""
        return self.scope != "systems" or finding.family != "notice"

    @property
    def broken_input(self) -> bool:
        """Whether something could not be read, or nothing was there to check."""
        return any(finding.is_input for finding in self.findings)

    def fails(self, fail_on: FailOn) -> bool:
        """Whether a finding that counts is at or above the threshold."""
        return any(finding.severity in THRESHOLDS[fail_on] for finding in self.list_counting_findings())

    def counts(self) -> Mapping[Severity, int]:
        """The number of findings of each severity that are not suppressed, whatever the scope."""
        found = Counter(finding.severity for finding in self.findings if finding.counts)
        return {severity: found[severity] for severity in Severity}

    def verdicts(self) -> Mapping[Verdict, int]:
        """The number of promises of each verdict."""
        found = Counter(judged.verdict for judged in self.promises)
        return {verdict: found[verdict] for verdict in Verdict}
