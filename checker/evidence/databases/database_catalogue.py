"""The tables of a database as its process answers them: one form for PostgreSQL and SQLite.

It holds names, types and comments, and no internal number of the database, so that the same schema has the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from seloste.checker.evidence.tables.table import Column, Table, TableKind
from seloste.checker.position import Location

#: The longest name, type or comment that is kept, in characters.
LONGEST = 500


class CatalogueColumn(msgspec.Struct, array_like=True, frozen=True):
    """A column: its name, its type, its comment."""

    name: str
    type: str = ""
    comment: str = ""


class CatalogueTable(msgspec.Struct, frozen=True):
    """A table, a view or a type; `kind` is a `TableKind`."""

    name: str
    kind: str
    columns: list[CatalogueColumn]
    schema: str = ""
    comment: str = ""


class Catalogue(msgspec.Struct, frozen=True):
    """What a process answers: tables, or why there are none.

    Attributes:
        tables: The tables in the order of their names.
        database: The name of the database.
        is_cut: Whether it has more columns than are read.
        unread: The tables whose columns can't be known.
        problem: Why nothing was read, the variant of a message; empty where something was.
        code: The code that the server gives with it (SQLSTATE), five letters and digits.
    """

    tables: list[CatalogueTable] = []
    database: str = ""
    is_cut: bool = False
    unread: list[str] = []
    problem: str = ""
    code: str = ""

    def write(self) -> bytes:
        """The answer as bytes, the same for the same tables."""
        return msgspec.json.encode(self)


def read_catalogue(answer: bytes) -> Catalogue:
    """The answer of a process; one without any is a problem of its own."""
    try:
        return msgspec.json.decode(answer, type=Catalogue)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Catalogue(problem="database-broken")


def list_tables(catalogue: Catalogue, location: Location, database: str = "") -> Iterator[Table]:
    """The tables as every source gives them. A catalogue has no lines: each place is the database.

    `database`: its name, where the catalogue does not have it.
    """
    for table in catalogue.tables:
        yield Table(
            name=table.name,
            columns=tuple(Column(each.name, each.type, location, each.comment) for each in table.columns),
            location=location,
            schema=table.schema,
            database=catalogue.database or database,
            kind=TableKind(table.kind),
            comment=table.comment,
        )
