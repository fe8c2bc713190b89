"""The record, the register and the processor list in each format. The same result gives the same bytes."""

from __future__ import annotations

from typing import NamedTuple

from seloste.checker.result import Result
from seloste.policy.period import Period
from seloste.reports.language.language import load_language as words_of
from seloste.reports.paper.table import Table, csv
from seloste.reports.paper.xlsx import workbook
from seloste.reports.record.context import RecordContext
from seloste.reports.record.document import Record
from seloste.reports.record.processor_list import Listing
from seloste.reports.record.register import Register
from seloste.reports.rendering.render import render

#: What can be exported, and the formats of each.
KINDS = ("ropa", "transfers", "processors")
FORMATS = ("html", "markdown", "csv", "xlsx")


class Exported(NamedTuple):
    """A document, and what is to be told to whoever asked for it."""

    content: str | bytes
    #: What stands in the way of publishing it, in words; empty where nothing does.
    warning: str = ""


def export(kind: str, result: Result, language: str, format: str, *, review_within: Period, version: str) -> Exported:
    """One of the documents in one language and format.

    Args:
        kind: `ropa`, `transfers` or `processors`.
        result: What a check found. Its notice could be read, and it has the records themselves (`jobs=1`).
        language: One that there are words for.
        format: `html`, `markdown`, `csv` (text) or `xlsx` (bytes).
        review_within: How long an assessment holds.
        version: The version of the tool.

    Raises:
        ValueError: There is no such kind or format, or the notice could not be read.
        UnknownLanguageError: There are no words for the language.
        MissingExtraError: The library for the format is not installed.
    """
    if kind not in KINDS or format not in FORMATS:
        raise ValueError(f"no {kind!r} as {format!r}")
    book = RecordContext(result, words_of(language), review_within)
    if kind == "ropa":
        return Exported(_record(Record(book), format, version))
    if kind == "transfers":
        return Exported(_register(Register(book), format, version))
    listing = Listing(book)
    names = book.language.several(listing.unfit)
    return Exported(_listing(listing, format), listing.word("warning", names=names) if names else "")


def _record(record: Record, format: str, version: str) -> str | bytes:
    if format in ("html", "markdown"):
        return _page("record", format, record.book, version, record=record)
    return _sheets(record.book, record.title, format, record.table(), record.tables() if format == "xlsx" else ())


def _register(register: Register, format: str, version: str) -> str | bytes:
    if format in ("html", "markdown"):
        return _page("register", format, register.book, version, register=register)
    return _sheets(register.book, register.title, format, register.table(), (register.table("\n"),))


def _listing(listing: Listing, format: str) -> str | bytes:
    if format in ("html", "markdown"):
        return _page("processors", format, listing.book, "", listing=listing)
    return _sheets(listing.book, listing.title, format, listing.table(), (listing.table("\n"),))


def _page(template: str, format: str, book: RecordContext, version: str, **values: object) -> str:
    inputs = [item for item in (book.result.policy, *book.result.inputs) if item is not None]
    return render(template, format, language=book.language, book=book, inputs=inputs, version=version, **values)


def _sheets(book: RecordContext, title: str, format: str, table: Table, tables: tuple[Table, ...]) -> str | bytes:
    if format == "csv":
        return csv(table, book.language)
    return workbook(tables, title=title, language=book.language, day=book.result.as_of)
