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

    def add_system(self, system: DeclaredRecord[System]) -> None:
        """Adds the usage of one system."""
        record, hosting = system.record, system.record.hosting
        purposes, used = record.every_purpose or (), record.processors or ()
        self.purposes.update(purposes)
        self.fields.update(record.fields or ())
        self.sources.update(record.sources or ())
        self.data_subjects.update(record.data_subjects or ())
        host = hosting.processor if hosting else None
        if hosting and host:
            self.hosts.setdefault(host, []).append(system.id)
            self.host_providers.setdefault(host, set()).update(filter(None, (hosting.provider,)))
            self.host_countries.setdefault(host, set()).update(filter(None, (hosting.effective_country,)))
            used = (*used, host)
        for processor in dict.fromkeys(used):
            self.processors.setdefault(processor, []).append(system.id)
        if used:
            self.items[system.id] = {
                "purposes": tuple(purposes),
                "fields": tuple(record.fields or ()),
                "data_subjects": tuple(record.data_subjects or ()),
            }

    def add_service_users(self, system: str, numbers: Iterable[int]) -> None:
        """Adds the resources of a system that show services of other companies. Of several systems the first counts."""
        for number in numbers:
            self.service_users[number] = min(system, self.service_users.get(number, system))
