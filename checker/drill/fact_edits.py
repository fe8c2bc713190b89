"""The facts of infrastructure that show each promise broken, on resources that are really there: one fact at a time.

A breach that no fact could show here is not made up: why nothing would show it is told instead.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from seloste.checker.drill.breach import Miss, load_drills
from seloste.checker.drill.system_edits import lengthen, shorten
from seloste.checker.evidence.mapping import MappedResource, list_stores
from seloste.checker.evidence.resource import (
    Basis,
    ColumnFact,
    ControlFact,
    ControlShown,
    EvidenceKind,
    Fact,
    KeepingFact,
    Kept,
    PlaceFact,
    ServiceFact,
    ServiceSign,
)
from seloste.checker.inventory import System
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord
from seloste.checker.linking.safeguards import Assessment
from seloste.checker.linking.used_services import is_declared
from seloste.checker.verdicts.shown import CONTROLS_OF_EVERY_STORE
from seloste.policy.commitments import Retention
from seloste.policy.law.law import LawOn
from seloste.policy.notice import Policy
from seloste.policy.personal_data.columns import Holding

#: Of a system with very many resources, so many facts are changed for one breach.
MOST_FACTS = 3
_COPIES = frozenset({Kept.BACKUPS, Kept.VERSIONS, Kept.DELETED})
_TABLES = frozenset({"sql"})
_USERS = frozenset({"terraform", "kubernetes", "compose"})


class FactEdit(Struct, frozen=True):
    """The facts of one resource after the change, and the attribute that shows it."""

    resource: MappedResource
    facts: tuple[Fact, ...]
    attribute: str

    @property
    def place(self) -> str:
        """The resource and the attribute: `terraform:aws_db_instance.crm storage_encrypted`."""
        return f"{self.resource.resource.id} {self.attribute}".rstrip()


class FactEdits(Struct, frozen=True):
    """The changes to try. `miss`: why some part of the system, or all of it, would not show the breach."""

    edits: tuple[FactEdit, ...] = ()
    miss: Miss | None = None


def switch_control(kind: str, system: LinkedRecord[System], assessment: Assessment, day: date) -> FactEdits | None:
    """A promised control is switched off, or done less often, as one resource after another shows it."""
    promised = assessment.promised.parameters.interval
    longer = lengthen(promised, day) if promised else None
    rarer = kind == "control-done-rarer"
    if assessment.control not in load_drills().shown_controls or (rarer and longer is None):
        return None

    def change(fact: Fact) -> Fact | None:
        if not isinstance(fact, ControlFact) or fact.control != assessment.control:
            return None
        if fact.shown is ControlShown.UNKNOWN or (rarer and fact.interval is None):
            return None
        return replace(fact, interval=longer) if rarer else replace(fact, shown=ControlShown.OFF)

    needed = system.resources if assessment.control in CONTROLS_OF_EVERY_STORE else ()
    return _change_facts(system, change, needed)


def move_store(system: LinkedRecord[System], country: str | None) -> FactEdits | None:
    """A store of the system, or a copy, lies in a country to which the promise does not let it."""

    def change(fact: Fact) -> Fact | None:
        shows = isinstance(fact, PlaceFact) and fact.country and fact.basis is not Basis.HINT
        return replace(fact, country=country) if shows and isinstance(fact, PlaceFact) else None

    return None if country is None else _change_facts(system, change, system.resources)


def choose_country(policy: Policy, law: LawOn) -> str | None:
    """A country to which the notice lets nothing go: outside its area, and none of those that it names."""
    transfers = policy.transfers
    if transfers is None:
        return None
    named = {*(transfers.countries or ()), *(transfers.hosting or ())}
    outside = (each for each in load_drills().countries if law.is_outside(each, transfers.area))
    return next((each for each in outside if each not in named), None)


def change_keeping(kind: str, system: LinkedRecord[System], promise: Retention, day: date) -> FactEdits | None:
    """Copies are kept longer than the promised maximum, or a store deletes sooner than the minimum."""
    later = kind == "copies-kept-longer"
    limit = promise.maximum if later else promise.minimum
    if limit is None or promise.permanent:
        return None
    period = lengthen(limit.period, day) if later else shorten(limit.period, day)
    if period is None:
        return None

    def change(fact: Fact) -> Fact | None:
        if not isinstance(fact, KeepingFact):
            return None
        fits = fact.kept in _COPIES if later else fact.kept is Kept.DATA
        return replace(fact, period=period) if fits else None

    return _change_facts(system, change, ())


def add_column(system: LinkedRecord[System], index: Index) -> FactEdits:
    """A table of the system gets a column of personal data that no field of the system is."""

    def add(mapped: MappedResource) -> Fact:
        named = {kind for each in system.record.fields or () for kind in index.named_kinds.find(each)}
        kind = next((each for each in load_drills().data_kinds if each not in named), "")
        name, location = load_drills().name, mapped.resource.location
        table = mapped.resource.address.rpartition(".")[2]
        strength = _find_strength(mapped)
        return ColumnFact(
            attribute=name, location=location, strength=strength, table=table, holding=Holding.YES, kind=kind
        )

    return _add_fact(system, _TABLES, add)


def add_service(system: LinkedRecord[System], index: Index) -> FactEdits:
    """A resource of the system begins to use a service of a company that no list has."""
    used = {fact.service for _, fact in index.evidence.services}
    free = (each for each in load_drills().services if each not in used and not is_declared(each, index))
    service = next(free, "")

    def add(mapped: MappedResource) -> Fact:
        return ServiceFact(
            attribute=load_drills().name,
            location=mapped.resource.location,
            strength=_find_strength(mapped),
            service=service,
            sign=ServiceSign.HOST,
            value=service,
        )

    return _add_fact(system, _USERS, add)


def _find_strength(mapped: MappedResource) -> EvidenceKind:
    return max(
        (fact.strength for fact in mapped.resource.facts), key=lambda kind: kind.rank, default=EvidenceKind.CONFIGURED
    )


def _add_fact(
    system: LinkedRecord[System], sources: Collection[str], add: Callable[[MappedResource], Fact]
) -> FactEdits:
    """One more fact of each of the first resources of some sources."""
    fitting = [mapped for mapped in system.resources if mapped.resource.source in sources]
    edits = (FactEdit(each, (*each.resource.facts, add(each)), "") for each in fitting[:MOST_FACTS])
    return FactEdits(tuple(edits), None if fitting else Miss.NOT_SHOWN)


def _change_facts(
    system: LinkedRecord[System], change: Callable[[Fact], Fact | None], needed: Iterable[MappedResource]
) -> FactEdits:
    """One fact after another changed. `needed`: the resources of which each that stores data must show one."""
    edits = list(_list_changes(system.resources, change))
    showing = {each.resource.resource.number for each in edits}
    stores = list_stores(needed)
    is_whole = all(showing & {each.resource.number, *each.dependents} for each in stores)
    miss = None if edits and is_whole else Miss.PARTLY_SHOWN if edits else Miss.NOT_SHOWN
    return FactEdits(_choose(edits), miss)


def _list_changes(resources: Iterable[MappedResource], change: Callable[[Fact], Fact | None]) -> Iterator[FactEdit]:
    for mapped in resources:
        facts = mapped.resource.facts
        for number, fact in enumerate(facts):
            changed = change(fact)
            if changed is not None:
                yield FactEdit(mapped, (*facts[:number], changed, *facts[number + 1 :]), fact.attribute)


def _choose(edits: list[FactEdit]) -> tuple[FactEdit, ...]:
    """The edits; of very many, the first, the last and those between them at equal distances."""
    if len(edits) <= MOST_FACTS:
        return tuple(edits)
    return tuple(edits[number * (len(edits) - 1) // (MOST_FACTS - 1)] for number in range(MOST_FACTS))
