"""The columns of a data catalogue, judged by Spark: which hold personal data, and which of those nobody declares."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from seloste.checker.linking.linked_columns import NamedKinds
from seloste.policy.personal_data.columns import ColumnName, Holding, judge_columns

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark.sql import DataFrame

#: The columns of an export, each with the name that `information_schema.columns` has for it.
NAMES: Mapping[str, str] = {
    "system": "system",
    "database": "table_catalog",
    "schema": "table_schema",
    "table": "table_name",
    "column": "column_name",
    "type": "data_type",
    "comment": "remarks",
    "position": "ordinal_position",
}
_REQUIRED = ("table", "column")
#: What tells tables apart.
_TABLE = ("system", "database", "schema", "table")
_READ = (*_TABLE, "column", "type", "comment")
#: The columns of an answer.
ANSWER_COLUMNS = (
    "system string, database string, schema string, table string, column string, holding string, kind string, "
    "declared array<string>, in_notice array<string>, is_undeclared boolean"
)
#: How many answers go to Spark at once.
_BATCH = 10_000


class ColumnContext(Struct, frozen=True):
    """What columns are judged by: the kinds that the notice's fields name, and the fields that each system declares."""

    named: NamedKinds
    fields: Mapping[str, Sequence[str]]


def distribute_columns(export: DataFrame, context: ColumnContext) -> DataFrame:
    """An answer for each column of an export that holds personal data or may, with `ANSWER_COLUMNS`.

    Args:
        export: A row for each column of each table, with the columns of `NAMES`; `table` and `column` are required. Of
            a column without `system`, or of a system that is not known, the notice alone tells what is declared.
        context: What they are judged by.

    Raises:
        ValueError: A required column is missing.
    """
    from pyspark.sql import functions

    own = {name.lower(): name for name in export.columns}
    for name in _REQUIRED:
        if name not in own and NAMES[name] not in own:
            raise ValueError(f"the export has no column {name} nor {NAMES[name]}; it has {', '.join(export.columns)}")

    def choose(name: str) -> Any:
        found = own.get(name) or own.get(NAMES[name])
        return functions.col(f"`{found}`").cast("string") if found else functions.lit(None).cast("string")

    placed = own.get("position") or own.get(NAMES["position"])
    order = functions.col(f"`{placed}`").cast("long") if placed else functions.monotonically_increasing_id()
    rows = export.select(*(choose(name).alias(name) for name in _READ), order.alias("position"))
    grouped = rows.repartition(*_TABLE).sortWithinPartitions(*_TABLE, "position").select(*_READ)
    shared = export.sparkSession.sparkContext.broadcast(pickle.dumps(context, pickle.HIGHEST_PROTOCOL))

    def judge(batches: Iterable[Any]) -> Iterator[Any]:
        return judge_column_batches(batches, shared.value)

    return grouped.mapInArrow(judge, ANSWER_COLUMNS)


@lru_cache(maxsize=1)
def _load_context(data: bytes) -> ColumnContext:
    context: ColumnContext = pickle.loads(data)  # noqa: S301 - from our own driver
    return context


def judge_column_batches(batches: Iterable[RecordBatch], data: bytes) -> Iterator[RecordBatch]:
    """The answers for the columns of a partition, in which the columns of each table stand together."""
    import pyarrow

    texts = pyarrow.list_(pyarrow.string())
    types = (*[pyarrow.string()] * 7, texts, texts, pyarrow.bool_())
    names = [part.strip().split(" ")[0] for part in ANSWER_COLUMNS.split(",")]
    schema = pyarrow.schema(list(zip(names, types, strict=True)))

    def make_batch(answers: list[tuple[Any, ...]]) -> RecordBatch:
        columns = [pyarrow.array(values, type) for values, type in zip(zip(*answers, strict=True), types, strict=True)]
        return pyarrow.RecordBatch.from_arrays(columns, schema=schema)

    waiting: list[tuple[Any, ...]] = []
    rows = (row for batch in batches for row in zip(*(each.to_pylist() for each in batch.columns), strict=True))
    context = _load_context(data)
    for table, columns in groupby(rows, key=lambda row: row[: len(_TABLE)]):
        waiting += judge_table(table, list(columns), context)
        if len(waiting) >= _BATCH:
            yield make_batch(waiting)
            waiting = []
    if waiting:
        yield make_batch(waiting)


def judge_table(
    table: Sequence[str | None], columns: Sequence[Sequence[str | None]], context: ColumnContext
) -> Iterator[tuple[Any, ...]]:
    """The answers for the columns of one table (`ANSWER_COLUMNS`), in order; none for a column without personal data.

    The same as `evidence/field-undeclared` has it: a column of a kind that no declared field names is undeclared.
    """
    system, _, _, name = table
    own = context.fields.get(system) if system is not None else None
    declared = context.named.group_by_kind(own if own is not None else context.named.fields)
    described = [ColumnName(row[4] or "", (row[5] or "").lower(), row[6] or "") for row in columns]
    for column, answer in zip(described, judge_columns(name or "", described), strict=True):
        if answer.holding is Holding.NO:
            continue
        fields = list(declared.get(answer.kind, ()))
        in_notice = list(context.named.list_fields(answer.kind))
        is_undeclared = answer.holding is Holding.YES and not fields
        yield (*table, column.name, answer.holding.value, answer.kind, fields, in_notice, is_undeclared)
