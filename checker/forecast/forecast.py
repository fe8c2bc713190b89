"""What will change, and when: the same files judged on each day on which something may change, day against day before.

Nothing is guessed. A forecast says what a check on that day would say if the files and the law stayed as they are, or,
in a drill, if an instrument ended on another day. Findings are told apart by fingerprint, severity and whether they
count. From a day in the past it is a replay: the law is the whole of what is known today.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from seloste.checker.finding import Finding, Severity
from seloste.checker.forecast.turning_days import days_of_change
from seloste.checker.judging.check import LoadedWorkspace, check_opened, open_files
from seloste.checker.judging.memo import JudgmentMemo
from seloste.checker.linking.index import Index
from seloste.checker.result import Result
from seloste.checker.rules.context import Settings
from seloste.checker.verdict import JudgedPromise, Verdict
from seloste.checker.workspace.configuration import FailOn, Scope
from seloste.checker.workspace.workspace import Workspace
from seloste.policy.law.law import Law
from seloste.policy.period import Period

_Key = tuple[str, Severity, bool]


@dataclass(frozen=True, slots=True)
class Supposition:
    """An instrument or an adequacy decision, supposed to end on a day."""

    id: str
    until: date


@dataclass(frozen=True, slots=True)
class Turned:
    """A promise whose verdict changes."""

    promise: JudgedPromise
    before: Verdict
    after: Verdict


@dataclass(frozen=True, slots=True)
class ForecastChange:
    """What is otherwise on a day than on the day before."""

    day: date
    appearing: tuple[Finding, ...]
    ceasing: tuple[Finding, ...]
    turned: tuple[Turned, ...]
    #: How many findings of each severity count from this day on.
    counts: Mapping[Severity, int]
    #: Whether the gate fails from this day on, and whether it did on the day before.
    fails: bool
    failed: bool


@dataclass(frozen=True, slots=True)
class Struck:
    """A finding that there would not be without the suppositions, from its first day."""

    day: date
    finding: Finding


@dataclass(frozen=True, slots=True)
class Hit:
    """Whom the suppositions hit: what is found because of them, and the systems, promises and people concerned."""

    findings: tuple[Struck, ...]
    systems: tuple[str, ...]
    promises: tuple[str, ...]
    data_subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What changes from the day after `first` to `last`, both included."""

    first: date
    last: date
    start: Result
    #: Whether the gate fails on the first day.
    fails: bool
    changes: tuple[ForecastChange, ...]
    supposed: tuple[Supposition, ...] = ()
    #: Only where something is supposed.
    hit: Hit | None = None

    @property
    def past_horizon(self) -> bool:
        """Whether some of it lies past the day until which the law was checked."""
        return self.last > self.start.horizon


def forecast(
    workspace: Workspace,
    law: Law,
    first: date,
    period: Period,
    *,
    scope: Scope | None = None,
    supposed: Sequence[Supposition] = (),
) -> Forecast:
    """What changes in the period that begins on the day `first`. The files are read once.

    Raises:
        KeyError: Neither an instrument nor a decision has the id of a supposition.
        ValueError: A supposed end lies before the beginning.
    """
    drill = law
    for each in supposed:
        drill = drill.suppose(each.id, until=each.until)
    opened = open_files(workspace, scope, systems=True)
    days = _every_day(first, period.end(first).date())
    steady = {known: days_of_change(opened, known, days) for known in (drill, law)}
    turns = sorted({day for known in steady.values() for those in known.values() for day in those})

    def judged(by: Law) -> Iterator[Result]:
        remembering = replace(opened, steady=JudgmentMemo(steady[by]))
        return (check_opened(remembering, by, day, jobs=1) for day in (first, *turns))

    changes = tuple(_changes(judged(drill), workspace.config.fail_on))
    hit = _hit(opened, zip(judged(drill), judged(law), strict=True)) if supposed else None
    start = check_opened(opened, drill, first, jobs=1)
    fails = start.fails(workspace.config.fail_on)
    return Forecast(first, days[-1], start, fails, changes, tuple(supposed), hit)


