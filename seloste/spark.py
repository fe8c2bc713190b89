"""Checks that take and give DataFrames of Apache Spark (`seloste[spark]`). `docs/scale.md` describes them.

Each is a transformation: nothing is computed before its result is asked for, and nothing of it comes to the driver.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seloste.checker.judging.loaded_workspace import LoadedWorkspace, load_systems, load_workspace
from seloste.checker.judging.spark.columns import ColumnContext, distribute_columns
from seloste.checker.judging.spark.distribution import distribute, replace_documents
from seloste.checker.judging.spark.worker import FILE_COLUMNS, Judgment
from seloste.checker.verdicts.evidence import KeptEvidence
from seloste.checker.workspace.workspace import open_workspace
from seloste.policy.circumstances import apply_law
from seloste.policy.law.law import load_law

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark.sql import DataFrame

    from seloste.checker.linking.index import Index

__all__ = ["check_columns", "check_systems"]

#: The path that findings about rows of a DataFrame have.
_ROWS = "systems.jsonl"
_FINDINGS = (
    *("rule", "severity", "subject", "promise", "path"),
    *("line", "column", "value", "fingerprint", "message"),
)
_NUMBERS = frozenset({"line", "column"})
_SCHEMA = ", ".join(f"{name} {'int' if name in _NUMBERS else 'string'}" for name in _FINDINGS)


def check_systems(
    systems: DataFrame, folder: str | Path = ".", *, as_of: date | None = None, language: str = "en"
) -> DataFrame:
    """The findings about systems that stand in a DataFrame, each system judged by itself.

    What looks across systems is not found: entries of the notice that nothing uses, ids that occur twice, verdicts.
    Waivers and the baseline are not applied.

    Args:
        systems: Either files (`path` and `content`, as Spark's source `binaryFile` gives them), or a system in each row
            (`id` and the keys of an inventory).
        folder: The folder with the notice, the processors and the settings, on the driver.
        as_of: The day whose law counts; None: today.
        language: The language of the messages.

    Returns:
        A row for each finding: rule, severity, subject, promise, path, line, column, value, fingerprint, message.

    Raises:
        ConfigurationError: The settings can't be used.
        ValueError: The notice can't be read, or the DataFrame has neither form.
    """
    loaded, index = _load(folder)
    law = apply_law(load_law().on(as_of or date.today()), index.notice.record)
    judgment = Judgment(replace_documents(index), law, KeptEvidence.NONE, loaded.workspace.folder)
    parts = distribute(_arrange(systems), judgment)

    def list_findings(batches: Iterable[Any]) -> Iterator[Any]:
        return describe_findings(batches, language)

    return parts.select("part").mapInArrow(list_findings, _SCHEMA)


def check_columns(export: DataFrame, folder: str | Path = ".") -> DataFrame:
    """The columns of a data catalogue's export that hold personal data, or may, and whether anybody declares them.

    Args:
        export: A row for each column: `system`, `database`, `schema`, `table`, `column`, `type`, `comment`, `position`;
            or with the names of `information_schema.columns`. Only `table` and `column` are required.
        folder: The folder with the notice and the systems, on the driver.

    Returns:
        A row for each such column: what it holds, the declared fields that name it, and `is_undeclared`.

    Raises:
        ConfigurationError: The settings can't be used.
        ValueError: The notice can't be read, or a required column is missing.
    """
    loaded, index = _load(folder)
    read = load_systems(loaded).systems
    fields = {id: tuple(entry.record.fields or ()) for id, entry in read.entries.items()} if read else {}
    return distribute_columns(export, ColumnContext(index.named_kinds, fields))


def _load(folder: str | Path) -> tuple[LoadedWorkspace, Index]:
    """The workspace of a folder, without its systems."""
    loaded = load_workspace(open_workspace(folder=Path(folder).resolve()))
    if loaded.index is None:
        places = ", ".join(str(finding.location) for finding in loaded.findings)
        raise ValueError(f"the notice can't be read ({places}): run seloste check in {folder}")
    return loaded, loaded.index


def _arrange(systems: DataFrame) -> DataFrame:
    """The DataFrame with `FILE_COLUMNS`."""
    from pyspark.sql import functions

    own = set(systems.columns)
    if {"path", "content"} <= own:
        path, content = functions.col("path"), functions.col("content").cast("binary")
    elif "id" in own:
        row = functions.struct(*(functions.col(f"`{name}`") for name in systems.columns))
        path, content = functions.lit(_ROWS), functions.to_json(row).cast("binary")
    else:
        raise ValueError("expected the columns path and content, or id and the keys of an inventory")
    nothing = functions.lit(None)
    values = (path, content, nothing.cast("binary"), nothing.cast("string"))
    names = [part.split()[0] for part in FILE_COLUMNS.split(", ")]
    return systems.select(*(value.alias(name) for value, name in zip(values, names, strict=True)))


def describe_findings(batches: Iterable[RecordBatch], language: str) -> Iterator[RecordBatch]:
    """The findings of partial results, with their messages."""
    import pyarrow

    from seloste.reports.language.language import load_language

    words = load_language(language)
    types = {name: pyarrow.int32() if name in _NUMBERS else pyarrow.string() for name in _FINDINGS}
    schema = pyarrow.schema(list(types.items()))
    for batch in batches:
        for data in batch.column(0).to_pylist():
            rows = [
                {
                    "rule": each.rule,
                    "severity": each.severity.value,
                    "subject": each.subject,
                    "promise": each.promise,
                    "path": each.location.path,
                    "line": each.location.line,
                    "column": each.location.column,
                    "value": each.value,
                    "fingerprint": each.fingerprint,
                    "message": words.message(each),
                }
                for each in pickle.loads(data).findings  # noqa: S301 - from our own executors
            ]
            yield pyarrow.RecordBatch.from_pylist(rows, schema=schema)
