"""The folder and the repository that most commands are tried in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support import EXAMPLE
from tests.support.changes import Repository, example


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example with a system that backs up too seldom, and a notice without its day."""
    folder = tmp_path / "here"
    shutil.copytree(EXAMPLE, folder)
    systems, notice = folder / "systems.yaml", folder / "policy.yaml"
    before, club, after = systems.read_text("utf-8").partition("  club:\n")
    systems.write_text(before + club + after.replace("interval: P1D", "interval: P7D"), "utf-8")
    notice.write_text(
        notice.read_text("utf-8").replace("  published: 2025-03-10\n  updated: 2026-09-15\n", ""), "utf-8"
    )
    monkeypatch.chdir(folder)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("NO_COLOR", "1")
    return folder


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
