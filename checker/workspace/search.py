"""Finds the files of a tree that match a pattern.

A pattern may come from a stranger. So a folder is visited once for each part of a pattern, however many ways lead to
it, and all the searches of a run may look at no more names than a small multiple of those that there are.
"""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from seloste.checker.reading.tree import PathKind, Tree

_WILDCARD = re.compile(r"[*?\[]")
ANY_DEPTH = "**"
_REPEATED = (ANY_DEPTH, ANY_DEPTH)
#: What all searches may do: so many steps, and so many more for each folder and each name that is there.
_FREE_STEPS = 500_000
_STEPS_FOR_A_FOLDER = 500
_STEPS_FOR_A_NAME = 50
#: What they do: steps for each folder and each link, and one for each wildcard that a name is held against.
_FOLDER_STEPS = 10
_LINK_STEPS = 100
#: How many names are kept, so that folders that are searched for several patterns are listed once.
_MOST_KEPT = 100_000

#: Called with each folder that could not be listed (with the error) or is a link that is not followed (without one).
OnDenied = Callable[[Path, OSError | None], None]
_Names = list[tuple[str, PathKind]]


class TooManySteps(Exception):  # noqa: N818 - not an error of the code
    """The patterns look through the same folders too often."""


@dataclass
class Search:
    """Searches of one tree. `is_inventory` says which files of a folder a `**` at the end of a pattern stands for."""

    tree: Tree
    on_denied: OnDenied
    is_inventory: Callable[[Path, str], bool]
    _steps: int = 0
    _allowed: int = _FREE_STEPS
    _listed: set[str] = field(default_factory=set)
    _kept: dict[Path, _Names] = field(default_factory=dict)
    _kept_names: int = 0
    _kinds: dict[Path, PathKind] = field(default_factory=dict)
    _tests: dict[str, Callable[[str], object]] = field(default_factory=dict)

    def find(self, root: Path, pattern: str) -> Iterator[Path]:
        """The files that match a pattern.

        `*` matches within one part of a path, `**` any number of folders and, at the end, every inventory below. A part
        that begins with a dot matches only a part of the pattern that does so too.

        Raises:
            TooManySteps: All searches together have done too much.
        """
        parts = Path(pattern).parts
        pairs = zip(parts, ("", *parts), strict=False)
        parts = tuple(part for part, previous in pairs if (part, previous) != _REPEATED)
        if parts:
            yield from _Matching(self, parts).match(root, 0)

    def find_below(self, top: Path) -> Iterator[Path]:
        """The inventories in a folder and below it that are not hidden; a folder's own files come first."""
        yield from _Matching(self, (ANY_DEPTH,)).match(top, 0)

    def list_names(self, folder: Path, identity: str, weight: int) -> _Names:
        """The names in a folder; none where there is no such folder, or where it is denied."""
        names = self._kept.get(folder)
        if names is None:
            names = self._list(folder)
            if self._kept_names + len(names) <= _MOST_KEPT:
                self._kept[folder] = names
                self._kept_names += len(names) + 1
        if identity not in self._listed:
            self._listed.add(identity)
            self._allowed += _STEPS_FOR_A_FOLDER + _STEPS_FOR_A_NAME * len(names)
        self.count_steps(_FOLDER_STEPS + weight * len(names))
        return names

    def count_steps(self, number: int) -> None:
        """Counts steps of a search; raises TooManySteps where they are too many."""
        self._steps += number
        if self._steps > self._allowed:
            raise TooManySteps

    def get_folder_kind(self, path: Path) -> PathKind:
        """The kind of a path on the way to others, which is asked for once."""
        kind = self._kinds.get(path)
        if kind is None:
            kind = self.tree.get_kind(path)
            if len(self._kinds) < _MOST_KEPT:
                self._kinds[path] = kind
        return kind

    def compile_part(self, part: str) -> Callable[[str], object]:
        """The test of a name by one part of a pattern."""
        if part not in self._tests:
            self._tests[part] = re.compile(fnmatch.translate(part)).match
        return self._tests[part]

    def _list(self, folder: Path) -> _Names:
        try:
            return self.tree.list_folder(folder)
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return []
        except OSError as error:
            self.on_denied(folder, error)
            return []


