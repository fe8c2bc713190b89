"""The facts of the machine that the figures depend on."""

from __future__ import annotations

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path

#: From this load on before a run, other work makes its times of little use. After a run, the load is that of the run.
BUSY = 0.5


def _read_first(path: str, pattern: str) -> str:
    found = re.search(pattern, Path(path).read_text("utf-8"))
    return found[1].strip() if found else "unknown"


def describe_load() -> str:
    """How many processes have wanted a processor in the last minute, on the average."""
    load = os.getloadavg()[0]
    return f"{load:.1f}" + (" (busy)" if load > BUSY else "")


def describe_machine() -> dict[str, str]:
    """Facts by name."""
    memory = int(_read_first("/proc/meminfo", r"MemTotal: *(\d+)")) / 1024 / 1024
    return {
        "measured": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "cores": str(len(os.sched_getaffinity(0))),
        "processor": _read_first("/proc/cpuinfo", r"model name\s*: *(.*)"),
        "memory": f"{memory:.0f} GiB",
        "kernel": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
    }
