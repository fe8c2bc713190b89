"""A limit to what a test may compute: no clock is read, so that a busy machine makes none fail."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def cpu_limit(seconds: float) -> Iterator[None]:
    """Stops the block, and fails the test, once the block has had the processor for so long."""

    def stop(*_: object) -> None:
        pytest.fail(f"it takes more than {seconds} s of the processor")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
