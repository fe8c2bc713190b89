"""Scans CSV into rows of cells with positions.

The standard library's reader gives no columns, so this scanner replaces it. It follows RFC 4180 strictly but for the
separator, which is given, and ignores spaces around a value. A row with an unclosed quotation mark ends with its line,
and the next row is read.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, cached_property
from typing import NamedTuple

from seloste.checker.position import Mark
from seloste.checker.reading.problem import Problem
from seloste.policy.prose.lazy_patterns import LazyPattern

#: How many problems of one file are reported.
MOST_PROBLEMS = 200
_BREAK = LazyPattern(r"\r\n|\r|\n")
#: An apostrophe that keeps a spreadsheet from taking a text for a formula: our own exports write it (OWASP).
_GUARDED = LazyPattern(r"'(?:\s*+[=+\-@＝＋－＠]|[\t\r\n])")
#: The characters that may part values, the standard's own first.
SEPARATORS = (",", ";", "\t", "|")


@cache
def _compile_patterns(separator: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The patterns of a value in quotation marks and of one without. A tab that parts values is no space around one."""
    space, part = (" ", r"\t") if separator == "\t" else (r" \t", re.escape(separator))
    quoted = re.compile(rf'[{space}]*+("([^"]*+(?:""[^"]*+)*+)")[{space}]*+(?=[{part}\r\n]|\Z)')
    return quoted, re.compile(rf"[{space}]*+(([^{part}\r\n]*))")


class Cell(NamedTuple):
    """A value as it is written. Positions are indexes into the text."""

    #: The text without the quotation marks around it, but with doubled ones within.
    raw: str
    start: int
    end: int
    #: The index of `raw`: `start`, or one more after a quotation mark.
    inner: int
    quoted: bool

    @property
    def value(self) -> str:
        """The value that is meant, in Unicode NFC."""
        text = self.raw.replace('""', '"') if self.quoted else self.raw
        return text if text.isascii() else unicodedata.normalize("NFC", text)

    def split(self, separator: re.Pattern[str], most: int = 0) -> Iterator[Cell]:
        """The parts between the first `most` separators of one character (0: all), without the spaces around them."""
        index = self.inner
        for part in separator.split(self.raw, most):
            stripped = part.strip()
            start = index + part.find(stripped)
            yield Cell(stripped, start, start + len(stripped), start, self.quoted)
            index += len(part) + 1


class CsvScanner:
    """Scans the rows of a CSV file, and gathers the problems with them."""

    def __init__(self, text: str, separator: str = ",", start: int = 0) -> None:
        self.problems: list[Problem] = []
        #: Whether the last row has an unclosed quotation mark.
        self.is_row_broken = False
        self._text = text
        self._separator = separator
        self._start = start

    def scan_rows(self) -> Iterator[list[Cell]]:
        """The rows in which a cell is not empty."""
        in_quotes, plain = _compile_patterns(self._separator)
        index, row, self.is_row_broken = self._start, [], False
        while index <= len(self._text):
            found = in_quotes.match(self._text, index) or plain.match(self._text, index)
            assert found is not None
            quoted = found.re is in_quotes
            raw = found[2] if quoted else found[2].rstrip()
            end = found.end(1) if quoted else found.start(1) + len(raw)
            guard = len("'") if _GUARDED.match(raw) else 0
            cell = Cell(raw[guard:], found.start(1), end, found.start(2) + guard, quoted)
            row.append(cell)
            if raw.startswith('"') and not quoted:
                self.is_row_broken = True
                if len(self.problems) < MOST_PROBLEMS:
                    self.problems.append(Problem("syntax", "csv-quote", self.mark_cell(cell)))
            index = found.end()
            if not self._text.startswith(self._separator, index):
                index += self._text.startswith("\r\n", index)
                if any(cell.raw for cell in row):
                    yield row
                row, self.is_row_broken = [], False
            index += 1

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in _BREAK.finditer(self._text))]

    def mark_cell(self, cell: Cell) -> Mark:
        """The mark of a cell."""
        return (*self._find_position(cell.start), *self._find_position(cell.end))

    def _find_position(self, index: int) -> tuple[int, int]:
        """The 1-based line and column of an index into the text."""
        line = bisect_right(self._line_starts, index)
        return line, index - self._line_starts[line - 1] + 1
