"""Where files come from: the work tree, or a revision of it (`checker/reading/git_tree.py`).

Looking, listing and reading are all that differs. Which files a pattern matches is decided here, once for both.
"""

from __future__ import annotations

import fnmatch
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from enum import Enum, auto
from pathlib import Path
from typing import Protocol

from seloste.checker.reading.problem import Problem

_WILD = re.compile(r"[*?\[]")
_ANY = "**"
#: What a file on a large-file server leaves in its place.
_POINTER = b"version https://git-lfs.github.com/spec/"

#: Is told of a folder that could not be listed, or is not followed.
Denied = Callable[[Path, OSError | None], None]


class PathKind(Enum):
    """What stands at a path."""

    ABSENT = auto()
    FILE = auto()
    FOLDER = auto()
    #: A link to a folder: followed where a pattern names it, not where everything below a folder is asked for.
    LINK = auto()
    #: What is there but is no file to be read: a device, a link that leads nowhere, a submodule.
    OTHER = auto()
    #: In a folder that may not be searched.
    HIDDEN = auto()


class Tree(Protocol):
    """A tree of files. Paths are those of the work tree, also where the files are those of a revision."""

    def kind(self, path: Path) -> PathKind:
        """What stands at a path; a link is what it leads to."""

    def names(self, folder: Path) -> list[tuple[str, PathKind]]:
        """What is in a folder, in order. OSError where that can't be told."""

    def read(self, path: Path, limit: int) -> bytes | Problem:
        """What a file holds, up to one byte beyond the limit, or why that can't be told."""

    def covers(self, folder: Path, link: Path) -> bool:
        """Whether what a link leads to lies within a folder, so that it is met there under its own name."""

    def is_root(self, folder: Path) -> bool:
        """Whether a folder is the root of a repository."""

    def origin(self, path: Path) -> str | None:
        """The commit that a file is read from; None for the work tree."""


class WorkTree:
    """The work tree, as it is on the disk."""

    def kind(self, path: Path) -> PathKind:
        """What stands at a path; a link is what it leads to."""
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

    def names(self, folder: Path) -> list[tuple[str, PathKind]]:
        """What is in a folder, in order. OSError where that can't be told."""
        with os.scandir(folder) as found:
            return sorted(((entry.name, _kind(entry)) for entry in found), key=lambda item: item[0])

    def read(self, path: Path, limit: int) -> bytes | Problem:
        """What a file holds, up to one byte beyond the limit, or why that can't be told. A pipe is not waited for."""
        try:
            with open(path, "rb", opener=_without_waiting) as stream:
                if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                    return Problem("unreadable", "not-regular", None)
                return pointed(stream.read(limit + 1))
        except (OSError, ValueError) as error:
            detail = str(getattr(error, "strerror", None) or type(error).__name__)
            return Problem("unreadable", _UNREADABLE.get(type(error), ""), None, {"detail": detail})

    def covers(self, folder: Path, link: Path) -> bool:
        """Whether what a link leads to lies within a folder, so that it is met there under its own name."""
        within = os.path.realpath(folder)
        return os.path.commonpath([within, os.path.realpath(link)]) == within

    def is_root(self, folder: Path) -> bool:
        """Whether a folder is the root of a repository."""
        return self.kind(folder / ".git") not in (PathKind.ABSENT, PathKind.HIDDEN)

    def origin(self, path: Path) -> str | None:
        """None: nothing here comes from a commit."""
        return None


#: The work tree. There is but one.
WORK_TREE = WorkTree()


class ConfinedTree(WorkTree):
    """The work tree of a change that is not trusted: of what it names or links to, only what is in the repository.

    Otherwise the gate would judge, and quote, what is no part of the change: a file of the machine, or all of its disk.
    Outside, only what was `allowed` may be named, and anything where that is None; no link within leads out.
    """

    def __init__(self, root: Path, allowed: frozenset[str] | None = None) -> None:
        self._root = os.path.realpath(root)
        self._allowed = allowed

    def allowing(self, paths: Iterable[Path]) -> ConfinedTree:
        """The same tree, of which nothing outside may be named but these files."""
        return ConfinedTree(Path(self._root), frozenset(map(_as_named, paths)))

    def kind(self, path: Path) -> PathKind:
        """What stands at a path; what is out of bounds is no file."""
        kind = super().kind(path)
        return PathKind.OTHER if kind in (PathKind.FILE, PathKind.FOLDER) and self.is_outside(path) else kind

    def read(self, path: Path, limit: int) -> bytes | Problem:
        """What a file holds, or why that can't be told."""
        outside = super().kind(path) is PathKind.FILE and self.is_outside(path)
        return Problem("unreadable", "outside", None) if outside else super().read(path, limit)

    def is_outside(self, path: Path) -> bool:
        """Whether a path leads where the change has no business: out of the repository, or into git's own folder."""
        named = _as_named(path)
        if not self._has(named) and (self._allowed is None or named in self._allowed):
            return False
        return not self._has(os.path.realpath(path))

    def _has(self, path: str) -> bool:
        return Path(os.path.relpath(path, self._root)).parts[:1] not in ((os.pardir,), (".git",))


