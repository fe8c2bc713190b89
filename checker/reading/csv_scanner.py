"""Reads CSV into rows of cells that know where they stand.

The standard library's reader tells no columns, so this is a scanner of its own, and a strict one: RFC 4180, with spaces
around a value ignored. A row whose quotation mark is never closed ends with its line, and the next is read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from seloste.checker.position import Mark
from seloste.checker.reading.problem import Problem

_QUOTED = re.compile(r'[ \t]*+("([^"]*+(?:""[^"]*+)*+)")[ \t]*+(?=[,\r\n]|\Z)')
#: So many mistakes of one file are told of.
MOST_PROBLEMS = 200
_PLAIN = re.compile(r"[ \t]*+(([^,\r\n]*))")


class Cell(NamedTuple):
    """A value as it is written, without its quotation marks; where it stands with them, and where it begins without."""

    raw: str
    start: int
    end: int
    inner: int
    quoted: bool

    @property
    def value(self) -> str:
        """What the cell says."""
        return self.raw.replace('""', '"') if self.quoted else self.raw

    def parts(self, separator: str, most: int = -1) -> Iterator[Cell]:
        """The parts between separators, without the spaces around them."""
        at = self.inner
        for part in self.raw.split(separator, most):
            words = part.strip()
            start = at + part.find(words)
            yield Cell(words, start, start + len(words), start, self.quoted)
            at += len(part) + 1


class CsvScanner:
    """The text of a CSV file, its rows, and what is wrong with them; `broken` is about the row that was read last."""

    def __init__(self, text: str) -> None:
        self.problems: list[Problem] = []
        self.broken = False
        self._text = text
        self._starts = [0, *(found.end() for found in re.finditer(r"\r\n|\r|\n", text))]

    def rows(self) -> Iterator[list[Cell]]:
        """The rows that hold anything."""
        at, row, self.broken = 0, [], False
        while at <= len(self._text):
            found = _QUOTED.match(self._text, at) or _PLAIN.match(self._text, at)
            assert found is not None
            quoted = found.re is _QUOTED
            raw = found[2] if quoted else found[2].rstrip()
            end = found.end(1) if quoted else found.start(1) + len(raw)
            cell = Cell(raw, found.start(1), end, found.start(2), quoted)
            row.append(cell)
            if raw.startswith('"') and not quoted:
                self.broken = True
                if len(self.problems) < MOST_PROBLEMS:
                    self.problems.append(Problem("syntax", "csv-quote", self.mark(cell)))
            at = found.end()
            if not self._text.startswith(",", at):
                at += self._text.startswith("\r\n", at)
                if any(cell.raw for cell in row):
                    yield row
                row, self.broken = [], False
            at += 1

    def mark(self, cell: Cell) -> Mark:
        """Where a cell stands."""
        return (*self._place(cell.start), *self._place(cell.end))

    def _place(self, index: int) -> tuple[int, int]:
        line = bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1
