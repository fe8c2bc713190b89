"""Lets a process die, or an operation of the system fail, at every step of what it does to files."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

#: The steps, as Python audits them. `ctypes.dlsym` comes before two folders are swapped.
_STEPS = {"os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "fcntl.flock", "ctypes.dlsym"}
_CHANGES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
#: How a process ends that came to the end before the step.
_UNDISTURBED = 100


def kill_at_every_step(act: Callable[[], object]) -> Iterator[int]:
    """Acts in a process of its own that dies before its first step, then before its second, and so on.

    Yields the number of each step, after the death.
    """
    for step, code in _stop_at_every_step(act, lambda: os.kill(os.getpid(), signal.SIGKILL)):
        assert code == -signal.SIGKILL
        yield step


def fail_at_every_step(act: Callable[[], object]) -> Iterator[bool]:
    """Acts in a process of its own in which the first step fails as on a full disk, then the second, and so on.

    Yields whether the act succeeded in spite of that.
    """

    def fail() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for _, code in _stop_at_every_step(act, fail):
        assert code in (0, 1)
        yield code == 0


def _stop_at_every_step(act: Callable[[], object], stop: Callable[[], None]) -> Iterator[tuple[int, int]]:
    for step in count(1):
        child = os.fork()
        if not child:
            os._exit(_act(act, step, stop))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code == _UNDISTURBED:
            assert step > 1
            return
        yield step, code


def _act(act: Callable[[], object], step: int, stop: Callable[[], None]) -> int:
    """The exit code of the process that acts and is stopped at a step."""
    left = step

    def listen(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        if event in _STEPS or (event == "open" and arguments[2] & _CHANGES):
            left -= 1
            if not left:
                stop()

    sys.addaudithook(listen)
    try:
        act()
    except OSError:
        return 1
    except BaseException:
        return 2
    return 0 if left <= 0 else _UNDISTURBED
