"""What will change, and when: the same files judged on each turning day, and compared with the day before.

Nothing is guessed. A forecast shows the result of a check on that day if the files and the law stayed as they are, or,
in a drill, if an instrument ended on another day. Findings are identified by fingerprint, severity and whether they
count. From a day in the past it is a replay by the law as it is known today.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from seloste.checker.finding import Finding, Severity
from seloste.checker.forecast.turning_days import find_turning_days
from seloste.checker.judging.check import check_loaded
from seloste.checker.judging.loaded_workspace import LoadedWorkspace, load_systems, load_workspace
from seloste.checker.judging.memo import JudgmentMemo
from seloste.checker.linking.index import Index
from seloste.checker.result import Result
from seloste.checker.verdicts.evidence import KeptEvidence
from seloste.checker.verdicts.verdict import JudgedPromise, Verdict
from seloste.checker.workspace.configuration import FailOn, Scope
from seloste.checker.workspace.workspace import Workspace
from seloste.policy.law.law import Law
from seloste.policy.period import Period

_Key = tuple[str, Severity, bool]


class Supposition(Struct, frozen=True):
    """An instrument or an adequacy decision, supposed to end on a day."""

    id: str
    until: date


class VerdictTurn(Struct, frozen=True):
    """A promise whose verdict changes."""

    promise: JudgedPromise
    before: Verdict
    after: Verdict


class ForecastChange(Struct, frozen=True):
    """The difference between a day and the day before."""

    day: date
    appearing: tuple[Finding, ...]
    ceasing: tuple[Finding, ...]
    verdicts: tuple[VerdictTurn, ...]
    #: How many findings of each severity count from this day on.
    counts: Mapping[Severity, int]
    #: Whether the gate fails from this day on, and whether it did on the day before.
    fails: bool
    failed: bool


class SupposedFinding(Struct, frozen=True):
    """A finding that exists only under the suppositions, with its first day."""

    day: date
    finding: Finding


class Impact(Struct, frozen=True):
    """The impact of the suppositions: the findings because of them, and the systems, promises and people concerned."""

    findings: tuple[SupposedFinding, ...]
    systems: tuple[str, ...]
    promises: tuple[str, ...]
    data_subjects: tuple[str, ...]


class Forecast(Struct, frozen=True):
    """What changes from the day after `first` to `last`, both included."""

    first: date
    last: date
    start: Result
    #: Whether the gate fails on the first day.
    fails: bool
    changes: tuple[ForecastChange, ...]
    supposed: tuple[Supposition, ...] = ()
    #: Only where something is supposed.
    impact: Impact | None = None

    @property
    def past_horizon(self) -> bool:
        """Whether it reaches past the day until which the law was checked in its sources."""
        return self.last > self.start.horizon


def make_forecast(
    workspace: Workspace,
    law: Law,
    first: date,
    period: Period,
    *,
    scope: Scope | None = None,
    supposed: Sequence[Supposition] = (),
    loaded: LoadedWorkspace | None = None,
    start: Result | None = None,
) -> Forecast:
    """What changes in the period that begins on the day `first`. The files are read once.

    `loaded`: the same workspace with its systems, where it was read already; `start`: the result of the first day,
    where it was judged already and nothing is supposed.

    Raises:
        KeyError: Neither an instrument nor a decision has the id of a supposition.
        ValueError: A supposed end lies before the beginning.
    """
    drill = law
    for each in supposed:
        drill = drill.suppose(each.id, until=each.until)
    loaded = loaded or load_systems(load_workspace(workspace, scope))
    days = _every_day(first, period.end(first).date())
    by_law = {known: find_turning_days(loaded, known, days) for known in dict.fromkeys((drill, law))}
    turning_days = sorted({day for found in by_law.values() for day in found.list_all()})

    def check_each_day(by: Law, of_first: Result | None = None) -> Iterator[Result]:
        with_memo = replace(loaded, memo=JudgmentMemo(by_law[by].of_records, by_law[by].of_citations))
        yield of_first or check_loaded(with_memo, by, first, kept=KeptEvidence.NONE)
        for day in turning_days:
            yield check_loaded(with_memo, by, day, kept=KeptEvidence.NONE)

    changes = tuple(_changes(check_each_day(drill, start), workspace.config.fail_on))
    impact = _impact(loaded, zip(check_each_day(drill), check_each_day(law), strict=True)) if supposed else None
    start = start or check_loaded(loaded, drill, first, kept=KeptEvidence.NONE)
    fails = start.fails(workspace.config.fail_on)
    return Forecast(first, days[-1], start, fails, changes, tuple(supposed), impact)


def _every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(number) for number in range((last - first).days + 1)]


def _changes(results: Iterable[Result], fail_on: FailOn) -> Iterator[ForecastChange]:
    for before, after in pairwise(results):
        appearing, ceasing = _beyond(after, before), _beyond(before, after)
        verdicts = tuple(_changed_verdicts(before, after))
        if appearing or ceasing or verdicts:
            yield ForecastChange(
                day=after.as_of,
                appearing=appearing,
                ceasing=ceasing,
                verdicts=verdicts,
                counts=after.counts(),
                fails=after.fails(fail_on),
                failed=before.fails(fail_on),
            )


def _key(finding: Finding) -> _Key:
    return finding.fingerprint, finding.severity, finding.counts


def _beyond(result: Result, other: Result) -> tuple[Finding, ...]:
    """The findings of a result that another one does not have, or has less often."""
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


def _changed_verdicts(before: Result, after: Result) -> Iterator[VerdictTurn]:
    for old, new in zip(before.promises, after.promises, strict=True):
        if old.verdict is not new.verdict:
            yield VerdictTurn(new, old.verdict, new.verdict)


def _impact(loaded: LoadedWorkspace, results: Iterable[tuple[Result, Result]]) -> Impact:
    """The impact of the suppositions, by the results of each day with them and without."""
    supposed_findings: dict[_Key, SupposedFinding] = {}
    promises: dict[str, None] = {}
    systems: set[str] = set()
    for supposed, plain in results:
        beyond = _beyond(supposed, plain)
        for finding in beyond:
            supposed_findings.setdefault(_key(finding), SupposedFinding(supposed.as_of, finding))
        promises |= dict.fromkeys(change.promise.id for change in _changed_verdicts(plain, supposed))
        systems |= _concerned_systems(supposed.index, beyond)
    promises |= dict.fromkeys(each.finding.promise for each in supposed_findings.values() if each.finding.promise)
    in_order = tuple(system for system in (loaded.systems.entries if loaded.systems else ()) if system in systems)
    return Impact(tuple(supposed_findings.values()), in_order, tuple(promises), _groups(loaded, in_order))


def _concerned_systems(index: Index | None, findings: Iterable[Finding]) -> set[str]:
    """The systems that findings are about, and those whose data reach the processors that findings are about."""
    concerned: set[str] = set()
    for finding in findings if index else ():
        kind, _, record = finding.subject.partition(".")
        if kind == "systems":
            concerned.add(record)
        elif kind == "processors" and index:
            concerned.update(index.list_users(record))
    return concerned


def _groups(loaded: LoadedWorkspace, systems: Iterable[str]) -> tuple[str, ...]:
    """The groups of people whose data the systems hold: as declared, else those of their purposes, else all."""
    if loaded.notice is None or loaded.systems is None:
        return ()
    policy = loaded.notice.record
    found: dict[str, None] = {}
    for system in systems:
        record = loaded.systems.entries[system].record
        if record.data_subjects is not None:
            found |= dict.fromkeys(record.data_subjects)
            continue
        purposes = [policy.purposes[key] for key in record.every_purpose or () if key in policy.purposes]
        for groups in [purpose.data_subjects for purpose in purposes] or [None]:
            found |= dict.fromkeys(policy.data_subjects if groups is None else groups)
    return tuple(found)
