"""A table of a database as every source of tables gives it."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from seloste.checker.position import Location


class TableKind(StrEnum):
    """What stands under the name of a table."""

    TABLE = "table"
    #: It shows the data of other tables, and holds none.
    VIEW = "view"
    #: It holds what a view shows, as of its last refresh.
    MATERIALIZED_VIEW = "materialized-view"
    #: Its data are in another database.
    FOREIGN_TABLE = "foreign-table"
    #: A type, whose attributes are columns of the tables that use it.
    COMPOSITE_TYPE = "composite-type"


class Column(Struct, frozen=True):
    """A column of a table: its name, its type as written, in lower case, its comment, and where it is declared."""

    name: str
    type: str
    location: Location
    comment: str = ""


class Table(Struct, frozen=True):
    """A table, a view, or a type that has columns. Partitions of a table are part of it, and are none themselves.

    Attributes:
        name: Its name, without quotes.
        location: Where it is declared; a live database has a name alone there, and no line.
        schema: Its schema; empty where that is not known.
        database: Its database; empty where that is not known.
    """

    name: str
    columns: tuple[Column, ...]
    location: Location
    schema: str = ""
    database: str = ""
    kind: TableKind = TableKind.TABLE
    comment: str = ""

    @property
    def address(self) -> str:
        """Its parts as inventories name them: `crm.public.customers`, without those that are not known.

        A dot within a name is no separator: it stands as `·`.
        """
        parts = (self.database, self.schema, self.name)
        return ".".join(part.replace(".", "·") for part in parts if part)
