"""The commits that changed files, and their days."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from seloste.checker.reading.git import Repository

#: A merge counts as one commit of the main line, on the day of the merge.
_MAIN_LINE = ("--first-parent", "-m")
#: The format of a commit in `git log`: a null, then hash, day, author and subject, a line each. None of them has a line
#: end or a null, and no path is empty, so that two nulls and a line end stand between commits and nowhere else.
_LOG_FORMAT = "%x00%H%n%cs%n%an%n%s"
#: How many files or folders git is asked about one by one.
_MOST_PLACES = 5


class Commit(Struct, frozen=True):
    """A commit that changed a file: `subject` is the first line of its message, `path` the path of the file in it.

    The day is the last one of the calendar where the commit has none that a calendar has.
    """

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
    if not paths:
        return {}
    arguments = (*_MAIN_LINE, "--no-renames", "--name-only", "-z", f"--format={_LOG_FORMAT}")
    log = os.fsdecode(repository.run("log", *arguments, commit, "--", *_choose_places(paths)))
    wanted = frozenset(paths)
    days: dict[str, date | None] = {}
    for (_, written, *_), changed in _split_log(log):
        for path in wanted.intersection(changed):
            days.setdefault(path, _parse_day(written))  # the newest commit comes first
    return {path: day for path, day in days.items() if day is not None}


def _choose_places(paths: Sequence[str]) -> list[str]:
    """The files or folders to ask git about, or nothing for all files: it compares each file of each commit with each.

    2,000 files of 6,000 commits take git a second by their folder, and many minutes one by one.
    """
    folders = {path.rpartition("/")[0] for path in paths}
    places = list(paths) if len(paths) <= _MOST_PLACES else [f"{folder}/" for folder in folders if folder]
    is_few = len(places) <= _MOST_PLACES and (len(paths) <= _MOST_PLACES or "" not in folders)
    return [f":(literal){place}" for place in places] if is_few else []


def _parse_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _split_log(log: str) -> Iterator[tuple[list[str], list[str]]]:
    """The fields of each commit of a log in `_LOG_FORMAT`, and the paths that follow them."""
    for entry in log.removeprefix("\0").split("\0\0"):
        fields, _, paths = entry.partition("\0")
        if fields:
            yield fields.split("\n"), [path for path in paths.removeprefix("\n").split("\0") if path]


def _parse_log(log: str) -> Iterator[Commit]:
    """The commits of a log in `_LOG_FORMAT` in which the path of the file follows each commit."""
    for (hash, day, author, subject), paths in _split_log(log):
        yield Commit(hash, _parse_day(day) or date.max, author, subject, paths[0])
