"""Compares files of the work tree with a commit, without running any filter that the repository configures.

The bytes of a file are hashed as git does. Line ends that a checkout turned into those of Windows, and files that lie
on a large-file server, are the commit's too.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from seloste.checker.reading.git import Repository, TreeEntry, parse_entries

#: Of so many folders the files are listed; of more, all files of the commit are.
_MOST_FOLDERS = 500
#: A larger file is compared by its size alone, in bytes.
_LARGEST = 200_000_000
#: A larger file is no text whose line ends a checkout may have turned, in bytes.
_LARGEST_TEXT = 20_000_000
#: The pointer to a file on a large-file server is no longer.
_LONGEST_POINTER = 1_024


def list_beside(repository: Repository, commit: str, paths: Iterable[str]) -> dict[str, TreeEntry]:
    """What a commit has in the folders of some files: the entries by their paths from the root, with slashes."""
    folders = sorted({path.rpartition("/")[0] for path in paths})
    if len(folders) > _MOST_FOLDERS:
        return repository.list_entries(commit)
    named = [f":(literal){folder}/" if folder else "./" for folder in folders]
    return parse_entries(repository.run("ls-tree", "-l", "-z", "--full-tree", commit, "--", *named)) if named else {}


def list_deleted(repository: Repository, commit: str) -> set[str]:
    """The paths from the root of the files of a commit that are in the work tree no more, staged or not."""
    gone = repository.run("ls-files", "--deleted", "-z", "--full-name")
    gone += repository.run(
        "diff-index", "--cached", "--diff-filter=D", "--no-renames", "--name-only", "-z", commit, "--"
    )
    return {path for path in os.fsdecode(gone).split("\0") if path and not os.path.lexists(repository.root / path)}


def list_changed(repository: Repository, entries: dict[str, TreeEntry], paths: Iterable[str]) -> Iterator[str]:
    """Those of the paths from the root whose files are not as the entries of a commit have them."""
    for path in paths:
        entry = entries.get(path)
        if entry is None or not entry.is_file or not _is_same(repository, entry, repository.root / path):
            yield path


def _is_same(repository: Repository, entry: TreeEntry, path: Path) -> bool:
    """Whether the file at a path has the content of an entry. A large file is never in memory as a whole."""
    try:
        size = path.stat().st_size
        if size > _LARGEST:
            return size == entry.size
        if size == entry.size and entry.hash == _hash_file(path, size, entry.hash):
            return True
        if entry.size < size <= _LARGEST_TEXT and entry.hash == _hash_as_text(path.read_bytes(), entry.hash):
            return True
        if not 0 < entry.size <= _LONGEST_POINTER:
            return False
        with path.open("rb") as stream:
            named = b"oid sha256:" + hashlib.file_digest(stream, "sha256").hexdigest().encode()
    except OSError:
        return False
    return named in repository.read_blobs([entry.hash]).get(entry.hash, b"").splitlines()


def _hash_file(path: Path, size: int, like: str) -> str:
    """The hash that git gives to a file of so many bytes, of the same kind as another hash."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, lambda: _begin_hash(size, like))
    return digest.hexdigest()


def _hash_as_text(data: bytes, like: str) -> str:
    """The hash that git gives to a text that a checkout gave line ends of Windows."""
    text = data.replace(b"\r\n", b"\n")
    digest = _begin_hash(len(text), like)
    digest.update(text)
    return digest.hexdigest()


def _begin_hash(size: int, like: str) -> hashlib._Hash:
    algorithm = hashlib.sha1 if len(like) == 40 else hashlib.sha256
    return algorithm(b"blob %d\0" % size, usedforsecurity=False)


def find_keys(root: Path, paths: Iterable[Path]) -> Iterator[str | None]:
    """The path of each file from the root of a repository, with slashes and without links; None outside it."""
    within = os.path.realpath(root) + os.sep
    folders: dict[str, str] = {}
    for path in paths:
        folder, name = os.path.split(path)
        if folder not in folders:
            folders[folder] = os.path.realpath(folder)
        real = os.path.join(folders[folder], name)  # noqa: PTH118 - asked for each of many files
        real = os.path.realpath(real) if os.path.islink(real) else real  # noqa: PTH114
        yield real[len(within) :].replace(os.sep, "/") if real.startswith(within) else None
