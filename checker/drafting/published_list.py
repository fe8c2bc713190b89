"""Reads a list of processors or systems as people publish it: the rows of a table, whatever file the table is in.

What is over the columns of such a list is less exact than over those of an inventory, so nothing of it declares
anything yet: a person reads the draft that is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace
from pydantic import ValidationError

from seloste.checker.inventory import Processor, System
from seloste.checker.reading.csv_scanner import CsvScanner
from seloste.checker.reading.csv_table import decode_csv, find_separator
from seloste.checker.reading.problem import Limits, Problem
from seloste.checker.reading.record_table import RecordTable
from seloste.checker.reading.table_columns import Column, find_column, find_list_column
from seloste.checker.reading.table_header import MOST_COLUMNS, NAME, Header, find_header
from seloste.checker.reading.table_values import read_country
from seloste.checker.reading.workbook_parts import RefusedWorkbookError
from seloste.checker.reading.workbook_table import SheetSource, load_sheets
from seloste.policy.base import is_id
from seloste.policy.countries import is_country
from seloste.policy.prose.blocks import BlockKind, Document

_MODELS: Mapping[str, Any] = {"processors": Processor, "systems": System}
#: The keys whose values are ids, which a published list has in words.
_REFERENCES = ("purposes", "fields", "data_subjects", "sources", "processors", "subprocessors", "joint_controllers")
_BRACKETS = re.compile(r"\([^()]*+\)")
_BETWEEN_COUNTRIES = re.compile(r"[;,/&+\r\n]|\band\b|\bor\b|\bja\b|\btai\b|\boch\b|\beller\b", re.IGNORECASE)
#: A document in which less of the text stands in the list is a notice that has one.
_SMALLEST_SHARE = 0.5
_FEWEST_COLUMNS = 2


class ListedRecord(Struct, frozen=True):
    """A record of a list.

    Attributes:
        values: What is certain, by key, as an inventory has it.
        words: What a person must decide, in the words of the list, by key.
        others: What stands in columns that no key has, each with the column's name.
    """

    id: str
    values: Mapping[str, Any]
    words: Mapping[str, str] = field(default_factory=dict)
    others: tuple[tuple[str, str], ...] = ()


class PublishedList(Struct, frozen=True):
    """A list: its kind, its records, and how many rows could not be read."""

    kind: str
    records: tuple[ListedRecord, ...]
    unread: int = 0


def read_list_file(data: bytes, name: str, limits: Limits = Limits()) -> PublishedList | Problem | None:  # noqa: B008 - frozen
    """The list in a CSV file or a workbook; the problem with the file; None where no table of it has our header."""
    if name.lower().endswith(".csv"):
        text, problems = decode_csv(data, limits)
        if problems:
            return problems[0]
        separator, start, _ = find_separator(text, "", _find_any)
        return read_list([[[cell.value for cell in row] for row in CsvScanner(text, separator, start).scan_rows()]])
    try:
        return read_list(list(load_sheets(data, limits).read.values()))
    except RefusedWorkbookError as refused:
        return refused.problem


def read_list_document(document: Document, *, is_whole: bool = True) -> PublishedList | None:
    """The list that a document is, or, unless `is_whole`, that it has beside other text; None where there is none."""
    tables: list[list[Sequence[str]]] = [[]]
    sizes = {True: 0, False: 0}
    for block in document.blocks:
        if block.kind is BlockKind.ROW:
            tables[-1].append(block.cells)
        elif tables[-1]:
            tables.append([])
        sizes[block.kind is BlockKind.ROW] += len(block.text)
    if is_whole and sizes[True] < _SMALLEST_SHARE * sum(sizes.values()):
        return None
    return read_list(tables)


def read_list(tables: Sequence[Sequence[Sequence[Any]]]) -> PublishedList | None:
    """The list in tables, by their rows: all of them that have the same kind; None where none has our header."""
    found: dict[str, list[ListedRecord]] = {}
    read: dict[str, dict[str, Any]] = {}
    unread = 0
    for rows in tables:
        source = SheetSource("", list(map(list, rows)))
        header = find_header(source.scan_rows(), "", _find_any)
        if header is None or (header.known < _FEWEST_COLUMNS and len(header.columns) > 1):
            continue
        kind = _choose_kind([cell.value for cell in list(source.scan_rows())[header.above][:MOST_COLUMNS]])
        find = _find_any if kind == "processors" else find_column
        header = find_header(source.scan_rows(), kind, find)
        if header is None or len(header.columns) > MOST_COLUMNS:
            continue
        table = RecordTable(source, "", _leave_out_repeated(header), Limits(), unread={})
        reading = table.read()
        unread += len(reading.problems) + sum(reading.unlisted.values())
        own = found.setdefault(kind, [])
        known = dict(read.get(kind, {}))
        read.setdefault(kind, {}).update(reading.documents[0][kind])
        for id, values in reading.documents[0][kind].items():
            if id in known:
                unread += values != known[id]
            elif values:
                own.append(_make_record(kind, id, values, tuple((table.unread or {}).get(id, ()))))
    kind = max(found, key=lambda each: len(found[each]), default="")
    return PublishedList(kind, tuple(found[kind]), unread) if kind and found[kind] else None


def _leave_out_repeated(header: Header) -> Header:
    """The header with each key once: what stands in another column for it goes with the other words."""
    seen: set[tuple[str, ...]] = set()
    columns: list[Column | None] = []
    for column in header.columns:
        columns.append(column if column and column.steps not in seen else None)
        seen |= {column.steps} if column else set()
    return replace(header, columns=tuple(columns))


def _find_any(name: str, kind: str) -> Column | None:
    """A column of a list of processors by what is over it on the web; of systems by the exact names alone."""
    return find_list_column(name) if kind == "processors" else find_column(name, kind)


def _choose_kind(names: Sequence[str]) -> str:
    """Systems where more of the names are those of systems, and one names them; else processors."""
    systems = [find_column(name, "systems") for name in names]
    processors = [find_list_column(name) for name in names]
    own = sum(each is not None for each in systems) - sum(each is not None for each in processors)
    return "systems" if own > 0 and any(each and each.steps == NAME for each in systems) else "processors"


def _make_record(kind: str, id: str, values: Mapping[str, Any], others: tuple[tuple[str, str], ...]) -> ListedRecord:
    """The record of a row: what is valid and certain as values, the rest in words."""
    certain = dict(values)
    words: dict[str, str] = {}
    for key in _REFERENCES:
        items = certain.get(key)
        if isinstance(items, list) and not all(is_id(str(item)) for item in items):
            words[key] = "; ".join(map(str, certain.pop(key)))
    if kind == "processors" and "country" in certain:
        _read_countries(certain, words)
    for key in _list_invalid(kind, certain):
        words[key] = _write_words(certain.pop(key))
    if "purposes" in words and "service" not in certain and kind == "processors":
        certain["service"] = words.pop("purposes")
    certain.setdefault("name", id)
    return ListedRecord(id, certain, words, others)


def _read_countries(values: dict[str, Any], words: dict[str, str]) -> None:
    """The countries that a cell names for certain: the first as the country, the others as transfers."""
    written = str(values["country"])
    if is_country(written):
        return
    del values["country"]
    parts = [part.strip() for part in _BETWEEN_COUNTRIES.split(_BRACKETS.sub("", written)) if part.strip()]
    codes = [
        read_country(written.strip()),
        *(read_country(part.removeprefix("The ").removeprefix("the ")) for part in parts),
    ]
    codes = codes[:1] if is_country(codes[0]) else codes[1:]
    if not codes or not all(map(is_country, codes)):
        words["country"] = written
        return
    values["country"] = codes[0]
    if len(codes) > 1 and "transfers" not in values:
        values["transfers"] = [{"country": code} for code in dict.fromkeys(codes[1:]) if code != codes[0]]


def _list_invalid(kind: str, values: Mapping[str, Any]) -> Iterator[str]:
    """The keys whose values an inventory would not take."""
    try:
        _MODELS[kind].model_validate({"name": "-", **values})
    except ValidationError as error:
        keys = [each["loc"][0] for each in error.errors(include_url=False, include_context=False) if each["loc"]]
        yield from dict.fromkeys(str(key) for key in keys if key in values)


def _write_words(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_write_words(item)}" for key, item in value.items())
    return "; ".join(map(_write_words, value)) if isinstance(value, list) else str(value)
