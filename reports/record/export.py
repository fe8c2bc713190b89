"""Exports the record, the register and the processor list in each format. The same result gives the same bytes."""

from __future__ import annotations

from typing import NamedTuple

from seloste.checker.result import Result
from seloste.policy.period import Period
from seloste.reports.formats import FORMATS
from seloste.reports.language.language import load_language
from seloste.reports.paper.table import Table, render_csv
from seloste.reports.paper.xlsx import render_workbook
from seloste.reports.record.context import RecordContext
from seloste.reports.record.document import Record
from seloste.reports.record.processor_list import ProcessorList
from seloste.reports.record.register import TransferRegister
from seloste.reports.rendering.render import render

KINDS = ("ropa", "transfers", "processors")


class ExportedDocument(NamedTuple):
    """A document, and a warning for the user who asked for it."""

    content: str | bytes
    #: Why it is not fit for publication yet; empty if it is.
    warning: str = ""


def export_document(
    kind: str, result: Result, code: str, format: str, *, review_within: Period, version: str
) -> ExportedDocument:
    """Exports one document in one language and format.

    Args:
        kind: `ropa`, `transfers` or `processors`.
        result: The result of a check that ran in one process, so that it has the records, and read the notice.
        code: The code of a language that Seloste has words for.
        format: `html`, `markdown`, `csv` (text) or `xlsx` (bytes).
        review_within: The time for which an assessment counts as recent.
        version: The version of the tool.

    Raises:
        ValueError: There is no such kind or format, or the notice could not be read.
        UnknownLanguageError: There are no words for the language.
        MissingExtraError: The library for the format is not installed.
    """
    if kind not in KINDS or format not in FORMATS["export"]:
        raise ValueError(f"no {kind!r} as {format!r}")
    context = RecordContext(result, load_language(code), review_within)
    if kind == "ropa":
        return ExportedDocument(export_record(Record(context), format, version))
    if kind == "transfers":
        return ExportedDocument(_export_register(TransferRegister(context), format, version))
    processor_list = ProcessorList(context)
    names = context.language.format_list(processor_list.unpublishable)
    return ExportedDocument(
        _export_processor_list(processor_list, format), processor_list.word("warning", names=names) if names else ""
    )


def export_record(record: Record, format: str, version: str) -> str | bytes:
    """Exports a record of processing activities, whose parts are made once for all its formats."""
    if format in ("html", "markdown"):
        return _render_page("record", format, record.context, version, record=record)
    return _render_sheets(
        record.context,
        record.title,
        format,
        record.build_table(),
        (*record.build_tables(), _build_disclaimer(record.context)) if format == "xlsx" else (),
    )


def _export_register(register: TransferRegister, format: str, version: str) -> str | bytes:
    if format in ("html", "markdown"):
        return _render_page("register", format, register.context, version, register=register)
    return _render_sheets(
        register.context,
        register.title,
        format,
        register.build_table(),
        (register.build_table("\n"), _build_disclaimer(register.context)),
    )


def _export_processor_list(processor_list: ProcessorList, format: str) -> str | bytes:
    if format in ("html", "markdown"):
        return _render_page("processors", format, processor_list.context, "", processor_list=processor_list)
    return _render_sheets(
        processor_list.context,
        processor_list.title,
        format,
        processor_list.build_table(),
        (processor_list.build_table("\n"),),
    )


def _build_disclaimer(context: RecordContext) -> Table:
    """Which files and which law a workbook is of, what it is not, and what it rests on: a sheet of one column."""
    title = context.language.word("disclaimer.title")
    sentences = (context.as_of, context.disclaimer, *context.law_remarks)
    return Table(title, (title,), tuple((words,) for words in sentences))


def _render_page(template: str, format: str, context: RecordContext, version: str, **values: object) -> str:
    return render(
        template, format, language=context.language, context=context, inputs=context.inputs, version=version, **values
    )


def _render_sheets(
    context: RecordContext, title: str, format: str, table: Table, tables: tuple[Table, ...]
) -> str | bytes:
    if format == "csv":
        return render_csv(table, context.language)
    return render_workbook(tables, title=title, language=context.language, day=context.result.as_of)
