"""What runs on each executor: batches of files in, partial results out. It needs nothing but this package and Arrow."""

from __future__ import annotations

import gc
import pickle
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from seloste.checker.judging.partial_result import PartialResult, Preceding
from seloste.checker.judging.systems import judge_files
from seloste.checker.linking.index import Index
from seloste.checker.reading.documents import File, open_file
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.record_rows import open_row
from seloste.checker.reading.tree import NoFiles
from seloste.checker.verdicts.evidence import EvidenceTally, KeptEvidence
from seloste.checker.workspace.patterns import display_path
from seloste.checker.workspace.remote_files import is_of_rows
from seloste.policy.law.law import LawOn

if TYPE_CHECKING:
    from pyarrow import RecordBatch

#: The columns of a partial result, as Spark declares them: which partition it is of, from which row on, how many.
PART_COLUMNS = "partition int, start long, number long, part binary"
#: The columns of the files: the path, the bytes or why there are none (a pickled problem), and the commit.
FILE_COLUMNS = "path string, content binary, problem binary, revision string"


class Judgment(Struct, frozen=True):
    """What files are judged by, the same on every executor.

    Attributes:
        index: What systems are judged by; None: they are only read.
        law: The law of the day; likewise.
        kept: The evidence that is kept.
        folder: The folder that the paths of `file:` are shown from.
    """

    index: Index | None
    law: LawOn | None
    kept: KeptEvidence
    folder: Path

    def judge_rows(self, rows: Iterable[Mapping[str, Any]], before: Preceding) -> PartialResult:
        """Judges files that stand in rows with `FILE_COLUMNS`."""
        return judge_files(map(self._open, rows), self.index, self.law, before=before, kept=self.kept)

    def _open(self, row: Mapping[str, Any]) -> File:
        path: str = row["path"]
        if path.startswith("file:"):
            path = display_path(Path("/" + path.removeprefix("file:").lstrip("/")), self.folder)
        if is_of_rows(path):
            return open_row(path, row["content"] or b"")
        return open_file(Path(path), path, "systems", _Shipped(self.folder, row))


class _Shipped(NoFiles, frozen=True):
    """The one file that a row holds."""

    row: Mapping[str, Any]

    def read_bytes(self, path: Path, limit: int) -> bytes | Problem:
        """Its content, or why it has none."""
        problem = self.row["problem"]
        found: bytes | Problem = self.row["content"] if problem is None else pickle.loads(problem)  # noqa: S301 - ours
        return found if isinstance(found, Problem) else found[: limit + 1]

    def get_commit(self, path: Path) -> str | None:
        """The commit that it was read from."""
        commit: str | None = self.row["revision"]
        return commit


@lru_cache(maxsize=1)
def load_judgment(data: bytes) -> Judgment:
    """What files are judged by, from its bytes: once in each process, for all tasks that it does."""
    judgment: Judgment = pickle.loads(data)  # noqa: S301 - from our own driver
    gc.freeze()  # it stays: no collection need look at it again
    return judgment


def judge_batches(batches: Iterable[RecordBatch], data: bytes, partition: int) -> Iterator[RecordBatch]:
    """The partial result of each batch of files of a partition, pickled.

    A promise that has all the supporting evidence that reports list gets none from the batches that follow.
    """
    import pyarrow

    judgment = load_judgment(data)
    seen, start = EvidenceTally(kept=KeptEvidence.NONE), 0
    for batch in batches:
        part = judgment.judge_rows(batch.to_pylist(), Preceding(full=seen.list_full()))
        seen.add_counts(part.shown.tallies)
        values = (partition, start, batch.num_rows, pickle.dumps(part, pickle.HIGHEST_PROTOCOL))
        types = (pyarrow.int32(), pyarrow.int64(), pyarrow.int64(), pyarrow.binary())
        arrays = [pyarrow.array([value], type) for value, type in zip(values, types, strict=True)]
        yield pyarrow.RecordBatch.from_arrays(arrays, ["partition", "start", "number", "part"])
        start += batch.num_rows
