"""What a change does to the promises: two results held against each other.

Each is first made a snapshot of, so that a revision, the work tree and a report.json of some time ago compare alike.
Nothing here decides anything: whatever is told, the gate ends as it would without.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from seloste.checker.finding import Severity
from seloste.checker.rules.registry import digest
from seloste.checker.verdict import EvidenceKind, Verdict
from seloste.policy.notice import Policy
from seloste.policy.promise import WHOLES, Promise

if TYPE_CHECKING:
    from seloste.checker.finding import Finding
    from seloste.checker.result import Result
    from seloste.checker.verdict import JudgedPromise

#: Families whose errors contradict a promise.
_CONTRADICTING = frozenset({"system", "processor", "transfer", "evidence"})
_NOTHING = "input/nothing-to-check"


@dataclass(frozen=True, slots=True)
class ComparedFinding:
    """A finding, as far as two results can be compared by it, with where it stands and whether it is let pass."""

    rule: str
    severity: Severity
    subject: str
    promise: str | None
    fingerprint: str
    path: str
    line: int | None
    passes: bool = False


@dataclass(frozen=True, slots=True)
class PromiseState:
    """A promise as it stood: its words, what it promises exactly, its verdict, and which records speak how of it."""

    text: Mapping[str, str] | None
    verdict: Verdict
    strength: EvidenceKind | None = None
    against: frozenset[str] = frozenset()
    holding: frozenset[str] = frozenset()
    silent: frozenset[str] = frozenset()
    #: What it promises exactly; None where that is not known, or told of entry by entry.
    terms: Any = None


@dataclass(frozen=True)
class Snapshot:
    """What a check found, as far as another one can be held against it."""

    promises: Mapping[str, PromiseState]
    findings: tuple[ComparedFinding, ...]
    as_of: date
    scope: str
    rules: str
    #: Every system and processor; None where that is not known.
    records: frozenset[str] | None = None
    #: Whether there was a notice to judge by, and whether all could be read.
    judged: bool = True
    complete: bool = True


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A promise whose verdict is another than it was, and the records that did it."""

    id: str
    text: Mapping[str, str] | None
    before: Verdict
    after: Verdict
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangedPromise:
    """A promise that is new, gone, or no longer what it was. `verdict` is the last that is known of it."""

    id: str
    text: Mapping[str, str] | None
    verdict: Verdict


