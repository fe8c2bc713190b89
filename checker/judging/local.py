"""The systems of a workspace, judged on this machine: in one process or in several, and folded in their order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from seloste.checker.judging.partial_result import PartialResult, Preceding
from seloste.checker.judging.systems import judge_files
from seloste.checker.linking.index import Index
from seloste.checker.reading.documents import File, make_finding
from seloste.checker.reading.problem import Problem
from seloste.checker.verdicts.evidence import EvidenceTally, KeptEvidence
from seloste.checker.workspace.workspace import Workspace
from seloste.policy.law.law import LawOn

if TYPE_CHECKING:
    from concurrent.futures import Future

#: With fewer files, and fewer bytes in them, starting processes costs more than it gains: decision 33.
_WORTH_FILES, _WORTH_BYTES = 300, 300_000
#: The most files that are judged together, and how many times as often as there are processes they are divided at
#: least: so that none waits long for the last one, nor for the files to be counted.
_MOST_FILES, _ROUNDS = 250, 8
#: How many parts for each process wait to be judged, or to be folded.
_WAITING = 3


class Judge(Struct, frozen=True):
    """Judges files of systems, alike in every process."""

    workspace: Workspace
    index: Index | None
    law: LawOn | None
    kept: KeptEvidence

    def __call__(self, paths: Sequence[Path], before: Preceding) -> PartialResult:
        """Reads the files at some paths and judges them by what precedes them."""
        files = (self.workspace.open_file(path, "systems") for path in paths)
        return judge_files(files, self.index, self.law, before=before, kept=self.kept)


def judge_systems(
    workspace: Workspace,
    index: Index | None = None,
    law: LawOn | None = None,
    *,
    kept: KeptEvidence,
    jobs: int | None = None,
) -> PartialResult:
    """Reads every system of the workspace, and judges it where there is an index.

    Args:
        workspace: The files.
        index: What systems are judged by; None: they are only read.
        law: The law of the day; likewise.
        kept: The evidence that is kept.
        jobs: How many processes judge; None: by the number of files. The result does not depend on it.

    Raises:
        ChildProcessError: One of them was ended from outside.
    """
    paths, judge = workspace.systems, Judge(workspace, index, law, kept)
    jobs = min(jobs or _default_jobs(workspace, kept), len(paths))
    size = max(1, min(_MOST_FILES, len(paths) // (jobs * _ROUNDS or 1)))
    chunks = (paths[start : start + size] for start in range(0, len(paths), size))
    total = PartialResult(shown=EvidenceTally(kept=kept))
    done, report = 0, workspace.progress or (lambda *_: None)
    report(done, len(paths))
    for chunk in _judge_in_pool(chunks, judge, total, jobs) if jobs > 1 else _judge_here(chunks, judge, total):
        done += len(chunk)
        report(done, len(paths))
    if index is not None:
        index.evidence.steps = total.steps
        if index.documents is not None:
            index.documents.add(total.documents)
    for address in workspace.addresses:
        total.broken = True
        file = File(address, "systems")
        total.findings.append(make_finding(file, Problem("unreadable", "needs-spark", None)))
    return require_something(total, workspace)


def require_something(total: PartialResult, workspace: Workspace) -> PartialResult:
    """The result, with a finding where there was nothing at all to check."""
    if not total.ids and not total.findings and not workspace.findings:
        file = File(workspace.display_path(workspace.root), "systems")
        total.findings.append(make_finding(file, Problem("nothing-to-check", "systems", None)))
    return total


def _default_jobs(workspace: Workspace, kept: KeptEvidence) -> int:
    """How many processes are worth their start. Records and all their evidence take longer to send than to make."""
    paths = workspace.systems
    is_much = len(paths) >= _WORTH_FILES or _measure(workspace.folder / path for path in paths) >= _WORTH_BYTES
    return (os.cpu_count() or 1) if is_much and kept is not KeptEvidence.ALL else 1


def _measure(paths: Iterable[Path]) -> int:
    """The bytes of some files, as far as they are on the disk."""
    total = 0
    for path in paths:
        with suppress(OSError):
            total += path.stat().st_size
    return total


def _judge_here(chunks: Iterable[Sequence[Path]], judge: Judge, total: PartialResult) -> Iterator[Sequence[Path]]:
    """Judges the parts one after the other and adds each to the total; yields each that is done."""
    for chunk in chunks:
        total.add(judge(chunk, Preceding(total.ids, total.steps, total.shown.list_full())))
        yield chunk


def _judge_in_pool(
    chunks: Iterable[Sequence[Path]], judge: Judge, total: PartialResult, jobs: int
) -> Iterator[Sequence[Path]]:
    """The same in several processes. A few parts are on their way at a time, so that memory is bounded."""
    from seloste.checker.judging.pool import open_pool

    with open_pool(judge, jobs) as pool:
        chunks, waiting = iter(chunks), deque["tuple[Sequence[Path], Preceding, Future[PartialResult]]"]()
        while True:
            for chunk in islice(chunks, _WAITING * jobs - len(waiting)):
                before = Preceding(steps=total.steps, full=total.shown.list_full())
                waiting.append((chunk, before, pool.submit(chunk, before)))
            if not waiting:
                return
            chunk, before, future = waiting.popleft()
            part = future.result()
            if known := total.find_dependence(part, before):
                part = judge(chunk, known)
            total.add(part)
            yield chunk
