"""The folder and the repository that most commands are tried in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.changes import Repository, example
from tests.support.commands import break_example


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example with a system that backs up too seldom, and a notice without its day."""
    return break_example(tmp_path / "here", monkeypatch)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """The repository of a change, as the working directory."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("NO_COLOR", "1")
    root = tmp_path / "here"
    root.mkdir()
    found = example(root)
    monkeypatch.chdir(root)
    monkeypatch.setenv("PWD", str(root))
    return found
