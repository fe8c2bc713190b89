"""Processes that read what strangers wrote: what a library loads can be neither stopped nor trusted within ours.

A library in C may fail on a file, a file may unfold to more than the memory has, and a server answers when it wants.
So each is read in a process of its own, with limits of memory and processor time, which is killed when its time ends.
It gets its request on standard input and writes its answer to standard output; whatever else it or a library writes is
dropped, since it may hold a password.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress

#: The most bytes of a file, which would be one in memory.
_MOST_WRITTEN = 1_000_000
_CODE = """
import json, sys
sys.path[:] = json.loads(sys.stdin.buffer.readline())
from {module} import main
main()
"""


def run_worker(module: str, request: bytes, seconds: float) -> bytes | None:
    """What the function `main` of a module answers to a request, in a process of its own.

    None: its time was over, and it was killed. Empty: it ended without an answer, out of memory or by a fault.
    """
    try:
        run = subprocess.run(  # noqa: S603 - this Python, on our own module
            [sys.executable, "-I", "-X", "utf8", "-c", _CODE.format(module=module)],
            input=json.dumps(sys.path).encode() + b"\n" + request,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return run.stdout if run.returncode == 0 else b""


def set_limits(megabytes: int, seconds: int) -> None:
    """Limits what this process may take, where the system can. It leaves no image of its memory."""
    with suppress(ImportError):
        import resource

        limits = {
            resource.RLIMIT_AS: megabytes * 2**20,
            resource.RLIMIT_CPU: seconds,
            resource.RLIMIT_FSIZE: _MOST_WRITTEN,
            resource.RLIMIT_CORE: 0,
        }
        for kind, limit in limits.items():
            with suppress(ValueError, OSError):
                resource.setrlimit(kind, (limit, limit))
