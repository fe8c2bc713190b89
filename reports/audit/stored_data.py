"""What lies in databases, and which services of other companies are in use, as evidence shows them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from seloste.checker.evidence.resource import Resource, ServiceFact
from seloste.checker.evidence.services.service_table import load_services
from seloste.checker.linking.linked_columns import link_columns
from seloste.checker.result import Result
from seloste.reports.audit.infrastructure import list_mapped_resources
from seloste.reports.language.language import Language, capitalize

#: The most rows of each table that a page lists; the workbook has all of them.
MOST_ROWS = 200


class ColumnRow(Struct, frozen=True):
    """A column that holds personal data: its system, its kind, and the field of the inventory that names it best."""

    system: str
    column: str
    kind: str
    fields: tuple[str, ...]
    strength: str
    place: str


class ServiceRow(Struct, frozen=True):
    """A service that a resource uses: of which system (empty: of none), what names it, and where its host is."""

    system: str
    service: str
    sign: str
    country: str
    is_certain: bool
    place: str


def list_column_rows(result: Result, language: Language) -> Iterator[ColumnRow]:
    """The columns of the tables of each system."""
    for id, entry in result.system_entries.items():
        resources = list_mapped_resources(result, id)
        for column in link_columns(entry.record, resources, result.index.named_kinds) if result.index else ():
            yield ColumnRow(
                system=entry.record.name,
                column=column.name,
                kind=language.word(f"evidence.data.{column.fact.kind}"),
                fields=column.fields[:1],
                strength=column.fact.strength.value,
                place=str(column.fact.location),
            )


def list_service_rows(result: Result, language: Language) -> Iterator[ServiceRow]:
    """The services that resources use or may use, once for each system and sign."""
    evidence = result.index.evidence if result.index else None
    if evidence is None:
        return
    seen: set[tuple[str, str, str]] = set()
    claimed: set[int] = set()
    for id, entry in result.system_entries.items():
        for mapped in list_mapped_resources(result, id):
            claimed.add(mapped.resource.number)
            yield from _list_services(entry.record.name, mapped.resource, seen, language)
    for resource in evidence.resources:
        if resource.number not in claimed:
            yield from _list_services("", resource, seen, language)


def _list_services(
    system: str, resource: Resource, seen: set[tuple[str, str, str]], language: Language
) -> Iterator[ServiceRow]:
    for fact in resource.facts:
        if isinstance(fact, ServiceFact) and (system, fact.service, fact.value) not in seen:
            seen.add((system, fact.service, fact.value))
            known = load_services().get(fact.service)
            yield ServiceRow(
                system=system,
                service=known.name if known else fact.service,
                sign=fact.value,
                country=capitalize(language.country(fact.country)) if fact.country else "",
                is_certain=fact.is_certain,
                place=str(fact.location),
            )
