"""The tables of a workbook on what evidence shows: resources, columns with personal data, services in use."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.reports.audit.document import AuditReport
from seloste.reports.language.language import Language
from seloste.reports.paper.table import Cell, Table


def build_table(title: str, columns: tuple[str, ...], rows: Iterator[tuple[Cell, ...]], language: Language) -> Table:
    """A table with its title and the names of its columns in words."""
    return Table(language.word(title), tuple(language.word(column) for column in columns), tuple(rows))


def list_evidence_tables(audit: AuditReport) -> Iterator[Table]:
    """The tables of which there is anything to list."""
    if audit.infrastructure:
        yield _build_resources(audit)
    if audit.columns:
        yield _build_columns(audit)
    if audit.services:
        yield _build_services(audit)


def _build_resources(audit: AuditReport) -> Table:
    language, infrastructure = audit.language, audit.infrastructure
    rows = (
        (
            each.system,
            each.resource,
            each.type,
            language.word("audit.yes") if each.stores_data else "",
            "; ".join(each.places),
            "; ".join(each.copies),
            language.word(f"strength.{each.strength}") if each.strength else "",
            each.place,
        )
        for each in (infrastructure.resources if infrastructure else ())
    )
    names = ("system", "resource", "type", "stores", "places", "copies")
    columns = (*(f"audit.infrastructure.{name}" for name in names), "audit.strength", "audit.file")
    return build_table("audit.infrastructure.title", columns, rows, language)


def _build_columns(audit: AuditReport) -> Table:
    language = audit.language
    rows = (
        (
            each.system,
            each.column,
            each.kind,
            ", ".join(each.fields),
            language.word(f"strength.{each.strength}"),
            each.place,
        )
        for each in audit.columns
    )
    names = ("audit.infrastructure.system", *(f"audit.stored.{name}" for name in ("column", "kind", "fields")))
    return build_table("audit.stored.columns", (*names, "audit.strength", "audit.file"), rows, language)


def _build_services(audit: AuditReport) -> Table:
    language = audit.language
    rows = (
        (
            each.system or None,
            each.service,
            each.sign,
            each.country,
            language.word("audit.yes" if each.is_certain else "audit.stored.perhaps"),
            each.place,
        )
        for each in audit.services
    )
    names = (
        "audit.infrastructure.system",
        *(f"audit.stored.{name}" for name in ("service", "sign", "country", "used")),
    )
    return build_table("audit.stored.services", (*names, "audit.file"), rows, language)
