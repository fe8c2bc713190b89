"""Every breach of a system: what somebody would write of it, and what its infrastructure would show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seloste.checker.drill.absence import Absences
from seloste.checker.drill.assertion_edits import list_assertion_edits
from seloste.checker.drill.breach import Attempt, BreachKind, Side
from seloste.checker.drill.edit import Edit
from seloste.checker.drill.fact_edits import (
    FactEdits,
    add_column,
    add_service,
    change_keeping,
    choose_country,
    move_store,
    switch_control,
)
from seloste.checker.drill.system_edits import (
    list_control_edits,
    list_list_edits,
    list_retention_edits,
    list_ruled_out_edits,
)
from seloste.checker.drill.transfer_edits import list_transfer_edits
from seloste.checker.drill.trial import Trial
from seloste.checker.inventory import System
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord
from seloste.checker.linking.safeguards import Assessment
from seloste.policy.law.law import LawOn
from seloste.policy.promise import Promise


class SystemDrill:
    """The drill of one system. `services`: the same where the services that it uses are judged with all others."""

    def __init__(
        self,
        trial: Trial[System],
        services: Trial[System],
        linked: LinkedRecord[System],
        law: LawOn,
        absences: Absences,
    ) -> None:
        self._trial, self._services, self._linked, self._law = trial, services, linked, law
        self._absences = absences
        self._index: Index = trial.index
        self._policy = trial.index.notice.record

    def run(self, promise: Promise, kind: BreachKind) -> Iterator[Attempt]:
        """The attempts of one kind of breach of one promise; none where it does not bind the system."""
        if kind.side is Side.EVIDENCE:
            trial = self._services if kind.id == "service-added" else self._trial
            for control, change in self._list_changes(promise, kind.id):
                absent = self._absences.explain(kind.id, self._linked)
                yield from trial.try_facts(promise.id, kind, change, absent, control=control)
            return
        if kind.side is Side.PROOF:
            for each in self._list_assessments(promise):
                yield from self._trial.try_document(promise.id, kind, each)
            return
        for control, edits in self._list_edits(promise, kind.id):
            attempt = self._trial.try_edits(promise.id, kind, edits, control=control)
            if attempt is not None:
                yield attempt

    def _list_edits(self, promise: Promise, kind: str) -> Iterator[tuple[str, Iterator[Edit] | Sequence[Edit]]]:
        """The edits to try for each way of the breach, with the control that it is about."""
        policy, linked = self._policy, self._linked
        if promise.section == "retention":
            if any(each.promise == promise.entry for each in linked.retention.comparisons):
                yield "", list_retention_edits(kind, promise.entry, linked, self._law.day)
        elif kind == "assertion-broken":
            yield from (("", edits) for edits in list_assertion_edits(promise.id, linked))
        elif promise.section == "safeguards":
            for each in self._list_assessments(promise):
                yield each.control, list_control_edits(kind, each, self._law.day)
        elif promise.section == "never":
            yield from (("", [edit]) for edit in list_ruled_out_edits(promise.entry, policy))
        elif promise.section == "transfers" and policy.transfers is not None:
            yield "", list_transfer_edits(kind, linked, policy.transfers, self._law)
        else:
            yield "", list_list_edits(kind, linked, policy, self._index)

    def _list_assessments(self, promise: Promise) -> list[Assessment]:
        return [each for each in self._linked.controls if each.promise == promise.entry]

    def _list_changes(self, promise: Promise, kind: str) -> Iterator[tuple[str, FactEdits]]:
        """The changes of facts for each way of the breach, with the control that it is about."""
        policy, linked, day = self._policy, self._linked, self._law.day
        change: FactEdits | None = None
        if promise.section == "safeguards":
            for each in self._list_assessments(promise):
                switched = switch_control(kind, linked, each, day)
                if switched is not None:
                    yield each.control, switched
        elif promise.section == "retention":
            if promise.entry in linked.retention.promises:
                change = change_keeping(kind, linked, policy.retention[promise.entry], day)
        elif promise.section == "never":
            countries = policy.never[promise.entry].countries or ()
            change = move_store(linked, next(iter(countries), None))
        elif kind == "store-moved":
            change = move_store(linked, choose_country(policy, self._law))
        elif kind == "column-added":
            change = add_column(linked, self._index)
        elif kind == "service-added":
            change = add_service(linked, self._index)
        if change is not None:
            yield "", change
