"""Reads the columns of a definition: their names, types and comments, and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct, field

from seloste.checker.evidence.sql.sql_dialect import Dialect
from seloste.checker.evidence.sql.sql_tokens import Cursor, Token, TokenKind, UnreadableStatementError
from seloste.checker.evidence.sql.sql_words import load_words
from seloste.checker.evidence.tables.table import Column
from seloste.checker.position import Location

#: How long a name, a type and a comment may be: what is longer is cut.
LONGEST_NAME, LONGEST_TYPE, LONGEST_COMMENT = 256, 200, 1_000
_WORDS = load_words()
#: The signs that a type may have beside its words.
_TYPE_SIGNS = frozenset({"(", "[", "]", ".", "%"})


class ColumnList(Struct):
    """What the parentheses of a definition hold.

    Attributes:
        columns: Its columns.
        copied: The tables whose columns it takes over with LIKE.
        unread: Where in the text something stands that could not be read.
    """

    columns: list[Column] = field(default_factory=list)
    copied: list[tuple[Token, ...]] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)


class ColumnReader(Struct, frozen=True):
    """Reads columns of one statement.

    Attributes:
        text: The text of the statement.
        dialect: Its dialect.
        locate: The location in the file of a token.
    """

    text: str
    dialect: Dialect
    locate: Callable[[Token], Location]

    def fold(self, token: Token) -> str:
        """A name as the database keeps it: PostgreSQL makes small letters of one that is not quoted."""
        name = token.text
        if self.dialect is Dialect.POSTGRES and token.kind is TokenKind.WORD:
            name = name.lower()
        return name[:LONGEST_NAME]

    def read_list(self, group: Cursor, *, is_typed: bool = True) -> ColumnList:
        """The columns in parentheses. What cannot be read among them is passed over, with its place."""
        found = ColumnList()
        for item in group.split():
            if item.token is None and item.at == group.end:  # a comma after the last one, which loses nothing
                continue
            if item.take("LIKE"):
                found.copied.append(item.read_names())
                continue
            if is_constraint(item, self.dialect):
                continue
            try:
                found.columns.append(self.read_column(item, is_typed=is_typed, unread=found.unread))
            except UnreadableStatementError as error:
                found.unread.append(error.start)
        return found

    def read_column(self, item: Cursor, *, is_typed: bool = True, unread: list[int] | None = None) -> Column:
        """A column. Where its type cannot be read, its name counts all the same and the place goes to `unread`."""
        if item.token is None:
            raise UnreadableStatementError(item.tokens[min(item.at, len(item.tokens) - 1)].start)
        name = item.read_name()
        start = item.at
        is_sound = self._skip_type(item, is_typed=is_typed)
        type = self._write_type(item.tokens[start : item.at]) if is_sound else ""
        if not is_sound and unread is not None:
            unread.append(name.end if item.token is None else item.token.start)
        comment = ""
        while item.token is not None:
            if item.take("COMMENT"):
                comment = item.read_text() or comment
            else:
                item.skip()
        return Column(self.fold(name), type, self.locate(name), comment[:LONGEST_COMMENT])

    def _skip_type(self, item: Cursor, *, is_typed: bool) -> bool:
        """Goes past the type of a column. Whether it is one."""
        start = item.at
        while (token := item.token) is not None:
            word = item.peek()
            if token.kind is TokenKind.WORD:
                if word in _WORDS.after_type or (word in {"CHARACTER", "CHAR"} and item.peek(1) == "SET"):
                    break
                is_any = item.at == start or self.dialect is Dialect.SQLITE or item.peek(-1) in {".", "%"}
                if not is_any and word not in _WORDS.within_type:
                    return False
            elif token.kind is TokenKind.SYMBOL and word not in _TYPE_SIGNS:
                return False
            item.skip()
        return item.at > start or not is_typed or self.dialect is Dialect.SQLITE

    def _write_type(self, tokens: Sequence[Token]) -> str:
        """A type in small letters; of the values that it lists, none."""
        if not tokens:
            return ""
        text = self.text[tokens[0].start : tokens[-1].end]
        if any(token.kind is TokenKind.STRING for token in tokens):
            text = text.partition("(")[0]
        return " ".join(text[:LONGEST_TYPE].lower().split())


def is_constraint(item: Cursor, dialect: Dialect) -> bool:
    """Whether an item of a definition is a constraint or an index, and no column."""
    word = item.peek()
    if word in _WORDS.constraints:
        return True
    if word in _WORDS.indexes:
        return dialect is Dialect.MYSQL or _lists_names(item)
    if word == "EXCLUDE":
        return item.peek(1) in {"USING", "("}
    return word == "PERIOD" and item.peek(1) == "FOR"


def _lists_names(item: Cursor) -> bool:
    """Whether the first parentheses of an item hold names, as those of an index do."""
    inner = Cursor(item.tokens, item.closing, item.at, item.end)
    while inner.token is not None:
        group = inner.take_group()
        if group is not None:
            return group.token is not None and group.token.kind in {TokenKind.WORD, TokenKind.QUOTED}
        inner.at += 1
    return False
