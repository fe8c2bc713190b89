"""The text of one statement, and where its tokens stand in the file."""

from __future__ import annotations

from bisect import bisect_right

from msgspec import Struct, field

from seloste.checker.evidence.sql.sql_tokens import Token
from seloste.checker.position import Location, Mark


class StatementText(Struct):
    """The text of a statement without comments, and where it stands in its file."""

    text: str
    path: str
    line: int
    column: int
    _starts: list[int] = field(default_factory=list)

    def mark(self, start: int, end: int | None = None) -> Mark:
        """The mark of a part of the text."""
        if not self._starts:
            self._starts = [0, *(at + 1 for at, sign in enumerate(self.text) if sign == "\n")]
        return (*self._place(start), *self._place(start + 1 if end is None else end))

    def _place(self, at: int) -> tuple[int, int]:
        row = bisect_right(self._starts, at) - 1
        return self.line + row, at - self._starts[row] + (self.column if row == 0 else 1)

    def locate(self, token: Token) -> Location:
        """The location of a token."""
        return Location.of(self.path, self.mark(token.start, token.end))
