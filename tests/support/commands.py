"""Commands as a test runs them, and what they are asked of the example that `tests/seloste/conftest.py` breaks."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import click
import pytest
from click.testing import CliRunner

from seloste.cli import cli
from seloste.usage_errors import choose_error_language, format_usage_error
from tests.support import EXAMPLE

DAY = "2026-11-22"
BROKEN = "system/safeguard-broken"
GOOD = ("--as-of", DAY, "--reason", "New disks", "--until", "2026-12-31")


def seloste(*arguments: str) -> int:
    """The exit code of a command."""
    return int(cli.main(list(arguments), standalone_mode=False) or 0)


def enter_example(folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """Makes a copy of the complete example in a folder the working directory."""
    copy = folder / "complete"
    shutil.copytree(EXAMPLE, copy)
    patch.chdir(copy)
    return copy


def show_day(patch: pytest.MonkeyPatch, day: str = DAY) -> None:
    """Has the clock show a day, so that it is no day in the past."""
    patch.setattr("seloste.options.choose_day", lambda as_of: as_of or date.fromisoformat(day))


def check(*arguments: str, day: str = DAY) -> int:
    return seloste("check", "--as-of", day, "--quiet", *arguments)


def report(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    capsys.readouterr()
    seloste("check", "--as-of", DAY, "--format", "json", *arguments)
    document: dict[str, object] = json.loads(capsys.readouterr().out)
    return document


class Ran(NamedTuple):
    """How a command ended, and what it wrote."""

    returncode: int
    stdout: bytes
    stderr: bytes


def run(*arguments: str) -> Ran:
    """Runs a command as the process would, misuse told in its words, but without a process of its own."""
    ran = CliRunner().invoke(cli, arguments, standalone_mode=False)
    if isinstance(ran.exception, click.ClickException):
        message = format_usage_error(ran.exception, choose_error_language(arguments, os.environ))
        return Ran(2, ran.stdout_bytes, ran.stderr_bytes + message.encode() + b"\n")
    if ran.exception is not None:
        raise ran.exception
    return Ran(int(ran.return_value or 0), ran.stdout_bytes, ran.stderr_bytes)


@contextmanager
def started(command: Sequence[str], folder: Path, **options: Any) -> Iterator[subprocess.Popen[Any]]:
    """A command that goes on beside the test, and is ended with it, or after a minute.

    Ctrl-C reaches it even where the tests run in the background of a shell that has them ignore it.
    """

    def hear_interrupts() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    with subprocess.Popen(command, cwd=folder, preexec_fn=hear_interrupts, **options) as process:
        end = threading.Timer(60, process.kill)
        end.start()
        try:
            yield process
        finally:
            end.cancel()
            process.kill()
