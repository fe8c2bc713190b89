"""Workbooks: each table a sheet, with cells that are what they say, text, numbers and days, and never formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from seloste.reports.language.language import Language
from seloste.reports.paper.optional import needed
from seloste.reports.paper.reproducible_zip import rewritten
from seloste.reports.paper.table import Cell, Table
from seloste.reports.rendering import escape

#: What Excel can hold: characters in a cell and in a sheet's name (UTF-16 units), and rows in a sheet.
_CELL, _NAME, _ROWS = 32_767, 31, 1_048_576
#: The first day that every spreadsheet counts alike, and the largest number that none of them rounds.
_FIRST_DAY, _LARGEST = date(1900, 3, 1), 10**15
#: Widths of columns in characters, and how many rows are looked at to find them.
_NARROW, _WIDE, _LOOKED_AT = 8, 60, 500
_ILLEGAL = re.compile(r"[\[\]:*?/\\\s]+")


@dataclass(frozen=True)
class _Style:
    """How cells look, and the words that they need."""

    language: Language
    header: Any
    text: Any
    quoted: Any
    number: Any
    day: Any
    gap: Any


def workbook(tables: Sequence[Table], *, title: str, language: Language, day: date) -> bytes:
    """The tables as the sheets of a workbook (XLSX).

    Args:
        tables: In the order of their sheets. One with more rows than a sheet can hold goes on in a further sheet.
        title: The title of the document.
        language: The language of the text, for gaps and for the form of days.
        day: The day that the document says it was made on: the same tables give the same bytes on every day.

    Raises:
        MissingExtraError: XlsxWriter is not installed.
    """
    xlsxwriter = needed("xlsx")
    written = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(written, options)
    book.set_properties({"title": escape.cell(title), "author": "seloste", "created": datetime.combine(day, time(12))})
    style = _styles(book, language)
    names: set[str] = set()
    for table in _fitting(tables):
        name = _name(table.title, names)
        names.add(name.casefold())
        _fill(book.add_worksheet(name), table, style)
    book.close()
    # XlsxWriter has no property for the language.
    ending, told = b"</cp:coreProperties>", f"<dc:language>{language.code}</dc:language>".encode()
    return rewritten(written.getvalue(), {"docProps/core.xml": lambda core: core.replace(ending, told + ending)})


def _styles(book: Any, language: Language) -> _Style:
    shared = {"valign": "top", "text_wrap": True}
    quiet = {"italic": True, "font_color": "#7D5300", "bg_color": "#FAF3E2"}
    return _Style(
        language,
        header=book.add_format({**shared, "bold": True, "bottom": 1, "bg_color": "#F3F1EC"}),
        text=book.add_format({**shared}),
        # Stays text also when somebody edits the cell or saves it in another format.
        quoted=book.add_format({**shared, "quote_prefix": True}),
        number=book.add_format({**shared, "num_format": "0"}),
        day=book.add_format({**shared, "num_format": language.word("paper.day"), "align": "left"}),
        gap=book.add_format({**shared, **quiet}),
    )


def _fitting(tables: Sequence[Table]) -> Iterator[Table]:
    """The tables, those too long for a sheet in parts; one empty table where there are none: a book has a sheet."""
    size = _ROWS - 1
    for table in tables or (Table("", (), ()),):
        for start in range(0, max(len(table.rows), 1), size):
            yield Table(table.title, table.columns, table.rows[start : start + size])


def _name(title: str, taken: set[str]) -> str:
    """A legal name for a sheet that none has yet: short, without what formulas use, and not the name Excel keeps."""
    wished = _ILLEGAL.sub(" ", escape.cell(title)).strip(" '") or "–"
    wished = wished if wished.casefold() != "history" else f"{wished} –"
    number, name = 1, _clipped(wished, _NAME).rstrip(" '")
    while name.casefold() in taken:
        number += 1
        ending = f" ({number})"
        name = _clipped(wished, _NAME - len(ending)).rstrip(" '") + ending
    return name


def _fill(sheet: Any, table: Table, style: _Style) -> None:
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")
    for column, heading in enumerate(table.columns):
        sheet.set_column(column, column, _width(table, column, style.language))
        sheet.write_string(0, column, _whole(heading, style.language), style.header)
    if table.columns:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    for number, row in enumerate(table.rows, 1):
        for column, cell in enumerate(row):
            _write(sheet, number, column, cell, style)


def _write(sheet: Any, row: int, column: int, cell: Cell, style: _Style) -> None:
    match cell:
        case None:
            sheet.write_string(row, column, style.language.word("paper.gap"), style.gap)
        case int() if abs(cell) <= _LARGEST:
            sheet.write_number(row, column, cell, style.number)
        case date() if cell >= _FIRST_DAY:
            sheet.write_datetime(row, column, cell, style.day)
        case _:
            text = _whole(str(cell), style.language)
            sheet.write_string(row, column, text, style.quoted if escape.formula(text) else style.text)


def _whole(value: str, language: Language) -> str:
    """The text as a cell can hold it: where it is too long, cut, and told how much is missing."""
    text = escape.cell(value)
    if _units(text) <= _CELL:
        return text
    kept = _clipped(text, _CELL - 100)
    return kept + language.count("paper.cut", len(text) - len(kept))


def _units(text: str) -> int:
    """The length as Excel counts it: a character beyond the first plane is two."""
    return len(text) + sum(character > "\uffff" for character in text)


def _clipped(text: str, units: int) -> str:
    """The beginning of the text that is at most so long."""
    kept = text[:units]
    while _units(kept) > units:
        kept = kept[: -((_units(kept) - units + 1) // 2)]
    return kept


def _width(table: Table, column: int, language: Language) -> float:
    """A width in which most of a column's text stands on a line or two."""
    cells = [table.columns[column], *(row[column] for row in table.rows[:_LOOKED_AT])]
    texts = (cell[:1000] if isinstance(cell, str) else "0000-00-00" for cell in cells)
    longest = max(len(line) for text in texts for line in text.split("\n"))
    # The heading's filter button takes room, too.
    return min(max(longest + 2, len(table.columns[column]) + 4, _NARROW), _WIDE)
