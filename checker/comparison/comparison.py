"""What a change does to the promises: two results compared.

A snapshot is taken of each first, so that a revision, the work tree and an older report.json compare alike. The
comparison decides nothing: the exit code of the gate is the same without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from seloste.checker.comparison.infrastructure_change import NOTHING_NEW, InfrastructureChange, compare_infrastructure
from seloste.checker.evidence.resource import EvidenceKind
from seloste.checker.finding import Finding, Severity, contradicts
from seloste.checker.linking.shown_infrastructure import ShownInfrastructure
from seloste.checker.result import Result
from seloste.checker.rules.catalogue import compute_rules_digest
from seloste.checker.verdicts.verdict import JudgedPromise, Verdict
from seloste.policy.notice import Policy
from seloste.policy.promise import WHOLES, Promise

_NOTHING = "input/nothing-to-check"


class ComparedFinding(Struct, frozen=True):
    """The parts of a finding that two results are compared by, its place, and whether it is suppressed."""

    rule: str
    severity: Severity
    subject: str
    promise: str | None
    fingerprint: str
    path: str
    line: int | None
    suppressed: bool = False


class PromiseState(Struct, frozen=True):
    """A promise in a snapshot: its words, its exact terms, its verdict, and the records for, against and silent."""

    text: Mapping[str, str] | None
    verdict: Verdict
    strength: EvidenceKind | None = None
    against: frozenset[str] = frozenset()
    holding: frozenset[str] = frozenset()
    silent: frozenset[str] = frozenset()
    #: Its content but for the words; None where it is unknown, or where its entries are promises of their own.
    terms: Any = None
    #: Whether `holding` has all of them: a report lists only the first.
    all_holding: bool = True


class Snapshot(Struct, frozen=True):
    """The parts of a result that another one is compared with."""

    promises: Mapping[str, PromiseState]
    findings: tuple[ComparedFinding, ...]
    as_of: date
    scope: str
    rules: str
    #: Every system and processor; None where unknown.
    records: frozenset[str] | None = None
    #: Whether there was a notice to judge by, and whether everything could be read.
    judged: bool = True
    complete: bool = True
    #: The rules that were looked for; None: those of this version.
    rule_ids: frozenset[str] | None = None
    #: What infrastructure shows; None where no evidence was given, or where it is not known.
    infrastructure: ShownInfrastructure | None = None

    def looked_for(self, rule: str) -> bool:
        """Whether a rule was among those that were looked for."""
        return self.rule_ids is None or rule in self.rule_ids


class VerdictChange(Struct, frozen=True):
    """A promise whose verdict changed, and the records that changed it."""

    id: str
    text: Mapping[str, str] | None
    before: Verdict
    after: Verdict
    by: tuple[str, ...]


class ChangedPromise(Struct, frozen=True):
    """A promise that is new, removed or changed, with its last known verdict."""

    id: str
    text: Mapping[str, str] | None
    verdict: Verdict


class ChangeEffect(Struct, frozen=True):
    """What changed since a revision (of that `commit`) or since an older report.

    Attributes:
        verdicts: The promises whose verdict changed.
        reworded: The promises with other words.
        altered: The promises with the same words and other terms.
        new, gone: The findings that are new or gone.
        new_rules: The findings of rules that were not looked for before: the change need not have brought them.
        suppressed, returned: The findings that were there before and are suppressed now, or no longer are.
        infrastructure: The countries and the stores that infrastructure shows and did not before.
        remarks: Why the comparison may show more than the change: keys of `effect.remark`.
    """

    since: str
    commit: str | None = None
    verdicts: tuple[VerdictChange, ...] = ()
    added: tuple[ChangedPromise, ...] = ()
    removed: tuple[ChangedPromise, ...] = ()
    reworded: tuple[ChangedPromise, ...] = ()
    altered: tuple[ChangedPromise, ...] = ()
    new: tuple[ComparedFinding, ...] = ()
    new_rules: tuple[ComparedFinding, ...] = ()
    gone: tuple[ComparedFinding, ...] = ()
    suppressed: tuple[ComparedFinding, ...] = ()
    returned: tuple[ComparedFinding, ...] = ()
    records_added: tuple[str, ...] = ()
    records_removed: tuple[str, ...] = ()
    infrastructure: InfrastructureChange = NOTHING_NEW
    remarks: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether no promise and no finding changed, and infrastructure shows nothing new."""
        lists = (self.verdicts, self.added, self.removed, self.reworded, self.altered)
        findings = (self.new, self.new_rules, self.gone, self.suppressed, self.returned)
        return not any((*lists, *findings, self.infrastructure))


