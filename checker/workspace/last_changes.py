"""Who declared it: the commits that last changed lines that a report names.

git is asked once a file, about the lines that are needed of it. A file of the work tree that differs from the commit is
compared with it, and git is asked about the lines that the commit has as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path

from msgspec import Struct, field

from seloste.checker.position import Location
from seloste.checker.reading.committed import find_keys, list_beside, list_changed
from seloste.checker.reading.git import Repository, RevisionError, TreeEntry, open_repository
from seloste.checker.reading.git_blame import BlamedCommit, blame_lines, find_last_commit, find_shallow
from seloste.checker.reading.git_tree import RevisionTree
from seloste.checker.reading.matched_lines import match_lines
from seloste.checker.reading.tree import PathKind, Tree

#: git is asked about so many files, and so many lines of each.
MOST_FILES, MOST_LINES = 200, 2_000
#: The largest file that is asked about, in bytes. What is generated is larger, and changed as a whole.
_LARGEST = 5_000_000
#: How long git may take for one file, and for all, in seconds.
_LONGEST, _LONGEST_IN_ALL = 10.0, 30.0
#: How many digits of a hash name a commit.
_SHORT = 12


class ChangeState(StrEnum):
    """What is known of the last change of a line."""

    COMMITTED = "committed"
    #: It is in the work tree alone.
    UNCOMMITTED = "uncommitted"
    #: The clone ends at this commit: the line was changed in it, or earlier.
    SHALLOW = "shallow"


class LastChange(Struct, frozen=True):
    """The last change of a line, or of a file as a whole.

    Attributes:
        commit: The short id of the commit; empty for what is not committed.
        day: The day of the commit, where it has one.
        author: Its author, where that was asked for.
    """

    state: ChangeState
    commit: str = ""
    day: date | None = None
    author: str = ""


class LastChanges(Struct, frozen=True):
    """The last changes of lines, by path and line; None as line: of the file as a whole.

    `omitted`: how many files and lines git was not asked about, since they are too many.
    """

    found: Mapping[tuple[str, int | None], LastChange] = field(default_factory=dict)
    omitted: int = 0

    def find(self, location: Location) -> LastChange | None:
        """The last change of what stands at a location; None where nobody knows it."""
        return self.found.get(_find_key(location))


#: What is known where nobody asked.
NO_CHANGES = LastChanges()
#: What a clock shows, in seconds.
Clock = Callable[[], float]


def find_last_changes(
    tree: Tree, locations: Iterable[Location], clock: Clock, *, with_authors: bool = False
) -> LastChanges:
    """The last changes of what stands at some locations, the most important first.

    Args:
        tree: The tree whose files were read: at a revision, git is asked about that.
        locations: The locations, with paths as messages show them.
        clock: Tells when git has taken too long; then the rest is left out.
        with_authors: Whether the authors are asked for.
    """
    wanted, omitted = _gather(locations)
    try:
        asking = _Asking.open(tree, clock, with_authors=with_authors)
        if asking is None or not wanted:
            return LastChanges()
        found, late = asking.ask(wanted)
    except (RevisionError, OSError, ValueError):
        return LastChanges()
    return LastChanges(found, omitted + late)


def _find_key(location: Location) -> tuple[str, int | None]:
    """The path and the line that git is asked about; a cell of a workbook is in no line."""
    return location.path, None if location.is_cell else location.line


def _gather(locations: Iterable[Location]) -> tuple[dict[str, list[int | None]], int]:
    """The lines of each file, and how many are too many."""
    wanted: dict[str, dict[int | None, None]] = {}
    omitted = 0
    for path, line in dict.fromkeys(map(_find_key, locations)):
        own = wanted.get(path)
        if own is None and len(wanted) < MOST_FILES:
            own = wanted[path] = {}
        if own is None or len(own) >= MOST_LINES:
            omitted += 1
        else:
            own[line] = None
    return {path: list(lines) for path, lines in wanted.items()}, omitted


class _Asking:
    """Asks git about the files of one tree."""

    def __init__(self, tree: Tree, repository: Repository, commit: str, clock: Clock, *, with_authors: bool) -> None:
        self._tree = tree
        self._repository = repository
        self._commit = commit
        self._clock = clock
        self._with_authors = with_authors
        self._entries: dict[str, TreeEntry] = {}
        self._changed: frozenset[str] = frozenset()

    @classmethod
    def open(cls, tree: Tree, clock: Clock, *, with_authors: bool) -> _Asking | None:
        """For the tree; None before the first commit of its repository."""
        if isinstance(tree, RevisionTree):
            return cls(tree, tree.repository, tree.commit, clock, with_authors=with_authors)
        repository = open_repository(tree.folder)
        return cls(tree, repository, repository.head, clock, with_authors=with_authors) if repository.head else None

    def ask(self, wanted: Mapping[str, Sequence[int | None]]) -> tuple[dict[tuple[str, int | None], LastChange], int]:
        """The last changes of lines of files, and of how many git was not asked, for it took too long."""
        paths = (self._tree.folder / each for each in wanted)
        keys = dict(zip(wanted, find_keys(self._repository.root, paths), strict=True))
        inside = [key for key in keys.values() if key]
        self._entries = list_beside(self._repository, self._commit, inside)
        if not isinstance(self._tree, RevisionTree):
            self._changed = frozenset(list_changed(self._repository, self._entries, inside))
        blamed: dict[tuple[str, int | None], BlamedCommit | None] = {}
        end, late = self._clock() + _LONGEST_IN_ALL, 0
        for path, key in keys.items():
            seconds = min(_LONGEST, end - self._clock())
            if key is not None and seconds > 0:
                blamed |= {(path, line): found for line, found in self._ask_file(path, key, wanted[path], seconds)}
            elif key is not None:
                late += len(wanted[path])
        ends = (found.hash for found in blamed.values() if found is not None and found.is_end)
        shallow = find_shallow(self._repository, ends)
        return {place: self._describe(found, shallow) for place, found in blamed.items()}, late

    def _describe(self, found: BlamedCommit | None, shallow: frozenset[str]) -> LastChange:
        if found is None:
            return LastChange(ChangeState.UNCOMMITTED)
        state = ChangeState.SHALLOW if found.hash in shallow else ChangeState.COMMITTED
        is_known = self._with_authors and state is ChangeState.COMMITTED
        return LastChange(state, found.hash[:_SHORT], found.day, found.author if is_known else "")

    def _ask_file(
        self, path: str, key: str, lines: Sequence[int | None], seconds: float
    ) -> Iterator[tuple[int | None, BlamedCommit | None]]:
        """The commits that last changed lines of a file; None for those that are not committed."""
        entry = self._entries.get(key)
        if entry is None or not entry.is_file:
            is_there = self._tree.get_kind(Path(path)) is PathKind.FILE  # a database is no file
            yield from ((line, None) for line in lines if is_there)
            return
        own = self._match(path, key, entry, [line for line in lines if line is not None])
        try:
            if None in lines:
                is_new = key in self._changed
                yield None, None if is_new else find_last_commit(self._repository, self._commit, key, seconds)
            if entry.size <= _LARGEST:
                committed = [line for line in own.values() if line]
                commits = blame_lines(self._repository, self._commit, key, committed, seconds)
                yield from ((line, commits.get(was)) for line, was in own.items() if not was or was in commits)
        except RevisionError:  # a blob that the clone lacks, say
            return

    def _match(self, path: str, key: str, entry: TreeEntry, lines: Sequence[int]) -> dict[int, int]:
        """The line of the commit that each line of a file is; 0 for those that the commit has not."""
        if key not in self._changed:
            return {line: line for line in lines}
        data = self._tree.read_bytes(Path(path), _LARGEST)
        before = self._repository.read_blobs([entry.hash]).get(entry.hash)
        if not isinstance(data, bytes) or before is None or max(len(data), entry.size) > _LARGEST:
            return {}
        matched = match_lines(_split_lines(before), _split_lines(data))
        return {line: matched[line] for line in lines if line in matched}


def _split_lines(data: bytes) -> list[bytes]:
    """The lines as git counts them, whatever their ends."""
    return data.replace(b"\r\n", b"\n").split(b"\n")
