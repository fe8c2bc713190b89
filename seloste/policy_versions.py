"""The versions of a file that a command names: a file on the disk, or what a revision of the repository held."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from seloste.checker.reading.documents import File, only_document, open_file, validate
from seloste.checker.reading.git import Repository, RevisionError, repository
from seloste.checker.reading.problem import Limits, Problem
from seloste.checker.reading.tree import WORK_TREE, Tree, WorkTree
from seloste.policy.notice import Policy
from seloste.usage_errors import UsageError

#: The endings of what is a policy, and of what is a page that the public sees.
POLICIES = (".yaml", ".yml", ".json")
PAGES = (".html", ".htm", ".xhtml", ".txt", ".text", ".md", ".markdown")

#: So much is read to see whether it is HTML.
_BEGINNING = 1000


@dataclass(frozen=True, slots=True)
class FileTree(WorkTree):
    """A tree of one file, whose content is at hand."""

    data: bytes | Problem
    commit: str | None = None

    def read(self, path: Path, limit: int) -> bytes | Problem:
        """The content, up to one byte beyond the limit."""
        return self.data[: limit + 1] if isinstance(self.data, bytes) else self.data

    def origin(self, path: Path) -> str | None:
        """The commit that it is from."""
        return self.commit


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a file: what messages call it, its name, and where its content is."""

    shown: str
    path: Path
    tree: Tree

    @property
    def is_page(self) -> bool:
        """Whether it is a page that the public sees, by its ending or, where that tells nothing, by how it begins."""
        ending = self.path.suffix.lower()
        if ending in (*PAGES, *POLICIES):
            return ending in PAGES
        data = self.tree.read(self.path, _BEGINNING)
        return isinstance(data, bytes) and data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"

    def policy(self) -> tuple[Policy | None, File]:
        """The policy that it holds; where it holds none that is valid, the file's findings say why."""
        file = open_file(self.path, self.shown, "policy", tree=self.tree)
        document = only_document(file)
        record = validate(file, document, Policy) if document is not None else None
        return (record if not file.findings else None), file

    def content(self) -> bytes | Problem:
        """The bytes, or why they can't be read."""
        limit = Limits().size
        data = self.tree.read(self.path, limit)
        if isinstance(data, bytes) and len(data) > limit:
            return Problem("limit-exceeded", "size", None, {"limit": limit})
        return data


def version(named: str, policy: Path) -> Version:
    """The version that an argument names: a file, `REVISION:PATH`, or a revision of the policy.

    Raises:
        Misuse: It names a revision that there is not, or a file that was not in it.
    """
    path = Path(named)
    if _is_there(path) or (":" not in named and path.suffix.lower() in (*POLICIES, *PAGES)):
        return Version(named, path, WORK_TREE)
    name, _, inside = named.partition(":")
    home = policy.resolve().parent  # a revision alone is one of the policy, wherever that lies
    repo = repository_of(Path.cwd() if inside or not home.is_dir() else home, named)
    try:
        commit = repo.resolve(name)
        tracked = _inside(repo, inside) if inside else tracked_path(repo, policy)
        names = [tracked] if inside else list(dict.fromkeys([tracked, *_former(repo, tracked)]))
        held = next(((each, data) for each in names if (data := repo.content(commit, each)) is not None), None)
    except RevisionError as error:
        raise _misuse(error, named) from None
    if held is None:
        raise UsageError("no-file-in-revision", revision=name, path=names[0])
    return Version(named if inside else f"{name}:{held[0]}", Path(held[0]), FileTree(held[1], commit))


def repository_of(folder: Path, asked: str, missing: str = "no-repository") -> Repository:
    """The repository of a folder; a usage error, `missing`, that says what was asked of it when there is none."""
    try:
        repo = repository(folder)
    except RevisionError as error:
        raise _misuse(error, asked) from None
    if repo is None:
        raise UsageError(missing, value=asked, path=asked)
    return repo


def tracked_path(repo: Repository, path: Path) -> str:
    """A path of the disk as git names it; a usage error when it lies outside the repository."""
    relative = os.path.relpath(os.path.realpath(path), os.path.realpath(repo.root))
    if relative.startswith(os.pardir):
        raise UsageError("outside-repository", path=path.as_posix())
    return Path(relative).as_posix()


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _inside(repo: Repository, path: str) -> str:
    """The path of `REVISION:PATH`: from the root, or with `./` from the working directory, as git has it."""
    return tracked_path(repo, Path(path)) if path.startswith(("./", "../")) else path


def _former(repo: Repository, path: str) -> Iterator[str]:
    """The names that a file had before, the latest first."""
    try:
        yield from (commit.path for commit in repo.history(path))
    except RevisionError:
        return


def _misuse(error: RevisionError, named: str) -> UsageError:
    keys = {"no-git": "no-git", "unknown": "no-revision", "not-a-file": "not-in-revision"}
    return UsageError(keys.get(error.key, "no-repository"), value=named)
