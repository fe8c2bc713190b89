"""Holds folders, so that one process at a time replaces files in them.

The lock is the operating system's, on the folder itself: it leaves no file behind and ends with the process. It is held
for the moment of replacing, never while a check goes on.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from seloste.usage_errors import UsageError

#: How often a folder is tried, and the seconds between two trials: ten seconds in all.
_TRIALS, _PAUSE = 500, 0.02


@contextmanager
def hold_folders(folders: Iterable[Path]) -> Iterator[bool]:
    """Holds folders until the end of the block. Yields whether all of them could be locked.

    Raises:
        UsageError: Another process holds one and does not let go.
    """
    by_identity = {(found.st_dev, found.st_ino): folder for folder in folders if (found := folder.stat())}
    with ExitStack() as stack:
        # each process in the same order, so that no two wait for each other
        locked = [stack.enter_context(_hold_folder(folder)) for _, folder in sorted(by_identity.items())]
        yield all(locked)


@contextmanager
def _hold_folder(folder: Path) -> Iterator[bool]:
    descriptor = _wait_for_lock(folder)
    try:
        yield descriptor is not None
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _wait_for_lock(folder: Path) -> int | None:
    """The descriptor of the locked folder; None where the system or the file system has no such lock."""
    for _ in range(_TRIALS):
        try:
            descriptor = os.open(folder, os.O_RDONLY)
        except OSError:  # Windows opens no folder
            return None
        try:
            if _lock(descriptor) and os.path.samestat(os.fstat(descriptor), folder.stat()):
                return descriptor
        except OSError:
            os.close(descriptor)
            return None
        os.close(descriptor)
        time.sleep(_PAUSE)
    raise UsageError("locked", path=folder.as_posix())


def _lock(descriptor: int) -> bool:
    """Whether the lock was free, and is now held."""
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
