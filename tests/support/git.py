"""git as a person who makes commits runs it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

SETTINGS = ("user.name=A", "user.email=a@a.fi", "init.defaultBranch=main", "commit.gpgsign=false", "gc.auto=0")
#: Clones are made from folders.
LOCAL = "protocol.file.allow=always"


def git(folder: Path, *arguments: str, day: str | None = None) -> str:
    """What git says in a folder. A commit is made on the day, where one is given."""
    command = ["git", *(part for each in (*SETTINGS, LOCAL) for part in ("-c", each)), "-C", str(folder), *arguments]
    dates = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"{day}T12:00:00Z") if day else {}
    environment = {**os.environ, **dates}
    return subprocess.run(
        command, env=environment, check=True, capture_output=True, text=True, timeout=60
    ).stdout.strip()


def commit(folder: Path, message: str = "a change", day: str | None = None) -> str:
    """Commits all that lies in the folder. The id of the commit."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", message, day=day)
    return git(folder, "rev-parse", "HEAD")
