"""A revision as a tree of files: what the work tree would be if that revision were checked out, without doing so.

Nothing is followed: a link, a submodule or what a large-file server keeps is no file here, and that is told in words.
A path that lies outside the repository is not the revision's business; it is read from the disk.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path, PurePosixPath

from seloste.checker.reading.git import Repository, RevisionError, TreeEntry
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.tree import WORK_TREE, PathKind, pointed

_LINK, _SUBMODULE = "120000", "160000"
_IN_THE_WAY = {_LINK: "link", _SUBMODULE: "submodule"}
#: So many files are asked of git at once.
_AT_ONCE = 1_000


class RevisionTree:
    """The files of one commit, by the paths that they have in the work tree."""

    def __init__(self, repository: Repository, commit: str) -> None:
        self.repository = repository
        self.commit = commit
        self._root = os.path.realpath(repository.root)
        self._known: dict[str, bytes] = {}

    def kind(self, path: Path) -> PathKind:
        """What stands at a path. What lies behind a link or in a submodule is there, but can't be read."""
        key = self._key(path)
        if key is None:
            return WORK_TREE.kind(path)
        stored = self._entries.get(key)
        if stored is not None:
            return PathKind.FILE if stored.is_file else PathKind.OTHER
        if key in self._folders:
            return PathKind.FOLDER
        return PathKind.OTHER if self._in_the_way(key) else PathKind.ABSENT

    def names(self, folder: Path) -> list[tuple[str, PathKind]]:
        """What is in a folder, in order."""
        key = self._key(folder)
        if key is None:
            return WORK_TREE.names(folder)
        if key not in self._folders:
            raise FileNotFoundError(str(folder))
        return sorted(self._folders[key].items())

    def read(self, path: Path, limit: int) -> bytes | Problem:
        """What a file holds, or why that can't be told."""
        key = self._key(path)
        if key is None:
            return WORK_TREE.read(path, limit)
        stored = self._entries.get(key)
        if stored is None or not stored.is_file:
            variant = self._in_the_way(key) or ("is-directory" if key in self._folders else "not-in-revision")
            return Problem("unreadable", variant, None, {"revision": self.commit[:12]})
        if stored.size > limit:
            return Problem("limit-exceeded", "size", None, {"limit": limit})
        if stored.hash not in self._known:
            self._fetch([stored])
        data = self._known.get(stored.hash)
        return Problem("unreadable", "not-in-clone", None) if data is None else pointed(data[: limit + 1])

    def covers(self, folder: Path, link: Path) -> bool:
        """Links are not told apart here."""
        return False

    def is_root(self, folder: Path) -> bool:
        """Whether a folder is the root of the repository, or of another one that this one is not in."""
        key = self._key(folder)
        return key == "" if key is not None else WORK_TREE.is_root(folder)

    def origin(self, path: Path) -> str | None:
        """The commit, unless the file lies outside the repository."""
        return None if self._key(path) is None else self.commit

    def load(self, paths: Iterable[Path], limit: int = 1_000_000) -> None:
        """Asks git for many files at once, so that it is not asked for each."""
        stored = [self._entries.get(self._key(path) or "") for path in paths]
        waiting = [entry for entry in stored if entry is not None and entry.is_file and entry.size <= limit]
        for start in range(0, len(waiting), _AT_ONCE):
            self._fetch(waiting[start : start + _AT_ONCE])

    def holds(self, path: Path, words: bytes) -> bool:
        """Whether a file has these words in it."""
        data = self.read(path, 10_000_000)
        return isinstance(data, bytes) and words in data

    def _fetch(self, entries: Iterable[TreeEntry]) -> None:
        try:
            self._known |= self.repository.blobs(dict.fromkeys(entry.hash for entry in entries))
        except RevisionError:  # what could not be had is told of where it is read
            return

    @cached_property
    def _entries(self) -> dict[str, TreeEntry]:
        return self.repository.entries(self.commit)

    @cached_property
    def _folders(self) -> dict[str, dict[str, PathKind]]:
        folders: dict[str, dict[str, PathKind]] = {"": {}}
        for path, stored in self._entries.items():
            kind, rest = PathKind.FILE if stored.is_file else PathKind.OTHER, path
            while rest:
                above, _, name = rest.rpartition("/")
                names = folders.setdefault(above, {})
                if name in names:
                    break
                names[name] = kind
                rest, kind = above, PathKind.FOLDER
        return folders

    def _in_the_way(self, key: str) -> str:
        """Which variant tells that a link or a submodule stands at a path or above it; empty where none does."""
        for path in (key, *(above.as_posix() for above in PurePosixPath(key).parents)):
            stored = self._entries.get(path)
            if stored is not None:
                return _IN_THE_WAY.get(stored.mode, "")
        return ""

    def _key(self, path: Path) -> str | None:
        """The path from the root of the repository, as it is written, whatever links are on the disk; None outside."""
        absolute = os.path.normpath(Path.cwd() / path)
        if absolute == self._root:
            return ""
        if absolute.startswith(self._root + os.sep):
            return Path(absolute).relative_to(self._root).as_posix()
        return self._by_another_name(Path(absolute))

    def _by_another_name(self, path: Path) -> str | None:
        """The path from the root where a link outside the repository leads into it. Those within are not followed."""
        for above in (*reversed(path.parents), path):
            try:
                real = os.path.realpath(above)
            except (OSError, ValueError):
                return None
            if real == self._root or real.startswith(self._root + os.sep):
                key = (Path(real).relative_to(self._root) / path.relative_to(above)).as_posix()
                return "" if key == "." else key
        return None
