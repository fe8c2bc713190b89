"""Workbooks: a sheet for each table. Cells are text, numbers or days, and never formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from msgspec import Struct

from seloste.reports.language.language import Language
from seloste.reports.paper import limits
from seloste.reports.paper.font_widths import count_lines
from seloste.reports.paper.optional import load_library
from seloste.reports.paper.reproducible_zip import rewrite_zip
from seloste.reports.paper.table import Cell, Table
from seloste.reports.rendering import escape

#: Limits of Excel: the length of a cell and of a sheet's name in UTF-16 units, and rows of a sheet.
_LONGEST_CELL, _LONGEST_NAME, _MOST_ROWS = 32_767, 31, 1_048_576
#: The first day that all spreadsheets store alike, and the largest number that none of them rounds.
_FIRST_DAY, _LARGEST = date(1900, 3, 1), 10**15
#: The least and the largest width of a column in characters, and the rows that are measured for it.
_NARROWEST, _WIDEST, _MEASURED_ROWS = 8, 60, 500
#: The characters that fit beside each other on a sheet of A4 and are still legible; a column that is made narrower for
#: them has so many at least.
_PRINTED_WIDTH, _SHRUNK = 230, 18
#: The font and the size of cells, the width of a character that columns are counted in, and the height of a line.
_FONT, _SIZE, _UNIT, _LINE = "Calibri", 10, 5.25, 13.5
#: The highest row that Excel shows, and the rows of a sheet whose height is set; others get theirs when it is opened.
_HIGHEST, _MOST_HEIGHTS = 409.0, 20_000
#: The width of a column of signs, and the height of the upright names above them.
_SIGN_WIDTH, _UPRIGHT = 6, 200.0
_ILLEGAL = re.compile(r"[\[\]:*?/\\\s]+")


class _CellFormats(Struct, frozen=True):
    """The formats of cells, and the language of their words."""

    language: Language
    header: Any
    text: Any
    quoted: Any
    number: Any
    day: Any
    gap: Any
    upright: Any
    sign: Any
    contradicts: Any


def render_workbook(tables: Sequence[Table], *, title: str, language: Language, day: date) -> bytes:
    """The tables as the sheets of a workbook (XLSX).

    Args:
        tables: The tables in the order of their sheets. One that is too long for a sheet continues in a further one.
        title: The title of the document.
        language: The language of the words for gaps and of the format of days.
        day: The date of the document: the bytes do not depend on today.

    Raises:
        MissingExtraError: XlsxWriter is not installed.
        DocumentTooLargeError: There are too many cells.
    """
    limits.refuse_large("xlsx", sum(len(table.rows) * len(table.columns) for table in tables), limits.MOST_CELLS)
    xlsxwriter = load_library("xlsx")
    written = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(written, options)
    book.set_properties({"title": escape.cell(title), "author": "seloste", "created": datetime.combine(day, time(12))})
    formats = _make_formats(book, language)
    names: set[str] = set()
    for table in _split_tables(tables):
        name = _make_sheet_name(table.title, names)
        names.add(name.casefold())
        _fill_sheet(book.add_worksheet(name), table, formats)
    book.close()
    # XlsxWriter has no property for the language.
    end, tag = b"</cp:coreProperties>", f"<dc:language>{language.code}</dc:language>".encode()
    return rewrite_zip(written.getvalue(), {"docProps/core.xml": lambda core: core.replace(end, tag + end)})


def _make_formats(book: Any, language: Language) -> _CellFormats:
    font = {"font_name": _FONT, "font_size": _SIZE}
    shared = {**font, "valign": "top", "text_wrap": True, "bottom": 4, "bottom_color": "#DCD9D2"}
    quiet = {"italic": True, "font_color": "#7D5300", "bg_color": "#FAF3E2"}
    head = {"bold": True, "bottom": 1, "bottom_color": "#5A6066", "bg_color": "#F3F1EC", "font_color": "#1E2124"}
    sign = {**shared, "align": "center", "quote_prefix": True, "border": 4, "border_color": "#DCD9D2"}
    return _CellFormats(
        language,
        header=book.add_format({**shared, **head}),
        text=book.add_format({**shared}),
        # Stays text also when somebody edits the cell or saves it in another format.
        quoted=book.add_format({**shared, "quote_prefix": True}),
        number=book.add_format({**shared, "num_format": "0"}),
        day=book.add_format({**shared, "num_format": language.word("paper.day"), "align": "left"}),
        gap=book.add_format({**shared, **quiet}),
        upright=book.add_format({**shared, **head, "rotation": 90, "valign": "bottom"}),
        sign=book.add_format(sign),
        contradicts=book.add_format({**sign, "bold": True, "font_color": "#FFFFFF", "bg_color": "#A3262A"}),
    )


def _split_tables(tables: Sequence[Table]) -> Iterator[Table]:
    """The tables, long ones in parts; one empty table if there are none, since a workbook needs a sheet."""
    size = _MOST_ROWS - 1
    for table in tables or (Table("", (), ()),):
        for start in range(0, max(len(table.rows), 1), size):
            yield Table(table.title, table.columns, table.rows[start : start + size], table.signs_from)


def _make_sheet_name(title: str, taken: set[str]) -> str:
    """A name for a sheet that is not taken: short, without characters of formulas, and not reserved by Excel."""
    base = _ILLEGAL.sub(" ", escape.cell(title)).strip(" '") or "–"
    base = base if base.casefold() != "history" else f"{base} –"
    number, name = 1, _cut(base, _LONGEST_NAME).rstrip(" '")
    while name.casefold() in taken:
        number += 1
        suffix = f" ({number})"
        name = _cut(base, _LONGEST_NAME - len(suffix)).rstrip(" '") + suffix
    return name


def _fill_sheet(sheet: Any, table: Table, formats: _CellFormats) -> None:
    signs_from = len(table.columns) if table.signs_from is None else table.signs_from
    sheet.freeze_panes(1, table.signs_from or 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")
    widths = _share_widths(table, signs_from, formats.language)
    for column, heading in enumerate(table.columns):
        sheet.set_column(column, column, widths[column])
        header = formats.header if column < signs_from else formats.upright
        sheet.write_string(0, column, _fit_cell(heading, formats.language), header)
    if table.columns:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    sheet.set_row(0, _UPRIGHT if signs_from < len(table.columns) else _measure_row(table.columns, widths, bold=True))
    for number, row in enumerate(table.rows, 1):
        if number <= _MOST_HEIGHTS:
            sheet.set_row(number, _measure_row(row[:signs_from], widths))
        for column, cell in enumerate(row):
            if column < signs_from:
                _write_cell(sheet, number, column, cell, formats)
            else:
                _write_sign(sheet, number, column, str(cell), formats)


def _write_sign(sheet: Any, row: int, column: int, text: str, formats: _CellFormats) -> None:
    """Writes a sign of a matrix; what contradicts is seen at a glance, also without colours: it is bold."""
    against = text.startswith(formats.language.word("audit.matrix.sign.contradicts"))
    sheet.write_string(row, column, escape.cell(text), formats.contradicts if against else formats.sign)


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, formats: _CellFormats) -> None:
    match cell:
        case None:
            sheet.write_string(row, column, formats.language.word("paper.gap"), formats.gap)
        case int() if abs(cell) <= _LARGEST:
            sheet.write_number(row, column, cell, formats.number)
        case date() if cell >= _FIRST_DAY:
            sheet.write_datetime(row, column, cell, formats.day)
        case _:
            text = _fit_cell(str(cell), formats.language)
            sheet.write_string(row, column, text, formats.quoted if escape.is_formula(text) else formats.text)


def _fit_cell(value: str, language: Language) -> str:
    """The text within the limit of a cell: a long one is cut, and ends with the number of missing characters."""
    text = escape.cell(value)
    if _count_units(text) <= _LONGEST_CELL:
        return text
    kept = _cut(text, _LONGEST_CELL - 100)
    return kept + language.count("paper.cut", len(text) - len(kept))


def _count_units(text: str) -> int:
    """The length in UTF-16 units, as Excel counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def _cut(text: str, units: int) -> str:
    """The beginning of the text, of at most so many units."""
    kept = text[:units]
    while _count_units(kept) > units:
        kept = kept[: -((_count_units(kept) - units + 1) // 2)]
    return kept


def _share_widths(table: Table, signs_from: int, language: Language) -> list[float]:
    """The widths of the columns. Where all are too wide for a legible page, the widest are made narrower."""
    widths = [
        _column_width(table, column, language) if column < signs_from else _SIGN_WIDTH
        for column in range(len(table.columns))
    ]
    excess = sum(widths) - _PRINTED_WIDTH
    spare = sum(max(width - _SHRUNK, 0) for width in widths)
    if excess <= 0 or not spare:
        return widths
    share = min(excess / spare, 1)
    return [width - share * max(width - _SHRUNK, 0) for width in widths]


def _column_width(table: Table, column: int, language: Language) -> float:
    """A width in which most texts of the column take one or two lines."""
    cells = [table.columns[column], *(row[column] for row in table.rows[:_MEASURED_ROWS])]
    texts = (cell[:1000] if isinstance(cell, str) else "0000-00-00" for cell in cells)
    longest = max(len(line) for text in texts for line in text.split("\n"))
    # The filter button in the heading needs room, too.
    return min(max(longest + 2, len(table.columns[column]) + 4, _NARROWEST), _WIDEST)


def _measure_row(row: Sequence[Cell], widths: Sequence[float], *, bold: bool = False) -> float:
    """The height in which every text of a row is seen whole, at most that of the highest row."""
    texts = ((cell, width) for cell, width in zip(row, widths, strict=False) if isinstance(cell, str))
    lines = max((_count_lines(text, width, bold=bold) for text, width in texts), default=1)
    return min(lines * _LINE + 2, _HIGHEST)


def _count_lines(text: str, width: float, *, bold: bool) -> int:
    """The lines of a text in a column of a width in characters."""
    if len(text) < 0.8 * width - 3 and "\n" not in text:
        return 1
    # The button of the filter takes room in the head.
    room = (width - (3 if bold else 1)) * _UNIT
    most = int(_HIGHEST / _LINE) + 1
    lines = text[: most * 200].split("\n", most)[:most]
    return sum(count_lines(line, _FONT, _SIZE, room, bold=bold) for line in lines)