def _as_named(path: Path) -> str:
    """A path in full, as it is written, whatever links it leads over."""
    return os.path.abspath(path)  # noqa: PTH100 - Path.absolute keeps `..`


_UNREADABLE: dict[type, str] = {
    FileNotFoundError: "not-found",
    NotADirectoryError: "not-found",
    PermissionError: "permission",
    IsADirectoryError: "is-directory",
    ValueError: "not-found",  # a path that no file can have: it holds a NUL character
}


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _kind(entry: os.DirEntry[str]) -> PathKind:
    try:
        if entry.is_dir():
            return PathKind.LINK if entry.is_symlink() else PathKind.FOLDER
        return PathKind.FILE if entry.is_file() else PathKind.OTHER
    except OSError:
        return PathKind.OTHER


def pointed(data: bytes) -> bytes | Problem:
    """The bytes of a file, unless they only say where the file is."""
    return Problem("unreadable", "lfs", None) if data.startswith(_POINTER) else data


def matching(tree: Tree, root: Path, pattern: str, denied: Denied) -> Iterator[tuple[Path, PathKind]]:
    """What a pattern matches: `*` stays within a part of the path, `**` crosses parts. Hidden names must be named.

    Each match comes with what it is; one that a `**` at the end stands for has to be listed by who asks.
    """
    parts = [part for part, before in _pairs(Path(pattern).parts) if part != _ANY or before != _ANY]
    yield from _matching(tree, root, parts, denied)


def _pairs(parts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    yield from zip(parts, ("", *parts), strict=False)


def _matching(tree: Tree, base: Path, parts: list[str], denied: Denied) -> Iterator[tuple[Path, PathKind]]:
    if not parts:
        yield base, tree.kind(base)
        return
    first, *rest = parts
    if first == _ANY:
        for folder, _ in _folders(tree, base, denied):
            yield from _matching(tree, folder, rest, denied)
    elif not _WILD.search(first):
        path = base / first
        if not rest:
            yield path, tree.kind(path)
        elif (kind := tree.kind(path)) in (PathKind.FOLDER, PathKind.HIDDEN):
            yield from _matching(tree, path, rest, denied)
        elif kind is PathKind.OTHER:
            denied(path, None)
    else:
        for path, kind in _fitting(tree, base, first, denied):
            if not rest:
                yield path, kind
            elif kind is PathKind.FOLDER:
                yield from _matching(tree, path, rest, denied)


def _fitting(tree: Tree, folder: Path, pattern: str, denied: Denied) -> Iterator[tuple[Path, PathKind]]:
    """What in a folder fits one part of a pattern. A link that may not be followed is told of."""
    fits = re.compile(fnmatch.translate(pattern)).match
    for name, kind in _listed(tree, folder, denied):
        if fits(name) and name.startswith(".") <= pattern.startswith("."):
            if kind is PathKind.LINK and (kind := tree.kind(folder / name)) is PathKind.OTHER:
                denied(folder / name, None)
            else:
                yield folder / name, kind


def below(tree: Tree, top: Path, denied: Denied) -> Iterator[Path]:
    """Everything that is in a folder and below it, without what is hidden: a folder's own files come first."""
    for folder, names in _folders(tree, top, denied):
        yield from (folder / name for name, kind in names if kind not in (PathKind.FOLDER, PathKind.LINK))


_Names = list[tuple[str, PathKind]]


def _folders(tree: Tree, top: Path, denied: Denied) -> Iterator[tuple[Path, _Names]]:
    """A folder and all below it, each with what is in it, without what is hidden.

    A link to another folder is not followed, since it might lead in a circle or out of all bounds. It is told of,
    unless what it leads to is met under its own name.
    """
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        names = [(name, kind) for name, kind in _listed(tree, folder, denied) if not name.startswith(".")]
        for name, kind in names:
            if kind is PathKind.LINK and not tree.covers(top, folder / name):
                denied(folder / name, None)
        yield folder, names
        waiting += [folder / name for name, kind in reversed(names) if kind is PathKind.FOLDER]


def _listed(tree: Tree, folder: Path, denied: Denied) -> _Names:
    """What is in a folder; nothing where there is no such folder. Where it may not be listed, that is told."""
    try:
        return tree.names(folder)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return []
    except OSError as error:
        denied(folder, error)
        return []
