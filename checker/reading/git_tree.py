"""A commit as a tree of files: the work tree as it would be if the commit were checked out.

Links, submodules and pointers to a large-file server are not followed; they are problems of their own. Files outside
the repository belong to no commit; by default they are read from the disk.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath

from seloste.checker.reading.git import Repository, RevisionError, TreeEntry
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.tree import NoFiles, PathKind, Tree, WorkTree, refuse_pointer

#: The modes that git gives to links and submodules, and the variants of the problem that they cause.
_UNREADABLE_MODES = {"120000": "link", "160000": "submodule"}
#: How many files one call of git reads.
_BATCH = 1_000
#: The largest file that is looked through, in bytes.
_LARGEST = 10_000_000


class RevisionTree:
    """The files of one commit, by the paths that they have in the work tree.

    Files outside the repository are those of `outside`, by default of the disk.
    """

    def __init__(self, repository: Repository, commit: str, folder: Path, outside: Tree | None = None) -> None:
        self.repository = repository
        self.commit = commit
        self.folder = folder
        self._outside = outside or WorkTree(folder)
        self._root = os.path.realpath(repository.root)
        self._contents: dict[str, bytes] = {}

    def get_kind(self, path: Path) -> PathKind:
        """The kind of a path; OTHER below a link or in a submodule."""
        key = self._find_key(path)
        if key is None:
            return self._outside.get_kind(path)
        entry = self._entries.get(key)
        if entry is not None:
            return PathKind.FILE if entry.is_file else PathKind.OTHER
        if key in self._folders:
            return PathKind.FOLDER
        return PathKind.OTHER if self._find_obstacle(key) else PathKind.ABSENT

    def list_folder(self, folder: Path) -> list[tuple[str, PathKind]]:
        """The names in a folder, sorted, each with its kind. Raises OSError where it cannot be listed."""
        key = self._find_key(folder)
        if key is None:
            return self._outside.list_folder(folder)
        if key not in self._folders:
            raise FileNotFoundError(str(folder))
        return sorted(self._folders[key].items())

    def read_bytes(self, path: Path, limit: int) -> bytes | Problem:
        """The content of a file, at most `limit` bytes and one more, or why it cannot be read."""
        key = self._find_key(path)
        if key is None:
            return self._outside.read_bytes(path, limit)
        entry = self._entries.get(key)
        if entry is None or not entry.is_file:
            variant = self._find_obstacle(key) or ("is-directory" if key in self._folders else "not-in-revision")
            return Problem("unreadable", variant, None, {"revision": self.commit[:12]})
        if entry.size > limit:
            return Problem("limit-exceeded", "size", None, {"limit": limit})
        if entry.hash not in self._contents:
            self._fetch([entry])
        data = self._contents.get(entry.hash)
        return Problem("unreadable", "not-in-clone", None) if data is None else refuse_pointer(data[: limit + 1])

    def contains_target(self, folder: Path, link: Path) -> bool:
        """False: links are not followed here."""
        return False

    def resolve_links(self, folder: Path) -> str:
        """The absolute path of a folder. Links are not followed here."""
        return os.path.normpath(self.folder / folder)

    def is_dangling(self, path: Path) -> bool:
        """False: links are not followed here."""
        return False

    def is_repository_root(self, folder: Path) -> bool:
        """Whether a folder is the root of this repository or, outside it, of another."""
        key = self._find_key(folder)
        return key == "" if key is not None else self._outside.is_repository_root(folder)

    def get_commit(self, path: Path) -> str | None:
        """The commit; None for a file outside the repository."""
        return None if self._find_key(path) is None else self.commit

    def look_into(self, path: Path, limit: int) -> bytes | Problem:
        """The same: what git has read is kept."""
        return self.read_bytes(path, limit)

    def prefetch(self, paths: Iterable[Path], limit: int = 1_000_000) -> None:
        """Reads the files of at most `limit` bytes in few calls of git, so that later reads need none."""
        found = [self._entries.get(self._find_key(path) or "") for path in paths]
        entries = [entry for entry in found if entry is not None and entry.is_file and entry.size <= limit]
        for start in range(0, len(entries), _BATCH):
            self._fetch(entries[start : start + _BATCH])

    @property
    def is_alone(self) -> bool:
        """Whether nothing but the commit is read: it is what is judged, and no earlier state to compare with."""
        return isinstance(self._outside, NoFiles)

    def compute_hashes(self, paths: Iterable[Path], limit: int) -> dict[Path, str]:
        """The SHA-256 of files, read in few calls of git and not kept; without what comes after so many bytes."""
        batch: dict[Path, TreeEntry] = {}
        hashes: dict[Path, str] = {}
        left = limit
        for path in paths:
            entry = self._entries.get(self._find_key(path) or "")
            if entry is None or not entry.is_file or entry.size > left:
                continue
            left -= entry.size
            if entry.size > _LARGEST:
                hashes |= self._hash_large(path, entry)
                continue
            batch[path] = entry
            if sum(each.size for each in batch.values()) > _LARGEST or len(batch) >= _BATCH:
                hashes |= self._hash(batch)
                batch = {}
        return hashes | self._hash(batch)

    def _hash_large(self, path: Path, entry: TreeEntry) -> dict[Path, str]:
        sha256 = self.repository.hash_blob(entry.hash)
        return {path: sha256} if sha256 is not None else {}

    def _hash(self, entries: Mapping[Path, TreeEntry]) -> dict[Path, str]:
        try:
            contents = self.repository.read_blobs(dict.fromkeys(entry.hash for entry in entries.values()))
        except RevisionError:
            return {}
        found = {path: contents.get(entry.hash) for path, entry in entries.items()}
        return {path: hashlib.sha256(data).hexdigest() for path, data in found.items() if data is not None}

    def contains(self, path: Path, words: bytes) -> bool:
        """Whether a file can be read and contains these words."""
        data = self.read_bytes(path, _LARGEST)
        return isinstance(data, bytes) and words in data

    def _fetch(self, entries: Iterable[TreeEntry]) -> None:
        try:
            self._contents |= self.repository.read_blobs(dict.fromkeys(entry.hash for entry in entries))
        except RevisionError:  # `read_bytes` reports each file that is missing
            return

    @cached_property
    def _entries(self) -> dict[str, TreeEntry]:
        return self.repository.list_entries(self.commit)

    @cached_property
    def _folders(self) -> dict[str, dict[str, PathKind]]:
        """Every folder by its path from the root, with the names in it."""
        folders: dict[str, dict[str, PathKind]] = {"": {}}
        for path, entry in self._entries.items():
            kind, rest = PathKind.FILE if entry.is_file else PathKind.OTHER, path
            while rest:
                above, _, name = rest.rpartition("/")
                names = folders.setdefault(above, {})
                if name in names:
                    break
                names[name] = kind
                rest, kind = above, PathKind.FOLDER
        return folders

    def _find_obstacle(self, key: str) -> str:
        """The problem's variant for a link or a submodule at a path or above it; empty where there is none."""
        for path in (key, *(above.as_posix() for above in PurePosixPath(key).parents)):
            entry = self._entries.get(path)
            if entry is not None:
                return _UNREADABLE_MODES.get(entry.mode, "")
        return ""

    def _find_key(self, path: Path) -> str | None:
        """The path from the root of the repository; None outside. Links within the repository are not resolved."""
        absolute = os.path.normpath(self.folder / path)
        if absolute == self._root:
            return ""
        if absolute.startswith(self._root + os.sep):
            return Path(absolute).relative_to(self._root).as_posix()
        return self._find_key_through_link(Path(absolute))

    def _find_key_through_link(self, path: Path) -> str | None:
        """The path from the root where a link outside the repository leads into it; None where none does."""
        for above in (*reversed(path.parents), path):
            try:
                real = os.path.realpath(above)
            except (OSError, ValueError):
                return None
            if real == self._root or real.startswith(self._root + os.sep):
                key = (Path(real).relative_to(self._root) / path.relative_to(above)).as_posix()
                return "" if key == "." else key
        return None
