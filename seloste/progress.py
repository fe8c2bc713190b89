"""The progress of a long check: a line on stderr, on a terminal only, that is cleared when the check is done."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seloste.options import Options

#: Seconds before the line is shown for the first time, and between two updates.
_PATIENCE, _PACE = 1.0, 0.1
_CLEAR = "\r\x1b[K"


class Progress:
    """Shows the share of files that were read, once the check takes long."""

    def __init__(self) -> None:
        self.shown = False
        self._next = time.monotonic() + _PATIENCE

    def __call__(self, done: int, of: int) -> None:
        """Updates the line, if it is time to: `done` files of `of` were read."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _PACE
        self.shown = True
        sys.stderr.write(f"{_CLEAR}seloste {100 * done // of} %")
        sys.stderr.flush()


@contextmanager
def show_progress(options: Options) -> Iterator[Progress | None]:
    """A progress line to update within the block; None where nobody would see it."""
    if options.quiet or not sys.stderr.isatty() or options.environment.get("TERM") == "dumb":
        yield None
        return
    progress = Progress()
    try:
        yield progress
    finally:
        if progress.shown:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
