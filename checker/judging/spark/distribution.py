"""The systems of a workspace, judged by Spark, and folded here in the order of their files.

Files on this machine are read here and sent to the executors, which need not see its disk. Files at addresses
(`hdfs://…`, `s3a://…`) are read by the executors.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from seloste.checker.judging.local import require_something
from seloste.checker.judging.partial_result import PartialResult, Preceding
from seloste.checker.judging.spark.session import is_on_this_machine, open_session
from seloste.checker.judging.spark.worker import FILE_COLUMNS, PART_COLUMNS, Judgment, judge_batches
from seloste.checker.linking.index import Index
from seloste.checker.reading.problem import Limits, Problem
from seloste.checker.verdicts.evidence import EvidenceTally, KeptEvidence
from seloste.checker.workspace.remote_files import is_of_rows
from seloste.checker.workspace.workspace import Workspace
from seloste.policy.law.law import LawOn

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

#: The names of the files of systems in a folder.
_GLOB = "*.{yaml,yml,json,csv,xlsx,xlsm}"


def judge_systems(
    workspace: Workspace,
    index: Index | None = None,
    law: LawOn | None = None,
    *,
    kept: KeptEvidence,
    master: str,
    shows_log: bool = False,
) -> PartialResult:
    """Has every system of the workspace read and judged by Spark.

    The result is that of `local.judge_systems`, byte for byte. Documents that records name are looked up on this
    machine's disk, so that on other machines they are not.

    Args:
        workspace: The files.
        index: What systems are judged by; None: they are only read.
        law: The law of the day; likewise.
        kept: The evidence that is kept.
        master: The cluster, as Spark names it.
        shows_log: Whether Spark's own log goes to standard error.

    Raises:
        SparkError: Spark is missing, cannot be reached, or could not judge everything.
    """
    total = PartialResult(shown=EvidenceTally(kept=kept))
    if index is not None and not is_on_this_machine(master):
        index = replace_documents(index)
    judgment = Judgment(index, law, kept, workspace.folder)
    with open_session(master, shows_log=shows_log) as session:
        for files in _list_sources(session, workspace):
            for _ in _fold(files, judgment, total):
                pass
    if index is not None:
        index.evidence.steps = total.steps
        if index.documents is not None:
            index.documents.add(total.documents)
    return require_something(total, workspace)


def distribute(files: DataFrame, judgment: Judgment) -> DataFrame:
    """The partial results of files (`FILE_COLUMNS`), with `PART_COLUMNS`: a row for each batch."""
    shared = files.sparkSession.sparkContext.broadcast(pickle.dumps(judgment, pickle.HIGHEST_PROTOCOL))

    def judge(batches: Iterable[Any]) -> Iterator[Any]:
        from pyspark import TaskContext

        context = TaskContext.get()
        return judge_batches(batches, shared.value, context.partitionId() if context else 0)

    return files.mapInArrow(judge, PART_COLUMNS)


def _fold(files: DataFrame, judgment: Judgment, total: PartialResult) -> Iterator[int]:
    """Adds the partial results of files to the total, in their order; yields the number of files of each.

    One that depends on what precedes it is judged again here: an id in two files, patterns without an end.
    """
    parts = distribute(files, judgment).toArrow().sort_by([("partition", "ascending"), ("start", "ascending")])
    for batch in parts.to_batches(max_chunksize=1):
        row = batch.to_pylist()[0]
        part: PartialResult = pickle.loads(row["part"])  # noqa: S301 - from our own executors
        if known := total.find_dependence(part, Preceding()):
            part = judgment.judge_rows(_fetch(files, row), known)
        total.add(part)
        yield row["number"]


def _fetch(files: DataFrame, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The files of a partial result, fetched from where they are."""
    from pyspark.sql import functions

    own = files.where(functions.spark_partition_id() == row["partition"]).toArrow()
    found: list[dict[str, Any]] = own.slice(row["start"], row["number"]).to_pylist()
    return found


