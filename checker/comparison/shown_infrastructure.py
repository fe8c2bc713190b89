"""What a change adds to the infrastructure: countries, stores, columns and services, and whom they concern."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from seloste.checker.evidence.addresses import split_address, strip_instances
from seloste.checker.evidence.mapping import MappedResource
from seloste.checker.evidence.resource import Resource, ServiceFact
from seloste.checker.inventory import System
from seloste.checker.linking.entry import DeclaredRecord
from seloste.checker.linking.linked_columns import link_columns
from seloste.checker.result import Result

T = TypeVar("T")
#: People as the notice names them, in each language; or as the system does, where the notice lacks them.
People = tuple[Mapping[str, str] | str, ...]


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A country in which data of a system lie, or a copy of them, and a resource that shows it.

    Without a resource it is the country that the system itself declares.
    """

    subject: str
    country: str
    resource: str = ""
    is_copy: bool = False


@dataclass(frozen=True, slots=True)
class ShownStore:
    """A resource that stores data, and the system that it belongs to; empty for none. The instances of one are one."""

    subject: str
    resource: str


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column that holds personal data, `customers.email`, and the kind of the data.

    `fields`: the fields of the notice that name such data, in its words; None where it is not known.
    """

    subject: str
    column: str
    kind: str
    fields: People | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ShownService:
    """A service of another company that a system uses, by its id; `subject` is empty for a resource of no system.

    `sign`: what names it, a variable or a host, say.
    """

    subject: str
    service: str
    sign: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ConcernedSystem:
    """The name of a system, and the people whose data it holds; None where it does not declare them."""

    name: str
    people: People | None


@dataclass(frozen=True)
class ShownInfrastructure:
    """What infrastructure shows, and the systems that have any of it.

    The columns and services are None where they are not known, as in a report of an earlier version.
    """

    places: tuple[ShownPlace, ...] = ()
    stores: tuple[ShownStore, ...] = ()
    columns: tuple[ShownColumn, ...] | None = None
    services: tuple[ShownService, ...] | None = None
    systems: Mapping[str, ConcernedSystem] = field(default_factory=dict)


@dataclass(frozen=True)
class InfrastructureChange:
    """What a change adds: countries of systems that they were not in before; stores, columns and services."""

    places: tuple[ShownPlace, ...] = ()
    stores: tuple[ShownStore, ...] = ()
    columns: tuple[ShownColumn, ...] = ()
    services: tuple[ShownService, ...] = ()
    systems: Mapping[str, ConcernedSystem] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether it adds anything."""
        return bool(self.places or self.stores or self.columns or self.services)


NOTHING_NEW = InfrastructureChange()


def list_infrastructure(result: Result) -> ShownInfrastructure | None:
    """What infrastructure shows in a result.

    None where no evidence was given, or where that of some system is not known: each must have been judged here.
    """
    evidence = result.index.evidence if result.index else None
    if evidence is None or not evidence.is_given or len(result.system_entries) < result.systems:
        return None
    places: dict[tuple[str, str, bool], ShownPlace] = {}
    stores: dict[ShownStore, None] = {}
    columns: dict[ShownColumn, None] = {}
    services: dict[ShownService, None] = {}
    claimed: set[int] = set()
    concerned: dict[str, ConcernedSystem] = {}
    for id, entry in result.system_entries.items():
        resources = evidence.list_resources(id, entry.record)
        claimed.update(mapped.resource.number for mapped in resources)
        for place in _list_declared(entry):
            places.setdefault((place.subject, place.country, False), place)
        for mapped in resources:
            if mapped.resource.stores_data:
                stores[ShownStore(entry.subject, _name_base(mapped.resource))] = None
            for fact in mapped.places:
                place = ShownPlace(entry.subject, fact.country or "", _name_base(mapped.resource), fact.is_copy)
                places.setdefault((place.subject, place.country, place.is_copy), place)
            services.update(dict.fromkeys(_list_services(entry.subject, mapped.resource)))
        columns.update(dict.fromkeys(_list_columns(entry, resources, result)))
        concerned[entry.subject] = ConcernedSystem(entry.record.name, _list_people(entry, result))
    if not evidence.is_exhausted:
        for resource in evidence.list_unclaimed_stores(claimed):
            stores[ShownStore("", _name_base(resource))] = None
        for resource in evidence.resources:
            if resource.number not in claimed:
                services.update(dict.fromkeys(_list_services("", resource)))
    return ShownInfrastructure(tuple(places.values()), tuple(stores), tuple(columns), tuple(services), concerned)


def _list_services(subject: str, resource: Resource) -> Iterator[ShownService]:
    """The services that a resource uses for certain."""
    for fact in resource.facts:
        if isinstance(fact, ServiceFact) and fact.is_certain:
            yield ShownService(subject, fact.service, fact.value)


def _list_columns(
    entry: DeclaredRecord[System], resources: Iterable[MappedResource], result: Result
) -> Iterator[ShownColumn]:
    """The columns of a system's tables that hold personal data, with the fields of the notice that name such data."""
    if result.index is None:
        return
    fields = result.index.notice.record.fields
    for column in link_columns(entry.record, resources, result.index.named_kinds):
        named = tuple(fields[field].text for field in result.index.named_kinds.list_fields(column.fact.kind))
        yield ShownColumn(entry.subject, column.name, column.fact.kind, named)


def _list_declared(entry: DeclaredRecord[System]) -> Iterator[ShownPlace]:
    hosting = entry.record.hosting
    if hosting is not None and hosting.effective_country:
        yield ShownPlace(entry.subject, hosting.effective_country)


def _name_base(resource: Resource) -> str:
    """The id of a resource without the keys of its instances."""
    if resource.source != "terraform":
        return resource.id
    base = ".".join(strip_instances(split_address(resource.source, resource.address)))
    return f"{resource.source}:{base}"


def _list_people(entry: DeclaredRecord[System], result: Result) -> People | None:
    groups = entry.record.data_subjects
    known = result.notice.record.data_subjects if result.notice else {}
    return None if groups is None else tuple(known[group].text if group in known else group for group in groups)


def compare_infrastructure(
    before: ShownInfrastructure | None, after: ShownInfrastructure | None
) -> InfrastructureChange:
    """What is there after and was not before. A store that moved to another system is none that was added."""
    if before is None or after is None:
        return NOTHING_NEW
    countries = {(place.subject, place.country) for place in before.places}
    known = {store.resource for store in before.stores}
    places: dict[tuple[str, str], ShownPlace] = {}
    for place in after.places:
        pair = (place.subject, place.country)
        if place.resource and pair not in countries and not (pair in places and place.is_copy):
            places[pair] = place
    stores = tuple(store for store in after.stores if store.resource not in known)
    columns = _list_new(before.columns, after.columns)
    services = _list_new(before.services, after.services)
    shown: Iterable[ShownPlace | ShownStore | ShownColumn | ShownService] = (
        *places.values(),
        *stores,
        *columns,
        *services,
    )
    systems = {each.subject: after.systems[each.subject] for each in shown if each.subject in after.systems}
    return InfrastructureChange(tuple(places.values()), stores, columns, services, systems)


def _list_new(before: tuple[T, ...] | None, after: tuple[T, ...] | None) -> tuple[T, ...]:
    """What was not there before; nothing where that is not known."""
    known = frozenset(before or ())
    return tuple(each for each in after or () if before is not None and each not in known)
