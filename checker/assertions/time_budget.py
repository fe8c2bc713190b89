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
#: all evaluations; and those that each record adds to them.
EVALUATION_SECONDS = 1.0
RUN_SECONDS = 3.0
RECORD_SECONDS = 0.001


class OutOfTimeError(Exception):
    """The time is used up: that of one block, or that of the whole run.

    Attributes:
        limit: The seconds that were allowed.
    """

    def __init__(self, limit: float) -> None:
        super().__init__(limit)
        self.limit = limit


class TimeBudget:
    """The CPU seconds that remain for all schemas of a run. Processes that are forked from this one share them."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, struct.calcsize("d"))
        self._remaining = RUN_SECONDS

    @property
    def _remaining(self) -> float:
        seconds: float = struct.unpack("d", self._memory)[0]
        return seconds

    @_remaining.setter
    def _remaining(self, seconds: float) -> None:
        struct.pack_into("d", self._memory, 0, seconds)

    def add_record(self) -> None:
        """Adds the time that one more record may take."""
        self._remaining += RECORD_SECONDS

    @contextmanager
    def limit(self) -> Iterator[None]:
        """Runs the block on the budget. Raises OutOfTimeError before, in or after the block when it is used up."""
        most = min(EVALUATION_SECONDS, self._remaining)
        limit = EVALUATION_SECONDS if most == EVALUATION_SECONDS else RUN_SECONDS
        if most <= 0:
            raise OutOfTimeError(limit)
        start = time.process_time()
        try:
            with _limit_block(most, OutOfTimeError(limit)):
                yield
        finally:
            seconds = time.process_time() - start
            self._remaining -= seconds
        if seconds > most:  # where no timer could cut it off
            raise OutOfTimeError(limit)


@contextmanager
def _limit_block(seconds: float, error: OutOfTimeError) -> Iterator[None]:
    """Raises the error in the block after so many CPU seconds. Works only in the main thread, and with timers."""
    if not hasattr(signal, "SIGVTALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def raise_error(number: int, frame: FrameType | None) -> None:
        raise error

    former = signal.signal(signal.SIGVTALRM, raise_error)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)
