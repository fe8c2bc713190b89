"""The hops that infrastructure shows: copies of a system's data, and its resources where it declares no country."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from seloste.checker.evidence.mapping import MappedResource
from seloste.checker.evidence.resource import PlaceFact
from seloste.checker.inventory import Processor, System
from seloste.checker.linking.chains import shorten_chain
from seloste.checker.linking.entry import DeclaredRecord
from seloste.checker.linking.hops import Hop, find_item

#: The most resources in one country that a message names.
_MOST_NAMED = 50


def resource_hops(
    system: DeclaredRecord[System],
    processors: Mapping[str, DeclaredRecord[Processor]],
    resources: Iterable[MappedResource],
) -> Iterator[Hop]:
    """A hop for each country that resources of a system show and that it does not declare, in order.

    A resource itself, and not a copy of it, in another country than the one declared is none: it contradicts the
    declaration, which the rules of infrastructure tell.
    """
    hosting = system.record.hosting
    declared = hosting.effective_country if hosting else None
    host = processors.get(hosting.processor or "") if hosting else None
    shown = _group_by_country(resources, lambda fact: fact.country != declared and (fact.is_copy or declared is None))
    for country, places in shown.items():
        carried = host is not None and find_item(host.record, country) is not None
        yield _make_hop(system, country, places, carried=carried)


def contradicting_hops(system: DeclaredRecord[System], resources: Iterable[MappedResource]) -> Iterator[Hop]:
    """A hop for each country in which resources lie, and not only copies of them, other than the one declared.

    They are judged as contradictions and not as transfers; reports name where the data go all the same.
    """
    hosting = system.record.hosting
    declared = hosting.effective_country if hosting else None
    if declared is not None:
        shown = _group_by_country(resources, lambda fact: fact.country != declared and not fact.is_copy)
        yield from (_make_hop(system, country, places) for country, places in shown.items())


def _group_by_country(
    resources: Iterable[MappedResource], counts: Callable[[PlaceFact], bool]
) -> dict[str, list[tuple[MappedResource, PlaceFact]]]:
    shown: dict[str, list[tuple[MappedResource, PlaceFact]]] = {}
    for mapped in resources:
        for fact in mapped.places:
            if fact.country and counts(fact):
                shown.setdefault(fact.country, []).append((mapped, fact))
    return shown


def _make_hop(
    system: DeclaredRecord[System],
    country: str,
    places: list[tuple[MappedResource, PlaceFact]],
    *,
    carried: bool = False,
) -> Hop:
    ids = dict.fromkeys(mapped.resource.id for mapped, _ in places[:_MOST_NAMED])
    return Hop(
        system,
        country,
        ("hosting",),
        chains=tuple(shorten_chain((system.id, id)) for id in ids),
        carried=carried,
        place=places[0][1].location,
        resources=tuple(ids),
    )
