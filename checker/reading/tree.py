"""Trees of files: the work tree here, a revision of it in `git_tree`.

Trees differ in how they look up, list and read. Which files match a pattern is decided here, once for all of them.
"""

from __future__ import annotations

import fnmatch
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cached_property
from pathlib import Path
from typing import Protocol

from seloste.checker.reading.problem import Problem

_WILDCARD = re.compile(r"[*?\[]")
_ANY_DEPTH = "**"
#: The beginning of the pointer that stands in a repository for a file on a large-file server.
_LFS_POINTER = b"version https://git-lfs.github.com/spec/"

#: Called with each folder that could not be listed (with the error) or is a link that is not followed (without one).
OnDenied = Callable[[Path, OSError | None], None]


class PathKind(Enum):
    """The kind of thing that a path names."""

    ABSENT = auto()
    FILE = auto()
    FOLDER = auto()
    #: A link to a folder. It is followed where a pattern names it, but not in a search of everything below a folder.
    LINK = auto()
    #: Something that cannot be read as a file: a device, a link that leads nowhere, a submodule.
    OTHER = auto()
    #: Unknown, since the folder above may not be searched.
    HIDDEN = auto()


class Tree(Protocol):
    """A tree of files. Paths are those of the work tree, also where the contents are those of a revision."""

    @property
    def folder(self) -> Path:
        """The absolute folder that relative paths start from."""

    def get_kind(self, path: Path) -> PathKind:
        """The kind of a path; for a link, that of its target."""

    def list_folder(self, folder: Path) -> list[tuple[str, PathKind]]:
        """The names in a folder, sorted, each with its kind. Raises OSError where it cannot be listed."""

    def read_bytes(self, path: Path, limit: int) -> bytes | Problem:
        """The content of a file, at most `limit` bytes and one more, or why it cannot be read."""

    def contains_target(self, folder: Path, link: Path) -> bool:
        """Whether the target of a link lies within a folder, where a search finds it under its own name."""

    def is_repository_root(self, folder: Path) -> bool:
        """Whether a folder is the root of a repository."""

    def get_commit(self, path: Path) -> str | None:
        """The commit that a file is read from; None for the work tree."""


@dataclass(frozen=True)
class WorkTree:
    """The files on the disk."""

    folder: Path

    def get_kind(self, path: Path) -> PathKind:
        """The kind of a path; for a link, that of its target."""
        path = self._make_absolute(path)
        try:
            path.lstat()
        except PermissionError:
            return PathKind.HIDDEN
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return PathKind.ABSENT
        except OSError:
            return PathKind.OTHER
        try:
            mode = path.stat().st_mode
        except OSError:
            return PathKind.OTHER
        return PathKind.FOLDER if stat.S_ISDIR(mode) else PathKind.FILE if stat.S_ISREG(mode) else PathKind.OTHER

    def list_folder(self, folder: Path) -> list[tuple[str, PathKind]]:
        """The names in a folder, sorted, each with its kind. Raises OSError where it cannot be listed."""
        with os.scandir(self._make_absolute(folder)) as found:
            return sorted(((entry.name, _get_entry_kind(entry)) for entry in found), key=lambda item: item[0])

    def read_bytes(self, path: Path, limit: int) -> bytes | Problem:
        """The content of a file, at most `limit` bytes and one more, or why it cannot be read. A pipe is not read."""
        try:
            with open(self._make_absolute(path), "rb", opener=_open_without_waiting) as stream:
                if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                    return Problem("unreadable", "not-regular", None)
                return refuse_pointer(stream.read(limit + 1))
        except (OSError, ValueError) as error:
            detail = str(getattr(error, "strerror", None) or type(error).__name__)
            return Problem("unreadable", _UNREADABLE.get(type(error), ""), None, {"detail": detail})

    def contains_target(self, folder: Path, link: Path) -> bool:
        """Whether the target of a link lies within a folder, where a search finds it under its own name."""
        within = os.path.realpath(self.folder / folder)
        return os.path.commonpath([within, os.path.realpath(self.folder / link)]) == within

    def is_repository_root(self, folder: Path) -> bool:
        """Whether a folder is the root of a repository."""
        return self.get_kind(folder / ".git") not in (PathKind.ABSENT, PathKind.HIDDEN)

    def get_commit(self, path: Path) -> str | None:
        """None: the work tree belongs to no commit."""
        return None

    def _make_absolute(self, path: Path) -> Path:
        return path if path.is_absolute() else self.folder / path


@dataclass(frozen=True)
class ConfinedTree(WorkTree):
    """The work tree of a change that is not trusted, confined to its repository.

    The change could name or link to any file of the machine, and findings would quote that file. So no link may lead
    out of the repository. Outside it only the `allowed` paths may be named; None allows them all.
    """

    root: Path
    allowed: frozenset[str] | None = None

    def allowing(self, paths: Iterable[Path]) -> ConfinedTree:
        """The same tree with these files as the only ones outside that may be named."""
        return replace(self, allowed=frozenset(map(self._normalize, paths)))

    def get_kind(self, path: Path) -> PathKind:
        """The kind of a path; OTHER outside the bounds."""
        kind = super().get_kind(path)
        return PathKind.OTHER if kind in (PathKind.FILE, PathKind.FOLDER) and self.is_outside(path) else kind

    def read_bytes(self, path: Path, limit: int) -> bytes | Problem:
        """The content of a file, at most `limit` bytes and one more, or why it cannot be read."""
        outside = super().get_kind(path) is PathKind.FILE and self.is_outside(path)
        return Problem("unreadable", "outside", None) if outside else super().read_bytes(path, limit)

    def is_outside(self, path: Path) -> bool:
        """Whether a path leads out of the repository or into git's own folder, and is not allowed."""
        named = self._normalize(path)
        if not self._is_inside(named) and (self.allowed is None or named in self.allowed):
            return False
        return not self._is_inside(os.path.realpath(self.folder / path))

    @cached_property
    def _real_root(self) -> str:
        return os.path.realpath(self.root)

    def _is_inside(self, path: str) -> bool:
        return Path(os.path.relpath(path, self._real_root)).parts[:1] not in ((os.pardir,), (".git",))

    def _normalize(self, path: Path) -> str:
        """The absolute path as it is written: `..` is resolved, links are not."""
        return os.path.normpath(self.folder / path)


