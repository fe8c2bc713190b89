"""Relations of PostgreSQL from the rows of the query: partitions within their table, composite types resolved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field

from seloste.checker.evidence.databases.catalogue_query import MOST_COLUMNS
from seloste.checker.evidence.databases.database_catalogue import LONGEST, CatalogueColumn, CatalogueTable
from seloste.checker.evidence.tables.table import TableKind

_KINDS = {
    "r": TableKind.TABLE,
    "p": TableKind.TABLE,
    "v": TableKind.VIEW,
    "m": TableKind.MATERIALIZED_VIEW,
    "f": TableKind.FOREIGN_TABLE,
    "c": TableKind.COMPOSITE_TYPE,
}
#: The schema before the name of a type, as `format_type` writes it.
_QUALIFIER = re.compile(r'(?:"[^"]{1,200}"|[^".()\s]{1,200})\.')
#: How many composite types deep the attributes of a column are resolved.
_MOST_LEVELS = 8

#: A row of the query: each value as text, None where there is none.
Row = Sequence[str | None]


class Relation(Struct):
    """A relation with its attributes: the name of each, its type, its comment, and the relation that it is made of."""

    oid: str
    schema: str
    name: str
    kind: str
    of_extension: bool
    parents: frozenset[str]
    comment: str
    attributes: list[tuple[str, str, str, str | None]] = field(default_factory=list)


def group_rows(rows: Iterable[Row]) -> dict[str, Relation]:
    """The relations by oid, in the order of the rows."""
    relations: dict[str, Relation] = {}
    for oid, schema, name, kind, of_extension, parents, comment, column, type, about, composed in rows:
        relation = relations.get(oid or "")
        if relation is None:
            relation = relations[oid or ""] = Relation(
                oid=oid or "",
                schema=(schema or "")[:LONGEST],
                name=(name or "")[:LONGEST],
                kind=kind or "",
                of_extension=of_extension == "t",
                parents=frozenset(parents.split(",")) if parents else frozenset(),
                comment=(comment or "")[:LONGEST],
            )
        if column is not None:
            relation.attributes.append(
                (column[:LONGEST], _normalize_type(type or ""), (about or "")[:LONGEST], composed)
            )
    return relations


def list_relations(relations: dict[str, Relation]) -> tuple[list[CatalogueTable], bool]:
    """The relations of the users, each once, and whether the columns of composite types are too many for all of them.

    A partition, and a table that inherits all of its columns, is part of its parent. What an extension made is its own.
    """
    tables: list[CatalogueTable] = []
    left = MOST_COLUMNS
    for relation in relations.values():
        if relation.kind not in _KINDS or relation.of_extension:
            continue
        if any((parent := relations.get(oid)) and not parent.of_extension for oid in relation.parents):
            continue
        columns = []
        levels = 0 if relation.kind == "c" else _MOST_LEVELS  # a type is no column of a table yet
        for column in _resolve(relation, relations, "", levels):
            if left == 0:
                return tables, True
            columns.append(column)
            left -= 1
        tables.append(
            CatalogueTable(
                name=relation.name,
                kind=_KINDS[relation.kind].value,
                columns=columns,
                schema=relation.schema,
                comment=relation.comment,
            )
        )
    return tables, False


def _resolve(relation: Relation, relations: dict[str, Relation], prefix: str, levels: int) -> Iterator[CatalogueColumn]:
    """The columns of a relation. One of a composite type is made of the attributes of that: `address.street`."""
    for name, type, comment, composed in relation.attributes:
        inner = relations.get(composed or "")
        if inner is not None and inner.attributes and levels:
            yield from _resolve(inner, relations, f"{prefix}{name}."[:LONGEST], levels - 1)
        else:
            yield CatalogueColumn(f"{prefix}{name}"[:LONGEST], type, comment)


def _normalize_type(type: str) -> str:
    """A type in lower case, without the schema that it is in and without quotes."""
    return _QUALIFIER.sub("", type, count=1).replace('"', "").lower()[:LONGEST]
