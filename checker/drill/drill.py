"""The drill: every breach of every promise that binds a record, tried in memory and folded to what is guarded.

Nothing on disk is touched, and nothing is judged otherwise afterwards: every record is a copy.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property

from seloste.checker.drill.absence import Absences
from seloste.checker.drill.applicability import happens_unseen, is_breakable, is_checked, may_bind
from seloste.checker.drill.breach import Attempt, BreachKind, Miss, Side, load_drills
from seloste.checker.drill.gate import Gate
from seloste.checker.drill.other_drills import OrganisationDrill, ProcessorDrill, drill_list
from seloste.checker.drill.outcome import BreachDrill, Drill, PromiseDrill
from seloste.checker.drill.system_drill import SystemDrill
from seloste.checker.drill.trial import Trial
from seloste.checker.finding import Finding
from seloste.checker.inventory import Processor, System
from seloste.checker.judging.check import check_loaded
from seloste.checker.judging.decisions import gather_decisions
from seloste.checker.judging.loaded_workspace import LoadedWorkspace
from seloste.checker.judging.records import find_in_processor, find_in_system, judge_organisation
from seloste.checker.linking.entry import DeclaredRecord
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import link_processor, link_system
from seloste.checker.result import Result
from seloste.checker.verdicts.evidence import KeptEvidence
from seloste.checker.workspace.configuration import FailOn
from seloste.policy.circumstances import apply_law
from seloste.policy.law.law import LawOn
from seloste.policy.promise import WHOLES, Promise, list_promises

#: So many systems, and so many processors, are drilled; of more, as many at equal distances.
MOST_RECORDS = 300


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
    result = result or check_loaded(loaded, law.law, law.day, kept=KeptEvidence.NONE)
    if result.index is None or result.notice is None:
        return Drill(result, fail_on)
    run = _Run(loaded, result, law, fail_on, most_records)
    attempts = run.list_attempts()
    drills = [_fold(promise, attempts.get(promise.id, ())) for promise in list_promises(result.notice.record)]
    drilled = tuple(each for each in drills if each.breaches)
    silent = [each.promise for each in drills if not each.breaches]
    missing = {each.kind.id for drill in drilled for each in drill.breaches if Miss.UNMAPPED in _list_misses(each)}
    return Drill(
        result,
        fail_on,
        drilled,
        tuple(each for each in silent if not is_checked(each, result.index)),
        tuple(each for each in silent if is_checked(each, result.index)),
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
        self._index: Index = result.index
        law = apply_law(law, self._index.notice.record)
        self._loaded, self._result, self._law = loaded, result, law
        found = loaded.systems.waivers if loaded.systems else ()
        decisions = gather_decisions(loaded.workspace, loaded.waivers, found, loaded.baseline)
        self._gate = Gate(decisions, fail_on, law)
        claimed = {each.resource.number for linked in loaded.linked.values() for each in linked.resources}
        self.absences = Absences(self._index.evidence, claimed)
        named = {each.subject or "" for each in decisions.waivers} | {each.subject for each in decisions.baseline}
        named = {subject.split(".")[1] for subject in named if "." in subject}
        self._systems = _choose(list(loaded.linked), most_records, named)
        self._processors = _choose(list(loaded.processors.entries), most_records, named)
        self._promises = list(list_promises(self._index.notice.record))
        kinds = ("systems", "processors", "list", "organisation")
        self._kinds = {each: tuple(self._list_kinds(each)) for each in kinds}
        self.drilled = {"systems": len(self._systems), "processors": len(self._processors)}

    def list_attempts(self) -> dict[str, list[Attempt]]:
        """Every attempt, by the id of its promise."""
        by_promise: dict[str, list[Attempt]] = {}
        attempts = self._list_in_scope() if self._loaded.scope != "notice" else self._list_out_of_scope()
        for each in attempts:
            by_promise.setdefault(each.promise, []).append(each)
        tried = {(each.promise, each.kind.id) for own in by_promise.values() for each in own}
        for each in self._list_unread(tried) if self._loaded.scope != "notice" else ():
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
        organisation = OrganisationDrill(self._index, self._gate, self._law, self._judge_organisation)
        for promise, kind in self._kinds["organisation"]:
            yield from organisation.run(promise, kind)

    def _judge_organisation(self, index: Index) -> Sequence[Finding]:
        """The findings about the organisation, and about the services that all systems together use."""
        return judge_organisation(index, self._law, self._index.systems, self._loaded.processors.ids).findings

    @cached_property
    def _of_organisation(self) -> Sequence[Finding]:
        return self._judge_organisation(self._index)

    def _drill_system(self, entry: DeclaredRecord[System]) -> Iterator[Attempt]:
        law = self._law

        def judge(record: DeclaredRecord[System], index: Index) -> Sequence[Finding]:
            return find_in_system(link_system(record, index, law), index, law)

        linked = link_system(entry, self._index, law)
        trial = Trial(linked, self._index, self._gate, judge, find_in_system(linked, self._index, law))
        services = Trial(
            linked, self._index, self._gate, lambda _, index: self._judge_organisation(index), self._of_organisation
        )
        drill = SystemDrill(trial, services, linked, law, self.absences)
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

    def _list_unread(self, tried: Collection[tuple[str, str]]) -> Iterator[Attempt]:
        """The records that could not be read: nothing of them is judged, so that every breach of them is missed.

        `tried`: the promises and kinds of breaches that other records were tried with.
        """
        systems, loaded = self._loaded.systems, self._loaded
        unread = {
            "systems": [id for id in (systems.ids if systems else ()) if id not in loaded.linked],
            "processors": [id for id in loaded.processors.ids if id not in loaded.processors.entries],
        }
        for subjects, ids in unread.items():
            for promise, kind in self._kinds[subjects] if ids else ():
                if kind.side is Side.RECORD and (promise.section in WHOLES or (promise.id, kind.id) in tried):
                    bound = (id for id in ids if may_bind(promise, subjects, id, self._index))
                    yield from (Attempt(promise.id, kind, f"{subjects}.{id}", Miss.NOT_READ) for id in bound)

    def _list_out_of_scope(self) -> Iterator[Attempt]:
        """Every breach that a rule could find, where the check looks at the notice alone."""
        kinds = {
            (promise.id, kind.id): kind for each in ("systems", "processors") for promise, kind in self._kinds[each]
        }
        yield from (Attempt(promise, kind, "", Miss.OUT_OF_SCOPE) for (promise, _), kind in kinds.items())

    def _list_unseen(self, promise: Promise, attempts: Sequence[Attempt]) -> list[Attempt]:
        """What could happen to a promise that nothing shows, where the evidence of no rule is about it."""
        if not is_breakable(promise) or not attempts or not happens_unseen(promise, self._index, attempts):
            return []
        kinds = [each for each in load_drills().kinds.values() if not each.rules and promise.section in each.promises]
        return [Attempt(promise.id, kind, "", Miss.UNSEEN) for kind in kinds]


def _choose(ids: list[str], most: int, named: Collection[str]) -> list[str]:
    """The ids; of too many, those that decisions name, at most half, and others at equal distances."""
    if len(ids) <= most:
        return ids
    chosen = dict.fromkeys([id for id in ids if id in named][: most // 2])
    others = [id for id in ids if id not in chosen]
    left = most - len(chosen)
    chosen.update(dict.fromkeys(others[number * (len(others) - 1) // max(1, left - 1)] for number in range(left)))
    return [id for id in ids if id in chosen]
