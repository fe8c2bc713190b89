"""Commands as a test runs them, and the example broken for them."""

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
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import click
import pytest
from click.testing import CliRunner

from seloste.cli import cli
from seloste.policy.period import Period
from seloste.session import make_forecast
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


def look_a_day_ahead(patch: pytest.MonkeyPatch) -> None:
    """Has reports look a day ahead: a year takes them as long as all the rest."""
    patch.setattr("seloste.commands.report.make_forecast", partial(make_forecast, period=Period("P1D")))


def break_example(folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """Writes the example with its faults, as the working directory."""
    shutil.copytree(EXAMPLE, folder)
    systems, notice = folder / "systems.yaml", folder / "policy.yaml"
    before, club, after = systems.read_text("utf-8").partition("  club:\n")
    systems.write_text(before + club + after.replace("interval: P1D", "interval: P7D"), "utf-8")
    notice.write_text(
        notice.read_text("utf-8").replace("  published: 2025-03-10\n  updated: 2026-09-15\n", ""), "utf-8"
    )
    patch.chdir(folder)
    patch.setenv("LC_ALL", "en_GB.UTF-8")
    patch.setenv("NO_COLOR", "1")
    return folder


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
