"""How far a long check is: a line on stderr, on a terminal only, that is gone when the check is done."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

#: Seconds before which nothing is shown, and between two showings.
_PATIENCE, _PACE = 1.0, 0.1
_CLEAR = "\r\x1b[K"


class Progress:
    """Told how many of how many files were read, it shows the share once the work takes long."""

    def __init__(self) -> None:
        self.shown = False
        self._next = time.monotonic() + _PATIENCE

    def __call__(self, done: int, of: int) -> None:
        """Shows the share, if it is time to."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _PACE
        self.shown = True
        sys.stderr.write(f"{_CLEAR}seloste {100 * done // of} %")
        sys.stderr.flush()


@contextmanager
def progress(*, quiet: bool) -> Iterator[Progress | None]:
    """Something to tell how far the work is, and None where nobody would see it."""
    if quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    telling = Progress()
    try:
        yield telling
    finally:
        if telling.shown:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