def _every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(number) for number in range((last - first).days + 1)]


def _changes(results: Iterable[Result], fail_on: FailOn) -> Iterator[ForecastChange]:
    for before, after in pairwise(results):
        appearing, ceasing = _beyond(after, before), _beyond(before, after)
        turned = tuple(_turned(before, after))
        if appearing or ceasing or turned:
            yield ForecastChange(
                day=after.as_of,
                appearing=appearing,
                ceasing=ceasing,
                turned=turned,
                counts=after.counts(),
                fails=after.fails(fail_on),
                failed=before.fails(fail_on),
            )


def _key(finding: Finding) -> _Key:
    return finding.fingerprint, finding.severity, finding.counts


def _beyond(result: Result, other: Result) -> tuple[Finding, ...]:
    """The findings of a result that another does not have, each as often as it has it less."""
    same = {id(finding) for finding in result.findings} & {
        id(finding) for finding in other.findings
    }  # not judged again
    known = Counter(_key(finding) for finding in other.findings if id(finding) not in same)
    more = []
    for finding in result.findings:
        if id(finding) in same:
            continue
        known[_key(finding)] -= 1
        if known[_key(finding)] < 0:
            more.append(finding)
    return tuple(more)


def _turned(before: Result, after: Result) -> Iterator[Turned]:
    for old, new in zip(before.promises, after.promises, strict=True):
        if old.verdict is not new.verdict:
            yield Turned(new, old.verdict, new.verdict)


def _hit(opened: LoadedWorkspace, results: Iterable[tuple[Result, Result]]) -> Hit:
    """What the suppositions strike: each result with them, beside that of the same day without."""
    struck: dict[_Key, Struck] = {}
    promises: dict[str, None] = {}
    for supposed, plain in results:
        for finding in _beyond(supposed, plain):
            struck.setdefault(_key(finding), Struck(supposed.as_of, finding))
        promises |= dict.fromkeys(turned.promise.id for turned in _turned(plain, supposed))
    found = [each.finding for each in struck.values()]
    promises |= dict.fromkeys(finding.promise for finding in found if finding.promise)
    systems = _systems(opened, found)
    return Hit(tuple(struck.values()), systems, tuple(promises), _groups(opened, systems))


def _systems(opened: LoadedWorkspace, findings: Iterable[Finding]) -> tuple[str, ...]:
    """The systems that findings are about: their own, and those whose data reach the processors that they are about."""
    if opened.notice is None or opened.systems is None:
        return ()
    context = Settings(opened.workspace.config.review_within, opened.workspace.config.warn_ahead)
    processors = opened.processors
    index = Index(opened.notice, processors.entries, processors.listed, context, opened.systems.usage)
    concerned = set()
    for finding in findings:
        kind, _, record = finding.subject.partition(".")
        if kind == "systems":
            concerned.add(record)
        elif kind == "processors":
            concerned.update(index.users(record))
    return tuple(system for system in opened.systems.entries if system in concerned)


def _groups(opened: LoadedWorkspace, systems: Iterable[str]) -> tuple[str, ...]:
    """The groups of people whose data the systems hold: as declared, else those of their purposes, else all."""
    if opened.notice is None or opened.systems is None:
        return ()
    policy = opened.notice.record
    found: dict[str, None] = {}
    for system in systems:
        record = opened.systems.entries[system].record
        if record.data_subjects is not None:
            found |= dict.fromkeys(record.data_subjects)
            continue
        purposes = [policy.purposes[key] for key in record.every_purpose or () if key in policy.purposes]
        for groups in [purpose.data_subjects for purpose in purposes] or [None]:
            found |= dict.fromkeys(policy.data_subjects if groups is None else groups)
    return tuple(found)
