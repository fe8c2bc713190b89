"""A limit to how long code of a stranger's making may run: a regular expression, a schema that doubles itself."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

#: Seconds of computing that one evaluation may take, and all slow ones of the same schema together.
EVALUATION_SECONDS = 1.0
SCHEMA_SECONDS = 5.0
#: What takes less is not counted: ten thousand quick evaluations are what a check is for.
_QUICK = 0.005


class OutOfTimeError(Exception):
    """The time is used up."""


@dataclass(slots=True)
class TimeBudget:
    """What is left of the time for one schema. Once an evaluation was cut off, there is none left."""

    left: float = SCHEMA_SECONDS

    @contextmanager
    def spent(self) -> Iterator[None]:
        """Runs the block on the budget; OutOfTimeError when it is used up, before or while it runs."""
        if self.left <= 0:
            raise OutOfTimeError
        start = time.process_time()
        try:
            with _limited(min(EVALUATION_SECONDS, self.left)):
                yield
        except OutOfTimeError:
            self.left = 0.0
            raise
        finally:
            took = time.process_time() - start
            self.left -= took if took > _QUICK else 0.0


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Cuts the block off after so much computing, where the system can: only in the main thread, and with timers."""
    if not hasattr(signal, "SIGVTALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise OutOfTimeError

    before = signal.signal(signal.SIGVTALRM, stop)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
