"""A table independent of a format, and its rendering as CSV.

CSV follows RFC 4180 (CRLF, quotation marks doubled), and days are written as in ISO 8601. It begins with a byte order
mark, and its separator is the language's own (a semicolon in Finnish and Swedish), so that Excel shows columns and
letters as they are. Our own reader reads it back (`seloste.checker.reading.csv_table`).
"""

from __future__ import annotations

from datetime import date
from io import StringIO

from msgspec import Struct

from seloste.reports.language.language import Language
from seloste.reports.rendering import escape

#: The value of a cell. None: a gap, a value that should be known but is not. An empty string: not applicable.
Cell = str | int | date | None


_BYTE_ORDER_MARK = "\ufeff"


class Table(Struct, frozen=True):
    """Rows of cells under a title and the names of their columns.

    `signs_from`: the first column of a matrix, whose cells are signs under upright names; None for any other table.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    signs_from: int | None = None

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} has {len(row)} cells for {len(self.columns)} columns")


def render_csv(table: Table, language: Language) -> str:
    """The table as CSV for Excel, after a line with the names of the columns. Formulas are made text."""
    import csv

    gap = language.word("paper.gap")
    text = StringIO(newline="")
    text.write(_BYTE_ORDER_MARK)
    writer = csv.writer(text, delimiter=language.word("paper.separator"))
    writer.writerow([escape.csv_cell(column) for column in table.columns])
    writer.writerows([_format_cell(cell, gap) for cell in row] for row in table.rows)
    return text.getvalue()


def _format_cell(cell: Cell, gap: str) -> str:
    match cell:
        case str():
            return escape.csv_cell(cell)
        case date():
            return cell.isoformat()
        case None:
            return gap
    return str(cell)
