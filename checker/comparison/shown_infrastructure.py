"""What a change adds to the infrastructure: countries and stores that were not there before, and whom they concern."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from seloste.checker.evidence.addresses import split_address, strip_instances
from seloste.checker.evidence.resource import Resource
from seloste.checker.inventory import System
from seloste.checker.linking.entry import DeclaredRecord
from seloste.checker.result import Result

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
class ConcernedSystem:
    """The name of a system, and the people whose data it holds; None where it does not declare them."""

    name: str
    people: People | None


@dataclass(frozen=True)
class ShownInfrastructure:
    """The places and stores that infrastructure shows, and the systems that have any."""

    places: tuple[ShownPlace, ...] = ()
    stores: tuple[ShownStore, ...] = ()
    systems: Mapping[str, ConcernedSystem] = field(default_factory=dict)


@dataclass(frozen=True)
class InfrastructureChange:
    """What a change adds: countries of systems that they were not in before, and stores that were not there."""

    places: tuple[ShownPlace, ...] = ()
    stores: tuple[ShownStore, ...] = ()
    systems: Mapping[str, ConcernedSystem] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether it adds anything."""
        return bool(self.places or self.stores)


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
        concerned[entry.subject] = ConcernedSystem(entry.record.name, _list_people(entry, result))
    if not evidence.is_exhausted:
        for resource in evidence.list_unclaimed_stores(claimed):
            stores[ShownStore("", _name_base(resource))] = None
    return ShownInfrastructure(tuple(places.values()), tuple(stores), concerned)


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
    subjects = {place.subject for place in places.values()} | {store.subject for store in stores}
    systems = {subject: after.systems[subject] for subject in subjects if subject in after.systems}
    return InfrastructureChange(tuple(places.values()), stores, systems)
