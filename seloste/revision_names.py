"""The revisions that options name: `--trusted`, `--against`, `--at`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from seloste.checker.reading.git import Repository, RevisionError, open_repository
from seloste.checker.reading.git_tree import RevisionTree
from seloste.checker.reading.tree import NoFiles, Tree
from seloste.usage_errors import UsageError


def find_revision(option: str, name: str, folder: Path, environment: Mapping[str, str]) -> RevisionTree:
    """The revision that an option names; a usage error that says how to get it where it can't be read."""
    return _find(option, name, folder, environment)


def find_past(option: str, name: str, folder: Path, environment: Mapping[str, str]) -> RevisionTree:
    """As `find_revision`, for all the files of a check: a submodule too has a past, and nothing outside it counts."""
    return _find(option, name, folder, environment, of_submodule=True, outside=NoFiles(folder))


def _find(
    option: str,
    name: str,
    folder: Path,
    environment: Mapping[str, str],
    *,
    of_submodule: bool = False,
    outside: Tree | None = None,
) -> RevisionTree:
    if not name.strip():
        raise UsageError("revision-empty", option=option)
    try:
        repository = open_repository(folder)
        within = "" if of_submodule else repository.superproject
        if within:
            raise UsageError("revision-submodule", option=option, within=within)
        if _is_reached_by_link(repository, folder, environment.get("PWD")):
            raise UsageError("revision-linked", option=option)
        return RevisionTree(repository, repository.resolve_unambiguous(name), folder, outside)
    except RevisionError as error:
        raise _usage_error(option, name, error, folder) from None


def _usage_error(option: str, name: str, error: RevisionError, folder: Path) -> UsageError:
    if error.key == "no-git":
        return UsageError("revision-no-git", option=option)
    if error.key == "ambiguous":
        return UsageError("revision-ambiguous", option=option, value=name, found=error.value)
    if error.key in ("form", "short-hash"):
        return UsageError(f"revision-{error.key}", option=option, value=name)
    if error.key == "unknown":
        key = "revision-shallow" if open_repository(folder).is_shallow else "revision-unknown"
        return UsageError(key, option=option, value=name)
    return UsageError("revision-no-repository", option=option, reason=error.value or ".")


def _is_reached_by_link(repository: Repository, folder: Path, logical: str | None) -> bool:
    """Whether the shell reached the folder over a link within the repository: `logical` is its path with links."""
    path = Path(logical or ".")
    try:
        if not path.is_absolute() or not path.samefile(folder):
            return False
        for above in (path, *path.parents):
            if above.samefile(repository.root):
                return path.relative_to(above) != folder.relative_to(repository.root.resolve())
    except (OSError, ValueError):
        return False
    return False
