"""The budget of a run: the time and the memory that a command may take before it is stopped, in words.

Every limit of ours is on one file or one step. This one stands behind them all: many files, each within its limits,
can still be too much together. A thread watches the process, and so do the processes that it forks.
"""

from __future__ import annotations

import math
import os
import sys
import threading
import time
from collections.abc import Mapping
from typing import NoReturn

from msgspec import Struct
from msgspec.structs import replace

from seloste.exit_code import Exit
from seloste.usage_errors import UsageError, choose_error_language, format_stop

#: The variables that set other limits, in seconds and in megabytes, and the limits without them. A check of a hundred
#: thousand systems takes a few minutes and some gigabytes.
TIME_VARIABLE, MEMORY_VARIABLE = "SELOSTE_TIME_LIMIT", "SELOSTE_MEMORY_LIMIT"
_SECONDS, _MEGABYTES = 900, 6_000
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4_096
#: How often the watch looks, in seconds.
_INTERVAL = 0.2


class Budget(Struct, frozen=True):
    """The limits of a run, and the moment at which its time is over."""

    seconds: int
    megabytes: int
    end: float
    #: The language of the words.
    code: str

    def watch(self) -> None:
        """Looks again and again, and ends the process where it takes too much."""
        while True:
            time.sleep(_INTERVAL)
            if time.monotonic() > self.end:
                self._stop("too-long", limit=self.seconds, variable=TIME_VARIABLE)
            if _measure_megabytes() > self.megabytes:
                self._stop("too-much-memory", limit=self.megabytes, variable=MEMORY_VARIABLE)

    def start(self) -> None:
        """Starts a thread that watches this process."""
        threading.Thread(target=self.watch, name="budget", daemon=True).start()

    def _stop(self, key: str, **values: str | int) -> NoReturn:
        """Ends the process with words, as if something could not be read: nothing that was not judged is clean."""
        words = format_stop(key, self.code, **values)
        os.write(sys.__stderr__.fileno() if sys.__stderr__ else 2, f"{words}\n".encode(errors="backslashreplace"))
        os._exit(Exit.INPUT)


def start_budget(arguments: list[str], environment: Mapping[str, str]) -> None:
    """Watches this process, and each that it forks, from now on."""
    seconds = _read_limit(environment, TIME_VARIABLE, _SECONDS)
    megabytes = _read_limit(environment, MEMORY_VARIABLE, _MEGABYTES)
    budget = Budget(seconds, megabytes, time.monotonic() + seconds, choose_error_language(arguments, environment))
    budget.start()
    if hasattr(os, "register_at_fork"):
        # The time of all is over when that of their parent is.
        os.register_at_fork(after_in_child=replace(budget, end=math.inf).start)


def _read_limit(environment: Mapping[str, str], variable: str, default: int) -> int:
    """The limit that a variable sets; a usage error where it is no positive number."""
    value = environment.get(variable, "").strip()
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or int(value[:12]) == 0:
        raise UsageError("limit", variable=variable, value=value)
    return int(value[:12])


def _measure_megabytes() -> float:
    """The memory that this process has, on some systems the most that it has had; 0 where the system does not say.

    On Linux what `resource` calls the most includes the memory of the process that started this one.
    """
    try:
        with open("/proc/self/statm", encoding="ascii") as stream:  # noqa: PTH123 - a thread should import nothing
            return int(stream.read().split()[1]) * _PAGE / 1_000_000
    except (OSError, ValueError, IndexError):
        pass
    try:
        import resource
    except ImportError:
        return 0.0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1_000_000 if sys.platform == "darwin" else 1_000)