def take_snapshot(result: Result) -> Snapshot:
    """The snapshot of a result. Silent records are in it only where all evidence was kept."""
    policy = result.notice.record if result.notice else None
    findings = tuple(to_compared(finding) for finding in result.findings)
    against = group_contradicting(findings)
    systems = (entry.subject for entry in result.system_entries.values())
    processors = (entry.subject for entry in result.processor_entries.values())
    return Snapshot(
        promises={judged.id: _state(judged, policy, against.get(judged.id, ())) for judged in result.promises},
        findings=findings,
        as_of=result.as_of,
        scope=result.scope,
        rules=compute_rules_digest(),
        records=frozenset((*systems, *processors)),
        judged=policy is not None,
        complete=not any(finding.is_input and finding.rule != _NOTHING for finding in result.findings),
        infrastructure=result.infrastructure,
    )


def group_contradicting(findings: Iterable[ComparedFinding]) -> dict[str, set[str]]:
    """The records that contradict each promise, by its id."""
    against: dict[str, set[str]] = {}
    for finding in findings:
        if finding.promise and contradicts(finding.rule, finding.severity, finding.promise):
            against.setdefault(finding.promise, set()).add(finding.subject)
    return against


def to_compared(finding: Finding) -> ComparedFinding:
    """The parts of a finding that are compared."""
    at = finding.location
    return ComparedFinding(
        rule=finding.rule,
        severity=finding.severity,
        subject=finding.subject,
        promise=finding.promise,
        fingerprint=finding.fingerprint,
        path=at.path,
        line=at.line,
        suppressed=not finding.counts,
    )


def _state(judged: JudgedPromise, policy: Policy | None, against: Iterable[str]) -> PromiseState:
    return PromiseState(
        text=judged.text,
        verdict=judged.verdict,
        strength=judged.strength,
        against=frozenset(against),
        holding=frozenset(item.subject for item in judged.evidence if item.holds),
        silent=frozenset(item.subject for item in (*judged.silent, *judged.evidence) if not item.holds),
        terms=_terms(judged.promise, policy) if policy else None,
    )


def _terms(promise: Promise, policy: Policy) -> Any:
    """The content of a promise but for its words; None for a section whose entries are promises of their own."""
    section = getattr(policy, promise.section)
    if promise.entry:
        section = section[promise.entry]
    elif promise.section in WHOLES and isinstance(section, Mapping):
        return None
    return section.model_dump(mode="json", exclude={"text"})


def compare_snapshots(before: Snapshot, after: Snapshot, since: str, commit: str | None = None) -> ChangeEffect:
    """What changed between two snapshots."""
    remarks = tuple(_remarks(before, after))
    if not before.judged or not after.judged:
        return ChangeEffect(since, commit, remarks=remarks)
    old, new = before.promises, after.promises
    both = [(id, old[id], new[id]) for id in new if id in old]
    new_findings, gone, suppressed, returned = _compare_findings(before.findings, after.findings)
    known = before.records is not None and after.records is not None
    return ChangeEffect(
        since=since,
        commit=commit,
        verdicts=tuple(
            VerdictChange(id, is_.text, was.verdict, is_.verdict, tuple(sorted(_causes(was, is_))))
            for id, was, is_ in both
            if was.verdict is not is_.verdict
        ),
        added=tuple(ChangedPromise(id, state.text, state.verdict) for id, state in new.items() if id not in old),
        removed=tuple(ChangedPromise(id, state.text, state.verdict) for id, state in old.items() if id not in new),
        reworded=tuple(ChangedPromise(id, is_.text, is_.verdict) for id, was, is_ in both if _text(was) != _text(is_)),
        altered=tuple(ChangedPromise(id, is_.text, is_.verdict) for id, was, is_ in both if _altered(was, is_)),
        new=tuple(each for each in new_findings if before.looked_for(each.rule)),
        new_rules=tuple(each for each in new_findings if not before.looked_for(each.rule)),
        gone=gone,
        suppressed=suppressed,
        returned=returned,
        records_added=tuple(sorted((after.records or frozenset()) - (before.records or frozenset()))) if known else (),
        records_removed=tuple(sorted((before.records or frozenset()) - (after.records or frozenset())))
        if known
        else (),
        infrastructure=compare_infrastructure(before.infrastructure, after.infrastructure),
        remarks=remarks,
    )


