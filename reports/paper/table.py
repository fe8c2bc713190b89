"""A table in words, in no format yet, and as CSV.

CSV is for programs (RFC 4180): commas, CRLF, days as in ISO 8601, UTF-8 without a byte order mark, which most of them
would take for a part of the first heading. People who open tables in Excel have the workbook (`xlsx`),
which needs no guess about separators, encodings or the order of day and month.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import StringIO

from seloste.reports.language.language import Language
from seloste.reports.rendering import escape

#: What a cell holds. None is a gap: something that should be known and is not. What does not apply is an empty string.
Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a title and the names of their columns."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} has {len(row)} cells for {len(self.columns)} columns")


def csv(table: Table, language: Language) -> str:
    """The table as CSV, its columns first. A cell that a spreadsheet would run as a formula is made text."""
    import csv as format

    gap = language.word("paper.gap")
    text = StringIO(newline="")
    writer = format.writer(text)
    writer.writerow([escape.csv_cell(column) for column in table.columns])
    writer.writerows([_value(cell, gap) for cell in row] for row in table.rows)
    return text.getvalue()


def _value(cell: Cell, gap: str) -> str:
    match cell:
        case str():
            return escape.csv_cell(cell)
        case date():
            return cell.isoformat()
        case None:
            return gap
    return str(cell)
