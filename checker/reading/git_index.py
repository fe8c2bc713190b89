"""Reads git's index for what it lists and the disk lacks: submodules not fetched, files not checked out.

git is asked only where the index may hold such an entry, so that a check of a plain repository starts no process.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from seloste.checker.reading.git import Repository, RevisionError

#: A submodule's mode, 160000, as it stands in the index.
_SUBMODULE_MODE = b"\x00\x00\xe0\x00"
#: The version of an index in which no entry can be marked as not checked out.
_PLAIN_VERSION = b"DIRC\x00\x00\x00\x02"
#: How many repositories are looked into: submodules have submodules.
_MOST_REPOSITORIES = 1_000


def list_unfetched(folder: Path) -> tuple[list[str], list[str]]:
    """The absolute paths of submodules that were not fetched, and of files that were not checked out.

    They are those of the repository that a folder is in, and of the submodules that were fetched. Nothing where there
    is no repository, or no git.
    """
    submodules: list[str] = []
    files: list[str] = []
    real = Path(os.path.realpath(folder))
    waiting = [above for above in (real, *real.parents) if (above / ".git").exists()][:1]
    for root in waiting:
        for tag, mode, name in _list_entries(root):
            path = root / name
            if mode == "160000" and not (path / ".git").exists():
                submodules.append(str(path))
            elif mode == "160000" and len(waiting) < _MOST_REPOSITORIES:
                waiting.append(path)
            elif tag == "S" and not os.path.lexists(path):
                files.append(str(path))
    return submodules, files


def _list_entries(root: Path) -> Iterator[tuple[str, str, str]]:
    """The submodules and the files that were not to be checked out: tag (`S`: not checked out), mode, path."""
    try:
        if not _may_lack_files(_find_git_folder(root)):
            return
        yield from Repository(root).list_index()
    except (OSError, RevisionError):
        return


def _find_git_folder(root: Path) -> Path:
    """git's own folder of a work tree: in submodules and linked work trees `.git` is a file that names it."""
    git = root / ".git"
    if git.is_dir():
        return git
    return root / git.read_text("utf-8", "surrogateescape").removeprefix("gitdir:").strip()


def _may_lack_files(git_folder: Path) -> bool:
    """Whether the index may list something that is not on the disk on purpose."""
    index = (git_folder / "index").read_bytes()
    is_shared = any(git_folder.glob("sharedindex.*"))
    return is_shared or not index.startswith(_PLAIN_VERSION) or _SUBMODULE_MODE in index
