"""Evidence: files of SQLite. The schema of each is read, in a process of its own, and shows what is."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from seloste.checker.evidence.databases.catalogue_query import MOST_COLUMNS
from seloste.checker.evidence.databases.database_catalogue import list_tables, read_catalogue
from seloste.checker.evidence.resource import EvidenceKind, Resource
from seloste.checker.evidence.source import EvidenceFile
from seloste.checker.evidence.tables.table_resource import describe_table
from seloste.checker.position import Location
from seloste.checker.reading.problem import Problem
from seloste.policy.worker_process import run_worker

_SIGNATURE = b"SQLite format 3\0"
#: Where the header has the two versions of its format: 2 stands for a log of what was written last, beside the file.
_VERSIONS = slice(18, 20)
_WITH_LOG = b"\2\2"
#: How long one file, and all together, may take, in seconds.
_FILE_SECONDS, _SECONDS = 10.0, 30.0


def recognize(name: str, beginning: bytes) -> bool:
    """Whether a file is a database of SQLite, whatever it is called."""
    return beginning.startswith(_SIGNATURE)


def read_resources(files: Sequence[EvidenceFile]) -> Iterable[Resource]:
    """The tables in all files. What cannot be read becomes a finding of its file; the rest is read."""
    end = time.monotonic() + _SECONDS
    for file in files:
        seconds = min(_FILE_SECONDS, end - time.monotonic())
        yield from _read_file(file, seconds)


def _read_file(file: EvidenceFile, seconds: float) -> Iterator[Resource]:
    data, file.data = file.data, b""
    if data[_VERSIONS] == _WITH_LOG:
        file.notes.append((file.file.path, "sqlite-wal"))
    answer = run_worker("seloste.checker.evidence.databases.sqlite_worker", data, seconds) if seconds > 0 else None
    del data
    if answer is None:
        file.report(Problem("limit-exceeded", "time", None, {"limit": f"{_FILE_SECONDS:.0f} s"}))
        return
    catalogue = read_catalogue(answer)
    if catalogue.problem:
        file.report(Problem("unreadable", "sqlite-broken", None))
        return
    if catalogue.is_cut:
        file.report(Problem("limit-exceeded", "columns", None, {"limit": MOST_COLUMNS}))
    file.notes += [(f"{file.file.path} {name[:100]}", "table-module") for name in catalogue.unread]
    database = PurePosixPath(file.file.path).stem
    for table in list_tables(catalogue, Location(file.file.path), database):
        yield describe_table(table, EvidenceKind.OBSERVED)
