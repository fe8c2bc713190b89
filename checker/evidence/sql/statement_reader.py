"""Reads one statement that bears on tables, and applies it to a catalogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct, field

from seloste.checker.evidence.sql.column_reader import LONGEST_COMMENT, ColumnList, ColumnReader
from seloste.checker.evidence.sql.sql_catalogue import Catalogue, DefinedTable, TableName
from seloste.checker.evidence.sql.sql_dialect import Dialect
from seloste.checker.evidence.sql.sql_tokens import (
    Cursor,
    Token,
    TokenKind,
    UnreadableStatementError,
    list_tokens,
    match_parentheses,
)
from seloste.checker.evidence.sql.statement_text import StatementText
from seloste.checker.evidence.sql.table_changes import apply_actions
from seloste.checker.evidence.tables.table import Column, TableKind
from seloste.checker.position import Location

_MODIFIERS = ("OR", "REPLACE", "GLOBAL", "LOCAL", "UNLOGGED", "EXTERNAL", "RECURSIVE", "IGNORE", "ONLINE")
_VIEWS = {TableKind.VIEW, TableKind.MATERIALIZED_VIEW}
#: What each statement can take away: `DROP VIEW` leaves a table as it is.
_DROPPED: Mapping[str, frozenset[TableKind]] = {
    "TABLE": frozenset({TableKind.TABLE, TableKind.FOREIGN_TABLE}),
    "VIEW": frozenset(_VIEWS),
    "TYPE": frozenset({TableKind.COMPOSITE_TYPE}),
    "": frozenset(),
}


class Applied(Struct):
    """What came of a statement: where something of it could not be read, and whether that concerns a new table."""

    unread: list[int] = field(default_factory=list)
    is_partial: bool = False


class StatementReader:
    """Reads one statement in one dialect. Raises UnreadableStatementError, before anything is changed.

    Args:
        is_strict: Whether one column that cannot be read makes the whole unreadable. Else the others count.
    """

    def __init__(
        self, statement: StatementText, catalogue: Catalogue, dialect: Dialect, *, is_strict: bool = True
    ) -> None:
        self._statement = statement
        self._is_strict = is_strict
        self._catalogue = catalogue
        tokens = list_tokens(statement.text, dialect)
        self._cursor = Cursor(tokens, match_parentheses(tokens))
        # a name is folded as the catalogue's database does, whatever dialect can read the statement
        self._columns = ColumnReader(statement.text, catalogue.dialect, statement.locate)
        self._applied = Applied()

    def apply(self) -> Applied:
        """Applies the statement."""
        cursor = self._cursor
        for word, read in _READERS.items():
            if cursor.take(word):
                read(self)
                return self._applied
        raise UnreadableStatementError

    def _resolve(self, names: Sequence[Token]) -> TableName:
        return self._catalogue.resolve([self._columns.fold(name) for name in names])

    def _create(self) -> None:
        cursor = self._cursor
        is_temporary, kind = False, TableKind.TABLE
        is_virtual = False
        while (word := cursor.peek()) and word not in {"TABLE", "VIEW", "TYPE", "DOMAIN", "DATABASE", "SCHEMA"}:
            is_temporary = is_temporary or word in {"TEMP", "TEMPORARY"}
            is_virtual = is_virtual or word == "VIRTUAL"
            if word == "FOREIGN":
                kind = TableKind.FOREIGN_TABLE
            elif word == "MATERIALIZED":
                kind = TableKind.MATERIALIZED_VIEW
            cursor.skip()
        if cursor.token is not None and not word:
            while cursor.token is not None and cursor.peek() != "VIEW":  # DEFINER = `root`@`localhost`
                cursor.skip()
            word = cursor.peek()
        cursor.at += 1
        cursor.take("IF", "NOT", "EXISTS")
        if word in {"TYPE", "DOMAIN"}:
            self._create_type(is_domain=word == "DOMAIN")
        elif word in {"TABLE", "VIEW"}:
            if word == "VIEW" and kind is TableKind.TABLE:
                kind = TableKind.VIEW
            names = cursor.read_names()
            name = self._resolve(names)
            if is_temporary or self._is_in_session(names):
                self._catalogue.note_temporary(name)
            elif kind in _VIEWS:
                self._create_view(name, names[-1], kind)
            elif is_virtual:
                self._create_virtual(name, names[-1])
            else:
                self._create_table(name, names[-1], kind)

    def _is_in_session(self, names: Sequence[Token]) -> bool:
        """Whether a name is that of a schema that ends with the session. MySQL has databases that are called `temp`."""
        own = {Dialect.POSTGRES: "pg_temp", Dialect.SQLITE: "temp"}.get(self._catalogue.dialect)
        return len(names) > 1 and names[0].text.lower() == own

    def _create_type(self, *, is_domain: bool) -> None:
        names = self._cursor.read_names()
        is_defined = self._cursor.take("AS")
        if is_domain:  # it has the attributes of the type that it is made of
            base = self._columns.fold(self._cursor.read_names()[-1])
            self._catalogue.domains[self._columns.fold(names[-1]).lower()] = base.lower()
            return
        if not is_defined:
            return
        group = self._cursor.take_group()
        if group is not None:
            found = self._read_list(group)
            table = self._catalogue.define(self._resolve(names), TableKind.COMPOSITE_TYPE, self._locate(names[-1]))
            self._add(table, found)

    def _create_view(self, name: TableName, token: Token, kind: TableKind) -> None:
        table = self._catalogue.define(name, kind, self._locate(token))
        if kind is TableKind.MATERIALIZED_VIEW and not table.columns:
            group = self._cursor.take_group()
            if group is not None:
                self._add(table, self._read_list(group, is_typed=False))
            else:
                self._add_selected(table)

    def _create_virtual(self, name: TableName, token: Token) -> None:
        """The columns of a full-text index; what other modules of SQLite have is not known."""
        if not self._cursor.take("USING"):
            raise UnreadableStatementError(token.end)
        module = self._cursor.read_name().text.lower()
        table = self._catalogue.define(name, TableKind.TABLE, self._locate(token))
        group = self._cursor.take_group()
        if not module.startswith(("fts", "rtree", "geopoly")):
            table.is_partial = self._applied.is_partial = True
        elif group is not None:
            for item in group.split():
                if item.peek(1) != "=":
                    self._catalogue.add_column(table, self._columns.read_column(item, is_typed=False))

    def _create_table(self, name: TableName, token: Token, kind: TableKind) -> None:
        cursor, catalogue = self._cursor, self._catalogue
        if cursor.take("PARTITION", "OF"):
            parent = self._resolve(cursor.read_names())
            table = catalogue.define(name, kind, self._locate(token))
            table.is_partition = True
            if catalogue.find(parent) is None:  # what is known of the whole is the part
                table.is_partition, table.is_partial, self._applied.is_partial = False, True, True
            return
        source: list[tuple[Token, ...]] = []
        found = ColumnList()
        group = None
        if cursor.take("LIKE") or cursor.take("OF"):
            source = [cursor.read_names()]
        else:
            group = cursor.take_group()
            is_selected = any(cursor.tokens[at].word in {"AS", "SELECT"} for at in range(cursor.at, cursor.end))
            if group is not None and group.peek() != "SELECT":
                found = self._read_list(group, is_typed=not is_selected)
            elif not is_selected and group is None:
                raise UnreadableStatementError(token.end)
        parents, comment, is_selected = self._read_options()
        table = catalogue.define(name, kind, self._locate(token))
        table.comment = comment or table.comment
        self._inherit(table, [*source, *parents, *found.copied])
        self._add(table, found)
        # in MySQL a query adds its columns to those that have a type; elsewhere the list has the names of all
        if is_selected and (not found.columns or any(column.type for column in found.columns)):
            self._add_selected(table)

    def _read_options(self) -> tuple[list[tuple[Token, ...]], str, bool]:
        """What follows the columns: the tables that it inherits from, the comment, and whether a query fills it."""
        cursor = self._cursor
        parents: list[tuple[Token, ...]] = []
        comment = ""
        while cursor.token is not None:
            if cursor.take("INHERITS"):
                group = cursor.take_group()
                parents += [item.read_names() for item in group.split()] if group else []
            elif cursor.take("COMMENT"):
                cursor.take("=")
                comment = (cursor.read_text() or "")[:LONGEST_COMMENT]
            elif cursor.peek() in {"AS", "SELECT"}:
                return parents, comment, True
            else:
                cursor.skip()
        return parents, comment, False

    def _inherit(self, table: DefinedTable, sources: Sequence[tuple[Token, ...]]) -> None:
        """Gives a table the columns of others, at the place where they are taken over."""
        for names in sources:
            other = self._catalogue.find(self._resolve(names))
            if other is None or other.is_partial:
                table.is_partial = self._applied.is_partial = True
            for column in list(other.columns.values()) if other and not self._catalogue.is_full else ():
                own = Column(column.name, column.type, self._locate(names[-1]), column.comment)
                self._catalogue.add_column(table, own)

    def _add_selected(self, table: DefinedTable) -> None:
        """The columns that a query gives, by the last name of each; what `*` gives is not known."""
        cursor = self._cursor
        has_names = False
        while cursor.token is not None and not cursor.take("SELECT"):
            has_names = has_names or cursor.peek() == "WITH"  # what its parentheses hold is not what comes of it
            if cursor.peek() == "(" and not has_names:
                cursor.at += 1
            else:
                cursor.skip()
        end = Cursor(cursor.tokens, cursor.closing, cursor.at, cursor.end)
        while end.token is not None and end.peek() not in {"FROM", ")", "INTO", "UNION", "WHERE"}:
            end.skip()
        items = list(Cursor(cursor.tokens, cursor.closing, cursor.at, end.at).split())
        for item in items:
            last = item.tokens[item.end - 1]
            if item.at < item.end and last.kind in {TokenKind.WORD, TokenKind.QUOTED}:
                self._catalogue.add_column(table, Column(self._columns.fold(last), "", self._locate(last)))
            else:
                table.is_partial = self._applied.is_partial = True
        if not items:
            table.is_partial = self._applied.is_partial = True

    def _read_list(self, group: Cursor, *, is_typed: bool = True) -> ColumnList:
        found = self._columns.read_list(group, is_typed=is_typed)
        if self._is_strict and found.unread:
            raise UnreadableStatementError(found.unread[0])
        return found

    def _add(self, table: DefinedTable, found: ColumnList) -> None:
        for column in found.columns:
            self._catalogue.add_column(table, column)
        self._applied.unread += found.unread

    def _locate(self, token: Token) -> Location:
        return self._statement.locate(token)

    def _alter(self) -> None:
        cursor = self._cursor
        while cursor.peek() and not (word := cursor.take_any("TABLE", "VIEW", "TYPE", "SCHEMA", "DATABASE")):
            cursor.at += 1
        if word in {"SCHEMA", "DATABASE", ""}:
            return
        cursor.take("IF", "EXISTS")
        cursor.take("ONLY")
        names = cursor.read_names()
        cursor.take("*")
        name = self._resolve(names)
        is_temporary = self._is_in_session(names) or (len(names) == 1 and self._catalogue.is_temporary(name))
        if not is_temporary:
            apply_actions(cursor, self._catalogue, self._columns, name, names[-1])

    def _drop(self) -> None:
        cursor, catalogue = self._cursor, self._catalogue
        cursor.take_any("FOREIGN", "MATERIALIZED", "TEMPORARY")
        what = cursor.take_any("TABLE", "VIEW", "TYPE", "SCHEMA", "DATABASE")
        cursor.take("IF", "EXISTS")
        for item in cursor.split():
            names = item.read_names()
            own = [self._columns.fold(each) for each in names]
            if what == "SCHEMA" and catalogue.dialect is Dialect.POSTGRES:
                catalogue.drop_schema(catalogue.database, own[-1])
            elif what in {"SCHEMA", "DATABASE"}:
                catalogue.drop_schema(own[-1], "")
            else:
                catalogue.drop(self._resolve(names), _DROPPED[what])

    def _rename(self) -> None:
        for item in self._cursor.split():
            old = self._resolve(item.read_names())
            item.take("TO")
            new = self._resolve(item.read_names())
            table = self._catalogue.find(old)
            if table is not None:
                self._catalogue.rename(table, new)

    def _comment(self) -> None:
        cursor, catalogue = self._cursor, self._catalogue
        cursor.take("ON")
        cursor.take_any("FOREIGN", "MATERIALIZED")
        what = cursor.take_any("TABLE", "COLUMN", "VIEW")
        names = cursor.read_names()
        cursor.take("IS")
        comment = (cursor.read_text() or "")[:LONGEST_COMMENT]
        table = catalogue.find(self._resolve(names[:-1] if what == "COLUMN" else names))
        if table is None:
            return
        if what != "COLUMN":
            table.comment = comment
        elif column := catalogue.get_column(table, self._columns.fold(names[-1])):
            new = Column(column.name, column.type, column.location, comment)
            catalogue.replace_column(table, column.name, new)

    def _use(self) -> None:
        if self._catalogue.dialect is Dialect.MYSQL:
            self._catalogue.database = self._columns.fold(self._cursor.read_name())

    def _set(self) -> None:
        cursor = self._cursor
        cursor.take_any("SESSION", "LOCAL")
        cursor.at += 1
        cursor.take_any("TO", "=")
        for item in cursor.split():
            name = self._columns.fold(item.read_name())
            if name and name not in {"$user", "pg_catalog"}:
                self._catalogue.schema = name
                return
        self._catalogue.schema = "public"


_READERS: Mapping[str, Callable[[StatementReader], None]] = {
    "CREATE": StatementReader._create,
    "ALTER": StatementReader._alter,
    "DROP": StatementReader._drop,
    "TABLE": StatementReader._rename,
    "COMMENT": StatementReader._comment,
    "USE": StatementReader._use,
    "SET": StatementReader._set,
}
