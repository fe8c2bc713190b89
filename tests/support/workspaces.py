"""Workspaces of the working directory, which a test changes with `monkeypatch.chdir`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from seloste.checker.workspace import workspace
from seloste.checker.workspace.workspace import Workspace


def open_workspace(paths: Sequence[Path] = (), **settings: Any) -> Workspace:
    """The workspace that the command line would open in the working directory."""
    return workspace.open_workspace(paths, folder=Path.cwd(), **settings)
