"""Trees of files: the work tree here, a revision of it in `git_tree`.

Trees differ in how they look up, list and read. Which files match a pattern is decided in `workspace.search`.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterable
from enum import Enum, auto
from functools import cached_property
from pathlib import Path
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from seloste.checker.reading.problem import Problem

#: The beginning of the pointer that stands in a repository for a file on a large-file server.
_LFS_POINTER = b"version https://git-lfs.github.com/spec/"

#: The largest file that is kept between a look into it and its reading, in bytes, and the number of those files.
_LARGEST_KEPT, _MOST_KEPT = 4_000, 10_000
#: How much of a file is read at once to hash it, in bytes.
_PART = 1_000_000


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

    def look_into(self, path: Path, limit: int) -> bytes | Problem:
        """The same, of a file that is read next if it is one to check: so that it is read once."""

    def prefetch(self, paths: Iterable[Path]) -> None:
        """Reads small files beforehand, where that is faster than one by one."""

    def contains_target(self, folder: Path, link: Path) -> bool:
        """Whether the target of a link lies within a folder, where a search finds it under its own name."""

    def resolve_links(self, folder: Path) -> str:
        """The absolute path of a folder without links, which is the same whatever way leads there."""

    def is_dangling(self, path: Path) -> bool:
        """Whether a path is a link to what is not there: a folder that was not fetched, say."""

    def is_repository_root(self, folder: Path) -> bool:
        """Whether a folder is the root of a repository."""

    def get_commit(self, path: Path) -> str | None:
        """The commit that a file is read from; None for the work tree."""


class WorkTree(Struct, frozen=True, dict=True):
    """The files on the disk."""

    folder: Path

    def get_kind(self, path: Path) -> PathKind:
        """The kind of a path; for a link, that of its target."""
        absolute = os.path.join(self.folder, path)  # noqa: PTH118 - asked for each of many files
        try:
            mode = os.stat(absolute).st_mode  # noqa: PTH116
        except (OSError, ValueError):
            return _get_unread_kind(absolute)
        return PathKind.FOLDER if stat.S_ISDIR(mode) else PathKind.FILE if stat.S_ISREG(mode) else PathKind.OTHER

    def list_folder(self, folder: Path) -> list[tuple[str, PathKind]]:
        """The names in a folder, sorted, each with its kind. Raises OSError where it cannot be listed."""
        with os.scandir(self.folder / folder) as found:
            return sorted(((entry.name, _get_entry_kind(entry)) for entry in found), key=lambda item: item[0])

    def read_bytes(self, path: Path, limit: int) -> bytes | Problem:
        """The content of a file, at most `limit` bytes and one more, or why it cannot be read. A pipe is not read."""
        if self._kept and (kept := self._kept.pop(str(path), None)) is not None and len(kept) <= limit:
            return kept
        try:
            data = _read_file(os.path.join(self.folder, path), limit)  # noqa: PTH118
            return Problem("unreadable", "not-regular", None) if data is None else refuse_pointer(data)
        except (OSError, ValueError) as error:
            detail = str(getattr(error, "strerror", None) or type(error).__name__)
            return Problem("unreadable", _UNREADABLE.get(type(error), ""), None, {"detail": detail})

    def look_into(self, path: Path, limit: int) -> bytes | Problem:
        """The same, of a file that is read next if it is one to check: a small one is kept until then."""
        data = self._kept.get(str(path)) or self.read_bytes(path, limit)
        if isinstance(data, bytes) and len(data) <= min(limit, _LARGEST_KEPT) and len(self._kept) < _MOST_KEPT:
            self._kept[str(path)] = data
        return data

    @cached_property
    def _kept(self) -> dict[str, bytes]:
        """The small files that were looked into and not yet read."""
        return {}

    def prefetch(self, paths: Iterable[Path]) -> None:
        """Nothing: a file on the disk is read when it is needed."""

    def compute_sha256(self, path: Path, limit: int) -> tuple[str, int] | Problem:
        """The SHA-256 of a file and its size, or why there is none: it is larger than the limit, say."""
        try:
            hashed = _hash_file(os.path.join(self.folder, path), limit)  # noqa: PTH118
        except (OSError, ValueError):
            hashed = None
        return hashed or Problem("unreadable", "", None)

    def contains_target(self, folder: Path, link: Path) -> bool:
        """Whether the target of a link lies within a folder, where a search finds it under its own name."""
        within = os.path.realpath(self.folder / folder)
        return os.path.commonpath([within, os.path.realpath(self.folder / link)]) == within

    def resolve_links(self, folder: Path) -> str:
        """The absolute path of a folder without links, which is the same whatever way leads there."""
        return os.path.realpath(self.folder / folder)

    def is_dangling(self, path: Path) -> bool:
        """Whether a path is a link to what is not there: a folder that was not fetched, say."""
        try:
            (self.folder / path).stat()
        except FileNotFoundError:
            return True
        except OSError:  # a link to itself leads to no folder, ever
            return False
        return False

    def is_repository_root(self, folder: Path) -> bool:
        """Whether a folder is the root of a repository."""
        return self.get_kind(folder / ".git") not in (PathKind.ABSENT, PathKind.HIDDEN)

    def get_commit(self, path: Path) -> str | None:
        """None: the work tree belongs to no commit."""
        return None


class NoFiles(WorkTree, frozen=True):
    """No files at all: where there is no past, nothing of today stands in for it."""

    def get_kind(self, path: Path) -> PathKind:
        """ABSENT."""
        return PathKind.ABSENT

    def list_folder(self, folder: Path) -> list[tuple[str, PathKind]]:
        """Raises FileNotFoundError."""
        raise FileNotFoundError(str(folder))

    def read_bytes(self, path: Path, limit: int) -> bytes | Problem:
        """The problem that there is no such file."""
        return Problem("unreadable", "outside-revision", None)


class ConfinedTree(WorkTree, frozen=True, dict=True):
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


def _get_unread_kind(path: str) -> PathKind:
    """The kind of a path that leads nowhere."""
    try:
        os.lstat(path)
    except PermissionError:
        return PathKind.HIDDEN
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return PathKind.ABSENT
    except OSError:
        pass
    return PathKind.OTHER


#: A pipe is not waited for, and on Windows no byte is changed.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def _read_file(path: str, limit: int) -> bytes | None:
    """At most `limit` bytes of a file, and one more; None for anything but an ordinary file."""
    descriptor = os.open(path, _FLAGS)
    try:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(status.st_mode):
            return None
        parts: list[bytes] = []
        left = limit + 1
        while left and (part := os.read(descriptor, min(left, status.st_size + 1))):  # no larger buffer than it takes
            if not parts and len(part) == status.st_size:
                return part
            parts.append(part)
            left -= len(part)
        return b"".join(parts)
    finally:
        os.close(descriptor)


def _hash_file(path: str, limit: int) -> tuple[str, int] | None:
    """The SHA-256 and the size of an ordinary file of at most `limit` bytes; None for anything else."""
    descriptor = os.open(path, _FLAGS)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode) or os.fstat(descriptor).st_size > limit:
            return None
        whole, size = hashlib.sha256(), 0
        while size <= limit and (part := os.read(descriptor, _PART)):
            whole.update(part)
            size += len(part)
        return (whole.hexdigest(), size) if size <= limit else None
    finally:
        os.close(descriptor)


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
