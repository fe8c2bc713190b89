"""The facts of the machine that the figures depend on."""

from __future__ import annotations

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path

#: With so much to do beside the bench (a minute's average of processes that want a processor), figures are of no use.
BUSY = 0.5


def _read_first(path: str, pattern: str) -> str:
    found = re.search(pattern, Path(path).read_text("utf-8"))
    return found[1].strip() if found else "unknown"


def describe_machine() -> dict[str, str]:
    """Facts by name."""
    memory = int(_read_first("/proc/meminfo", r"MemTotal: *(\d+)")) / 1024 / 1024
    load = os.getloadavg()[0]
    return {
        "measured": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "cores": str(len(os.sched_getaffinity(0))),
        "processor": _read_first("/proc/cpuinfo", r"model name\s*: *(.*)"),
        "memory": f"{memory:.0f} GiB",
        "kernel": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load before": f"{load:.1f}" + (" – the machine was busy: the figures are of no use" if load > BUSY else ""),
    }
