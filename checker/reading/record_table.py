"""Reads a table, of whatever format, into the records that YAML would give, with a mark for every key and cell.

The names of the columns are in the first row that has some (`table_columns`). A column of any other name declares
nothing and is told of as left out. Without a column of ids, an id is made from the name. An empty cell leaves its key
out.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct, field

from seloste.checker.position import Mark, MarkedList, MarkedMapping
from seloste.checker.reading.csv_scanner import MOST_PROBLEMS
from seloste.checker.reading.problem import Limits, Problem, Reading, SkippedEntry
from seloste.checker.reading.table_columns import Column, Form, suggest_column
from seloste.checker.reading.table_header import ID, NAME, Header, TableCell, TableSource
from seloste.checker.reading.table_values import (
    ITEM_SEPARATOR,
    has_commas_between_words,
    is_empty,
    read_country,
    read_instrument,
    read_value,
    split_tools,
)
from seloste.policy.countries import is_country

_UNKNOWN_COLUMN, _ABOVE_HEADER = "column-unknown", "row-above-header"
_LONGEST_NAME = 80
_COMMA = re.compile(",")
_EQUALS = re.compile("=")
_NOT_OFIDS = re.compile(r"[^a-z0-9]+")


class RecordTable(Struct):
    """A table with a header, of which the rows are records.

    Attributes:
        text: The text of the file, for excerpts.
        disputed: The lines of conflicts that git left in the file, and those of them that only mark one.
        unread: What stands in columns without a known name, by the ids of the records: each with the column's name.
            None: it is not kept.
    """

    source: TableSource
    text: str
    header: Header
    limits: Limits
    disputed: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset())
    unread: dict[str, list[tuple[str, str]]] | None = None
    _skipped: list[SkippedEntry] = field(default_factory=list)
    #: The columns without a known name in which something is written, by their numbers.
    _unread: dict[int, None] = field(default_factory=dict)

    def read(self) -> Reading:
        """The list as one document, under the key that it has in YAML."""
        rows = self.source.scan_rows()
        above = [next(rows) for _ in range(self.header.above)]
        names = next(rows)
        left_out = [(self._name_part(row[0]), _ABOVE_HEADER) for row in above]
        columns = self._list_columns(names)
        header_mark = self.source.mark_cell(names[0])
        root, body = MarkedMapping(), MarkedMapping()
        root[self.header.kind], root.marks[self.header.kind] = body, (header_mark, header_mark)
        for row in rows:
            before = len(body)
            self._read_row(row, columns, body, header_mark[0])
            if self.unread is not None and len(body) > before:
                others = ((n, each) for n, each in enumerate(row[: len(columns)]) if columns[n] is None)
                named = [(names[n].value.strip(), each.value.strip()) for n, each in others if each.raw.strip()]
                self.unread[next(reversed(body))] = named
        for number in sorted(self._unread):
            cell = names[number] if number < len(names) else names[-1]
            left_out.append((self._name_part(cell), _UNKNOWN_COLUMN))
        problems = self.source.problems
        unlisted = Counter(problem.rule for problem in problems[MOST_PROBLEMS:])
        return Reading(
            self.text,
            [root],
            problems[:MOST_PROBLEMS],
            tuple(self._skipped),
            unlisted=unlisted,
            left_out=tuple(left_out),
        )

    def _name_part(self, cell: Any) -> str:
        """A cell by its place and what is in it."""
        words = " ".join(cell.value.split())[:_LONGEST_NAME]
        return f"{self.source.name_cell(cell)} {words}".rstrip()

    def _list_columns(self, names: Sequence[TableCell]) -> list[Column | None]:
        """The columns, without those that repeat another, which are problems."""
        columns: list[Column | None] = []
        first: dict[tuple[str, ...], Mark] = {}
        for cell, column in zip(names, self.header.columns, strict=True):
            mark = self.source.mark_cell(cell)
            if column is not None and column.steps in first:
                problem = Problem("duplicate-key", "", mark, {"key": cell.value}, first[column.steps])
                self.source.problems.append(problem)
                column = None  # noqa: PLW2901 - the one that is not read
            elif column is None and self.unread is None and (meant := suggest_column(cell.value, self.header.kind)):
                arguments = {"key": cell.value.strip(), "suggestion": meant}
                self.source.problems.append(Problem("unknown-key", "suggestion", mark, arguments))
            elif column is not None:
                first[column.steps] = mark
            columns.append(column)
        return columns

    def _read_row(
        self, row: Sequence[Any], columns: list[Column | None], body: MarkedMapping, header_line: int
    ) -> None:
        cells = dict(zip(range(len(columns)), row, strict=False))
        by_steps = {column.steps: cells[n] for n, column in enumerate(columns) if column and n in cells}
        identifier = next((each for each in map(by_steps.get, (ID, NAME)) if each and each.raw.strip()), None)
        own = by_steps.get(ID)
        cell = identifier or own or row[0 if ID not in [c.steps for c in columns if c] else -1]
        mark = self.source.mark_cell(cell)
        key = cell.value.strip() if identifier is None or cell is own else make_id(cell.value)
        if mark[0] in self.disputed[1]:
            return
        surplus = next((each for each in row[len(columns) :] if each.raw.strip()), None)
        if mark[0] in self.disputed[0] or self.source.is_row_broken or surplus is not None:
            self._skipped.append(SkippedEntry(parent=header_line, key=key if identifier else None, mark=mark))
            if surplus is not None and mark[0] not in self.disputed[0] and not self.source.is_row_broken:
                arguments = {"count": len(row), "expected": len(columns)}
                self.source.problems.append(Problem("syntax", "csv", self.source.mark_cell(surplus), arguments))
            return
        self._unread |= {n: None for n, each in cells.items() if columns[n] is None and each.raw.strip()}
        if not any(each.raw.strip() for each in by_steps.values()):
            return
        if key in body:
            self.source.problems.append(Problem("duplicate-key", "", mark, {"key": key}, body.marks[key][0]))
            return
        given = [(columns[n], each) for n, each in cells.items()]
        body[key] = self._read_record([(column, each) for column, each in given if column and column.steps != ID])
        body.marks[key] = (mark, mark)

    def _read_record(self, cells: list[tuple[Column, Any]]) -> MarkedMapping:
        """The record of a row, without its id. The transfers come first, as columns of a single one add to them."""
        record = MarkedMapping()
        for column, cell in sorted(cells, key=lambda item: item[0].form is not Form.TRANSFERS):
            if is_empty(cell.value, column.form):
                continue
            mark = self.source.mark_cell(cell)
            tools = split_tools(cell.value) if column.steps == ("transfers", "instrument") else []
            if tools:
                self._add_transfers(record, tools, mark)
                continue
            mapping = self._find_mapping(record, column, mark)
            key = column.steps[-1]
            if mapping is not None and key not in mapping:
                mapping[key], mapping.marks[key] = self._read_cell(cell, column), (mark, mark)
            elif mapping is None or mapping[key] != self._read_cell(cell, column):
                self.source.problems.append(Problem("invalid-value", "transfer-columns", mark, {"column": column.name}))
        self._split_countries(record)
        return record

    def _find_mapping(self, record: MarkedMapping, column: Column, mark: Mark) -> MarkedMapping | None:
        """The mapping that the value of a column belongs to; None where several transfers might be meant."""
        mapping = record
        for step in column.steps[:-1]:
            mapping.marks.setdefault(step, (mark, mark))
            if step == "transfers":
                items = mapping.setdefault(step, MarkedList())
                if not items:
                    items.append(MarkedMapping())
                    items.marks.append(mark)
                if len(items) > 1:
                    return None
                mapping = items[0]
            else:
                mapping = mapping.setdefault(step, MarkedMapping())
        return mapping

    def _read_cell(self, cell: Any, column: Column) -> Any:
        """The value of a cell: a list of items where the key takes one."""
        is_list = column.form in _ITEMS
        counts = {"scalar": len(cell.raw), "entries": sum(map(cell.raw.count, ";\r\n,")) if is_list else 0}
        for what, most in (("scalar", self.limits.scalar), ("entries", self.limits.entries)):
            if counts[what] > most:
                self.source.problems.append(
                    Problem("limit-exceeded", what, self.source.mark_cell(cell), {"limit": most})
                )
                return cell.value[:most]
        if not is_list:
            return read_value(cell.value, column)
        read_item = _ITEMS[column.form]
        items = MarkedList()
        is_draft = self.unread is not None  # in which words stay as they are
        commas = column.form is Form.LIST and has_commas_between_words(cell.value, only_ids=is_draft)
        for part in cell.split(_COMMA if commas else ITEM_SEPARATOR):
            if part.raw.strip() and not is_empty(part.value, column.form):
                items.append(read_item(self, part, column))
                items.marks.append(self.source.mark_cell(part))
        return items

    def _read_item(self, part: Any, column: Column) -> str:
        return str(read_value(part.value, column)) if column.choices else part.value.strip()

    def _read_pair(self, item: Any, column: Column) -> MarkedMapping:
        """The transfer that is written `country=instrument`, or the disclosure that is `recipient=country`."""
        pair = MarkedMapping()
        for key, part in zip(_PAIRS[column.form], item.split(_EQUALS, 1), strict=False):
            if part.raw.strip():
                mark = self.source.mark_cell(part)
                read = _READERS_OF_PAIRS.get(key, str)
                pair[key], pair.marks[key] = read(part.value.strip()), (mark, mark)
        return pair

    def _split_countries(self, record: MarkedMapping) -> None:
        """Makes a transfer of each country but the first in a cell that has several, all of them known."""
        written = record.get("country")
        codes = [read_country(each.strip()) for each in re.split("[;,]", written)] if isinstance(written, str) else []
        if len(codes) < 2 or not all(map(is_country, codes)):
            return
        mark = record.marks["country"][1]
        record["country"] = codes[0]
        self._add_transfers(record, [(code, "") for code in dict.fromkeys(codes[1:])], mark)

    def _add_transfers(self, record: MarkedMapping, tools: list[tuple[str, str]], mark: Mark) -> None:
        """Adds a transfer for each country that has none yet, with its tool."""
        if not isinstance(record.get("transfers"), MarkedList):
            record["transfers"], record.marks["transfers"] = MarkedList(), (mark, mark)
        transfers = record["transfers"]
        named = {each.get("country") for each in transfers}
        for code, tool in tools:
            if code not in named:
                transfer = MarkedMapping()
                for key, value in (("country", code), ("instrument", tool)):
                    if value:
                        transfer[key], transfer.marks[key] = value, (mark, mark)
                transfers.append(transfer)
                transfers.marks.append(mark)


#: How an item of a list is read, by the form of the column.
_ITEMS: dict[Form, Callable[[RecordTable, Any, Column], Any]] = {
    Form.LIST: RecordTable._read_item,
    Form.TRANSFERS: RecordTable._read_pair,
    Form.DISCLOSURES: RecordTable._read_pair,
}
_READERS_OF_PAIRS: dict[str, Callable[[str], str]] = {"country": read_country, "instrument": read_instrument}
_PAIRS = {Form.TRANSFERS: ("country", "instrument"), Form.DISCLOSURES: ("recipient", "country")}


def make_id(name: str) -> str:
    """The id of a record that a table gives none: its name in small letters, with a hyphen for all that is no letter.

    A name without Latin letters gives an id of its own by its hash. The same name always gives the same id.
    """
    letters = unicodedata.normalize("NFKD", name.casefold().replace("ø", "o").replace("æ", "ae"))
    plain = "".join(each for each in letters if not unicodedata.combining(each))
    made = _NOT_OFIDS.sub("-", plain[:_LONGEST_NAME]).strip("-")
    return made or f"id-{hashlib.sha256(name.strip().encode()).hexdigest()[:8]}"
