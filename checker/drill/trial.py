"""One subject of a drill: its record as it is and as each edit leaves it, judged as the check judges it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Generic, TypeVar

from msgspec import Struct, field

from seloste.checker.drill.breach import Attempt, BreachKind, Miss
from seloste.checker.drill.edit import Edit, EditKind, apply_edit
from seloste.checker.drill.fact_edits import FactEdits
from seloste.checker.drill.gate import Gate
from seloste.checker.finding import Finding
from seloste.checker.inventory import Processor, System
from seloste.checker.linking.entry import DeclaredRecord
from seloste.checker.linking.index import Index
from seloste.checker.linking.safeguards import Assessment

R = TypeVar("R", System, Processor)
#: Judges a record, by the index.
Judge = Callable[[DeclaredRecord[R], Index], Sequence[Finding]]
#: So many edits are tried for one breach, where the first ones break nothing.
_MOST_EDITS = 8


class Trial(Struct, Generic[R], eq=False, dict=True):
    """One record, to be edited and judged again and again. `before`: what is found of it as it is."""

    entry: DeclaredRecord[R]
    index: Index
    gate: Gate
    judge: Judge[R]
    before: Sequence[Finding]
    _judged: dict[str, Sequence[Finding] | None] = field(default_factory=dict)

    def try_edits(
        self, promise: str, kind: BreachKind, edits: Iterable[Edit], *, control: str = "", id: str = ""
    ) -> Attempt | None:
        """The breach by the first edit that a rule finds; None where no edit is possible. `id`: as in `apply_edit`."""
        first: Edit | None = None
        for _, edit in zip(range(_MOST_EDITS), edits, strict=False):
            findings = self._judge_edited(edit, id)
            if findings is None:
                continue
            first = first or edit
            matching = match_findings(findings, promise, kind, control)
            if matching:
                new = self._list_new(matching)
                was_so = edit.kind is EditKind.SET and bool(match_findings(self.before, promise, kind, control))
                miss = self.gate.find_miss(new or matching, findings)
                return self._attempt(promise, kind, miss, edit.place, control, is_present=was_so or not new)
        return None if first is None else self._attempt(promise, kind, Miss.NOT_FOUND, first.place, control)

    def _judge_edited(self, edit: Edit, id: str) -> Sequence[Finding] | None:
        key = f"{id} {edit.kind.name} {edit.steps!r} {edit.value!r}"
        if key not in self._judged:
            edited = apply_edit(self.entry, edit, id=id)
            self._judged[key] = None if edited is None else self.judge(edited, self.index)
        return self._judged[key]

    def try_facts(
        self, promise: str, kind: BreachKind, change: FactEdits, absent: Miss, *, control: str = ""
    ) -> list[Attempt]:
        """The breach as each changed fact shows it. `absent`: why nothing shows it, where nothing does."""
        attempts = []
        for edit in change.edits:
            evidence = self.index.evidence.replace_facts(edit.resource.resource.number, edit.facts)
            findings = self.judge(self.entry, self.index.replace_evidence(evidence))
            matching = match_findings(findings, promise, kind, control)
            new = self._list_new(matching)
            miss = self.gate.find_miss(new or matching, findings)
            is_present = bool(matching) and not new
            attempts.append(self._attempt(promise, kind, miss, edit.place, control, is_present=is_present))
        if change.miss is not None:
            miss = absent if change.miss is Miss.NOT_SHOWN else change.miss
            attempts.append(self._attempt(promise, kind, miss, "", control))
        return attempts

    def try_document(self, promise: str, kind: BreachKind, assessment: Assessment) -> Iterator[Attempt]:
        """The document that bears a control of the record out is gone; nothing where none does."""
        path = self.entry.document.path
        index = remove_document(self.index, assessment, path)
        if index is not None:
            findings = self.judge(self.entry, index)
            miss = self.gate.find_miss(match_document(findings, kind, assessment), findings)
            yield self._attempt(promise, kind, miss, assessment.document, assessment.control)

    def _list_new(self, matching: Iterable[Finding]) -> list[Finding]:
        """Those that are not found of the record as it is."""
        return [each for each in matching if each.fingerprint not in self._known]

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(each.fingerprint for each in self.before)

    def _attempt(
        self, promise: str, kind: BreachKind, miss: Miss | None, edit: str, control: str, *, is_present: bool = False
    ) -> Attempt:
        return Attempt(promise, kind, self.entry.subject, miss, is_present, edit, control)


def remove_document(index: Index, assessment: Assessment, path: str) -> Index | None:
    """The index of a tree without the document that bears a control out; None where none does. `path`: the record's."""
    if not assessment.is_documented or index.documents is None:
        return None
    return index.replace_documents(index.documents.without(assessment.document, path))


def match_document(findings: Iterable[Finding], kind: BreachKind, assessment: Assessment) -> list[Finding]:
    """The findings on the document that bears a control out. They contradict no promise."""
    return [each for each in findings if each.rule in kind.rules and each.value == assessment.document]


def match_findings(findings: Iterable[Finding], promise: str, kind: BreachKind, control: str) -> list[Finding]:
    """The findings of the rules of a breach against a promise; of a control, those about it."""
    about = f"{control}:" if control else ""
    return [
        each
        for each in findings
        if each.promise == promise
        and each.rule in kind.rules
        and any(part.startswith(about) for part in each.value.split() or ("",))
    ]
