"""Which state the files of a workspace are in, told without reading them, so that a change is noticed when it is saved.

Everything is asked of the workspace anew each time: the configuration, what its patterns match, and what of that is
there. So a file that is added is noticed like one that is changed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from seloste.checker.finding import Finding
from seloste.checker.workspace.workspace import ConfigurationError, Workspace

#: How often the files are looked at, and how long they must rest before they are read, in seconds.
INTERVAL, REST = 0.4, 0.15
#: How long a file that is gone may take to come back: editors that save by renaming leave a gap.
ABSENCE = 1.0
#: So much of the time, at most, goes into looking.
_SHARE = 0.2
#: So many times in a row what was read is not taken since the files changed meanwhile.
_MOST_MISSED = 3

#: What is known of a file: when it was changed, its size and what it is; nothing where it is not there.
Known = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class State:
    """The files with what is known of each, and what else decides what is found: the day, and what is wrong already."""

    day: date
    files: dict[Path, Known]
    wrong: tuple[str, ...]

    def lacks(self, other: State) -> bool:
        """Whether a file of the other state is not there."""
        return any(known and not self.files.get(path) for path, known in other.files.items())


def look(opening: Callable[[], Workspace], day: date) -> State:
    """The state that the files are in now."""
    try:
        found = opening()
    except ConfigurationError as error:
        findings = error.findings
        return State(day, _known(Path(finding.location.path) for finding in findings), _told(findings))
    except OSError as error:  # a folder that goes away while it is looked at
        return State(day, {}, (str(error),))
    single = (found.config_path, found.policy, found.waivers, found.baseline)
    paths = [path for path in (*single, *found.systems, *found.processors) if path is not None]
    return State(day, _known(paths), _told(found.findings))


def _told(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(f"{each.location} {each.rule} {each.value}" for each in findings)


def _known(paths: Iterable[Path]) -> dict[Path, Known]:
    return {path: _stat(path) for path in paths}


def _stat(path: Path) -> Known:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return ()
    return found.st_mtime_ns, found.st_size, found.st_ino, found.st_mode


def settled(now: Callable[[], State], before: State) -> State:
    """The state once the files rest: the same twice in a row, and with nothing missing that was there a moment ago."""
    since = time.monotonic()
    state = now()
    while True:
        time.sleep(REST)
        newer = now()
        waited = time.monotonic() - since
        if newer == state and (waited > ABSENCE or not newer.lacks(before)):
            return newer
        if waited > 3 * ABSENCE:  # something writes without end: it is read as it is
            return newer
        state = newer


def watch(now: Callable[[], State], renew: Callable[[Callable[[], bool]], bool], first: State) -> None:
    """Calls `renew` whenever the state has become another one, without end.

    `renew` is given a way to ask whether the files are still as they were, and says whether it took what it read. Where
    it did not, it is called again; what is written to without end is taken at last as it is.
    """
    seen, missed = first, 0
    while True:
        began = time.monotonic()
        state = now()
        took = time.monotonic() - began
        if state != seen or missed:
            seen = settled(now, seen)
            taken = renew(partial(_steady, now, seen, missed))
            missed = 0 if taken else missed + 1
        time.sleep(max(INTERVAL, took / _SHARE))


def _steady(now: Callable[[], State], seen: State, missed: int) -> bool:
    return missed >= _MOST_MISSED or now() == seen
