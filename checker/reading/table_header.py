"""The header of a table: the row with the names of its columns, which tells what kind of a list it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, Protocol

from msgspec import Struct

from seloste.checker.position import Mark
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.table_columns import MODELS, Column, find_column

MOST_COLUMNS = 200
#: The names of the columns stand in one of so many rows: above them may be a title.
_MOST_ROWS_ABOVE = 20
ID, NAME = ("id",), ("name",)


class TableCell(Protocol):
    """A cell of a row."""

    @property
    def value(self) -> str:
        """What is meant by what is written."""

    @property
    def raw(self) -> str:
        """What is written."""

    def split(self, separator: re.Pattern[str], most: int = 0) -> Iterator[Any]:
        """The parts of the cell."""


class TableSource(Protocol):
    """Where rows come from."""

    problems: list[Problem]
    is_row_broken: bool

    def scan_rows(self) -> Iterator[Sequence[Any]]:
        """The rows in which a cell is not empty."""

    def mark_cell(self, cell: Any) -> Mark:
        """The mark of a cell."""

    def name_cell(self, cell: Any) -> str:
        """The place of a cell, as messages name it."""


class Header(Struct, frozen=True):
    """The row with the names of the columns: how many rows are above it, and what each column is for."""

    kind: str
    above: int
    columns: tuple[Column | None, ...]

    @property
    def known(self) -> int:
        """How many columns have a known name."""
        return sum(column is not None for column in self.columns)


#: What tells the column that a name stands for in a list of a kind.
Find = Callable[[str, str], Column | None]


def find_header(rows: Iterator[Sequence[TableCell]], kind: str, find: Find = find_column) -> Header | None:
    """The header among the first rows, of a list of a kind (or, for another word, of either); None where none is."""
    best: Header | None = None
    for above, row in enumerate(islice(rows, _MOST_ROWS_ABOVE)):
        for each in [kind] if kind in MODELS else MODELS:
            columns = tuple(find(cell.value, each) for cell in row[: MOST_COLUMNS + 1])
            found = Header(each, above, columns)
            named = any(column and column.steps in (ID, NAME) for column in columns)
            if named and found.known > (best.known if best else min(above, 1)):
                best = found
    return best
