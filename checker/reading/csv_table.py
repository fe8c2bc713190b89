"""Reads a processor list from CSV into the values that YAML would give, with a mark for every key and cell.

The names of the columns are the keys; a dot leads to a nested key (`agreement.signed`). `;` separates the items of a
list, a transfer is written `country=instrument`, and a flag `true` or `false`. An empty cell leaves its key out.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from seloste.checker.inventory import Processor
from seloste.checker.position import Mark, MarkedList, MarkedMapping
from seloste.checker.reading.conflicts import find_conflicts
from seloste.checker.reading.csv_scanner import MOST_PROBLEMS, Cell, CsvScanner
from seloste.checker.reading.problem import Limits, Problem, Reading, SkippedEntry
from seloste.checker.reading.reader import count_lines, decode_text
from seloste.checker.reading.syntax import split_lines

BODY = "processors"
_MOST_COLUMNS = 200

#: How a flag is written, in any case: Excel writes capitals.
_FLAGS = {"true": True, "false": False}

#: The steps to the key of a column, and the mark of its name; None for a column that repeats another.
_Column = tuple[tuple[str, ...], Mark] | None


def read_csv(data: bytes, limits: Limits = Limits()) -> Reading:  # noqa: B008 - frozen
    """The processor list in `data`. Raises nothing for any content."""
    text, problems = decode_text(data, limits)
    if not problems and text.count(",") + text.count(";") + count_lines(text) > limits.nodes:
        problems = [Problem("limit-exceeded", "nodes", None, {"limit": limits.nodes})]
    return Reading(text, [], problems) if problems else _Table(text, limits).read()


class _Table:
    """A CSV file whose first row has the names of the columns."""

    def __init__(self, text: str, limits: Limits) -> None:
        self._text = text
        self._limits = limits
        self._scanner = CsvScanner(text)
        self._mark_cell = self._scanner.mark_cell
        self._problems = self._scanner.problems
        self._skipped: list[SkippedEntry] = []
        conflicts = find_conflicts(text, split_lines(text))
        self._problems += [conflict.explain() for conflict in conflicts]
        #: The 1-based lines of conflicts that git left in the file, and those of them that only mark one.
        self._disputed = {n + 1 for conflict in conflicts for n in range(conflict.first, conflict.last + 1)}
        self._markers = {n + 1 for conflict in conflicts for n in conflict.markers}

    def read(self) -> Reading:
        """The list as one document, under the key that it has in YAML."""
        rows = self._scanner.scan_rows()
        header = next(rows, [])
        if header and self._mark_cell(header[0])[0] in self._disputed:
            return Reading(self._text, [], self._problems)
        names = [cell.value.strip() for cell in header]
        if "id" not in names:
            mark = self._mark_cell(header[0]) if header else (1, 1, 1, 1)
            return Reading(self._text, [], [*self._problems, Problem("syntax", "csv-header", mark)])
        if len(header) > _MOST_COLUMNS:
            mark = self._mark_cell(header[_MOST_COLUMNS])
            too_many = Problem("limit-exceeded", "nodes", mark, {"limit": _MOST_COLUMNS})
            return Reading(self._text, [], [*self._problems, too_many])
        columns = self._read_columns(header)
        header_mark = self._mark_cell(header[0])
        header_line = header_mark[0]
        root, body = MarkedMapping(), MarkedMapping()
        root[BODY], root.marks[BODY] = body, (header_mark, header_mark)
        id_column = names.index("id")
        for row in rows:
            has_id = id_column < len(row)
            cell = row[id_column] if has_id else row[-1]
            key, mark = cell.value, self._mark_cell(cell)
            if mark[0] in self._markers:
                continue
            if mark[0] in self._disputed:
                self._skipped.append(SkippedEntry(parent=header_line, key=key if has_id else None, mark=mark))
            elif self._scanner.is_row_broken or len(row) != len(header):
                self._skipped.append(SkippedEntry(parent=header_line, key=key if has_id else None, mark=mark))
                if not self._scanner.is_row_broken:
                    self._report_cell_count(row, len(header))
            elif key in body:
                self._problems.append(Problem("duplicate-key", "", mark, {"key": key}, body.marks[key][0]))
            else:
                body[key], body.marks[key] = self._read_record(row, columns), (mark, mark)
        unlisted = Counter(problem.rule for problem in self._problems[MOST_PROBLEMS:])
        return Reading(self._text, [root], self._problems[:MOST_PROBLEMS], tuple(self._skipped), unlisted=unlisted)

    def _report_cell_count(self, row: list[Cell], expected: int) -> None:
        """Reports a row with too many cells, at the first surplus one, or with too few, at the last one."""
        cell = row[min(expected, len(row) - 1)]
        arguments = {"count": len(row), "expected": expected}
        self._problems.append(Problem("syntax", "csv", self._mark_cell(cell), arguments))

    def _read_columns(self, header: list[Cell]) -> list[_Column]:
        """The columns by their names in the first row. A name that repeats another is a problem, unless it is empty."""
        columns: list[_Column] = []
        for cell in header:
            steps, mark = tuple(cell.value.strip().split(".")), self._mark_cell(cell)
            clash = next((known for known in columns if known and _overlap(known[0], steps)), None)
            if clash is not None and cell.value:
                self._problems.append(Problem("duplicate-key", "", mark, {"key": cell.value}, clash[1]))
            columns.append(None if clash is not None else (steps, mark))
        return columns

    def _read_record(self, row: list[Cell], columns: list[_Column]) -> MarkedMapping:
        """The record of a row, without its id."""
        record = MarkedMapping()
        for column, cell in zip(columns, row, strict=True):
            if column is None or column[0] == ("id",) or not cell.value.strip():
                continue
            steps, name_mark = column
            mapping, mark = record, self._mark_cell(cell)
            # An unknown key is an error of the header; every other problem with a key is one of its row.
            marks = (mark if _is_known(Processor, steps) else name_mark, mark)
            for step in steps[:-1]:
                mapping.marks.setdefault(step, marks)
                mapping = mapping.setdefault(step, MarkedMapping())
            mapping[steps[-1]], mapping.marks[steps[-1]] = self._read_value(steps, cell), marks
        return record

    def _read_value(self, steps: tuple[str, ...], cell: Cell) -> Any:
        """The value of a cell: a list of items or a flag where the key at `steps` takes one, else a string."""
        counts = {"scalar": len(cell.raw), "entries": cell.raw.count(";") if _is_list(Processor, steps) else 0}
        for what, most in (("scalar", self._limits.scalar), ("entries", self._limits.entries)):
            if counts[what] > most:
                self._problems.append(Problem("limit-exceeded", what, self._mark_cell(cell), {"limit": most}))
                return cell.value[:most]
        if not _is_list(Processor, steps):
            flag = _FLAGS.get(cell.value.strip().casefold()) if _is_flag(Processor, steps) else None
            return cell.value if flag is None else flag
        items = MarkedList()
        for part in cell.split(";"):
            if part.raw:
                items.append(self._read_transfer(part) if steps == ("transfers",) else part.value)
                items.marks.append(self._mark_cell(part))
        return items

    def _read_transfer(self, item: Cell) -> MarkedMapping:
        """The transfer that is written `country=instrument`."""
        transfer = MarkedMapping()
        for name, part in zip(("country", "instrument"), item.split("=", 1), strict=False):
            if part.raw:
                transfer[name], transfer.marks[name] = part.value, (self._mark_cell(part), self._mark_cell(part))
        return transfer


def _overlap(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two columns have the same key, or one has a key within the other's."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


@lru_cache(maxsize=4 * _MOST_COLUMNS)  # asked for each cell
def _is_known(model: type[BaseModel], steps: tuple[str, ...]) -> bool:
    """Whether the model has the key at `steps`. A key in a mapping (`safeguards.backup`) is not known to a model."""
    field = model.model_fields.get(steps[0])
    if field is None or len(steps) == 1:
        return field is not None
    return any(_is_known(inner, steps[1:]) for inner in _list_models(field.annotation))


def _list_models(annotation: Any) -> list[type[BaseModel]]:
    """The models among the alternatives of a type: `Agreement` of `Agreement | None`."""
    kinds = (annotation, *get_args(annotation))
    return [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]


@lru_cache(maxsize=4 * _MOST_COLUMNS)
def _is_list(model: type[BaseModel], steps: tuple[str, ...]) -> bool:
    """Whether the key at `steps` takes a list."""
    field = model.model_fields.get(steps[0])
    kinds = [field.annotation, *get_args(field.annotation)] if field else []
    if len(steps) == 1:
        return any(get_origin(kind) is list for kind in kinds)
    inner = _list_models(field.annotation) if field else []
    return bool(inner) and _is_list(inner[0], steps[1:])


@lru_cache(maxsize=4 * _MOST_COLUMNS)
def _is_flag(model: type[BaseModel], steps: tuple[str, ...]) -> bool:
    """Whether the key at `steps` is true or false."""
    field = model.model_fields.get(steps[0])
    return field is not None and len(steps) == 1 and field.annotation is bool
