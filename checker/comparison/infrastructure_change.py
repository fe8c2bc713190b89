"""What a change adds to the infrastructure: countries, stores, columns and services, and whom they concern."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from msgspec import Struct, field

from seloste.checker.linking.shown_infrastructure import (
    ConcernedSystem,
    ShownColumn,
    ShownInfrastructure,
    ShownPlace,
    ShownService,
    ShownStore,
)

T = TypeVar("T")


class InfrastructureChange(Struct, frozen=True):
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
