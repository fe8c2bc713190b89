"""Reads a processor list from CSV into what YAML would give: the same values, and a place for every key and cell.

The names of the columns are the keys, dotted where they are nested (`agreement.signed`); `;` stands between the items
of a list, and a transfer is written `country=instrument`. An empty cell declares nothing. The standard library's reader
tells no columns, so this is a scanner of its own, and a strict one: RFC 4180, with spaces around a value ignored.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from checker.inventory import Processor
from checker.position import Mapping, Mark, Sequence
from checker.problem import Gap, Limits, Problem, Reading
from checker.reading import decoded

BODY = "processors"
_QUOTED = re.compile(r'[ \t]*+("([^"]*+(?:""[^"]*+)*+)")[ \t]*+(?=[,\r\n]|\Z)')
_PLAIN = re.compile(r"[ \t]*+(([^,\r\n]*))")


class _Cell(NamedTuple):
    """A value as it is written, without its quotation marks; where it stands with them, and where it begins without."""

    raw: str
    start: int
    end: int
    inner: int
    quoted: bool

    @property
    def value(self) -> str:
        return self.raw.replace('""', '"') if self.quoted else self.raw

    def parts(self, separator: str, most: int = -1) -> Iterator[_Cell]:
        """The parts between separators, without the spaces around them."""
        at = self.inner
        for part in self.raw.split(separator, most):
            words = part.strip()
            start = at + part.find(words)
            yield _Cell(words, start, start + len(words), start, self.quoted)
            at += len(part) + 1


def read_table(data: bytes, limits: Limits = Limits()) -> Reading:  # noqa: B008 - frozen
    """The processor list in `data`. Never raises for what the file holds."""
    text, problems = decoded(data, limits)
    if not problems and text.count(",") + text.count("\n") > limits.nodes:
        problems = [Problem("limit-exceeded", "nodes", None, {"limit": limits.nodes})]
    return Reading(text, [], problems) if problems else _Table(text).reading()


class _Table:
    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(found.end() for found in re.finditer(r"\r\n|\r|\n", text))]
        self._problems: list[Problem] = []
        self._gaps: list[Gap] = []
        self._broken = False

    def reading(self) -> Reading:
        """The list under the key that it has in YAML."""
        rows = self._rows()
        header = next(rows, [])
        names = [cell.value.strip() for cell in header]
        if "id" not in names:
            mark = self._mark(header[0]) if header else (1, 1, 1, 1)
            return Reading(self._text, [], [*self._problems, Problem("syntax", "csv-header", mark)])
        columns = self._columns(header)
        root, body = Mapping(), Mapping()
        root[BODY], root.marks[BODY] = body, (self._mark(header[0]), self._mark(header[0]))
        for row in rows:
            at = names.index("id")
            cell = row[min(at, len(row) - 1)]
            key, mark = cell.value, self._mark(cell)
            if self._broken or len(row) != len(header):
                self._gaps.append(Gap(root.marks[BODY][0][0], key if at < len(row) else None, mark))
                if not self._broken:
                    arguments = {"count": len(row), "expected": len(header)}
                    surplus = row[min(len(header), len(row) - 1)]
                    self._problems.append(Problem("syntax", "csv", self._mark(surplus), arguments))
            elif key in body:
                self._problems.append(Problem("duplicate-key", "", mark, {"key": key}, body.marks[key][0]))
            else:
                body[key], body.marks[key] = self._record(row, columns), (mark, mark)
        return Reading(self._text, [root], self._problems, tuple(self._gaps))

    def _rows(self) -> Iterator[list[_Cell]]:
        """The rows that hold anything. `_broken` tells of each whether a quotation mark in it is never closed."""
        at, row, self._broken = 0, [], False
        while at <= len(self._text):
            found = _QUOTED.match(self._text, at) or _PLAIN.match(self._text, at)
            assert found is not None
            quoted = found.re is _QUOTED
            raw = found[2] if quoted else found[2].rstrip()
            end = found.end(1) if quoted else found.start(1) + len(raw)
            cell = _Cell(raw, found.start(1), end, found.start(2), quoted)
            row.append(cell)
            if raw.startswith('"') and not quoted:
                self._broken = True
                self._problems.append(Problem("syntax", "csv-quote", self._mark(cell)))
            at = found.end()
            if not self._text.startswith(",", at):
                at += self._text.startswith("\r\n", at)
                if any(cell.raw for cell in row):
                    yield row
                row, self._broken = [], False
            at += 1

    def _columns(self, header: list[_Cell]) -> list[tuple[tuple[str, ...], Mark] | None]:
        """The steps that each column's name spells, and its place; None for one that repeats another."""
        columns: list[tuple[tuple[str, ...], Mark] | None] = []
        for cell in header:
            steps, mark = tuple(cell.value.strip().split(".")), self._mark(cell)
            clash = next((known for known in columns if known and _overlap(known[0], steps)), None)
            if clash is not None and cell.value:
                self._problems.append(Problem("duplicate-key", "", mark, {"key": cell.value}, clash[1]))
            columns.append(None if clash is not None or steps == ("id",) else (steps, mark))
        return columns

    def _record(self, row: list[_Cell], columns: list[tuple[tuple[str, ...], Mark] | None]) -> Mapping:
        record = Mapping()
        for column, cell in zip(columns, row, strict=True):
            if column is None or not cell.value.strip():
                continue
            steps, key_mark = column
            place, marks = record, (key_mark, self._mark(cell))
            for step in steps[:-1]:
                place.marks.setdefault(step, marks)
                place = place.setdefault(step, Mapping())
            place[steps[-1]], place.marks[steps[-1]] = self._value(steps, cell), marks
        return record

    def _value(self, steps: tuple[str, ...], cell: _Cell) -> Any:
        if not _is_list(Processor, steps):
            return cell.value
        items = Sequence()
        for part in cell.parts(";"):
            if part.raw:
                items.append(self._transfer(part) if steps == ("transfers",) else part.value)
                items.marks.append(self._mark(part))
        return items

    def _transfer(self, item: _Cell) -> Mapping:
        transfer = Mapping()
        for name, part in zip(("country", "instrument"), item.parts("=", 1), strict=False):
            if part.raw:
                transfer[name], transfer.marks[name] = part.value, (self._mark(part), self._mark(part))
        return transfer

    def _mark(self, cell: _Cell) -> Mark:
        return (*self._place(cell.start), *self._place(cell.end))

    def _place(self, index: int) -> tuple[int, int]:
        line = bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1


def _overlap(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two columns declare the same, or one of them a part of the other."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _is_list(model: type[BaseModel], steps: tuple[str, ...]) -> bool:
    field = model.model_fields.get(steps[0])
    kinds = [field.annotation, *get_args(field.annotation)] if field else []
    if len(steps) == 1:
        return any(get_origin(kind) is list for kind in kinds)
    inner = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]
    return bool(inner) and _is_list(inner[0], steps[1:])
