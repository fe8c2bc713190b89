"""Which commit last changed some lines of a file, as `git blame` tells it.

Nothing but commits is read: neither a filter nor a converter runs that the repository configures, which git would run
on a file of the work tree. Lists of commits to pass over count for nothing, for whoever writes them could hide one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone

from msgspec import Struct

from seloste.checker.reading.git import Repository

#: What git is asked for: no content of the file, and no line passed on to a commit before.
_OPTIONS = ("--incremental", "--no-textconv", "--ignore-revs-file", "")
#: `0123… 12 14 3`: a commit, a line in it, the first line here, and how many lines follow each other.
_ENTRY = re.compile(rb"(?P<hash>[0-9a-f]{40,64}) [0-9]+ (?P<first>[0-9]+) (?P<number>[0-9]+)")
_ZONE = re.compile(rb"(?P<sign>[+-])(?P<hours>[0-9]{2})(?P<minutes>[0-9]{2})")
#: The first of so many characters of a name are read.
_LONGEST_NAME = 100


class BlamedCommit(Struct, frozen=True):
    """A commit that changed a line.

    Attributes:
        hash: Its hash.
        day: Its day, in the time zone of whoever made it; None where it has none that a calendar has.
        author: Its author, as the commit has the name, cut where it is long.
        is_end: Whether the history that git has ends at it. In a shallow clone the line may be older.
    """

    hash: str
    day: date | None
    author: str
    is_end: bool = False


def blame_lines(
    repository: Repository, commit: str, path: str, lines: Iterable[int], seconds: float
) -> dict[int, BlamedCommit]:
    """The commits that last changed lines of a file, by the numbers of the lines.

    Args:
        repository: The repository.
        commit: The commit that has the file as it is asked about, by its hash.
        path: The path of the file from the root.
        lines: The numbers of the lines.
        seconds: How long git may take.

    Raises:
        RevisionError: git cannot tell, or takes too long.
    """
    ranges = [f"-L{first},{last}" for first, last in _join_lines(lines)]
    if not ranges:
        return {}
    # a commit at which the history of a shallow clone ends is marked only while the first one of a repository is
    arguments = ("-c", "blame.showRoot=false", "blame", *_OPTIONS, *ranges, commit, "--", path)
    return dict(_parse(repository.run(*arguments, seconds=seconds)))


def find_shallow(repository: Repository, ends: Iterable[str]) -> frozenset[str]:
    """Those of some commits, at which the history ends, that have parents which the clone lacks."""
    hashes = sorted(set(ends))
    contents = repository.read_blobs(hashes) if hashes else {}
    return frozenset(hash for hash, data in contents.items() if b"\nparent " in data.partition(b"\n\n")[0])


def find_last_commit(repository: Repository, commit: str, path: str, seconds: float) -> BlamedCommit | None:
    """The commit that last changed a file as a whole. Raises RevisionError where git cannot tell."""
    format = "--format=%H%n%P%n%ct%n%cd%n%an"
    arguments = ("log", "-1", "--date=format:%z", format, commit, "--", f":(literal){path}")
    lines = repository.run(*arguments, seconds=seconds).split(b"\n")
    if len(lines) < 5:
        return None
    hash, parents, time, zone, author = lines[:5]
    return BlamedCommit(hash.decode(), _make_day(time, zone), _make_name(author), is_end=not parents)


def _join_lines(lines: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The first and the last line of each run of lines that follow each other."""
    ordered = sorted(set(lines))
    begin = 0
    for number in range(1, len(ordered) + 1):
        if number == len(ordered) or ordered[number] != ordered[number - 1] + 1:
            yield ordered[begin], ordered[number - 1]
            begin = number


def _parse(output: bytes) -> Iterator[tuple[int, BlamedCommit]]:
    """The lines of what `git blame --incremental` tells. A commit is described where it is named first."""
    described: dict[bytes, dict[bytes, bytes]] = {}
    made: dict[bytes, BlamedCommit] = {}
    entries: list[tuple[bytes, int, int]] = []
    own: dict[bytes, bytes] = {}
    for line in output.split(b"\n"):
        entry = _ENTRY.fullmatch(line)
        if entry is not None:
            entries.append((entry["hash"], int(entry["first"]), int(entry["number"])))
            own = described.setdefault(entry["hash"], {})
        else:
            key, _, value = line.partition(b" ")
            own.setdefault(key, value)
    for hash, first, number in entries:
        if hash not in made:
            made[hash] = _describe(hash.decode(), described[hash])
        yield from ((line, made[hash]) for line in range(first, first + number))


def _describe(hash: str, described: Mapping[bytes, bytes]) -> BlamedCommit:
    day = _make_day(described.get(b"committer-time", b""), described.get(b"committer-tz", b""))
    return BlamedCommit(hash, day, _make_name(described.get(b"author", b"")), is_end=b"boundary" in described)


def _make_name(written: bytes) -> str:
    return written.decode(errors="replace")[:_LONGEST_NAME].strip()


def _make_day(seconds: bytes, zone: bytes) -> date | None:
    """The day of a time in a time zone; None where a calendar has none such."""
    offset = _ZONE.fullmatch(zone)
    try:
        ahead = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"])) if offset else timedelta()
        shift = -ahead if offset and offset["sign"] == b"-" else ahead
        return datetime.fromtimestamp(int(seconds), UTC).astimezone(timezone(shift)).date()
    except (ValueError, OverflowError, OSError):
        return None
