"""Reads a list of processors or systems from a workbook (XLSX): its first sheet that has the names of our columns.

A position is a row and the number of a column. An excerpt names the sheet and the cells, as a spreadsheet does.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from itertools import islice
from typing import Any, NamedTuple

from seloste.checker.position import Mark
from seloste.checker.reading.problem import Limits, Problem, Reading
from seloste.checker.reading.record_table import RecordTable
from seloste.checker.reading.table_header import MOST_COLUMNS, Header, find_header
from seloste.checker.reading.workbook_parts import RefusedWorkbookError, repack_workbook

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK\x03\x04"
_COMMAND = "python -m pip install 'seloste[xlsx]'"
_MOST_SHEETS = 50
_OTHER_SHEET, _HIDDEN_SHEET = "sheet-unread", "sheet-hidden"
#: How much of a cell an excerpt shows.
_LONGEST_EXCERPT = 60
_MOST_EXCERPTS = 200_000
_FIRST: Mark = (1, 1, 1, 1)


class SheetCell(NamedTuple):
    """A cell, by the 1-based numbers of its row and its column."""

    value: str
    row: int
    column: int

    @property
    def raw(self) -> str:
        """What is written, which is what is meant."""
        return self.value

    def split(self, separator: re.Pattern[str], most: int = 0) -> Iterator[SheetCell]:
        """The parts between the first `most` separators (0: all). All are in the one cell."""
        return (SheetCell(part.strip(), self.row, self.column) for part in separator.split(self.value, most))


class SheetSource:
    """The rows of a sheet as those of a table."""

    def __init__(self, name: str, rows: Sequence[list[Any]]) -> None:
        self.problems: list[Problem] = []
        self.is_row_broken = False
        self.name = name
        self._rows = rows

    def scan_rows(self) -> Iterator[list[SheetCell]]:
        """The rows in which a cell is not empty, each as far as something is written."""
        for number, row in enumerate(self._rows, 1):
            cells = [SheetCell(_write_value(value), number, column) for column, value in enumerate(row, 1)]
            while cells and not cells[-1].value:
                cells.pop()
            if cells:
                yield cells

    def mark_cell(self, cell: SheetCell) -> Mark:
        """The mark of a cell: the row as the line, and the number of the column."""
        return (cell.row, cell.column, cell.row, cell.column + 1)

    def name_cell(self, cell: SheetCell) -> str:
        """A cell as a spreadsheet names it."""
        return f"{self.name}!{name_column(cell.column)}{cell.row}"

    def fill_merged(self, merged: Sequence[tuple[int, int, int]], header: int) -> None:
        """Puts the value of a cell that spans rows below the header in each of them, as it is seen to stand there."""
        for first, last, column in merged:
            if header < first <= len(self._rows) and column <= len(self._rows[first - 1]):
                value = self._rows[first - 1][column - 1]
                for row in self._rows[first:last]:
                    row.extend([""] * (column - len(row)))
                    row[column - 1] = value

    def make_text(self) -> str:
        """A line for each row, with its cells and their names, for excerpts."""
        lines: list[str] = []
        for row in islice(self.scan_rows(), _MOST_EXCERPTS):
            lines += [""] * (row[0].row - len(lines) - 1)
            shown = (
                f"{name_column(cell.column)}{cell.row} {' '.join(cell.value[:_LONGEST_EXCERPT].split())}"
                for cell in row[:MOST_COLUMNS]
                if cell.value
            )
            lines.append(f"{self.name}: {' | '.join(shown)}")
        return "\n".join(lines)


def read_workbook(data: bytes, limits: Limits = Limits(), kind: str = "processors") -> Reading:  # noqa: B008 - frozen
    """The list in `data`, of a kind as in `read_csv`. Raises nothing for any content."""
    try:
        sheets = load_sheets(data, limits)
    except RefusedWorkbookError as refused:
        return Reading("", [], [refused.problem])
    found: tuple[SheetSource, Header] | None = None
    for name, rows in sheets.read.items():
        source = SheetSource(name, rows)
        header = find_header(source.scan_rows(), kind)
        if header is not None:
            found = (source, header)
            break
    if found is None:
        return Reading("", [], [Problem("syntax", "csv-header", _FIRST)])
    source, header = found
    names = next(islice(source.scan_rows(), header.above, None))
    source.fill_merged(sheets.merged.get(source.name, ()), names[0].row)
    if len(names) > MOST_COLUMNS:
        mark = source.mark_cell(names[MOST_COLUMNS])
        return Reading("", [], [Problem("limit-exceeded", "nodes", mark, {"limit": MOST_COLUMNS})])
    reading = RecordTable(source, source.make_text(), header, limits).read()
    others = [name for name, rows in sheets.read.items() if name != source.name and any(map(any, rows))]
    unread = [*((name, _OTHER_SHEET) for name in others), *sheets.unread]
    return Reading(
        reading.text,
        reading.documents,
        reading.problems,
        reading.skipped,
        (),
        reading.unlisted,
        (*reading.left_out, *((f"{name}!", reason) for name, reason in unread)),
    )


class Sheets(NamedTuple):
    """The sheets of a workbook.

    Attributes:
        read: Those that can be seen, by name, with the values of their cells.
        unread: The names of the others, each with the key of the reason.
        merged: By sheet, the cells that span rows, as `RepackedWorkbook` has them.
    """

    read: Mapping[str, list[list[Any]]]
    unread: Sequence[tuple[str, str]]
    merged: Mapping[str, Sequence[tuple[int, int, int]]]


def load_sheets(data: bytes, limits: Limits) -> Sheets:
    """The sheets of a workbook. Raises `RefusedWorkbookError`."""
    if len(data) > limits.size:
        raise RefusedWorkbookError("size", "limit-exceeded", limit=limits.size)
    if data.startswith(_OLD_OFFICE):
        raise RefusedWorkbookError("encrypted-workbook" if _ENCRYPTED in data else "old-office")
    if not data.startswith(_ZIP):
        raise RefusedWorkbookError("no-workbook")
    if b"opendocument.spreadsheet" in data[:1_000]:
        raise RefusedWorkbookError("open-spreadsheet")
    try:
        from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum
    except ImportError:
        raise RefusedWorkbookError("missing-extra", format="XLSX", command=_COMMAND) from None
    packed = repack_workbook(data, limits)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(packed.data))
        with_cells = [each for each in workbook.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
        visible = [each.name for each in with_cells if each.visible == SheetVisibleEnum.Visible]
        hidden = [(each.name, _HIDDEN_SHEET) for each in with_cells if each.name not in visible]
        read = {
            name: _show_unvalued(
                workbook.get_sheet_by_name(name).to_python(skip_empty_area=False), packed.unvalued.get(name, {})
            )
            for name in visible[:_MOST_SHEETS]
        }
        return Sheets(read, [*((name, _OTHER_SHEET) for name in visible[_MOST_SHEETS:]), *hidden], packed.merged)
    except (CalamineError, OSError, ValueError):
        raise RefusedWorkbookError("broken-workbook") from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # a mistake in the library that some workbook has found
            raise RefusedWorkbookError("broken-workbook") from None
        raise


def _show_unvalued(rows: list[list[Any]], unvalued: Mapping[tuple[int, int], str]) -> list[list[Any]]:
    """The rows with what cells without a value show, `#N/A` or their formula: they must not be taken for empty ones."""
    for (row, column), words in unvalued.items():
        rows += [[] for _ in range(row - len(rows))]
        cells = rows[row - 1]
        cells += [""] * (column - len(cells))
        cells[column - 1] = words
    return rows


def name_column(number: int) -> str:
    """The letters of a column by its 1-based number."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _write_value(value: Any) -> str:
    """A value as text: a day in ISO 8601, a whole number without a fraction."""
    match value:
        case bool():
            return "true" if value else "false"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
        case date():
            return value.isoformat()
    return str(value).replace("\x00", "").strip()
