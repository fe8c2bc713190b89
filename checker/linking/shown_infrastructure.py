"""What infrastructure shows of each system: countries, stores, columns and services, and whom they concern."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from msgspec import Struct, field

from seloste.checker.evidence.addresses import split_address, strip_instances
from seloste.checker.evidence.resource import Resource, ServiceFact
from seloste.checker.inventory import System
from seloste.checker.linking.entry import DeclaredRecord
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord

#: People as the notice names them, in each language; or as the system does, where the notice lacks them.
People = tuple[Mapping[str, str] | str, ...]


class ShownPlace(Struct, frozen=True):
    """A country in which data of a system lie, or a copy of them, and a resource that shows it.

    Without a resource it is the country that the system itself declares.
    """

    subject: str
    country: str
    resource: str = ""
    is_copy: bool = False


class ShownStore(Struct, frozen=True):
    """A resource that stores data, and the system that it belongs to; empty for none. The instances of one are one."""

    subject: str
    resource: str


class _Identified(Struct, frozen=True, eq=False):
    """Something that infrastructure shows, which is the same whatever else is known of it."""

    @property
    def identity(self) -> tuple[str, ...]:
        """What makes it the same."""
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self.identity == other.identity

    def __hash__(self) -> int:
        return hash(self.identity)


class ShownColumn(_Identified, frozen=True, eq=False):
    """A column that holds personal data, `customers.email`, and the kind of the data.

    `fields`: the fields of the notice that name such data, in its words; None where it is not known.
    """

    subject: str
    column: str
    kind: str
    fields: People | None = None

    @property
    def identity(self) -> tuple[str, ...]:
        """The system, the column and the kind, whatever the notice calls such data."""
        return (self.subject, self.column, self.kind)


class ShownService(_Identified, frozen=True, eq=False):
    """A service of another company that a system uses, by its id; `subject` is empty for a resource of no system.

    `sign`: what names it, a variable or a host, say.
    """

    subject: str
    service: str
    sign: str = ""

    @property
    def identity(self) -> tuple[str, ...]:
        """The system and the service, whatever names it."""
        return (self.subject, self.service)


class ConcernedSystem(Struct, frozen=True):
    """The name of a system, and the people whose data it holds; None where it does not declare them."""

    name: str
    people: People | None


class ShownInfrastructure(Struct, frozen=True):
    """What infrastructure shows, and the systems that have any of it.

    The columns and services are None where they are not known, as in a report of an earlier version.
    """

    places: tuple[ShownPlace, ...] = ()
    stores: tuple[ShownStore, ...] = ()
    columns: tuple[ShownColumn, ...] | None = None
    services: tuple[ShownService, ...] | None = None
    systems: Mapping[str, ConcernedSystem] = field(default_factory=dict)


def show_infrastructure(system: LinkedRecord[System], index: Index) -> ShownInfrastructure:
    """What infrastructure shows of one system, beside the country that it declares."""
    places: dict[tuple[str, bool], ShownPlace] = {}
    stores: dict[ShownStore, None] = {}
    services: dict[ShownService, None] = {}
    for place in _list_declared(system):
        places.setdefault((place.country, False), place)
    for mapped in system.resources:
        if mapped.resource.stores_data:
            stores[ShownStore(system.subject, _name_base(mapped.resource))] = None
        for fact in mapped.places:
            country = fact.country or ""
            if (country, fact.is_copy) not in places:
                place = ShownPlace(system.subject, country, _name_base(mapped.resource), fact.is_copy)
                places[country, fact.is_copy] = place
        services.update(dict.fromkeys(_list_services(system.subject, mapped.resource)))
    columns = tuple(dict.fromkeys(_list_columns(system, index)))
    concerned = {system.subject: ConcernedSystem(system.record.name, _list_people(system, index))}
    return ShownInfrastructure(tuple(places.values()), tuple(stores), columns, tuple(services), concerned)


def join_infrastructure(
    systems: Iterable[ShownInfrastructure], index: Index, claimed: Container[int]
) -> ShownInfrastructure | None:
    """What infrastructure shows of all systems, and of the resources that belong to none; None without evidence.

    Args:
        systems: What it shows of each.
        index: The index with the evidence.
        claimed: The numbers of the resources that belong to a system.
    """
    evidence = index.evidence
    if not evidence.is_given:
        return None
    places: list[ShownPlace] = []
    stores: dict[ShownStore, None] = {}
    columns: list[ShownColumn] = []
    services: dict[ShownService, None] = {}
    concerned: dict[str, ConcernedSystem] = {}
    for each in systems:
        places += each.places
        stores.update(dict.fromkeys(each.stores))
        columns += each.columns or ()
        services.update(dict.fromkeys(each.services or ()))
        concerned |= each.systems
    if not evidence.is_exhausted:
        for resource in evidence.list_unclaimed_stores(claimed):
            stores[ShownStore("", _name_base(resource))] = None
        for resource in evidence.resources:
            if resource.number not in claimed:
                services.update(dict.fromkeys(_list_services("", resource)))
    return ShownInfrastructure(tuple(places), tuple(stores), tuple(columns), tuple(services), concerned)


def _list_services(subject: str, resource: Resource) -> Iterator[ShownService]:
    """The services that a resource uses for certain."""
    for fact in resource.facts:
        if isinstance(fact, ServiceFact) and fact.is_certain:
            yield ShownService(subject, fact.service, fact.value)


def _list_columns(system: LinkedRecord[System], index: Index) -> Iterator[ShownColumn]:
    """The columns of a system's tables that hold personal data, with the fields of the notice that name such data."""
    fields = index.notice.record.fields
    for column in system.columns:
        named = tuple(fields[field].text for field in index.named_kinds.list_fields(column.fact.kind))
        yield ShownColumn(system.subject, column.name, column.fact.kind, named)


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


def _list_people(system: DeclaredRecord[System], index: Index) -> People | None:
    groups, known = system.record.data_subjects, index.notice.record.data_subjects
    return None if groups is None else tuple(known[group].text if group in known else group for group in groups)
