"""The actions of ALTER TABLE: columns that come, go, and change, and names that change."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from seloste.checker.evidence.sql.column_reader import LONGEST_COMMENT, ColumnReader, is_constraint
from seloste.checker.evidence.sql.sql_catalogue import Catalogue, DefinedTable, TableName
from seloste.checker.evidence.sql.sql_dialect import Dialect
from seloste.checker.evidence.sql.sql_tokens import Cursor, Token, TokenKind
from seloste.checker.evidence.sql.sql_words import load_words
from seloste.checker.evidence.tables.table import TableKind

_OTHER, _OTHER_ACTIONS = load_words().not_columns, load_words().other_actions


class TableChange:
    """Applies the actions of one statement to one table; one that no file defines is known by what is added to it."""

    def __init__(self, catalogue: Catalogue, columns: ColumnReader, name: TableName, token: Token) -> None:
        self._catalogue = catalogue
        self._columns = columns
        self._name = name
        self._token = token
        self._is_adding = False

    def _find(self) -> DefinedTable | None:
        return self._catalogue.find(self._name)

    def _define(self) -> DefinedTable:
        found = self._find()
        return found or self._catalogue.define(self._name, TableKind.TABLE, self._columns.locate(self._token))

    def apply(self, action: Cursor) -> None:
        """Applies one action. What does not bear on columns and names is passed over."""
        for words, read in _ACTIONS.items():
            if action.take(*words):
                read(self, action)
                self._is_adding = read is TableChange._add
                return
        token = action.token
        is_name = token is not None and token.kind in {TokenKind.WORD, TokenKind.QUOTED}
        is_other = not is_name or action.peek() in _OTHER | _OTHER_ACTIONS or action.peek(1) in {"", "="}
        if self._is_adding and not is_other:  # SQL Server: ADD a int, b text
            self._add(action)

    def _change(self, action: Cursor) -> None:
        action.take("COLUMN")
        action.take("IF", "EXISTS")
        old = self._columns.fold(action.read_name())
        self._catalogue.replace_column(self._define(), old, self._columns.read_column(action))

    def _move(self, action: Cursor) -> None:
        schema = self._columns.fold(action.read_name())
        if table := self._find():
            self._catalogue.rename(table, (self._name[0], schema, self._name[2]))

    def _attach(self, action: Cursor) -> None:
        names = [self._columns.fold(name) for name in action.read_names()]
        part = self._catalogue.find(self._catalogue.resolve(names))
        whole = self._find()
        if part is not None and whole is not None and part.columns.keys() <= whole.columns.keys():
            part.is_partition = True  # another one a database refuses

    def _detach(self, action: Cursor) -> None:
        names = [self._columns.fold(name) for name in action.read_names()]
        part, whole = self._catalogue.find(self._catalogue.resolve(names)), self._find()
        if part is not None and part.is_partition:
            part.is_partition = False
            for column in whole.columns.values() if whole else ():
                self._catalogue.add_column(part, column)

    def _comment(self, action: Cursor) -> None:
        action.take("=")
        text = action.read_text()
        if text is not None and (table := self._find()):
            table.comment = text[:LONGEST_COMMENT]

    def _add(self, action: Cursor) -> None:
        is_column = bool(action.take_any("COLUMN", "ATTRIBUTE"))
        action.take("IF", "NOT", "EXISTS")
        group = action.take_group()
        items = list(group.split()) if group is not None else [action]
        for item in items:
            is_other = item.peek() in _OTHER and (is_constraint(item, self._catalogue.dialect) or item is action)
            if is_column or not is_other:
                self._catalogue.add_column(self._define(), self._columns.read_column(item))

    def _drop(self, action: Cursor) -> None:
        is_column = bool(action.take_any("COLUMN", "ATTRIBUTE"))
        action.take("IF", "EXISTS")
        if is_column or action.peek() not in _OTHER:
            group = action.take_group()
            for item in group.split() if group is not None else [action]:
                name = self._columns.fold(item.read_name())
                if table := self._find():
                    self._catalogue.drop_column(table, name)

    def _rename(self, action: Cursor) -> None:
        if action.peek() in _OTHER and action.peek(1) != "TO":
            return
        is_column = bool(action.take_any("COLUMN", "ATTRIBUTE"))
        is_table = not is_column and bool(action.take_any("TO", "AS"))
        names = action.read_names()
        is_table = is_table or action.token is None  # MySQL: RENAME new_name
        table = self._find()
        if is_table:
            new = [self._columns.fold(name) for name in names]
            before = [self._name[1] if self._catalogue.dialect is Dialect.POSTGRES else self._name[0]]
            name = self._catalogue.resolve(new if len(new) > 1 or not before[0] else [*before, *new])
            if table is not None:
                self._catalogue.rename(table, name)
            self._name = name
            return
        action.take("TO")
        new_name = self._columns.fold(action.read_name())
        old = self._catalogue.get_column(table, self._columns.fold(names[-1])) if table else None
        if table is not None and old is not None:
            location = self._columns.locate(action.tokens[action.at - 1])
            new_column = replace(old, name=new_name, location=location)
            self._catalogue.replace_column(table, old.name, new_column)

    def _modify(self, action: Cursor) -> None:
        action.take("COLUMN")
        action.take("IF", "EXISTS")
        group = action.take_group()
        for item in group.split() if group is not None else [action]:
            column = self._columns.read_column(item)
            table = self._define()
            old = self._catalogue.get_column(table, column.name)
            self._catalogue.replace_column(table, column.name, replace(column, location=(old or column).location))

    def _alter(self, action: Cursor) -> None:
        """A new type. A default, an index and the like change nothing here."""
        action.take_any("COLUMN", "ATTRIBUTE")
        if action.peek() in {"INDEX", "CONSTRAINT", "CHECK"} and action.peek(1) not in {"TYPE", "SET", "DROP"}:
            return
        name = action.read_name()
        action.take("SET", "DATA")
        if not action.take("TYPE"):
            return
        table = self._find()
        old = self._catalogue.get_column(table, self._columns.fold(name)) if table else None
        if table is not None and old is not None:
            action.at -= 1  # the type is read as that of a column: a name stands before it
            new = self._columns.read_column(action)
            self._catalogue.replace_column(table, old.name, replace(old, type=new.type))


_ACTIONS: Mapping[tuple[str, ...], Callable[[TableChange, Cursor], None]] = {
    ("ADD",): TableChange._add,
    ("DROP",): TableChange._drop,
    ("RENAME",): TableChange._rename,
    ("CHANGE",): TableChange._change,
    ("MODIFY",): TableChange._modify,
    ("ALTER",): TableChange._alter,
    ("SET", "SCHEMA"): TableChange._move,
    ("ATTACH", "PARTITION"): TableChange._attach,
    ("DETACH", "PARTITION"): TableChange._detach,
    ("COMMENT",): TableChange._comment,
}


def apply_actions(cursor: Cursor, catalogue: Catalogue, columns: ColumnReader, name: TableName, token: Token) -> None:
    """Applies the actions of ALTER TABLE, parted by commas."""
    change = TableChange(catalogue, columns, name, token)
    for action in cursor.split():
        change.apply(action)