def _text(state: PromiseState) -> dict[str, str]:
    return dict(state.text or {})


def _altered(was: PromiseState, is_: PromiseState) -> bool:
    known = was.terms is not None and is_.terms is not None
    return known and was.terms != is_.terms and _text(was) == _text(is_)


def _causes(was: PromiseState, is_: PromiseState) -> frozenset[str]:
    """The records that changed a verdict; none where the notice itself did."""
    if is_.verdict is Verdict.BROKEN:
        return is_.against - was.against or is_.against
    if was.verdict is Verdict.BROKEN:
        return was.against - is_.against
    earlier, later = (was, is_) if is_.verdict is Verdict.KEPT else (is_, was)
    appeared = later.holding - earlier.holding if earlier.all_holding else frozenset()
    return earlier.silent - later.silent or appeared


def _remarks(before: Snapshot, after: Snapshot) -> Iterator[str]:
    if not before.judged:
        yield "no-notice-before"
    elif not before.complete:
        yield "incomplete-before"
    if not after.judged:
        yield "no-notice-after"
    elif not after.complete:
        yield "incomplete-after"
    if before.as_of != after.as_of:
        yield "other-day"
    if before.rules != after.rules:
        yield "other-rules"
    if before.scope != after.scope:
        yield "other-scope"


_Four = tuple[
    tuple[ComparedFinding, ...], tuple[ComparedFinding, ...], tuple[ComparedFinding, ...], tuple[ComparedFinding, ...]
]


def _compare_findings(before: Iterable[ComparedFinding], after: Iterable[ComparedFinding]) -> _Four:
    """The findings that are new, gone, suppressed now, and no longer suppressed. Equal ones are counted."""
    old, new = _grouped(before), _grouped(after)
    appeared: list[ComparedFinding] = []
    gone: list[ComparedFinding] = []
    suppressed: list[ComparedFinding] = []
    returned: list[ComparedFinding] = []
    for fingerprint in dict.fromkeys((*new, *old)):
        (was, was_suppressed), (is_, is_suppressed) = _split(old.get(fingerprint)), _split(new.get(fingerprint))
        alike, alike_suppressed = min(len(was), len(is_)), min(len(was_suppressed), len(is_suppressed))
        was, was_suppressed = was[alike:], was_suppressed[alike_suppressed:]
        is_, is_suppressed = is_[alike:], is_suppressed[alike_suppressed:]
        now, again = min(len(was), len(is_suppressed)), min(len(was_suppressed), len(is_))
        suppressed += is_suppressed[:now]
        returned += is_[:again]
        appeared += [*is_[again:], *is_suppressed[now:]]
        gone += [*was[now:], *was_suppressed[again:]]
    return tuple(appeared), tuple(gone), tuple(suppressed), tuple(returned)


def _split(findings: list[ComparedFinding] | None) -> tuple[list[ComparedFinding], list[ComparedFinding]]:
    """The findings that count, and those that are suppressed."""
    listed = findings or []
    return [item for item in listed if not item.suppressed], [item for item in listed if item.suppressed]


def _grouped(findings: Iterable[ComparedFinding]) -> dict[str, list[ComparedFinding]]:
    groups: dict[str, list[ComparedFinding]] = {}
    for finding in findings:
        groups.setdefault(finding.fingerprint, []).append(finding)
    return groups