@dataclass(frozen=True)
class ChangeEffect:
    """What a change does, held against `since`: a revision, of that `commit`, or a file."""

    since: str
    commit: str | None = None
    turns: tuple[VerdictChange, ...] = ()
    added: tuple[ChangedPromise, ...] = ()
    removed: tuple[ChangedPromise, ...] = ()
    #: Those with other words, and those with the same words that promise something else.
    reworded: tuple[ChangedPromise, ...] = ()
    altered: tuple[ChangedPromise, ...] = ()
    #: Findings that are new or gone; and those that were there, that are let pass now or no longer are.
    new: tuple[ComparedFinding, ...] = ()
    gone: tuple[ComparedFinding, ...] = ()
    passed: tuple[ComparedFinding, ...] = ()
    returned: tuple[ComparedFinding, ...] = ()
    records_added: tuple[str, ...] = ()
    records_removed: tuple[str, ...] = ()
    #: Why the comparison may tell of more than the change: keys of `effect.remark`.
    remarks: tuple[str, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether promises and findings stay as they were."""
        lists = (self.turns, self.added, self.removed, self.reworded, self.altered)
        return not any((*lists, self.new, self.gone, self.passed, self.returned))


def snapshot(result: Result) -> Snapshot:
    """What a result holds, for comparison. Who is silent on a promise is known where one process judged it all."""
    policy = result.notice.record if result.notice else None
    findings = tuple(noted(finding) for finding in result.findings)
    against = contradicting(findings)
    systems = (entry.subject for entry in result.system_entries.values())
    processors = (entry.subject for entry in result.processor_entries.values())
    return Snapshot(
        promises={judged.id: _state(judged, policy, against.get(judged.id, ())) for judged in result.promises},
        findings=findings,
        as_of=result.as_of,
        scope=result.scope,
        rules=digest(),
        records=frozenset((*systems, *processors)),
        judged=policy is not None,
        complete=not any(finding.family == "input" and finding.rule != _NOTHING for finding in result.findings),
    )


def contradicting(findings: Iterable[ComparedFinding]) -> dict[str, set[str]]:
    """The records that contradict a promise, by its id."""
    against: dict[str, set[str]] = {}
    for finding in findings:
        family = finding.rule.partition("/")[0]
        if family in _CONTRADICTING and finding.promise and finding.severity is Severity.ERROR:
            against.setdefault(finding.promise, set()).add(finding.subject)
    return against


def noted(finding: Finding) -> ComparedFinding:
    """A finding, for comparison."""
    at = finding.location
    return ComparedFinding(
        rule=finding.rule,
        severity=finding.severity,
        subject=finding.subject,
        promise=finding.promise,
        fingerprint=finding.fingerprint,
        path=at.path,
        line=at.line,
        passes=not finding.counts,
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
    """What a promise says beside its words. A list that is promised as a whole is what its entries are."""
    section = getattr(policy, promise.section)
    if promise.entry:
        section = section[promise.entry]
    elif promise.section in WHOLES and isinstance(section, Mapping):
        return None
    return section.model_dump(mode="json", exclude={"text"})


def effect(before: Snapshot, after: Snapshot, since: str, commit: str | None = None) -> ChangeEffect:
    """What lies between two snapshots."""
    remarks = tuple(_remarks(before, after))
    if not before.judged or not after.judged:
        return ChangeEffect(since, commit, remarks=remarks)
    old, new = before.promises, after.promises
    both = [(id, old[id], new[id]) for id in new if id in old]
    appeared, vanished, passed, returned = _compared(before.findings, after.findings)
    known = before.records is not None and after.records is not None
    return ChangeEffect(
        since=since,
        commit=commit,
        turns=tuple(
            VerdictChange(id, is_.text, was.verdict, is_.verdict, tuple(sorted(_causes(was, is_))))
            for id, was, is_ in both
            if was.verdict is not is_.verdict
        ),
        added=tuple(ChangedPromise(id, state.text, state.verdict) for id, state in new.items() if id not in old),
        removed=tuple(ChangedPromise(id, state.text, state.verdict) for id, state in old.items() if id not in new),
        reworded=tuple(ChangedPromise(id, is_.text, is_.verdict) for id, was, is_ in both if _text(was) != _text(is_)),
        altered=tuple(ChangedPromise(id, is_.text, is_.verdict) for id, was, is_ in both if _altered(was, is_)),
        new=appeared,
        gone=vanished,
        passed=passed,
        returned=returned,
        records_added=tuple(sorted((after.records or frozenset()) - (before.records or frozenset()))) if known else (),
        records_removed=tuple(sorted((before.records or frozenset()) - (after.records or frozenset())))
        if known
        else (),
        remarks=remarks,
    )


def _text(state: PromiseState) -> dict[str, str]:
    return dict(state.text or {})


def _altered(was: PromiseState, is_: PromiseState) -> bool:
    known = was.terms is not None and is_.terms is not None
    return known and was.terms != is_.terms and _text(was) == _text(is_)


def _causes(was: PromiseState, is_: PromiseState) -> frozenset[str]:
    """The records whose word made a verdict another one; none where the notice itself did."""
    if is_.verdict is Verdict.BROKEN:
        return is_.against - was.against or is_.against
    if was.verdict is Verdict.BROKEN:
        return was.against - is_.against
    if is_.verdict is Verdict.KEPT:
        return was.silent - is_.silent or is_.holding - was.holding
    return is_.silent - was.silent or was.holding - is_.holding


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


def _compared(before: Iterable[ComparedFinding], after: Iterable[ComparedFinding]) -> _Four:
    """The findings that are new, gone, let pass now, and no longer let pass; of those alike as many as are too many."""
    old, new = _grouped(before), _grouped(after)
    appeared: list[ComparedFinding] = []
    vanished: list[ComparedFinding] = []
    passed: list[ComparedFinding] = []
    returned: list[ComparedFinding] = []
    for fingerprint in dict.fromkeys((*new, *old)):
        (was, was_passing), (is_, is_passing) = _split(old.get(fingerprint)), _split(new.get(fingerprint))
        alike, alike_passing = min(len(was), len(is_)), min(len(was_passing), len(is_passing))
        was, was_passing = was[alike:], was_passing[alike_passing:]
        is_, is_passing = is_[alike:], is_passing[alike_passing:]
        now, again = min(len(was), len(is_passing)), min(len(was_passing), len(is_))
        passed += is_passing[:now]
        returned += is_[:again]
        appeared += [*is_[again:], *is_passing[now:]]
        vanished += [*was[now:], *was_passing[again:]]
    return tuple(appeared), tuple(vanished), tuple(passed), tuple(returned)


def _split(findings: list[ComparedFinding] | None) -> tuple[list[ComparedFinding], list[ComparedFinding]]:
    """The findings that count, and those that are let pass."""
    listed = findings or []
    return [item for item in listed if not item.passes], [item for item in listed if item.passes]


def _grouped(findings: Iterable[ComparedFinding]) -> dict[str, list[ComparedFinding]]:
    groups: dict[str, list[ComparedFinding]] = {}
    for finding in findings:
        groups.setdefault(finding.fingerprint, []).append(finding)
    return groups
