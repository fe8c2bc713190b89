"""Processes that judge files, imported where there are files for more than one: its libraries take long to import."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

from seloste.checker.judging.partial_result import PartialResult, Preceding

Judge = Callable[[Sequence[Path], Preceding], PartialResult]


#: How processes are started. A fork costs nothing to send, but elsewhere it may hang in the libraries of the system.
START = "fork" if sys.platform == "linux" else None
#: The exit code of a process that was stopped in words, since it took too much (`seloste/budget.py`).
_STOPPED = 3


class Pool:
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
def open_pool(judge: Judge, jobs: int) -> Iterator[Pool]:
    """Starts processes that judge files, and ends them.

    Raises:
        ChildProcessError: One of them was ended from outside.
        SystemExit: One of them took too much and has said so.
    """
    context = multiprocessing.get_context(START)
    executor = ProcessPoolExecutor(jobs, context, initializer=_start_worker, initargs=(judge,))
    pool = Pool(executor)
    try:
        yield pool
    except BrokenProcessPool:
        executor.shutdown()
        codes = pool.list_exit_codes()
        if _STOPPED in codes:
            raise SystemExit(_STOPPED) from None
        raise ChildProcessError(f"processes that judged systems ended with {codes}") from None
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
