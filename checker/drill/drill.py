"""The drill: every breach of every promise that binds a record, tried in memory and folded to what is guarded.

A promise is *guarded* where the gate catches every breach of it, for every record that it binds: those that somebody
writes down, and those that happen and nobody writes down. *Unguarded*: of the latter it catches none. *Partly*:
otherwise. Nothing on disk is touched, and nothing is judged otherwise afterwards: every record is a copy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from seloste.checker.drill.absence import Absences
from seloste.checker.drill.breach import Attempt, BreachKind, Miss, Side, State, load_drills
from seloste.checker.drill.gate import Gate
from seloste.checker.drill.other_drills import OrganisationDrill, ProcessorDrill, drill_list
from seloste.checker.drill.system_drill import SystemDrill
from seloste.checker.drill.trial import Trial
from seloste.checker.finding import Finding
from seloste.checker.inventory import Processor, System
from seloste.checker.judging.check import LoadedWorkspace, check_loaded
from seloste.checker.judging.decisions import gather_decisions
from seloste.checker.judging.records import find_in_processor, find_in_system, judge_organisation
from seloste.checker.linking.entry import DeclaredRecord
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import link_processor, link_system
from seloste.checker.result import Result
from seloste.checker.workspace.configuration import FailOn
from seloste.policy.law.law import LawOn
from seloste.policy.promise import LISTS, WHOLES, Promise, list_promises

#: So many systems, and so many processors, are drilled; of more, as many at equal distances.
MOST_RECORDS = 300


@dataclass(frozen=True, slots=True)
class BreachDrill:
    """One kind of breach of one promise: what became of it for each record."""

    kind: BreachKind
    attempts: tuple[Attempt, ...]

    @property
    def subjects(self) -> tuple[str, ...]:
        """The records that it was tried on."""
        return tuple(dict.fromkeys(each.subject for each in self.attempts))

    @property
    def controls(self) -> tuple[str, ...]:
        """The controls that it is about."""
        return tuple(dict.fromkeys(each.control for each in self.attempts if each.control))

    @property
    def missed(self) -> Mapping[str, Attempt]:
        """The first attempt that was missed of each record that has one."""
        missed: dict[str, Attempt] = {}
        for each in self.attempts:
            if each.miss is not None:
                missed.setdefault(each.subject, each)
        return missed

    @property
    def present(self) -> tuple[str, ...]:
        """The records that break the promise so already."""
        return tuple(dict.fromkeys(each.subject for each in self.attempts if each.is_present))

    @property
    def is_caught(self) -> bool:
        """Whether it is caught for every record."""
        return all(each.miss is None for each in self.attempts)


@dataclass(frozen=True, slots=True)
class PromiseDrill:
    """A promise and the breaches of it that apply here. Without any, no rule can tell whether it is broken."""

    promise: Promise
    breaches: tuple[BreachDrill, ...]

    @property
    def state(self) -> State:
        """How far it is guarded."""
        if self.breaches and all(each.is_caught for each in self.breaches):
            return State.GUARDED
        silent = [each for each in self.breaches if each.kind.side is Side.EVIDENCE]
        caught = any(attempt.miss is None for each in silent for attempt in each.attempts)
        return State.PARTLY if caught else State.UNGUARDED

    def catches(self, side: Side) -> bool:
        """Whether every breach of one side is caught, and there is one."""
        own = [each for each in self.breaches if each.kind.side is side]
        return bool(own) and all(each.is_caught for each in own)


@dataclass(frozen=True, slots=True)
class Drill:
    """What the gate catches and misses.

    Attributes:
        result: The check of the files as they are.
        promises: Every promise that a rule can find broken.
        untold: The promises of which no rule can tell whether they are broken.
        drilled: The numbers of systems and of processors that were drilled, of those that `result` has.
        unmapped: What could be mapped to a system, by the kind of breach that it would show.
    """

    result: Result
    fail_on: FailOn
    promises: tuple[PromiseDrill, ...] = ()
    untold: tuple[Promise, ...] = ()
    drilled: Mapping[str, int] = field(default_factory=dict)
    unmapped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def states(self) -> Mapping[State, int]:
        """The number of promises of each state."""
        found = Counter(each.state for each in self.promises)
        return {state: found[state] for state in State}

    def count_caught(self, side: Side) -> int:
        """The number of promises of which every breach of one side is caught."""
        return sum(each.catches(side) for each in self.promises)


def run_drill(
    loaded: LoadedWorkspace,
    law: LawOn,
    *,
    fail_on: FailOn | None = None,
    most_records: int = MOST_RECORDS,
    result: Result | None = None,
) -> Drill:
    """Tries every breach on what was read; `loaded` has its systems (`load_systems`).

    Args:
        loaded: The workspace with its systems, linked.
        law: The law of the day.
        fail_on: From which severity on the gate fails; None: as the workspace is set.
        most_records: How many systems, and how many processors, are drilled.
        result: The check of the same files on the same day, where it was made already.
    """
    fail_on = fail_on or loaded.workspace.config.fail_on
    result = result or check_loaded(loaded, law.law, law.day, jobs=1)
    if result.index is None or result.notice is None:
        return Drill(result, fail_on)
    run = _Run(loaded, result, law, fail_on, most_records)
    attempts = run.list_attempts()
    drills = [_fold(promise, attempts.get(promise.id, ())) for promise in list_promises(result.notice.record)]
    drilled = tuple(each for each in drills if each.breaches)
    missing = {each.kind.id for drill in drilled for each in drill.breaches if Miss.UNMAPPED in _list_misses(each)}
    return Drill(
        result,
        fail_on,
        drilled,
        tuple(each.promise for each in drills if not each.breaches),
        run.drilled,
        {kind: run.absences.list_unmapped(kind) for kind in load_drills().kinds if kind in missing},
    )


def _list_misses(breach: BreachDrill) -> set[Miss]:
    return {each.miss for each in breach.attempts if each.miss is not None}


def _fold(promise: Promise, attempts: Iterable[Attempt]) -> PromiseDrill:
    """The attempts by kind of breach, in the order of the table. What happens unseen needs a breach that is told."""
    by_kind: dict[str, list[Attempt]] = {}
    for each in attempts:
        by_kind.setdefault(each.kind.id, []).append(each)
    kinds = load_drills().kinds
    breaches = tuple(BreachDrill(kinds[id], tuple(by_kind[id])) for id in kinds if id in by_kind)
    if all(each.kind.side is Side.EVIDENCE and not each.kind.rules for each in breaches):
        return PromiseDrill(promise, ())
    return PromiseDrill(promise, breaches)


class _Run:
    """One drill: the records that are drilled, and the attempts by promise."""

    def __init__(self, loaded: LoadedWorkspace, result: Result, law: LawOn, fail_on: FailOn, most_records: int) -> None:
        assert result.index is not None
        self._loaded, self._result, self._law = loaded, result, law
        self._index: Index = result.index
        found = loaded.systems.waivers if loaded.systems else ()
        decisions = gather_decisions(loaded.workspace, loaded.waivers, found, loaded.baseline)
        self._gate = Gate(decisions, fail_on, law)
        claimed = {each.resource.number for linked in loaded.linked.values() for each in linked.resources}
        self.absences = Absences(self._index.evidence, claimed)
        self._systems = _choose(list(loaded.linked), most_records)
        self._processors = _choose(list(loaded.processors.entries), most_records)
        self._promises = list(list_promises(self._index.notice.record))
        subjects = ("systems", "processors", "list", "organisation")
        self._kinds = {each: tuple(self._list_kinds(each)) for each in subjects}
        self.drilled = {"systems": len(self._systems), "processors": len(self._processors)}

    def list_attempts(self) -> dict[str, list[Attempt]]:
        """Every attempt, by the id of its promise."""
        by_promise: dict[str, list[Attempt]] = {}
        attempts = self._list_in_scope() if self._loaded.scope != "notice" else self._list_out_of_scope()
        for each in attempts:
            by_promise.setdefault(each.promise, []).append(each)
        for promise in self._promises:
            own = by_promise.get(promise.id, [])
            own += self._list_unseen(promise, own)
        return by_promise

    def _list_in_scope(self) -> Iterator[Attempt]:
        for id in self._systems:
            yield from self._drill_system(self._loaded.linked[id])
        for id in self._processors:
            yield from self._drill_processor(self._loaded.processors.entries[id])
        systems, processors = self._index.systems, self._loaded.processors.ids
        organisation = OrganisationDrill(
            self._index,
            self._gate,
            self._law,
            lambda index: judge_organisation(index, self._law, systems, processors).findings,
        )
        for promise, kind in self._kinds["organisation"]:
            yield from organisation.run(promise, kind)
        yield from self._list_unread()

    def _drill_system(self, entry: DeclaredRecord[System]) -> Iterator[Attempt]:
        law = self._law

        def judge(record: DeclaredRecord[System], index: Index) -> Sequence[Finding]:
            return find_in_system(link_system(record, index, law), index, law)

        linked = link_system(entry, self._index, law)
        trial = Trial(linked, self._index, self._gate, judge, find_in_system(linked, self._index, law))
        drill = SystemDrill(trial, linked, law, self.absences)
        for promise, kind in self._kinds["systems"]:
            yield from drill.run(promise, kind)

    def _drill_processor(self, entry: DeclaredRecord[Processor]) -> Iterator[Attempt]:
        law = self._law

        def judge(record: DeclaredRecord[Processor], index: Index) -> Sequence[Finding]:
            return find_in_processor(link_processor(record, index, law), index, law)

        linked = link_processor(entry, self._index, law)
        trial = Trial(linked, self._index, self._gate, judge, find_in_processor(linked, self._index, law))
        drill = ProcessorDrill(trial, linked, law)
        for promise, kind in self._kinds["processors"]:
            yield from drill.run(promise, kind)
        if entry.id == self._processors[0]:
            for promise, kind in self._kinds["list"]:
                attempt = drill_list(trial, kind, promise)
                if attempt is not None:
                    yield attempt

    def _list_kinds(self, subjects: str) -> Iterator[tuple[Promise, BreachKind]]:
        """Each promise with each kind of breach of it that some subjects have."""
        for promise in self._promises:
            if is_breakable(promise):
                for kind in load_drills().kinds.values():
                    if promise.section in kind.promises and subjects in kind.subjects:
                        yield promise, kind

    def _list_unread(self) -> Iterator[Attempt]:
        """The records that could not be read: nothing of them is judged, so that every breach of them is missed."""
        systems, loaded = self._loaded.systems, self._loaded
        unread = {
            "systems": [id for id in (systems.ids if systems else ()) if id not in loaded.linked],
            "processors": [id for id in loaded.processors.ids if id not in loaded.processors.entries],
        }
        for subjects, ids in unread.items():
            for promise, kind in self._kinds[subjects] if ids else ():
                if kind.side is Side.RECORD and promise.section in WHOLES:
                    yield from (Attempt(promise.id, kind, f"{subjects}.{id}", Miss.NOT_READ) for id in ids)

    def _list_out_of_scope(self) -> Iterator[Attempt]:
        """Every breach that a rule could find, where the check looks at the notice alone."""
        kinds = {
            (promise.id, kind.id): kind for each in ("systems", "processors") for promise, kind in self._kinds[each]
        }
        yield from (Attempt(promise, kind, "", Miss.OUT_OF_SCOPE) for (promise, _), kind in kinds.items())

    def _list_unseen(self, promise: Promise, attempts: Sequence[Attempt]) -> list[Attempt]:
        """What could happen to a promise that nothing shows, where the evidence of no rule is about it."""
        if not is_breakable(promise) or not attempts or not _happens_unseen(promise, self._index, attempts):
            return []
        kinds = [each for each in load_drills().kinds.values() if not each.rules and promise.section in each.promises]
        return [Attempt(promise.id, kind, "", Miss.UNSEEN) for kind in kinds]


def _happens_unseen(promise: Promise, index: Index, attempts: Sequence[Attempt]) -> bool:
    """Whether part of what a promise is about can happen without any evidence that is read showing it."""
    policy = index.notice.record
    if promise.section == "retention":
        return policy.retention[promise.entry].maximum is not None
    if promise.section == "never":
        promised = policy.never[promise.entry]
        return any((promised.purposes, promised.fields, promised.activities, promised.recipients))
    if promise.section == "safeguards":
        return any(each.kind.id == "assertion-broken" or not _is_shown(each, index) for each in attempts)
    return True


def _is_shown(attempt: Attempt, index: Index) -> bool:
    """Whether infrastructure could show a control of the record: of a system, or of a processor that hosts one."""
    kind, _, id = attempt.subject.partition(".")
    is_there = kind == "systems" or (kind == "processors" and id in index.usage.hosts)
    return is_there and attempt.control in load_drills().shown_controls


def is_breakable(promise: Promise) -> bool:
    """Whether a breach is of this promise: of a list as a whole, or of one entry where each is a promise by itself."""
    return not promise.entry if promise.section in WHOLES else promise.section in LISTS


def _choose(ids: list[str], most: int) -> list[str]:
    """The ids; of too many, as many at equal distances, the first and the last among them."""
    if len(ids) <= most:
        return ids
    return [ids[number * (len(ids) - 1) // max(1, most - 1)] for number in range(most)]