@dataclass
class _Matching:
    """The search for one pattern. `seen` has each part that was matched in a folder, whatever way led there."""

    search: Search
    parts: tuple[str, ...]
    seen: set[tuple[str, int]] = field(default_factory=set)

    def match(self, base: Path, start: int, identity: str = "") -> Iterator[Path]:
        """The files below a folder that match the parts from `start` on. `identity` is the folder without links."""
        last = len(self.parts) - 1
        while not _WILDCARD.search(self.parts[start]):
            base, identity = base / self.parts[start], ""
            if start == last:
                if self.search.tree.get_kind(base) not in (PathKind.ABSENT, PathKind.FOLDER):
                    yield base
                return
            kind = self.search.get_folder_kind(base)
            if kind not in (PathKind.FOLDER, PathKind.HIDDEN):
                if kind is PathKind.OTHER:
                    self.search.on_denied(base, None)
                return
            start += 1
        identity = identity or self.search.tree.resolve_links(base)
        if self.parts[start] == ANY_DEPTH:
            yield from self._match_any_depth(base, start, identity)
        elif (identity, start) not in self.seen:
            self.seen.add((identity, start))
            yield from self._match_names(base, start, identity)

    def _match_names(self, folder: Path, number: int, identity: str) -> Iterator[Path]:
        """The files in a folder, or below it, for a part with wildcards."""
        search, part = self.search, self.parts[number]
        matches, is_last = search.compile_part(part), number == len(self.parts) - 1
        before_inventories = self.parts[number + 1 :] == (ANY_DEPTH,)
        for name, kind in search.list_names(folder, identity, count_wildcards(part)):
            if not matches(name) or name.startswith(".") > part.startswith("."):
                continue
            path, below = folder / name, f"{identity}{os.sep}{name}"
            target = kind
            if kind is PathKind.LINK:
                search.count_steps(_LINK_STEPS)
                target, below = search.tree.get_kind(path), search.tree.resolve_links(path)
            if target is PathKind.OTHER and (kind is PathKind.LINK or before_inventories):
                search.on_denied(path, None)
            elif is_last and target not in (PathKind.ABSENT, PathKind.FOLDER):
                yield path
            elif not is_last and target is PathKind.FOLDER:
                yield from self.match(path, number + 1, below)

    def _match_any_depth(self, top: Path, number: int, identity: str) -> Iterator[Path]:
        """The files that match what follows `**`, in a folder and in all folders below it that are not hidden.

        Links to folders are not followed, since they could lead in a circle or out of the repository. A link is denied
        unless the walk meets its target under the target's own name.
        """
        search, is_last = self.search, number == len(self.parts) - 1
        waiting = [(top, identity)]
        while waiting:
            folder, identity = waiting.pop()
            if (identity, number) in self.seen:
                continue
            self.seen.add((identity, number))
            names = [item for item in search.list_names(folder, identity, 1) if not item[0].startswith(".")]
            for name, kind in names:
                if kind is PathKind.LINK:
                    search.count_steps(_LINK_STEPS)
                    if not search.tree.contains_target(top, folder / name):
                        search.on_denied(folder / name, None)
            if is_last:
                files = [name for name, kind in names if kind not in (PathKind.FOLDER, PathKind.LINK)]
                yield from (folder / name for name in files if search.is_inventory(folder, name))
            else:
                yield from self.match(folder, number + 1, identity)
            below = [name for name, kind in names if kind is PathKind.FOLDER]
            waiting += [(folder / name, f"{identity}{os.sep}{name}") for name in reversed(below)]


def count_wildcards(pattern: str) -> int:
    """How many characters of a pattern may stand for others."""
    return len(_WILDCARD.findall(pattern))
