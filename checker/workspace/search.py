"""Finds the files of a tree that match a pattern.

A pattern may come from a stranger. So a folder is visited once for each part of a pattern, however many ways lead to
it, and all the searches of a run may do no more than a small multiple of what looking at each name once takes.
"""

from __future__ import annotations

import fnmatch
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from msgspec import Struct, field

from seloste.checker.reading.tree import PathKind, Tree

_WILDCARD = re.compile(r"[*?\[]")
ANY_DEPTH = "**"
_REPEATED = (ANY_DEPTH, ANY_DEPTH)
#: What all searches may do: so many steps of about a microsecond, and so many more for each folder and each name.
_FREE_STEPS = 500_000
_STEPS_FOR_A_FOLDER = 100
_STEPS_FOR_A_NAME = 20
#: What they do: steps for a folder and for a link, and one for each wildcard that a name is held against.
_FOLDER_STEPS = 5
_LINK_STEPS = 100
#: The length of a path that is worth a step.
_CHARACTERS_OF_A_STEP = 200
#: How many names are kept, so that a folder that is searched for several patterns is listed once.
_MOST_KEPT = 400_000

#: Called with each folder that could not be listed (with the error) or is a link that is not followed (without one).
OnDenied = Callable[[Path, OSError | None], None]


class TooManySteps(Exception):  # noqa: N818 - not an error of the code
    """The patterns look through the same folders too often."""


class _Listing:
    """The names in a folder, each with its kind, and those of the folders and links that are not hidden."""

    __slots__ = ("folders", "kinds", "links")

    def __init__(self, names: Iterable[tuple[str, PathKind]]) -> None:
        self.kinds = dict(names)
        shown = [(name, kind) for name, kind in self.kinds.items() if not name.startswith(".")]
        self.folders = [name for name, kind in shown if kind is PathKind.FOLDER]
        self.links = [name for name, kind in shown if kind is PathKind.LINK]


