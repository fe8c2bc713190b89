"""What was read of infrastructure: the files, and the resources of each system with the places that they show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from seloste.checker.evidence.mapping import MappedResource
from seloste.checker.evidence.resource import EvidenceKind, PlaceFact, Resource
from seloste.checker.result import Result
from seloste.reports.audit.findings import ReportedFinding
from seloste.reports.language.language import Language, capitalize

#: The reason why a resource was not checked: nothing is known of its type.
_UNKNOWN_TYPE = "unknown-type"
_UNMAPPED = "evidence/resource-unmapped"
#: The most resources that a page lists; the workbook has all of them.
MOST_RESOURCES = 300


class ResourceRow(Struct, frozen=True):
    """A resource of a system: where it lies, where copies of its data lie, and how strong what it shows is."""

    system: str
    resource: str
    type: str
    stores_data: bool
    places: tuple[str, ...]
    copies: tuple[str, ...]
    #: The strongest kind of what it shows; empty where it shows nothing.
    strength: str
    place: str


class EvidenceFileRow(Struct, frozen=True):
    """A file that was read as evidence, and the number of resources that were read from it or are shown there."""

    path: str
    resources: int


class Infrastructure(Struct, frozen=True):
    """What was read of infrastructure.

    Attributes:
        files: The files that are evidence.
        resources: The resources of systems, those that store data first.
        systems: The number of systems that have resources.
        unmapped: The findings on stores that belong to no system.
        unknown_types: The types of resources of which nothing is known, each with the number of its resources.
    """

    files: tuple[EvidenceFileRow, ...]
    resources: tuple[ResourceRow, ...]
    systems: int
    unmapped: tuple[ReportedFinding, ...]
    unknown_types: tuple[str, ...]

    @property
    def shown(self) -> tuple[ResourceRow, ...]:
        """The first resources: as many as a page lists."""
        return self.resources[:MOST_RESOURCES]

    @property
    def omitted(self) -> int:
        """The number of resources that a page does not list."""
        return len(self.resources) - len(self.shown)


def build_infrastructure(
    result: Result, findings: Iterable[ReportedFinding], language: Language
) -> Infrastructure | None:
    """Builds what was read of infrastructure; None where no evidence was given."""
    evidence = result.index.evidence if result.index else None
    if evidence is None or not evidence.is_given:
        return None
    numbers = Counter(
        path for resource in evidence.resources for path in {resource.location.path, resource.read_from} if path
    )
    rows = list(_list_rows(result, language))
    return Infrastructure(
        files=tuple(EvidenceFileRow(item.path, numbers[item.path]) for item in evidence.read.inputs),
        resources=tuple(sorted(rows, key=lambda row: not row.stores_data)),
        systems=len({row.system for row in rows}),
        unmapped=tuple(reported for reported in findings if reported.finding.rule == _UNMAPPED),
        unknown_types=tuple(item.what for item in result.not_checked if item.why == _UNKNOWN_TYPE),
    )


def list_mapped_resources(result: Result, id: str) -> tuple[MappedResource, ...]:
    """The resources of a system, by its id."""
    entry = result.system_entries.get(id)
    if result.index is None or entry is None:
        return ()
    return result.index.evidence.list_resources(id, entry.record)


def list_shown_countries(result: Result, id: str) -> tuple[str, ...]:
    """The countries in which the resources of a system and their copies lie, each once."""
    resources = list_mapped_resources(result, id)
    return tuple(dict.fromkeys(fact.country for mapped in resources for fact in mapped.places if fact.country))


def _list_rows(result: Result, language: Language) -> Iterator[ResourceRow]:
    for id, entry in result.system_entries.items():
        for mapped in list_mapped_resources(result, id):
            resource = mapped.resource
            yield ResourceRow(
                system=entry.record.name,
                resource=resource.id,
                type=resource.type,
                stores_data=resource.stores_data,
                places=_name_places(mapped, language, copies=False),
                copies=_name_places(mapped, language, copies=True),
                strength=_find_strength(resource),
                place=str(resource.location),
            )


def _name_places(mapped: MappedResource, language: Language, *, copies: bool) -> tuple[str, ...]:
    """The countries with their regions, in words, each once."""
    return tuple(dict.fromkeys(_name_place(fact, language) for fact in mapped.places if fact.is_copy is copies))


def _name_place(fact: PlaceFact, language: Language) -> str:
    country = capitalize(language.country(fact.country or ""))
    return f"{country} ({fact.region})" if fact.region else country


def _find_strength(resource: Resource) -> str:
    kinds: list[EvidenceKind] = [fact.strength for fact in resource.facts]
    return max(kinds, key=lambda kind: kind.rank).value if kinds else ""