_UNREADABLE: dict[type, str] = {
    FileNotFoundError: "not-found",
    NotADirectoryError: "not-found",
    PermissionError: "permission",
    IsADirectoryError: "is-directory",
    ValueError: "not-found",  # a path with a NUL character, which no file can have
}


def _open_without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _get_entry_kind(entry: os.DirEntry[str]) -> PathKind:
    try:
        if entry.is_dir():
            return PathKind.LINK if entry.is_symlink() else PathKind.FOLDER
        return PathKind.FILE if entry.is_file() else PathKind.OTHER
    except OSError:
        return PathKind.OTHER


def refuse_pointer(data: bytes) -> bytes | Problem:
    """The content of a file; a problem where it is only the pointer to a file on a large-file server."""
    return Problem("unreadable", "lfs", None) if data.startswith(_LFS_POINTER) else data


def match_pattern(tree: Tree, root: Path, pattern: str, on_denied: OnDenied) -> Iterator[tuple[Path, PathKind]]:
    """The paths that match a pattern, each with its kind.

    `*` matches within one part of a path, `**` any number of folders. A part that begins with a dot matches only a
    part of the pattern that does so too. A `**` at the end matches folders only.
    """
    parts = Path(pattern).parts
    parts = tuple(part for part, previous in zip(parts, ("", *parts), strict=False) if (part, previous) != _REPEATED)
    yield from _match_parts(tree, root, parts, on_denied)


_REPEATED = (_ANY_DEPTH, _ANY_DEPTH)


def _match_parts(
    tree: Tree, base: Path, parts: tuple[str, ...], on_denied: OnDenied
) -> Iterator[tuple[Path, PathKind]]:
    """The paths below `base` that match the remaining parts of a pattern."""
    if not parts:
        yield base, tree.get_kind(base)
        return
    first, rest = parts[0], parts[1:]
    if first == _ANY_DEPTH:
        for folder, _ in _walk_folders(tree, base, on_denied):
            yield from _match_parts(tree, folder, rest, on_denied)
    elif not _WILDCARD.search(first):
        path = base / first
        if not rest:
            yield path, tree.get_kind(path)
        elif (kind := tree.get_kind(path)) in (PathKind.FOLDER, PathKind.HIDDEN):
            yield from _match_parts(tree, path, rest, on_denied)
        elif kind is PathKind.OTHER:
            on_denied(path, None)
    else:
        for path, kind in _match_names(tree, base, first, on_denied):
            if not rest:
                yield path, kind
            elif kind is PathKind.FOLDER:
                yield from _match_parts(tree, path, rest, on_denied)


def _match_names(tree: Tree, folder: Path, pattern: str, on_denied: OnDenied) -> Iterator[tuple[Path, PathKind]]:
    """The paths in a folder whose names match one part of a pattern. Links that may not be followed are denied."""
    matches = re.compile(fnmatch.translate(pattern)).match
    for name, kind in _list_names(tree, folder, on_denied):
        if matches(name) and name.startswith(".") <= pattern.startswith("."):
            if kind is PathKind.LINK and (kind := tree.get_kind(folder / name)) is PathKind.OTHER:
                on_denied(folder / name, None)
            else:
                yield folder / name, kind


def list_files_below(tree: Tree, top: Path, on_denied: OnDenied) -> Iterator[Path]:
    """The files in a folder and below it that are not hidden; a folder's own files come first."""
    for folder, names in _walk_folders(tree, top, on_denied):
        yield from (folder / name for name, kind in names if kind not in (PathKind.FOLDER, PathKind.LINK))


_Names = list[tuple[str, PathKind]]


def _walk_folders(tree: Tree, top: Path, on_denied: OnDenied) -> Iterator[tuple[Path, _Names]]:
    """A folder and all folders below it that are not hidden, each with the names in it that are not hidden.

    Links to folders are not followed, since they could lead in a circle or out of the repository. A link is denied
    unless the walk meets its target under the target's own name.
    """
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        names = [(name, kind) for name, kind in _list_names(tree, folder, on_denied) if not name.startswith(".")]
        for name, kind in names:
            if kind is PathKind.LINK and not tree.contains_target(top, folder / name):
                on_denied(folder / name, None)
        yield folder, names
        waiting += [folder / name for name, kind in reversed(names) if kind is PathKind.FOLDER]


def _list_names(tree: Tree, folder: Path, on_denied: OnDenied) -> _Names:
    """The names in a folder; none where there is no such folder, or where it is denied."""
    try:
        return tree.list_folder(folder)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return []
    except OSError as error:
        on_denied(folder, error)
        return []
