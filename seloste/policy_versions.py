"""The versions of a file that a command names: a file on the disk, or its content in a revision of the repository."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from seloste.checker.reading import git
from seloste.checker.reading.documents import File, open_file, require_one_document, validate_record
from seloste.checker.reading.git import Repository, RevisionError
from seloste.checker.reading.git_history import find_day, list_commits
from seloste.checker.reading.problem import Limits, Problem
from seloste.checker.reading.tree import Tree, WorkTree
from seloste.checker.workspace.files_state import FilesState, find_files_state
from seloste.policy.notice import Policy
from seloste.usage_errors import UsageError

#: The suffixes of policies, and of the pages that the public sees.
POLICY_SUFFIXES = (".yaml", ".yml", ".json")
PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".txt", ".text", ".md", ".markdown")
#: The bytes that are read to see whether a file is HTML.
_BEGINNING = 1000


class FileTree(WorkTree, frozen=True):
    """A tree of one file, whose content was read before."""

    data: bytes | Problem
    commit: str | None = None

    def read_bytes(self, path: Path, limit: int) -> bytes | Problem:
        """The content, up to one byte beyond the limit."""
        return self.data[: limit + 1] if isinstance(self.data, bytes) else self.data

    def get_commit(self, path: Path) -> str | None:
        """The commit that the content is from."""
        return self.commit


class Version(Struct, frozen=True):
    """One version of a file: its name in messages, its path, and the tree that has its content."""

    name: str
    path: Path
    tree: Tree

    @property
    def is_page(self) -> bool:
        """Whether it is a page that the public sees, by its suffix, or by its beginning where the suffix is unknown."""
        suffix = self.path.suffix.lower()
        if suffix in (*PAGE_SUFFIXES, *POLICY_SUFFIXES):
            return suffix in PAGE_SUFFIXES
        data = self.tree.read_bytes(self.path, _BEGINNING)
        return isinstance(data, bytes) and data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"

    def find_state(self) -> FilesState:
        """The state of the file: that of its commit, or the work tree."""
        commit = self.tree.get_commit(self.path)
        if commit is None:
            return find_files_state(self.tree, [str(self.path)])
        try:
            return FilesState(find_day(git.open_repository(self.tree.folder), commit), commit)
        except RevisionError:
            return FilesState()

    def read_policy(self) -> tuple[Policy | None, File]:
        """The policy, and its file; None where it is not valid, for the reasons in the file's findings."""
        file = open_file(self.path, self.name, "policy", self.tree)
        document = require_one_document(file)
        record = validate_record(file, document, Policy) if document is not None else None
        return (record if file.is_sound else None), file

    def read_content(self) -> bytes | Problem:
        """The bytes, or why they can't be read."""
        limit = Limits().size
        data = self.tree.read_bytes(self.path, limit)
        if isinstance(data, bytes) and len(data) > limit:
            return Problem("limit-exceeded", "size", None, {"limit": limit})
        return data


def find_version(name: str, policy: Path, folder: Path) -> Version:
    """The version that an argument names: a file, `REVISION:PATH`, or a revision of the policy.

    Args:
        name: The argument.
        policy: The policy file, of which a revision without a path is one.
        folder: The working directory.

    Raises:
        UsageError: There is no such revision, or the file was not in it.
    """
    path = Path(name)
    if _exists(folder / path) or (":" not in name and path.suffix.lower() in (*POLICY_SUFFIXES, *PAGE_SUFFIXES)):
        return Version(name, path, WorkTree(folder))
    revision, _, inside = name.partition(":")
    policy_folder = (folder / policy).resolve().parent  # a revision alone is one of the policy, wherever that lies
    found = find_repository(folder if inside or not policy_folder.is_dir() else policy_folder, name)
    try:
        commit = found.resolve(revision)
        tracked = _path_in_revision(found, inside, folder) if inside else find_tracked_path(found, policy, folder)
        names = [tracked] if inside else list(dict.fromkeys([tracked, *_former_names(found, tracked)]))
        content = next(((each, data) for each in names if (data := found.read_file(commit, each)) is not None), None)
    except RevisionError as error:
        raise _usage_error(error, name) from None
    if content is None:
        raise UsageError("no-file-in-revision", revision=revision, path=names[0])
    file, data = content
    return Version(name if inside else f"{revision}:{file}", Path(file), FileTree(found.root, data, commit))


def find_repository(folder: Path, asked: str, missing: str = "no-repository") -> Repository:
    """The repository that a folder is in; where there is none, the usage error `missing` about the argument `asked`."""
    try:
        return git.open_repository(folder)
    except RevisionError as error:
        if error.key == "no-git":
            raise _usage_error(error, asked) from None
        raise UsageError(missing, value=asked, path=asked, reason=error.value or folder.as_posix()) from None


def find_tracked_path(repository: Repository, path: Path, folder: Path) -> str:
    """The path of a file in the repository as git writes it; a usage error when the file lies outside.

    A relative path starts in `folder`.
    """
    relative = os.path.relpath(os.path.realpath(folder / path), os.path.realpath(repository.root))
    if relative.startswith(os.pardir):
        raise UsageError("outside-repository", path=path.as_posix())
    return Path(relative).as_posix()


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _path_in_revision(repository: Repository, path: str, folder: Path) -> str:
    """The path of `REVISION:PATH` from the root of the repository. As in git, `./` means the working directory."""
    return find_tracked_path(repository, Path(path), folder) if path.startswith(("./", "../")) else path


def _former_names(repository: Repository, path: str) -> Iterator[str]:
    """The names that a file had before, the latest first."""
    try:
        yield from (commit.path for commit in list_commits(repository, path))
    except RevisionError:
        return


def _usage_error(error: RevisionError, name: str) -> UsageError:
    keys = {"no-git": "no-git", "unknown": "no-revision", "not-a-file": "not-in-revision"}
    return UsageError(keys.get(error.key, "no-repository"), value=name, reason=error.value)
