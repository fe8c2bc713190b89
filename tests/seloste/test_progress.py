"""seloste/progress.py: a long check shows how far it is, on a terminal and nowhere else."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commands import started

SELOSTE = Path(sys.executable).parent / "seloste"
SLOW = """\
import seloste.progress, time
seloste.progress._PATIENCE = 0
from seloste.cli import main
import sys
sys.argv = ["seloste", "check", "--jobs", "1", *{arguments!r}]
main()
"""


def on_a_terminal(folder: Path, *arguments: str, **environment: str) -> str:
    """What a check says on stderr where that is a terminal, and every file takes long."""
    leading, following = pty.openpty()
    env = {**os.environ, "TERM": "xterm", **environment}
    code = SLOW.format(arguments=list(arguments))
    with started([sys.executable, "-c", code], folder, env=env, stdout=subprocess.DEVNULL, stderr=following):
        os.close(following)
        output = b""
        try:
            while piece := os.read(leading, 4096):
                output += piece
        except OSError:  # the other end is closed
            pass
    os.close(leading)
    return output.decode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "policy.yaml").write_text("notice: {name: {en: R}, languages: [en]}\ncontroller: {name: Oy}\n")
    (tmp_path / "systems").mkdir()
    for number in range(40):
        (tmp_path / "systems" / f"s{number}.yaml").write_text(f"systems: {{s{number}: {{name: S}}}}\n")
    return tmp_path


def test_a_long_check_shows_its_share_and_takes_it_away(folder: Path) -> None:
    output = on_a_terminal(folder)
    assert re.search("seloste [0-9]+ %", output)
    assert output.endswith("\r\x1b[K")


@pytest.mark.parametrize(("arguments", "environment"), [(("--quiet",), {}), ((), {"TERM": "dumb"})])
def test_who_wants_none_sees_none(folder: Path, arguments: tuple[str, ...], environment: dict[str, str]) -> None:
    assert on_a_terminal(folder, *arguments, **environment) == ""


def test_a_log_shows_none(folder: Path) -> None:
    done = subprocess.run([SELOSTE, "check"], cwd=folder, capture_output=True, check=False, timeout=60)
    assert done.stderr == b""
