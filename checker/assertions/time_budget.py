"""Limits the time of code that users write: a slow regular expression, a schema that grows exponentially."""

from __future__ import annotations

import mmap
import signal
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

#: The CPU seconds that one evaluation may take; those that all schemas of a run may take together, for their check and
#: all evaluations; those that each record adds to them; and those that telling a failure takes from them.
EVALUATION_SECONDS = 0.4
RUN_SECONDS = 2.0
RECORD_SECONDS = 0.003
FAILURE_SECONDS = 0.0005


class OutOfTimeError(Exception):
    """The time is used up: that of one block, or that of the whole run.

    Attributes:
        limit: The seconds that were allowed.
    """

    def __init__(self, limit: float) -> None:
        super().__init__(limit)
        self.limit = limit


class TimeBudget:
    """The CPU seconds that remain for all schemas of a run. Processes that are forked from this one share them.

    A process that is started anew has as many of its own as remained when it was.
    """

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, struct.calcsize("d"))
        self._remaining = RUN_SECONDS
        #: Whether a timer would find the handler of `handle_timer`.
        self._has_handler = False
        self._limit = 0.0

    def __getstate__(self) -> float:
        """What remains; the memory that forked processes share can't be sent."""
        return self._remaining

    def __setstate__(self, remaining: float) -> None:
        self.__init__()  # type: ignore[misc]
        self._remaining = remaining

    @property
    def _remaining(self) -> float:
        seconds: float = struct.unpack("d", self._memory)[0]
        return seconds

    @_remaining.setter
    def _remaining(self, seconds: float) -> None:
        struct.pack_into("d", self._memory, 0, seconds)

    def spend(self, seconds: float) -> None:
        """Takes from what remains; adds to it where the seconds are less than nothing."""
        self._remaining -= seconds

    @contextmanager
    def handle_timer(self) -> Iterator[None]:
        """Lets `limit` cut its blocks off in this block. Works only in the main thread, and with timers."""
        if not hasattr(signal, "SIGVTALRM") or threading.current_thread() is not threading.main_thread():
            yield
            return
        former = signal.signal(signal.SIGVTALRM, self._raise_error)
        self._has_handler = True
        try:
            yield
        finally:
            self._has_handler = False
            signal.signal(signal.SIGVTALRM, former)

    def _raise_error(self, number: int, frame: FrameType | None) -> None:
        raise OutOfTimeError(self._limit)

    @contextmanager
    def limit(self) -> Iterator[None]:
        """Runs the block on the budget. Raises OutOfTimeError before, in or after the block when it is used up.

        In the block only where `handle_timer` is around it: elsewhere a block that takes too long is not cut off.
        """
        most = min(EVALUATION_SECONDS, self._remaining)
        self._limit = EVALUATION_SECONDS if most == EVALUATION_SECONDS else RUN_SECONDS
        if most <= 0:
            raise OutOfTimeError(self._limit)
        start = time.process_time()
        try:
            if self._has_handler:
                signal.setitimer(signal.ITIMER_VIRTUAL, most)
            yield
        finally:
            if self._has_handler:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            seconds = time.process_time() - start
            self.spend(seconds)
        if seconds > most:
            raise OutOfTimeError(self._limit)
