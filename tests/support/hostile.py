"""Runs a command on hostile files in a process of its own, and measures what the process took."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.support import ROOT
from tests.support.commands import started

#: The most that a hostile input may cost: CPU seconds, so that a busy machine makes no test fail, and megabytes.
SECONDS = 5.0
ASSERTION_SECONDS = 10.0
MEGABYTES = 300


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: its exit code (negative: the signal that killed it), its words, and what it took."""

    code: int
    stdout: str
    stderr: str
    seconds: float
    megabytes: float


def run_process(*arguments: str, folder: Path, environment: Mapping[str, str] | None = None) -> Ended:
    """Runs `seloste` with the arguments in a folder."""
    command = [sys.executable, "-m", "seloste", *arguments]
    path = {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    environment = {**os.environ, **path, **(environment or {})}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        with started(command, folder, env=environment, stdout=out, stderr=err) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        words = []
        for stream in (out, err):
            stream.seek(0)
            words.append(stream.read().decode(errors="replace"))
    return Ended(process.returncode, *words, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def assert_bounded(ended: Ended, *codes: int, seconds: float = SECONDS, megabytes: float = MEGABYTES) -> None:
    """Fails unless the process ended with one of the codes, in words, within the limits."""
    assert ended.code in codes, (ended.code, ended.stdout[-600:], ended.stderr[-600:])
    assert "Traceback" not in ended.stdout + ended.stderr
    assert ended.seconds <= seconds, ended.seconds
    assert ended.megabytes <= megabytes, ended.megabytes
