"""Every way that data go, in words: whose, from which system, through whom, where, and which data.

The picture of the flow shows the same; this is its text, and has what no line of a picture can carry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from seloste.checker.inventory import Processor, System
from seloste.checker.linking.entry import DeclaredRecord, NoticeEntry
from seloste.checker.linking.hops import Hop
from seloste.checker.result import Result
from seloste.reports.language.language import Language, capital


@dataclass(frozen=True, slots=True)
class Route:
    """Data that go the same way: the people, the systems, those they pass, the country, and the data themselves.

    Empty `via`: the system itself is there. None: not declared.
    """

    people: tuple[str, ...] | None
    systems: tuple[str, ...]
    via: tuple[str, ...]
    country: str | None
    data: tuple[str, ...] | None
    #: Hosting, processor or disclosure.
    kind: str


_Way = tuple[tuple[str, ...] | None, str, tuple[str, ...], str | None, tuple[str, ...] | None, str]
_Alike = tuple[tuple[str, ...] | None, tuple[str, ...], str | None, tuple[str, ...] | None, str]


def routes_of(result: Result, hops: Iterable[Hop], language: Language) -> tuple[Route, ...]:
    """The ways of all hops, in their order; those that differ in the system alone are one."""
    told = _RouteContext(result, language)
    alike: dict[_Alike, dict[str, None]] = defaultdict(dict)
    for hop in hops:
        for people, system, via, country, data, kind in told.ways(hop):
            alike[people, via, country, data, kind][system] = None
    return tuple(
        Route(people, tuple(system for system in systems if system), via, country, data, kind)
        for (people, via, country, data, kind), systems in alike.items()
    )


@dataclass(frozen=True, slots=True)
class _RouteContext:
    result: Result
    language: Language

    def ways(self, hop: Hop) -> Iterator[_Way]:
        """Each chain that leads to a hop."""
        country = capital(self.language.country(hop.country)) if hop.country else None
        for chain in hop.chains:
            if isinstance(hop.entry, NoticeEntry):
                yield None, "", (self._recipient(chain[-1]),), country, None, "disclosure"
                continue
            system = self.result.system_entries.get(chain[0])
            start = 1 if system is not None else 0
            via = tuple(self._called(id, last=number == len(chain) - 1, hop=hop) for number, id in enumerate(chain))
            people = self._people(system) if system else None
            name = system.record.name if system else ""
            yield people, name, via[start:], country, self._data(hop, system), _kind(hop)

    def _called(self, id: str, *, last: bool, hop: Hop) -> str:
        if last and _kind(hop) == "disclosure":
            return self._recipient(id)
        entry = self.result.processor_entries.get(id)
        return entry.record.name if entry else id

    def _recipient(self, id: str) -> str:
        notice = self.result.notice
        disclosures = notice.record.disclosures if notice else None
        known = disclosures.recipients if disclosures else {}
        return self.language.text(known[id].text) if id in known else id

    def _people(self, system: DeclaredRecord[System]) -> tuple[str, ...] | None:
        groups = system.record.data_subjects
        known = self.result.notice.record.data_subjects if self.result.notice else {}
        if groups is None:
            return None
        return tuple(self.language.text(known[group].text) if group in known else group for group in groups)

    def _data(self, hop: Hop, system: DeclaredRecord[System] | None) -> tuple[str, ...] | None:
        """What is declared to be there: all that the system holds, or what the processor is declared to be given."""
        if _kind(hop) == "disclosure":
            return None
        fields = hop.entry.record.fields
        known = self.result.notice.record.fields if self.result.notice else {}
        if fields is None:
            return None
        return tuple(self.language.text(known[id].text) if id in known else id for id in fields)


def _kind(hop: Hop) -> str:
    if isinstance(hop.entry, NoticeEntry) or "disclosures" in hop.steps:
        return "disclosure"
    return "processor" if isinstance(hop.entry.record, Processor) else "hosting"
