"""Reads a list of processors or systems from CSV, as programs write it and as Excel does.

Excel writes the separator that its language has (a semicolon in Finnish), sometimes `sep=;` on a line before the
header, and UTF-8 with a byte order mark, UTF-16 with tabs or Windows-1252. The separator is told by the header.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from seloste.checker.reading.conflicts import find_conflicts
from seloste.checker.reading.csv_scanner import SEPARATORS, Cell, CsvScanner
from seloste.checker.reading.file_kinds import is_windows_1252
from seloste.checker.reading.problem import Limits, Problem, Reading
from seloste.checker.reading.reader import count_lines, decode_text, list_forbidden
from seloste.checker.reading.record_table import RecordTable
from seloste.checker.reading.syntax import split_lines
from seloste.checker.reading.table_columns import find_column
from seloste.checker.reading.table_header import MOST_COLUMNS, Find, Header, find_header

_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?[,;\t|]*+(?:\r\n|\r|\n|\Z)', re.IGNORECASE)


class _CsvSource(CsvScanner):
    """The rows of a CSV file as those of a table."""

    def name_cell(self, cell: Cell) -> str:
        """The line and the column of a cell."""
        line, column, _, _ = self.mark_cell(cell)
        return f"{line}:{column}"


def read_csv(data: bytes, limits: Limits = Limits(), kind: str = "processors") -> Reading:  # noqa: B008 - frozen
    """The list in `data`. Raises nothing for any content.

    `kind`: `systems` or `processors`; for any other the header tells which of the two it is.
    """
    text, problems = decode_csv(data, limits)
    if problems:
        return Reading(text, [], problems)
    separator, start, header = find_separator(text, kind)
    source = _CsvSource(text, separator, start)
    conflicts = find_conflicts(text, split_lines(text))
    source.problems += [conflict.explain() for conflict in conflicts]
    disputed = {n + 1 for conflict in conflicts for n in range(conflict.first, conflict.last + 1)}
    markers = {n + 1 for conflict in conflicts for n in conflict.markers}
    rows = source.scan_rows()
    first = next(rows, [])
    if header is None:
        if not (first and source.mark_cell(first[0])[0] in disputed):
            mark = source.mark_cell(first[0]) if first else (1, 1, 1, 1)
            source.problems.append(Problem("syntax", "csv-header", mark))
        return Reading(text, [], source.problems)
    names = [first, *(next(rows) for _ in range(header.above))][-1]
    if source.mark_cell(names[0])[0] in disputed:
        return Reading(text, [], source.problems)
    if len(names) > MOST_COLUMNS:
        mark = source.mark_cell(names[MOST_COLUMNS])
        too_many = Problem("limit-exceeded", "nodes", mark, {"limit": MOST_COLUMNS})
        return Reading(text, [], [*source.problems, too_many])
    source.problems[:] = [each for each in source.problems if each.rule != "syntax" or each.variant != "csv-quote"]
    return RecordTable(source, text, header, limits, (frozenset(disputed), frozenset(markers))).read()


def decode_csv(data: bytes, limits: Limits) -> tuple[str, list[Problem]]:
    """The text, in Windows-1252 too where nothing else can be meant, unless it has too many cells."""
    text, problems = decode_text(data, limits)
    if len(problems) == 1 and problems[0].variant in ("encoding", "not-text") and is_windows_1252(data):
        text = data.decode("cp1252")
        problems = list_forbidden(text)
    elif len(problems) == 1 and problems[0].variant in ("encoding", "not-text") and b"\0" not in data:
        problems = [replace(problems[0], variant="table-encoding")]
    if not problems and sum(map(text.count, SEPARATORS)) + count_lines(text) > limits.nodes:
        problems = [Problem("limit-exceeded", "nodes", None, {"limit": limits.nodes})]
    return text, problems


def find_separator(text: str, kind: str, find: Find = find_column) -> tuple[str, int, Header | None]:
    """The separator, the index at which the rows begin, and the header.

    The separator is that of the line `sep=`, else the one by which the header has the most known names.
    """
    line = _SEPARATOR_LINE.match(text)
    if line:
        return line[1], line.end(), find_header(CsvScanner(text, line[1], line.end()).scan_rows(), kind, find)
    found = [(each, find_header(CsvScanner(text, each).scan_rows(), kind, find)) for each in SEPARATORS]
    separator, header = max(found, key=lambda item: (item[1].known, len(item[1].columns)) if item[1] else (0, 0))
    if header is not None and len(header.columns) == 1:  # the only column: whatever is in it parts nothing
        separator = next((each for each in SEPARATORS if each not in text), separator)
    return separator, 0, header
