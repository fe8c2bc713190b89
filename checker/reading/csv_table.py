"""Reads a processor list from CSV into what YAML would give: the same values, and a place for every key and cell.

The names of the columns are the keys, dotted where they are nested (`agreement.signed`); `;` stands between the items
of a list, and a transfer is written `country=instrument`. An empty cell declares nothing.
"""

from __future__ import annotations

from typing import Any, get_args, get_origin

from pydantic import BaseModel

from seloste.checker.inventory import Processor
from seloste.checker.position import Mark, MarkedList, MarkedMapping
from seloste.checker.reading.csv_scanner import MOST_PROBLEMS, Cell, CsvScanner
from seloste.checker.reading.problem import Limits, Problem, Reading, SkippedEntry
from seloste.checker.reading.reader import decode_text

BODY = "processors"
_MOST_COLUMNS = 1000


def read_csv(data: bytes, limits: Limits = Limits()) -> Reading:  # noqa: B008 - frozen
    """The processor list in `data`. Never raises for what the file holds."""
    text, problems = decode_text(data, limits)
    if not problems and text.count(",") + text.count("\n") > limits.nodes:
        problems = [Problem("limit-exceeded", "nodes", None, {"limit": limits.nodes})]
    return Reading(text, [], problems) if problems else _Table(text).reading()


class _Table:
    def __init__(self, text: str) -> None:
        self._text = text
        self._sheet = CsvScanner(text)
        self._mark = self._sheet.mark
        self._problems = self._sheet.problems
        self._gaps: list[SkippedEntry] = []

    def reading(self) -> Reading:
        """The list under the key that it has in YAML."""
        rows = self._sheet.rows()
        header = next(rows, [])
        names = [cell.value.strip() for cell in header]
        if "id" not in names:
            mark = self._mark(header[0]) if header else (1, 1, 1, 1)
            return Reading(self._text, [], [*self._problems, Problem("syntax", "csv-header", mark)])
        if len(header) > _MOST_COLUMNS:
            too_many = Problem("limit-exceeded", "nodes", self._mark(header[_MOST_COLUMNS]), {"limit": _MOST_COLUMNS})
            return Reading(self._text, [], [*self._problems, too_many])
        columns = self._columns(header)
        root, body = MarkedMapping(), MarkedMapping()
        root[BODY], root.marks[BODY] = body, (self._mark(header[0]), self._mark(header[0]))
        for row in rows:
            at = names.index("id")
            cell = row[min(at, len(row) - 1)]
            key, mark = cell.value, self._mark(cell)
            if self._sheet.broken or len(row) != len(header):
                self._gaps.append(SkippedEntry(root.marks[BODY][0][0], key if at < len(row) else None, mark))
                if not self._sheet.broken:
                    arguments = {"count": len(row), "expected": len(header)}
                    surplus = row[min(len(header), len(row) - 1)]
                    self._problems.append(Problem("syntax", "csv", self._mark(surplus), arguments))
            elif key in body:
                self._problems.append(Problem("duplicate-key", "", mark, {"key": key}, body.marks[key][0]))
            else:
                body[key], body.marks[key] = self._record(row, columns), (mark, mark)
        return Reading(self._text, [root], self._problems[:MOST_PROBLEMS], tuple(self._gaps))

    def _columns(self, header: list[Cell]) -> list[tuple[tuple[str, ...], Mark] | None]:
        """The steps that each column's name spells, and its place; None for one that repeats another."""
        columns: list[tuple[tuple[str, ...], Mark] | None] = []
        for cell in header:
            steps, mark = tuple(cell.value.strip().split(".")), self._mark(cell)
            clash = next((known for known in columns if known and _overlap(known[0], steps)), None)
            if clash is not None and cell.value:
                self._problems.append(Problem("duplicate-key", "", mark, {"key": cell.value}, clash[1]))
            columns.append(None if clash is not None else (steps, mark))
        return columns

    def _record(self, row: list[Cell], columns: list[tuple[tuple[str, ...], Mark] | None]) -> MarkedMapping:
        record = MarkedMapping()
        for column, cell in zip(columns, row, strict=True):
            if column is None or column[0] == ("id",) or not cell.value.strip():
                continue
            steps, key_mark = column
            place, value = record, self._mark(cell)
            # A name that nobody knows is wrong in the header; all else that is to be said of a key is about its row.
            marks = (value if _is_known(Processor, steps) else key_mark, value)
            for step in steps[:-1]:
                place.marks.setdefault(step, marks)
                place = place.setdefault(step, MarkedMapping())
            place[steps[-1]], place.marks[steps[-1]] = self._value(steps, cell), marks
        return record

    def _value(self, steps: tuple[str, ...], cell: Cell) -> Any:
        if not _is_list(Processor, steps):
            return cell.value
        items = MarkedList()
        for part in cell.parts(";"):
            if part.raw:
                items.append(self._transfer(part) if steps == ("transfers",) else part.value)
                items.marks.append(self._mark(part))
        return items

    def _transfer(self, item: Cell) -> MarkedMapping:
        transfer = MarkedMapping()
        for name, part in zip(("country", "instrument"), item.parts("=", 1), strict=False):
            if part.raw:
                transfer[name], transfer.marks[name] = part.value, (self._mark(part), self._mark(part))
        return transfer


def _overlap(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two columns declare the same, or one of them a part of the other."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _is_known(model: type[BaseModel], steps: tuple[str, ...]) -> bool:
    """Whether a record has what the steps lead to. What stands in a mapping with keys of its own is not known here."""
    field = model.model_fields.get(steps[0])
    if field is None or len(steps) == 1:
        return field is not None
    return any(_is_known(inner, steps[1:]) for inner in _records(field.annotation))


def _records(annotation: Any) -> list[type[BaseModel]]:
    kinds = (annotation, *get_args(annotation))
    return [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]


def _is_list(model: type[BaseModel], steps: tuple[str, ...]) -> bool:
    field = model.model_fields.get(steps[0])
    kinds = [field.annotation, *get_args(field.annotation)] if field else []
    if len(steps) == 1:
        return any(get_origin(kind) is list for kind in kinds)
    inner = _records(field.annotation) if field else []
    return bool(inner) and _is_list(inner[0], steps[1:])
