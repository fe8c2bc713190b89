"""The commits that changed files, and their days."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from seloste.checker.reading.git import Repository

#: A merge counts as one commit of the main line, on the day of the merge.
_MAIN_LINE = ("--first-parent", "-m")
#: The format of a commit in `git log`: a null, then hash, day, author and subject, separated by 0x1f.
_LOG_FORMAT = "%x00%H%x1f%cs%x1f%an%x1f%s"
#: How many paths one call of git is asked about.
_MOST_PATHS = 500


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that changed a file: `subject` is the first line of its message, `path` the path of the file in it."""

    hash: str
    day: date
    author: str
    subject: str
    path: str


def list_commits(repository: Repository, path: str, commit: str = "HEAD") -> list[Commit]:
    """The commits of the main line that changed a file, newest first, also under its former names."""
    arguments = (*_MAIN_LINE, "--follow", "--name-only", "-z", f"--format={_LOG_FORMAT}")
    return list(_parse_log(os.fsdecode(repository.run("log", *arguments, commit, "--", path))))


def find_day(repository: Repository, commit: str) -> date | None:
    """The day of a commit, in the time zone of whoever made it; None where it has none that a calendar has."""
    return _parse_day(os.fsdecode(repository.run("log", "-1", "--format=%cs", commit, "--")).strip())


def find_days(repository: Repository, commit: str, paths: Sequence[str]) -> dict[str, date]:
    """The day of the last change of files, by their paths from the root, on the main line that leads to a commit."""
    days: dict[str, date | None] = {}
    for start in range(0, len(paths), _MOST_PATHS):
        literal = (f":(literal){path}" for path in paths[start : start + _MOST_PATHS])
        arguments = (*_MAIN_LINE, "--no-renames", "--name-only", "-z", "--format=%x1e%cs")
        log = os.fsdecode(repository.run("log", *arguments, commit, "--", *literal))
        for entry in log.split("\x1e")[1:]:
            written, *changed = (part.lstrip("\n") for part in entry.split("\0"))
            day = _parse_day(written)
            days = {**dict.fromkeys(filter(None, changed), day), **days}
    return {path: day for path, day in days.items() if day is not None}


def _parse_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _parse_log(log: str) -> Iterator[Commit]:
    """The commits of a log in `_LOG_FORMAT` in which the path of the file follows each commit."""
    for entry in log.split("\0\0"):
        fields, _, rest = entry.strip("\0").partition("\0")
        parts = fields.split("\x1f")
        if len(parts) == 4:
            hash, day, author, subject = parts
            yield Commit(hash, date.fromisoformat(day), author, subject, rest.strip("\0\n"))
