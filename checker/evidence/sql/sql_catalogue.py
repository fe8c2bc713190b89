"""The tables of one database as statements define and change them, one after the other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from seloste.checker.evidence.sql.sql_dialect import Dialect
from seloste.checker.evidence.tables.table import Column, Table, TableKind
from seloste.checker.position import Location

#: The most tables of a catalogue, and columns of a table.
MOST_TABLES, MOST_COLUMNS = 20_000, 2_000
#: The most columns that all statements together add, and the most tables that `DROP SCHEMA` looks at.
_MOST_ADDED, _MOST_SEARCHED = 400_000, 5_000_000
#: How deep types within types are followed.
_MOST_LEVELS = 5
#: What holds data of its own, and is gone when it is dropped and no sooner.
_LASTING = frozenset({TableKind.TABLE, TableKind.MATERIALIZED_VIEW})
#: Database, schema and name.
TableName = tuple[str, str, str]


class DefinedTable(Struct):
    """A table as far as it is defined. `is_partial`: some of its columns are not known."""

    name: TableName
    kind: TableKind
    location: Location
    columns: dict[str, Column] = field(default_factory=dict)
    comment: str = ""
    is_partition: bool = False
    is_partial: bool = False


class Catalogue(Struct):
    """The tables of a database.

    Attributes:
        database: The one that is in use; empty where that is not known.
        schema: The one in which a table without a schema is.
        is_full: Whether a limit was reached, so that something was left out.
    """

    dialect: Dialect
    database: str = ""
    schema: str = ""
    is_full: bool = False
    tables: dict[TableName, DefinedTable] = field(default_factory=dict)
    temporary: set[TableName] = field(default_factory=set)
    domains: dict[str, str] = field(default_factory=dict)
    _added: int = 0
    _searched: int = 0

    def start_file(self) -> None:
        """Each file is run in a session of its own."""
        self.database, self.schema = "", "public" if self.dialect is Dialect.POSTGRES else ""
        self.temporary.clear()

    def resolve(self, parts: Sequence[str]) -> TableName:
        """The whole name of a table by what is written of it."""
        name = parts[-1] if parts else ""
        before = parts[-2] if len(parts) > 1 else ""
        if self.dialect is Dialect.POSTGRES:
            return (parts[-3] if len(parts) > 2 else self.database, before or self.schema, name)
        if self.dialect is Dialect.MYSQL:
            if len(parts) == 1 and "." in name:  # BigQuery quotes a whole name: `project.dataset.table`
                before, name = name.rsplit(".", 2)[-2:]
            return (before or self.database, "", name)
        return ("", "", name)

    def _key(self, name: TableName) -> TableName:
        """What two names of one table have in common."""
        if self.dialect is Dialect.POSTGRES:
            return name
        return (name[0].lower(), name[1].lower(), name[2].lower())

    def _column_key(self, name: str) -> str:
        return name if self.dialect is Dialect.POSTGRES else name.lower()

    def find(self, name: TableName) -> DefinedTable | None:
        """The table of a name; None where none is defined."""
        return self.tables.get(self._key(name))

    def define(self, name: TableName, kind: TableKind, location: Location) -> DefinedTable:
        """The table of a name, new where none is there yet. What holds data does not give way to a view of its name."""
        key = self._key(name)
        self.temporary.discard(key)
        table = self.tables.get(key)
        if table is None or (table.kind is not kind and table.kind not in _LASTING):
            table = DefinedTable(name, kind, location)
            if len(self.tables) < MOST_TABLES:
                self.tables[key] = table
            else:
                self.is_full = True
        return table

    def note_temporary(self, name: TableName) -> None:
        """What changes this table later concerns none that stays."""
        self.temporary.add(self._key(name))

    def is_temporary(self, name: TableName) -> bool:
        """Whether a table is gone when the session ends."""
        return self._key(name) in self.temporary and self._key(name) not in self.tables

    def add_column(self, table: DefinedTable, column: Column) -> None:
        """Adds a column; one that is there stays."""
        self._added += 1
        if len(table.columns) >= MOST_COLUMNS or self._added > _MOST_ADDED:
            self.is_full = True
            return
        table.columns.setdefault(self._column_key(column.name), column)

    def replace_column(self, table: DefinedTable, name: str, column: Column) -> None:
        """Puts a column in the place of another one, which keeps its comment where the new one has none."""
        old = table.columns.get(self._column_key(name))
        if old is not None and not column.comment and self.dialect is not Dialect.MYSQL:
            column = replace(column, comment=old.comment)
        if old is None:
            self.add_column(table, column)
            return
        items = [column if each is old else each for each in table.columns.values()]
        table.columns = {self._column_key(each.name): each for each in items}

    def get_column(self, table: DefinedTable, name: str) -> Column | None:
        """The column of a name."""
        return table.columns.get(self._column_key(name))

    def drop_column(self, table: DefinedTable, name: str) -> None:
        """Takes a column away."""
        table.columns.pop(self._column_key(name), None)

    def drop(self, name: TableName, kinds: Collection[TableKind]) -> None:
        """Takes a table away that is of one of these kinds."""
        key = self._key(name)
        if (table := self.tables.get(key)) and table.kind in kinds:
            del self.tables[key]
        self.temporary.discard(key)

    def drop_schema(self, database: str, schema: str) -> None:
        """Takes all tables of a schema or a database away."""
        self._searched += len(self.tables)
        if self._searched > _MOST_SEARCHED:
            self.is_full = True
            return
        for key, table in list(self.tables.items()):
            if table.name[0] == database and (not schema or table.name[1] == schema):
                del self.tables[key]

    def rename(self, table: DefinedTable, name: TableName) -> None:
        """Gives a table another name. Where one of that name is there, a database refuses: both have their columns."""
        self.tables.pop(self._key(table.name), None)
        if (other := self.tables.get(self._key(name))) and other.kind in _LASTING:
            for column in other.columns.values():
                self.add_column(table, column)
        table.name = name
        self.tables[self._key(name)] = table

    def list_tables(self) -> Iterator[Table]:
        """Every table as it is in the end, without partitions."""
        types: dict[str, DefinedTable] = {}
        for table in self.tables.values():
            if table.kind is TableKind.COMPOSITE_TYPE:
                types.setdefault(table.name[2].lower(), table)
        for domain, base in self.domains.items():
            if base in types:
                types.setdefault(domain, types[base])
        for table in self.tables.values():
            if table.is_partition:
                continue
            database, schema, name = table.name
            columns = tuple(_expand(table.columns.values(), types)) if types else tuple(table.columns.values())
            if table.kind is TableKind.COMPOSITE_TYPE:
                columns = tuple(table.columns.values())
            yield Table(name, columns, table.location, schema, database, table.kind, table.comment)


def _expand(columns: Iterable[Column], types: Mapping[str, DefinedTable]) -> Iterator[Column]:
    """The columns, with those of a composite type as the attributes that they hold: `address.street`."""
    waiting = [(column, 0) for column in reversed(list(columns))]
    number = 0
    while waiting and number < MOST_COLUMNS:
        column, level = waiting.pop()
        name = column.type.partition("[")[0].rpartition(".")[2].strip().strip('"')
        found = types.get(name) if level < _MOST_LEVELS else None
        if found is None or not found.columns:
            number += 1
            yield column
            continue
        inner = [
            Column(f"{column.name}.{each.name}", each.type, column.location, each.comment or column.comment)
            for each in found.columns.values()
        ]
        waiting += [(each, level + 1) for each in reversed(inner)]