def _list_sources(session: SparkSession, workspace: Workspace) -> Iterator[DataFrame]:
    """The files on this machine, then those at addresses, by path; rows of tables by path and id."""
    if workspace.systems:
        yield _send_files(session, workspace)
    rows = [address for address in workspace.addresses if is_of_rows(address)]
    files = [address for address in workspace.addresses if not is_of_rows(address)]
    if files:
        yield _read_files(session, files)
    for suffix in (".parquet", ".jsonl", ".ndjson"):
        if own := [address for address in rows if address.rstrip("/").lower().endswith(suffix)]:
            yield _read_rows(session, own, is_parquet=suffix == ".parquet")


def _send_files(session: SparkSession, workspace: Workspace) -> DataFrame:
    """The files that were found on this machine, or in a revision, with their bytes."""
    import pyarrow

    tree, limit = workspace.get_tree("systems"), Limits().size
    tree.prefetch(workspace.systems)
    columns: dict[str, list[Any]] = {"path": [], "content": [], "problem": [], "revision": []}
    for path in workspace.systems:
        data = tree.read_bytes(path, limit)
        is_problem = isinstance(data, Problem)
        columns["path"].append(workspace.display_path(path))
        columns["content"].append(None if is_problem else data)
        columns["problem"].append(pickle.dumps(data) if is_problem else None)
        columns["revision"].append(tree.get_commit(path))
    types = (pyarrow.string(), pyarrow.large_binary(), pyarrow.binary(), pyarrow.string())
    schema = pyarrow.schema(list(zip(columns, types, strict=True)))
    return session.createDataFrame(pyarrow.table(columns, schema=schema))


def _read_files(session: SparkSession, addresses: Sequence[str]) -> DataFrame:
    """The files at addresses: each as it is, of a folder those that may be inventories."""
    from pyspark.sql import functions

    reader = session.read.format("binaryFile").option("recursiveFileLookup", "true").option("pathGlobFilter", _GLOB)
    found, limit = reader.load(list(addresses)), Limits().size
    problem = pickle.dumps(Problem("limit-exceeded", "size", None, {"limit": limit}))
    nothing = functions.lit(None)
    fitting = found.where(functions.col("length") <= limit).select(
        "path", "content", nothing.cast("binary").alias("problem"), nothing.cast("string").alias("revision")
    )
    # Whoever reads the content of such a file reads all of it.
    large = found.where(functions.col("length") > limit).select(
        "path",
        nothing.cast("binary").alias("content"),
        functions.lit(problem).alias("problem"),
        nothing.cast("string").alias("revision"),
    )
    return fitting.unionByName(large).orderBy("path")


def _read_rows(session: SparkSession, addresses: Sequence[str], *, is_parquet: bool) -> DataFrame:
    """The systems in rows of JSON Lines or Parquet."""
    from pyspark.sql import functions

    path = functions.url_decode(functions.col("_metadata.file_path")).alias("path")
    if is_parquet:
        found = session.read.parquet(*addresses)
        content = functions.to_json(functions.struct(*(functions.col(f"`{name}`") for name in found.columns)))
    else:
        found = session.read.text(list(addresses)).where("length(trim(value)) > 0")
        content = functions.col("value")
    rows = found.select(
        path,
        content.cast("binary").alias("content"),
        functions.lit(None).cast("binary").alias("problem"),
        functions.lit(None).cast("string").alias("revision"),
    )
    # Of two with one id the first one counts, whatever order they are read in.
    identity = functions.get_json_object(functions.col("content").cast("string"), "$.id")
    return rows.orderBy("path", identity, "content")


def replace_documents(index: Index) -> Index:
    """The index without what looks documents up: other machines do not have the disk that they are on."""
    return index if index.documents is None else replace(index, documents=None)


__all__ = ["FILE_COLUMNS", "Judgment", "distribute", "judge_systems", "replace_documents"]
