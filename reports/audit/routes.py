"""The routes of data in words: data subjects, system, companies on the way, country and data.

They say in text what the picture of the flow shows, with details that no line of a picture has room for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import Struct

from seloste.checker.inventory import Processor, System
from seloste.checker.linking.entry import DeclaredRecord, NoticeEntry
from seloste.checker.linking.hops import Hop
from seloste.checker.result import Result
from seloste.reports.audit.names import name_processor, name_recipient
from seloste.reports.language.language import Language, capitalize


class Route(Struct, frozen=True):
    """Data that go the same way.

    `people`, `country` and `data` are None if not declared. `via` is empty if the data stay in the system.
    """

    people: tuple[str, ...] | None
    systems: tuple[str, ...]
    via: tuple[str, ...]
    country: str | None
    data: tuple[str, ...] | None
    #: `hosting`, `processor`, `disclosure`, or `resource` where infrastructure shows it.
    kind: str


#: The people, system, `via`, country, data and kind of a route; and the same without the system.
_Way = tuple[tuple[str, ...] | None, str, tuple[str, ...], str | None, tuple[str, ...] | None, str]
_WayWithoutSystem = tuple[tuple[str, ...] | None, tuple[str, ...], str | None, tuple[str, ...] | None, str]


def list_routes(result: Result, hops: Iterable[Hop], language: Language) -> tuple[Route, ...]:
    """Lists the routes of all hops, in their order; those that differ only in the system are one."""
    context = _RouteContext(result, language)
    systems_by_way: dict[_WayWithoutSystem, dict[str, None]] = defaultdict(dict)
    for hop in hops:
        for people, system, via, country, data, kind in context.list_ways(hop):
            systems_by_way[people, via, country, data, kind][system] = None
    return tuple(
        Route(people, tuple(system for system in systems if system), via, country, data, kind)
        for (people, via, country, data, kind), systems in systems_by_way.items()
    )


class _RouteContext(Struct, frozen=True):
    """Names the steps of routes, for one result in one language."""

    result: Result
    language: Language

    def list_ways(self, hop: Hop) -> Iterator[_Way]:
        """Lists the ways that lead to a hop, one for each chain."""
        country = capitalize(self.language.country(hop.country)) if hop.country else None
        for chain in hop.chains:
            if isinstance(hop.entry, NoticeEntry):
                yield None, "", (name_recipient(chain[-1], self.result, self.language),), country, None, "disclosure"
                continue
            system = self.result.system_entries.get(chain[0])
            start = 1 if system is not None else 0
            via = tuple(self._name_link(id, last=number == len(chain) - 1, hop=hop) for number, id in enumerate(chain))
            people = self._name_people(system) if system else None
            name = system.record.name if system else ""
            yield people, name, via[start:], country, self._name_data(hop, system), _classify_hop(hop)

    def _name_link(self, id: str, *, last: bool, hop: Hop) -> str:
        if last and _classify_hop(hop) == "disclosure":
            return name_recipient(id, self.result, self.language)
        return name_processor(id, self.result)

    def _name_people(self, system: DeclaredRecord[System]) -> tuple[str, ...] | None:
        groups = system.record.data_subjects
        known = self.result.notice.record.data_subjects if self.result.notice else {}
        if groups is None:
            return None
        return tuple(self.language.text(known[group].text) if group in known else group for group in groups)

    def _name_data(self, hop: Hop, system: DeclaredRecord[System] | None) -> tuple[str, ...] | None:
        """Names the data at a hop: the fields of the system or of the processor; None if not declared."""
        if _classify_hop(hop) == "disclosure":
            return None
        fields = hop.entry.record.fields
        known = self.result.notice.record.fields if self.result.notice else {}
        if fields is None:
            return None
        return tuple(self.language.text(known[id].text) if id in known else id for id in fields)


def _classify_hop(hop: Hop) -> str:
    if hop.resources:
        return "resource"
    if isinstance(hop.entry, NoticeEntry) or "disclosures" in hop.steps:
        return "disclosure"
    return "processor" if isinstance(hop.entry.record, Processor) else "hosting"
