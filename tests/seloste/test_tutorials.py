"""The tutorials: each is done from its first line to its last, and every output that it shows is the real one."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import ROOT
from tests.support.commands import DAY, run

TUTORIALS = ROOT / "docs" / "tutorials"
PAGES = sorted(TUTORIALS.glob("*.md"))
#: A block, or what a reader does in an editor: a comment with commands.
BLOCK = re.compile(r'^( *)```(\w+)(?: title="([^"]+)")?\n(.*?)^\1```$|^<!-- edit\n(.*?)^-->$', re.MULTILINE | re.DOTALL)
#: Commands that ask about a day, and are asked about that of the pages unless they name one.
DATED = {"check", "report", "drill", "law", "forecast", "diff", "notice"}


class Shell:
    """A shell that runs seloste in this process, since starting one for each command takes too long."""

    def __init__(self) -> None:
        self.code = 0

    def run(self, command: str) -> str:
        """What a command writes, to either stream."""
        words = command.split()
        if command == "echo $?":
            return f"{self.code}\n"
        if words[0] == "mkdir" and "&& cd" in command:
            Path(words[-1]).mkdir()
            os.chdir(words[-1])
            return ""
        if words[0] == "seloste":
            dated = words[1] in DATED and "--as-of" not in words
            ran = run(*split_words(command)[1:], *(("--as-of", DAY) if dated else ()))
        else:
            ran = subprocess.run(["bash", "-c", command], capture_output=True, check=False, timeout=20)  # type: ignore[assignment]
        self.code = ran.returncode
        return (ran.stdout + ran.stderr).decode().replace("\N{NO-BREAK SPACE}", " ")


def split_words(command: str) -> list[str]:
    """The words of a command, without quotation marks."""
    return [quoted or plain for quoted, plain in re.findall(r'"([^"]*)"|(\S+)', command)]


def list_blocks(page: Path) -> Iterator[tuple[str, str, str]]:
    """The blocks of a page: the language, the file that it is, and the text."""
    for indent, language, title, text, edit in BLOCK.findall(page.read_text("utf-8")):
        lines = (edit or text).splitlines()
        yield language or "edit", title, "\n".join(line.removeprefix(indent) for line in lines) + "\n"


def list_commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """The commands of a block, each with the pieces of its output that are shown."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, [piece.strip("\n") for piece in re.split(r"^…$", output, flags=re.MULTILINE) if piece.strip()]


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(page, id=page.stem, marks=[] if page.stem.startswith("officer") else [pytest.mark.heavy])
        for page in PAGES
    ],
)
def test_a_tutorial_can_be_done(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    language = "fi_FI" if page.stem.endswith(".fi") else "en_GB"
    for name, value in {"LC_ALL": f"{language}.UTF-8", "NO_COLOR": "1", "COLUMNS": "80"}.items():
        monkeypatch.setenv(name, value)
    for name in ("GIT_AUTHOR", "GIT_COMMITTER"):
        monkeypatch.setenv(f"{name}_NAME", "Somebody")
        monkeypatch.setenv(f"{name}_EMAIL", "somebody@example.com")
        monkeypatch.setenv(f"{name}_DATE", f"{DAY}T09:00:00Z")  # what is committed later proves nothing on that day
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    shell, commands = Shell(), 0
    for language, title, text in list_blocks(page):
        if title:
            Path(title).parent.mkdir(parents=True, exist_ok=True)
            Path(title).write_text(text, "utf-8")
        if language == "edit":
            subprocess.run(["bash", "-euc", text], check=True, timeout=20)
        for command, pieces in list_commands(text) if language == "console" else ():
            commands += 1
            output = shell.run(command)
            for piece in pieces:
                assert piece in output, f"{command}\n{output}"
    assert commands >= 5


def read_commands(page: Path) -> list[str]:
    return [command for *_, text in list_blocks(page) for command, _ in list_commands(text)]


def test_both_languages_of_a_tutorial_run_the_same_commands() -> None:
    for page in TUTORIALS.glob("*.fi.md"):
        assert read_commands(page) == read_commands(page.with_name(page.name.replace(".fi.", ".")))
