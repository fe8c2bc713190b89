"""What all systems together use of the notice and of the processor list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from seloste.checker.evidence.resource import EvidenceKind
from seloste.checker.inventory import System
from seloste.checker.linking.entry import DeclaredRecord


class Usage(Struct):
    """The purposes, fields, sources, groups and processors that systems use; gathered system by system and merged."""

    purposes: set[str] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    data_subjects: set[str] = field(default_factory=set)
    #: processor id → the systems that use it themselves, in the order in which they were read
    processors: dict[str, list[str]] = field(default_factory=dict)
    #: the processors that host a system, and so hold its data → the systems that each hosts
    hosts: dict[str, list[str]] = field(default_factory=dict)
    #: system → what its infrastructure shows of each safeguard as a whole: promise and control → kind of evidence
    shown: dict[str, Mapping[tuple[str, str], EvidenceKind]] = field(default_factory=dict)
    #: the processors that host a system → the providers that they run on, as systems name them
    host_providers: dict[str, set[str]] = field(default_factory=dict)
    #: the same processors → the countries in which those systems run
    host_countries: dict[str, set[str]] = field(default_factory=dict)
    #: resource that shows services of other companies, by its number → the name of the first system that it is of
    service_users: dict[int, str] = field(default_factory=dict)
    #: system → `purposes`, `fields` or `data_subjects` → what it has of them, and so gives its processors
    items: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)

    def add(self, other: Usage) -> None:
        """Merges the usage of other systems into this one."""
        self.purposes |= other.purposes
        self.fields |= other.fields
        self.sources |= other.sources
        self.data_subjects |= other.data_subjects
        for host, systems in other.hosts.items():
            self.hosts.setdefault(host, []).extend(systems)
        self.shown.update(other.shown)
        for processor, systems in other.processors.items():
            self.processors.setdefault(processor, []).extend(systems)
        self.items.update(other.items)
        for own, others in (
            (self.host_providers, other.host_providers),
            (self.host_countries, other.host_countries),
        ):
            for host, values in others.items():
                own.setdefault(host, set()).update(values)
        for number, system in other.service_users.items():
            self.add_service_users(system, (number,))

    def add_service_users(self, system: str, numbers: Iterable[int]) -> None:
        """Adds the resources of a system that show services of other companies. Of several systems the first counts."""
        for number in numbers:
            self.service_users[number] = min(system, self.service_users.get(number, system))


def usage_of(system: DeclaredRecord[System]) -> Usage:
    """The usage of one system."""
    record = system.record
    used = list(dict.fromkeys(record.processors or ()))
    hosts: dict[str, list[str]] = {}
    providers: dict[str, set[str]] = {}
    countries: dict[str, set[str]] = {}
    if record.hosting and record.hosting.processor:
        hosts[record.hosting.processor] = [system.id]
        providers[record.hosting.processor] = {record.hosting.provider or ""} - {""}
        countries[record.hosting.processor] = {record.hosting.effective_country or ""} - {""}
        if record.hosting.processor not in used:
            used.append(record.hosting.processor)
    return Usage(
        purposes=set(record.every_purpose or ()),
        fields=set(record.fields or ()),
        sources=set(record.sources or ()),
        data_subjects=set(record.data_subjects or ()),
        processors={processor: [system.id] for processor in used},
        hosts=hosts,
        host_providers=providers,
        host_countries=countries,
        items={
            system.id: {
                "purposes": tuple(record.every_purpose or ()),
                "fields": tuple(record.fields or ()),
                "data_subjects": tuple(record.data_subjects or ()),
            }
        }
        if used
        else {},
    )
