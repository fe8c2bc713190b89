"""Runs a command on hostile files in a process of its own, and measures what the process took."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from tests.support import ROOT
from tests.support.commands import started

#: The most that a hostile input may cost: CPU seconds, so that a busy machine makes no test fail, and megabytes.
SECONDS = 5.0
ASSERTION_SECONDS = 10.0
MEGABYTES = 300
#: A system with a few findings, but for its id.
SYSTEM = "    name: A\n    fields: [a, b, c, d]\n    purposes: [e, f]\n    owner: o\n"
#: After so many seconds of any clock a process is ended.
_PATIENCE = 90


#: Starts a command and writes how it ended and what it took. The system counts the memory of the process that starts it
#: as the command's own, so that this must be a small one.
_LAUNCHER = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (80, 80))
target, command = sys.argv[1], sys.argv[2:]
_, status, usage = os.wait4(os.posix_spawn(command[0], command, os.environ), 0)
with open(target, "w") as stream:
    print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, file=stream)
"""


class Ended(Struct, frozen=True):
    """How a process ended: its exit code (negative: the signal that killed it), its words, and what it took."""

    code: int
    stdout: str
    stderr: str
    seconds: float
    megabytes: float


def run_process(*arguments: str, folder: Path, environment: Mapping[str, str] | None = None) -> Ended:
    """Runs `seloste` with the arguments in a folder."""
    path = {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    environment = {**os.environ, **path, **(environment or {})}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.NamedTemporaryFile("r") as taken:
        command = [sys.executable, "-I", "-c", _LAUNCHER, taken.name, sys.executable, "-m", "seloste", *arguments]
        with started(command, folder, env=environment, stdout=out, stderr=err) as process:
            process.wait(timeout=_PATIENCE)
        words = []
        for stream in (out, err):
            stream.seek(0)
            words.append(stream.read().decode(errors="replace"))
        code, seconds, megabytes = taken.read().split()
    return Ended(int(code), *words, float(seconds), float(megabytes))


def assert_bounded(ended: Ended, *codes: int, seconds: float = SECONDS, megabytes: float = MEGABYTES) -> None:
    """Fails unless the process ended with one of the codes, in words, within the limits."""
    assert ended.code in codes, (ended.code, ended.stdout[-600:], ended.stderr[-600:])
    assert "Traceback" not in ended.stdout + ended.stderr
    assert ended.seconds <= seconds, ended.seconds
    assert ended.megabytes <= megabytes, ended.megabytes
