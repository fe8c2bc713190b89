"""A repository with a change to be judged: the complete example, and a system in it that keeps its promise no more."""

from __future__ import annotations

import json
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from seloste import schemas
from seloste.usage_errors import UsageError
from tests.support import EXAMPLE
from tests.support.commands import DAY, seloste
from tests.support.git import commit, git


class Repository:
    """A git repository in a folder, and what one does in it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def git(self, *arguments: str) -> str:
        return git(self.root, *arguments)

    def commit(self, message: str = "a change") -> str:
        return commit(self.root, message)

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def read(self, name: str) -> str:
        return (self.root / name).read_text("utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        text = self.read(name)
        assert old in text
        self.write(name, text.replace(old, new, 1))

    def break_promise(self, name: str = "systems.yaml") -> None:
        """The customers' club is backed up once a week, and a backup a day is promised."""
        before, club, after = self.read(name).partition("  club:\n")
        assert "interval: P1D" in after
        self.write(name, before + club + after.replace("interval: P1D", "interval: P7D", 1))


def example(root: Path) -> Repository:
    """The complete example as the first commit of `main`, and a branch for the change."""
    shutil.copytree(_example().name, root, dirs_exist_ok=True)
    return Repository(root)


@cache
def _example() -> tempfile.TemporaryDirectory[str]:
    """The repository that each test gets a copy of. It goes with the process."""
    folder = tempfile.TemporaryDirectory()
    repository = Repository(Path(folder.name))
    shutil.copytree(EXAMPLE, repository.root, dirs_exist_ok=True)
    repository.git("init", "-q")
    repository.commit("first")
    repository.git("checkout", "-q", "-b", "change")
    return folder


def check(*arguments: str) -> int:
    """The exit code of a check on the day."""
    return seloste("check", "--as-of", DAY, *arguments)


def judge(name: str, option: str = "--trusted") -> str:
    """The key of the usage error, or `red` for a change that was judged and failed."""
    try:
        assert check(option, name) == 1, "the change did not fail"
    except UsageError as error:
        return error.key
    return "red"


def valid_report(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    """The report of a check as JSON, which its schema holds good."""
    capsys.readouterr()
    check(*arguments, "--format", "json")
    return read_report(capsys)


def read_report(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    """The report that was written as JSON, which its schema holds good."""
    document = json.loads(capsys.readouterr().out)
    Draft202012Validator(json.loads(schemas.get_committed_path("report").read_text("utf-8"))).validate(document)
    return dict(document)
