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
from seloste.checker.verdict import Kind, Verdict
from seloste.policy.notice import Policy
from seloste.policy.promise import WHOLES, Promise

if TYPE_CHECKING:
    from seloste.checker.finding import Finding
    from seloste.checker.result import Result
    from seloste.checker.verdict import Judged

#: Families whose errors contradict a promise.
_CONTRADICTING = frozenset({"system", "processor", "transfer", "evidence"})
_NOTHING = "input/nothing-to-check"


@dataclass(frozen=True, slots=True)
class Noted:
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
    strength: Kind | None = None
    against: frozenset[str] = frozenset()
    holding: frozenset[str] = frozenset()
    silent: frozenset[str] = frozenset()
    #: What it promises exactly; None where that is not known, or told of entry by entry.
    terms: Any = None


@dataclass(frozen=True)
class Snapshot:
    """What a check found, as far as another one can be held against it."""

    promises: Mapping[str, PromiseState]
    findings: tuple[Noted, ...]
    as_of: date
    scope: str
    rules: str
    #: Every system and processor; None where that is not known.
    records: frozenset[str] | None = None
    #: Whether there was a notice to judge by, and whether all could be read.
    judged: bool = True
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Turn:
    """A promise whose verdict is another than it was, and the records that did it."""

    id: str
    text: Mapping[str, str] | None
    before: Verdict
    after: Verdict
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A promise that is new, gone, or no longer what it was. `verdict` is the last that is known of it."""

    id: str
    text: Mapping[str, str] | None
    verdict: Verdict


@dataclass(frozen=True)
class Effect:
    """What a change does, held against `since`: a revision, of that `commit`, or a file."""

    since: str
    commit: str | None = None
    turns: tuple[Turn, ...] = ()
    added: tuple[Named, ...] = ()
    removed: tuple[Named, ...] = ()
    #: Those with other words, and those with the same words that promise something else.
    reworded: tuple[Named, ...] = ()
    altered: tuple[Named, ...] = ()
    #: Findings that are new or gone; and those that were there, that are let pass now or no longer are.
    new: tuple[Noted, ...] = ()
    gone: tuple[Noted, ...] = ()
    passed: tuple[Noted, ...] = ()
    returned: tuple[Noted, ...] = ()
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


def contradicting(findings: Iterable[Noted]) -> dict[str, set[str]]:
    """The records that contradict a promise, by its id."""
    against: dict[str, set[str]] = {}
    for finding in findings:
        family = finding.rule.partition("/")[0]
        if family in _CONTRADICTING and finding.promise and finding.severity is Severity.ERROR:
            against.setdefault(finding.promise, set()).add(finding.subject)
    return against


def noted(finding: Finding) -> Noted:
    """A finding, for comparison."""
    at = finding.location
    return Noted(
        rule=finding.rule,
        severity=finding.severity,
        subject=finding.subject,
        promise=finding.promise,
        fingerprint=finding.fingerprint,
        path=at.path,
        line=at.line,
        passes=not finding.counts,
    )


def _state(judged: Judged, policy: Policy | None, against: Iterable[str]) -> PromiseState:
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


def effect(before: Snapshot, after: Snapshot, since: str, commit: str | None = None) -> Effect:
    """What lies between two snapshots."""
    remarks = tuple(_remarks(before, after))
    if not before.judged or not after.judged:
        return Effect(since, commit, remarks=remarks)
    old, new = before.promises, after.promises
    both = [(id, old[id], new[id]) for id in new if id in old]
    appeared, vanished, passed, returned = _compared(before.findings, after.findings)
    known = before.records is not None and after.records is not None
    return Effect(
        since=since,
        commit=commit,
        turns=tuple(
            Turn(id, is_.text, was.verdict, is_.verdict, tuple(sorted(_causes(was, is_))))
            for id, was, is_ in both
            if was.verdict is not is_.verdict
        ),
        added=tuple(Named(id, state.text, state.verdict) for id, state in new.items() if id not in old),
        removed=tuple(Named(id, state.text, state.verdict) for id, state in old.items() if id not in new),
        reworded=tuple(Named(id, is_.text, is_.verdict) for id, was, is_ in both if _text(was) != _text(is_)),
        altered=tuple(Named(id, is_.text, is_.verdict) for id, was, is_ in both if _altered(was, is_)),
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


_Four = tuple[tuple[Noted, ...], tuple[Noted, ...], tuple[Noted, ...], tuple[Noted, ...]]


def _compared(before: Iterable[Noted], after: Iterable[Noted]) -> _Four:
    """The findings that are new, gone, let pass now, and no longer let pass; of those alike as many as are too many."""
    old, new = _grouped(before), _grouped(after)
    appeared: list[Noted] = []
    vanished: list[Noted] = []
    passed: list[Noted] = []
    returned: list[Noted] = []
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


def _split(findings: list[Noted] | None) -> tuple[list[Noted], list[Noted]]:
    """The findings that count, and those that are let pass."""
    listed = findings or []
    return [item for item in listed if not item.passes], [item for item in listed if item.passes]


def _grouped(findings: Iterable[Noted]) -> dict[str, list[Noted]]:
    groups: dict[str, list[Noted]] = {}
    for finding in findings:
        groups.setdefault(finding.fingerprint, []).append(finding)
    return groups