class Search(Struct):
    """Searches of one tree. `is_inventory` says which files of a folder a `**` at the end of a pattern stands for."""

    tree: Tree
    on_denied: OnDenied
    is_inventory: Callable[[Path, str], bool]
    _steps: int = 0
    _allowed: int = _FREE_STEPS
    _listed: set[str] = field(default_factory=set)
    _kept: dict[str, _Listing] = field(default_factory=dict)
    _kept_names: int = 0
    _kinds: dict[str, PathKind] = field(default_factory=dict)
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
            yield from _Matching(self, parts).match(str(root), 0)

    def find_below(self, top: Path) -> Iterator[Path]:
        """The inventories in a folder and below it that are not hidden; a folder's own files come first."""
        yield from _Matching(self, (ANY_DEPTH,)).match(str(top), 0)

    def list_names(self, folder: str, identity: str) -> _Listing:
        """The names in a folder; none where there is no such folder, or where it is denied."""
        listing = self._kept.get(folder)
        if listing is None:
            listing = self._list(Path(folder))
            if self._kept_names < _MOST_KEPT:
                self._kept[folder] = listing
                self._kept_names += len(listing.kinds) + 1
        if identity not in self._listed:
            self._listed.add(identity)
            self._allowed += _STEPS_FOR_A_FOLDER + _STEPS_FOR_A_NAME * len(listing.kinds)
        self.count_steps(_FOLDER_STEPS + len(listing.folders) + len(identity) // _CHARACTERS_OF_A_STEP)
        return listing

    def count_steps(self, number: int) -> None:
        """Counts steps of a search; raises TooManySteps where they are too many."""
        self._steps += number
        if self._steps > self._allowed:
            raise TooManySteps

    def get_folder_kind(self, path: str) -> PathKind:
        """The kind of a path on the way to others, which is asked for once."""
        kind = self._kinds.get(path)
        if kind is None:
            kind = self.tree.get_kind(Path(path))
            if len(self._kinds) < _MOST_KEPT:
                self._kinds[path] = kind
        return kind

    def compile_part(self, part: str) -> Callable[[str], object]:
        """The test of a name by one part of a pattern."""
        if part not in self._tests:
            self._tests[part] = _compile_part(part)
        return self._tests[part]

    def _list(self, folder: Path) -> _Listing:
        try:
            return _Listing(self.tree.list_folder(folder))
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return _Listing(())
        except OSError as error:
            self.on_denied(folder, error)
            return _Listing(())


def _compile_part(part: str) -> Callable[[str], object]:
    """The test of a name by a part of a pattern: a letter with an accent is one, whichever way a file system has it."""
    match = re.compile(fnmatch.translate(unicodedata.normalize("NFC", part))).match
    return match if part.isascii() else lambda name: match(unicodedata.normalize("NFC", name))


class _Matching(Struct):
    """The search for one pattern. `seen` has each part that was matched in a folder, whatever way led there."""

    search: Search
    parts: tuple[str, ...]
    seen: set[tuple[str, int]] = field(default_factory=set)

    def match(self, base: str, number: int, identity: str = "") -> Iterator[Path]:
        """The files below a folder that match the parts from a number on. `identity` is its path without links."""
        last = len(self.parts) - 1
        while not identity and self._names_path(base, self.parts[number]):  # the first parts
            base = _join(base, self.parts[number])
            if number == last:
                if self.search.tree.get_kind(Path(base)) not in (PathKind.ABSENT, PathKind.FOLDER):
                    yield Path(base)
                return
            kind = self.search.get_folder_kind(base)
            if kind not in (PathKind.FOLDER, PathKind.HIDDEN):
                if kind is PathKind.OTHER:
                    self.search.on_denied(Path(base), None)
                return
            number += 1
        identity = identity or self.search.tree.resolve_links(Path(base))
        if self.parts[number] == ANY_DEPTH:
            yield from self._match_any_depth(base, number, identity)
        elif (identity, number) not in self.seen:
            self.seen.add((identity, number))
            yield from self._match_names(base, number, identity, self.search.list_names(base, identity))

    def _names_path(self, folder: str, part: str) -> bool:
        """Whether a part of the pattern names a path. A file system may have its letters in another form."""
        if _WILDCARD.search(part):
            return False
        return part.isascii() or self.search.tree.get_kind(Path(_join(folder, part))) is not PathKind.ABSENT

    def _match_names(self, folder: str, number: int, identity: str, listing: _Listing) -> Iterator[Path]:
        """The files in a folder, or below it, for a part that is a name or has wildcards."""
        search, is_last = self.search, number == len(self.parts) - 1
        before_inventories = self.parts[number + 1 :] == (ANY_DEPTH,)
        for name in self._select(self.parts[number], listing):
            kind = target = listing.kinds.get(name, PathKind.FOLDER)
            path, below = _join(folder, name), _join(identity, name)
            if kind is PathKind.LINK or name == os.pardir:
                search.count_steps(_LINK_STEPS)
                target, below = search.tree.get_kind(Path(path)), search.tree.resolve_links(Path(path))
            if target is PathKind.OTHER and (kind is PathKind.LINK or before_inventories):
                search.on_denied(Path(path), None)
            elif is_last and target not in (PathKind.ABSENT, PathKind.FOLDER):
                yield Path(path)
            elif not is_last and target is PathKind.FOLDER:
                yield from self.match(path, number + 1, below)

    def _select(self, part: str, listing: _Listing) -> Iterable[str]:
        """The names that one part of a pattern matches."""
        if not _WILDCARD.search(part) and (part.isascii() or part in listing.kinds):
            return (part,) if part in listing.kinds or part == os.pardir else ()
        self.search.count_steps(len(listing.kinds) * count_wildcards(part))
        matches, hidden = self.search.compile_part(part), part.startswith(".")
        return [name for name in listing.kinds if matches(name) and name.startswith(".") <= hidden]

    def _match_any_depth(self, top: str, number: int, identity: str) -> Iterator[Path]:
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
            listing = search.list_names(folder, identity)
            for name in listing.links:
                search.count_steps(_LINK_STEPS)
                if not search.tree.contains_target(Path(top), Path(folder, name)):
                    search.on_denied(Path(folder, name), None)
            if is_last:
                search.count_steps(len(listing.kinds))
                yield from self._list_inventories(Path(folder), listing)
            else:
                yield from self._match_names(folder, number + 1, identity, listing)
            waiting += [(_join(folder, name), _join(identity, name)) for name in reversed(listing.folders)]

    def _list_inventories(self, folder: Path, listing: _Listing) -> Iterator[Path]:
        """The inventories in a folder itself. A link to what is not there may be one to a folder: it is denied."""
        for name, kind in listing.kinds.items():
            is_file = kind not in (PathKind.FOLDER, PathKind.LINK) and not name.startswith(".")
            if is_file and self.search.is_inventory(folder, name):
                yield folder / name
            elif is_file and kind is PathKind.OTHER and self.search.tree.is_dangling(folder / name):
                self.search.on_denied(folder / name, None)


def _join(folder: str, name: str) -> str:
    """The path of a name in a folder, as `Path` writes it."""
    return name if folder == os.curdir else os.path.join(folder, name)  # noqa: PTH118 - a hundred times faster


def count_wildcards(pattern: str) -> int:
    """How many characters of a pattern may stand for others."""
    return len(_WILDCARD.findall(pattern))
