"""Limits the time of code that users write: a slow regular expression, a schema that grows exponentially."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

#: The CPU seconds that one evaluation may take, and those that all slow evaluations of one schema may take together.
EVALUATION_SECONDS = 1.0
SCHEMA_SECONDS = 5.0
#: Evaluations that take less are not counted, since a check may make many thousands of them.
_QUICK_SECONDS = 0.005


class OutOfTimeError(Exception):
    """The time is used up."""


@dataclass(slots=True)
class TimeBudget:
    """The CPU seconds that remain for one schema; none after an evaluation was cut off."""

    remaining: float = SCHEMA_SECONDS

    @contextmanager
    def limit(self) -> Iterator[None]:
        """Runs the block on the budget. Raises OutOfTimeError when it is used up, before the block or during it."""
        if self.remaining <= 0:
            raise OutOfTimeError
        start = time.process_time()
        try:
            with _limit_block(min(EVALUATION_SECONDS, self.remaining)):
                yield
        except OutOfTimeError:
            self.remaining = 0.0
            raise
        finally:
            seconds = time.process_time() - start
            self.remaining -= seconds if seconds > _QUICK_SECONDS else 0.0


@contextmanager
def _limit_block(seconds: float) -> Iterator[None]:
    """Raises OutOfTimeError in the block after so many CPU seconds. Works only in the main thread, and with timers."""
    if not hasattr(signal, "SIGVTALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def raise_error(number: int, frame: FrameType | None) -> None:
        raise OutOfTimeError

    former = signal.signal(signal.SIGVTALRM, raise_error)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)
