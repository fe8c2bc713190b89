"""The systems of a workspace, judged on this machine: in one process or in several, and folded in their order."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing.process import BaseProcess
from pathlib import Path

from msgspec import Struct

from seloste.checker.judging.partial_result import PartialResult, Preceding
from seloste.checker.judging.systems import judge_files
from seloste.checker.linking.index import Index
from seloste.checker.reading.documents import File, make_finding
from seloste.checker.reading.problem import Problem
from seloste.checker.verdicts.evidence import EvidenceTally, KeptEvidence
from seloste.checker.workspace.workspace import Workspace
from seloste.policy.law.law import LawOn

#: Below so many files, starting processes costs more than it gains (measured in bench/).
WORTH_FORKING = 300
#: The most files that are judged together, and how many times as often as there are processes they are divided at
#: least: so that none waits long for the last one, nor for the files to be counted.
_MOST_FILES, _ROUNDS = 250, 8
#: How many parts for each process wait to be judged, or to be folded.
_WAITING = 3


class WorkerKilledError(Exception):
    """A process that judged systems ended before it was done.

    Attributes:
        codes: The exit codes of all that ended: of one that a signal ended, its number below zero.
    """

    def __init__(self, codes: Sequence[int]) -> None:
        super().__init__(codes)
        self.codes = codes


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
        WorkerKilledError: One of them was ended from outside.
    """
    paths, judge = workspace.systems, Judge(workspace, index, law, kept)
    jobs = min(jobs or _default_jobs(len(paths), kept), len(paths))
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
    return _require_something(total, workspace)


def _require_something(total: PartialResult, workspace: Workspace) -> PartialResult:
    """The result, with a finding where there was nothing at all to check."""
    if not total.ids and not total.findings and not workspace.findings:
        file = File(workspace.display_path(workspace.root), "systems")
        total.findings.append(make_finding(file, Problem("nothing-to-check", "systems", None)))
    return total


def _default_jobs(files: int, kept: KeptEvidence) -> int:
    """How many processes are worth their start. Records and all their evidence take longer to send than to make."""
    return 1 if files < WORTH_FORKING or kept is KeptEvidence.ALL else os.cpu_count() or 1


def _judge_here(chunks: Iterable[Sequence[Path]], judge: Judge, total: PartialResult) -> Iterator[Sequence[Path]]:
    """Judges the parts one after the other and adds each to the total; yields each that is done."""
    for chunk in chunks:
        total.add(judge(chunk, Preceding(total.ids, total.steps, total.shown.list_full())))
        yield chunk


def _judge_in_pool(
    chunks: Iterable[Sequence[Path]], judge: Judge, total: PartialResult, jobs: int
) -> Iterator[Sequence[Path]]:
    """The same in several processes. A few parts are on their way at a time, so that memory is bounded."""
    with _open_pool(judge, jobs) as pool:
        chunks, waiting = iter(chunks), deque[tuple[Sequence[Path], Preceding, Future[PartialResult]]]()
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


class _Pool:
    """Processes that judge files, and what is known of them."""

    def __init__(self, executor: ProcessPoolExecutor) -> None:
        self._executor = executor
        self._processes: dict[int | None, BaseProcess] = {}

    def submit(self, paths: Sequence[Path], before: Preceding) -> Future[PartialResult]:
        """Has some files judged."""
        future = self._executor.submit(_judge_in_worker, paths, before)
        self._processes.update({each.pid: each for each in multiprocessing.active_children()})
        return future

    def list_exit_codes(self) -> list[int]:
        """The exit codes of the processes that ended: of one that a signal ended, its number below zero."""
        return [each.exitcode for each in self._processes.values() if each.exitcode]


@contextmanager
def _open_pool(judge: Judge, jobs: int) -> Iterator[_Pool]:
    """Starts processes that judge files, and ends them.

    Raises:
        WorkerKilledError: One of them was ended from outside.
    """
    method = "fork" if sys.platform == "linux" else None  # elsewhere a fork may hang in the libraries of the system
    context = multiprocessing.get_context(method)
    executor = ProcessPoolExecutor(jobs, context, initializer=_start_worker, initargs=(judge,))
    pool = _Pool(executor)
    try:
        yield pool
    except BrokenProcessPool:
        executor.shutdown()
        raise WorkerKilledError(pool.list_exit_codes()) from None
    finally:
        executor.shutdown(cancel_futures=True)


#: What a process of a pool judges files with.
_judge: Judge | None = None


def _start_worker(judge: Judge) -> None:
    """Prepares a process of a pool. It ends with its parent, and leaves it to that one to end on Ctrl-C."""
    global _judge  # noqa: PLW0603 - a pool hands nothing else to its processes once
    _judge = judge
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Ends this process when its parent has ended, however it did: nobody would take what it finds."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _judge_in_worker(paths: Sequence[Path], before: Preceding) -> PartialResult:
    if _judge is None:
        raise RuntimeError("a process of a pool is started with what it judges by")
    return _judge(paths, before)
