"""The hops that infrastructure shows: copies of a system's data, and its resources where it declares no country."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

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
    shown: dict[str, list[tuple[MappedResource, PlaceFact]]] = {}
    for mapped in resources:
        for fact in mapped.places:
            if fact.country and fact.country != declared and (fact.is_copy or declared is None):
                shown.setdefault(fact.country, []).append((mapped, fact))
    host = processors.get(hosting.processor or "") if hosting else None
    for country, places in shown.items():
        ids = dict.fromkeys(mapped.resource.id for mapped, _ in places[:_MOST_NAMED])
        yield Hop(
            system,
            country,
            ("hosting",),
            chains=tuple(shorten_chain((system.id, id)) for id in ids),
            carried=host is not None and find_item(host.record, country) is not None,
            place=places[0][1].location,
            resources=tuple(ids),
        )
