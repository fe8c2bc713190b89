"""Workspaces of the working directory, which a test changes with `monkeypatch.chdir`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from seloste.checker.workspace import workspace
from seloste.checker.workspace.workspace import Workspace


def open_workspace(paths: Sequence[Path] = (), *, is_today: bool = False, **settings: Any) -> Workspace:
    """The workspace that the command line would open in the working directory, by default for a day asked about."""
    return replace(workspace.open_workspace(paths, folder=Path.cwd(), **settings), is_today=is_today)
