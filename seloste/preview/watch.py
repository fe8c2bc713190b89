"""Watches the files of a workspace by their metadata, without reading them, so that a change is noticed on saving.

The workspace is found anew each time: the configuration, and the files that its patterns match. So a new file is
noticed like a changed one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from pathlib import Path

from msgspec import Struct

from seloste.checker.finding import Finding
from seloste.checker.workspace.settings_file import ConfigurationError
from seloste.checker.workspace.workspace import Workspace

#: In seconds: between two looks at the files, and how long they must stay unchanged before they are read.
INTERVAL, REST = 0.4, 0.15
#: How long a missing file may take to come back, in seconds: editors that save by renaming leave a gap.
ABSENCE = 1.0
#: The largest share of the time that is spent on looking.
_LARGEST_SHARE = 0.2
#: How often in a row a check is repeated because files changed meanwhile.
_MOST_REPEATED = 3

#: The metadata of a file: time of change, size, number and mode; empty where there is no file.
FileStamp = tuple[int, ...]


class State(Struct, frozen=True):
    """Everything that decides the result: the day, the stamps of the files, and the problems in finding them."""

    day: date
    files: dict[Path, FileStamp]
    problems: tuple[str, ...]

    def lacks_file_of(self, other: State) -> bool:
        """Whether a file of the other state is missing."""
        return any(stamp and not self.files.get(path) for path, stamp in other.files.items())


def read_state(open_workspace: Callable[[], Workspace], day: date) -> State:
    """The present state of the files."""
    try:
        workspace = open_workspace()
    except ConfigurationError as error:
        findings = error.findings
        return State(day, _stamp_all(Path(each.location.path) for each in findings), _format_problems(findings))
    except OSError as error:  # a folder disappears while it is listed
        return State(day, {}, (str(error),))
    single = (workspace.config_path, workspace.policy, workspace.waivers, workspace.baseline, workspace.responses)
    evidence = (each.path for each in workspace.evidence)
    paths = [path for path in (*single, *workspace.systems, *workspace.processors, *evidence) if path is not None]
    return State(day, _stamp_all(paths), _format_problems(workspace.findings))


def _format_problems(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(f"{each.location} {each.rule} {each.value}" for each in findings)


def _stamp_all(paths: Iterable[Path]) -> dict[Path, FileStamp]:
    return {path: _stamp(path) for path in paths}


def _stamp(path: Path) -> FileStamp:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return ()
    return found.st_mtime_ns, found.st_size, found.st_ino, found.st_mode


def wait_until_settled(read: Callable[[], State], before: State) -> State:
    """The state once the files rest: the same twice in a row, and without a file of `before` that may come back.

    Files that are written to without end are taken as they are after a while.
    """
    since = time.monotonic()
    state = read()
    while True:
        time.sleep(REST)
        newer = read()
        waited = time.monotonic() - since
        if newer == state and (waited > ABSENCE or not newer.lacks_file_of(before)):
            return newer
        if waited > 3 * ABSENCE:
            return newer
        state = newer


def watch(read: Callable[[], State], refresh: Callable[[Callable[[], bool]], bool], first: State) -> None:
    """Calls `refresh` whenever the state differs from the last one, without end.

    `refresh` takes a function that returns whether the files are still unchanged, and returns whether it used the files
    as read. Where it did not, it is called again, a few times at most.
    """
    last, repeated = first, 0
    while True:
        began = time.monotonic()
        state = read()
        took = time.monotonic() - began
        if state != last or repeated:
            last = wait_until_settled(read, last)
            done = refresh(partial(_is_unchanged, read, last, repeated))
            repeated = 0 if done else repeated + 1
        time.sleep(max(INTERVAL, took / _LARGEST_SHARE))


def _is_unchanged(read: Callable[[], State], last: State, repeated: int) -> bool:
    return repeated >= _MOST_REPEATED or read() == last
