"""Which state of the files a check read: that of a commit, or the work tree. No clock is asked."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct

from seloste.checker.reading.committed import find_keys, list_beside, list_changed, list_deleted
from seloste.checker.reading.git import Repository, RevisionError, TreeEntry, open_repository
from seloste.checker.reading.git_history import find_day
from seloste.checker.reading.git_tree import RevisionTree
from seloste.checker.reading.tree import Tree
from seloste.checker.workspace.file_content import recognize_kind
from seloste.checker.workspace.patterns import INVENTORY_SUFFIXES, display_path

#: How many files are looked into that the commit has beside those that were read, and the work tree lacks.
_MOST_GONE = 100
#: Lists the paths that a check would read of a tree.
FindExpected = Callable[[Tree], Iterable[Path]]


class FilesState(Struct, frozen=True):
    """The state of the files that were read.

    Attributes:
        day: The day of the commit that has them all as they were read; None: they are those of the work tree.
        commit: That commit, or the one that the work tree was checked out from; None where there is none.
        revision: The name by which the commit was asked for (`--at`); empty for the work tree.
        uncommitted: The files of the work tree that the commit lacks or has otherwise, or that only the commit has.
    """

    day: date | None = None
    commit: str | None = None
    revision: str = ""
    uncommitted: tuple[str, ...] = ()


def find_files_state(
    tree: Tree, paths: Iterable[str], revision: str = "", find_expected: FindExpected | None = None
) -> FilesState:
    """The state of the files at some paths, as messages show them, that were read from a tree.

    Args:
        tree: The tree that they were read from.
        paths: Their paths.
        revision: The name by which the tree was asked for, where it is that of a commit.
        find_expected: What else would have been read; that was deleted counts as well.
    """
    try:
        if isinstance(tree, RevisionTree):
            return FilesState(find_day(tree.repository, tree.commit), tree.commit, revision)
        repository = open_repository(tree.folder)
        if repository.head is None:
            return FilesState()
        return _compare(repository, repository.head, tree, paths, find_expected)
    except (RevisionError, OSError, ValueError):
        return FilesState()


def _compare(
    repository: Repository, commit: str, tree: Tree, paths: Iterable[str], find_expected: FindExpected | None
) -> FilesState:
    """The state of files of the work tree that was checked out from a commit."""
    keys: dict[str, str] = {}
    uncommitted = []
    files = [shown for shown in dict.fromkeys(paths) if os.path.lexists(tree.folder / shown)]  # a database is no file
    for shown, key in zip(files, find_keys(repository.root, (tree.folder / each for each in files)), strict=True):
        if key is None:
            uncommitted.append(shown)
        else:
            keys[key] = shown
    entries = list_beside(repository, commit, keys)
    uncommitted += [keys[key] for key in list_changed(repository, entries, keys)]
    base = RevisionTree(repository, commit, tree.folder)
    uncommitted += _list_gone(base, entries, keys)
    if find_expected is not None:
        uncommitted += [path for path in _list_unread(base, find_expected) if path not in uncommitted]
    day = None if uncommitted else find_day(repository, commit)
    return FilesState(day, commit, uncommitted=tuple(uncommitted))


def _list_unread(base: RevisionTree, find_expected: FindExpected) -> Iterator[str]:
    """The files of the commit that were expected to be read, and were deleted from the work tree."""
    deleted = list_deleted(base.repository, base.commit)
    if not deleted:
        return
    expected = list(dict.fromkeys(find_expected(base)))
    keys = find_keys(base.repository.root, (base.folder / path for path in expected))
    for path, key in zip(expected, keys, strict=True):
        if key in deleted:
            yield display_path(path, base.folder)


def _list_gone(base: RevisionTree, entries: dict[str, TreeEntry], keys: Iterable[str]) -> Iterator[str]:
    """The inventories and the like that lie beside the files in the commit, and nowhere in the work tree."""
    folders = {key.rpartition("/")[0] for key in keys}
    root = base.repository.root
    absent = (
        root / path
        for path, entry in entries.items()
        if entry.is_file
        and path.rpartition("/")[0] in folders
        and path.lower().endswith(INVENTORY_SUFFIXES)
        and not os.path.lexists(root / path)
    )
    for _, path in zip(range(_MOST_GONE), absent, strict=False):
        if recognize_kind(path, base) is not None:
            yield display_path(Path(path), base.folder)
