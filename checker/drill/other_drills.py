"""Every breach of a processor, of the processor list and of the organisation: all of them in records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from seloste.checker.drill.assertion_edits import list_assertion_edits
from seloste.checker.drill.breach import Attempt, BreachKind, Miss, Side
from seloste.checker.drill.edit import Edit, EditKind
from seloste.checker.drill.gate import Gate
from seloste.checker.drill.system_edits import is_implemented, lengthen, list_control_edits, name_unused
from seloste.checker.drill.transfer_edits import list_transfer_edits
from seloste.checker.drill.trial import Trial, match_document, match_findings, remove_document
from seloste.checker.finding import Finding
from seloste.checker.inventory import Processor
from seloste.checker.linking.entry import ORGANISATION
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord, link_organisation
from seloste.checker.linking.safeguards import Assessment
from seloste.policy.declaration import Safeguard
from seloste.policy.law.law import LawOn
from seloste.policy.promise import Promise
from seloste.policy.vocabulary import Role, Status, has_interval

#: Breach → the list of a processor that something is added to.
_LISTS = {"processor-purpose-added": "purposes", "processor-field-added": "fields"}
#: The subject of a breach of the processor list as a whole.
PROCESSOR_LIST = "processors"


class ProcessorDrill:
    """The drill of one processor."""

    def __init__(self, trial: Trial[Processor], linked: LinkedRecord[Processor], law: LawOn) -> None:
        self._trial, self._linked, self._law = trial, linked, law

    def run(self, promise: Promise, kind: BreachKind) -> Iterator[Attempt]:
        """The attempts of one kind of breach of one promise; none where it does not bind the processor."""
        if kind.side is Side.PROOF:
            for each in self._linked.controls:
                if each.promise == promise.entry:
                    yield from self._trial.try_document(promise.id, kind, each)
            return
        for control, edits in self._list_edits(promise, kind.id):
            attempt = self._trial.try_edits(promise.id, kind, edits, control=control)
            if attempt is not None:
                yield attempt

    def _list_edits(self, promise: Promise, kind: str) -> Iterator[tuple[str, Iterator[Edit] | Sequence[Edit]]]:
        policy, linked = self._trial.index.notice.record, self._linked
        if kind == "assertion-broken":
            yield from (("", edits) for edits in list_assertion_edits(promise.id, linked))
        elif promise.section == "safeguards":
            for each in linked.controls:
                if each.promise == promise.entry:
                    yield each.control, list_control_edits(kind, each, self._law.day)
        elif kind in _LISTS:
            known = getattr(policy, _LISTS[kind]), getattr(linked.record, _LISTS[kind])
            yield "", [Edit((_LISTS[kind],), name_unused(*known), EditKind.ADD)]
        elif kind == "role-changed":
            yield "", list(self._list_role_edits())
        elif policy.transfers is not None:
            yield "", list_transfer_edits(kind, linked, policy.transfers, self._law)

    def _list_role_edits(self) -> Iterator[Edit]:
        """A role that the notice does not name; without such words, one of which its users do not speak."""
        promised = self._trial.index.notice.record.processors
        roles = promised.roles if promised and promised.roles is not None else [Role.PROCESSOR]
        is_used = bool(self._trial.index.usage.processors.get(self._trial.entry.id))
        if is_used or (promised and promised.roles is not None):
            yield from (Edit(("role",), role.value) for role in reversed(Role) if role not in roles)


def drill_list(trial: Trial[Processor], kind: BreachKind, promise: Promise) -> Attempt | None:
    """A processor more on the list, like another one, where the notice names those that it has."""
    promised = trial.index.notice.record.processors
    if promised is None or promised.recipients is None:
        return None
    id = name_unused(trial.index.listed, promised.recipients)
    attempt = trial.try_edits(promise.id, kind, [Edit(("name",), id)], id=id)
    return attempt and replace(attempt, subject=PROCESSOR_LIST, edit=f"{PROCESSOR_LIST}.{id}")


class OrganisationDrill:
    """The drill of what the policy file declares of the organisation. `judge`: its findings, by an index."""

    def __init__(self, index: Index, gate: Gate, law: LawOn, judge: Callable[[Index], Sequence[Finding]]) -> None:
        self._index, self._gate, self._law, self._judge = index, gate, law, judge
        self._controls = link_organisation(index, law).controls
        self._before = judge(index)

    def run(self, promise: Promise, kind: BreachKind) -> Iterator[Attempt]:
        """The attempts of one kind of breach of one safeguard; none where it does not bind the organisation."""
        if kind.side is Side.PROOF:
            yield from self._try_documents(promise, kind)
            return
        for assessment in self._controls:
            edited = self._edit(kind.id, assessment)
            if assessment.promise != promise.entry or edited is None:
                continue
            control = assessment.control
            findings = self._judge(self._declare(control, edited))
            matching = match_findings(findings, promise.id, kind, control)
            is_present = bool(match_findings(self._before, promise.id, kind, control))
            miss = self._gate.find_miss(matching, findings) if matching else Miss.NOT_FOUND
            place = next(iter(list_control_edits(kind.id, assessment, self._law.day))).place
            yield Attempt(promise.id, kind, ORGANISATION, miss, is_present, place, control)

    def _try_documents(self, promise: Promise, kind: BreachKind) -> Iterator[Attempt]:
        path = self._index.notice.document.path
        for assessment in self._controls:
            index = remove_document(self._index, assessment, path) if assessment.promise == promise.entry else None
            if index is not None:
                findings = self._judge(index)
                miss = self._gate.find_miss(match_document(findings, kind, assessment), findings)
                place, control = assessment.document, assessment.control
                yield Attempt(promise.id, kind, ORGANISATION, miss, edit=place, control=control)

    def _edit(self, kind: str, assessment: Assessment) -> Safeguard | None:
        """The declaration after the edit; None where there is none to make."""
        declared = assessment.declared or Safeguard(status=Status.IMPLEMENTED)
        if kind == "control-off":
            return declared.model_copy(update={"status": Status.NOT_IMPLEMENTED})
        promised = assessment.promised.parameters.interval
        if promised is None or not is_implemented(assessment.declared) or not has_interval(assessment.control):
            return None
        return declared.model_copy(update={"interval": lengthen(promised, self._law.day)})

    def _declare(self, control: str, declared: Safeguard) -> Index:
        """The index of a notice that declares a control otherwise."""
        notice = self._index.notice
        safeguards = {**notice.record.organisation.safeguards, control: declared}
        organisation = notice.record.organisation.model_copy(update={"safeguards": safeguards})
        record = notice.record.model_copy(update={"organisation": organisation})
        return self._index.replace_keeping_lookups(notice=replace(notice, record=record))
