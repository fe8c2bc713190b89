"""The days of the files that infrastructure is read from: those of the commits that last changed them.

A file may say itself on which day it was made: plans of Terraform and results of Trivy do. Of two days the later one
counts, and of several files that of the youngest. Asked for only where a past day is asked about: what was written
later shows nothing of it.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from seloste.checker.evidence.resource import Resource
from seloste.checker.reading.committed import find_keys, list_beside, list_changed
from seloste.checker.reading.git import Repository, RevisionError, open_repository
from seloste.checker.reading.git_history import find_days
from seloste.checker.reading.git_tree import RevisionTree
from seloste.checker.reading.tree import PathKind, Tree, WorkTree

#: How much of a file is looked at, at each end, and how large it may be in a revision, in bytes.
_LOOKED_AT, _LARGEST = 1_000, 200_000_000
#: The ends of names of files that say of themselves no day that is known.
_NEVER_DATED = (".tf", ".tofu", ".yaml", ".yml", ".sql", ".env")
#: The end of a plan in JSON: its time, and after it only whether it can be applied and the like.
_PLAN = re.compile(
    rb'"timestamp":"(?P<day>\d{4}-\d\d-\d\d)T[^"]{1,40}"(?:,"[a-z_]{1,20}":(?:true|false)){0,5}\}\s{0,5}\Z'
)
#: The beginning of a result of Trivy: the version of the format, then perhaps an id, then its time.
_SCAN = re.compile(
    rb'\s{0,5}\{\s{0,9}"SchemaVersion": ?\d,\s{0,9}(?:"ReportID": ?"[^"]{0,60}",\s{0,9})?'
    rb'"CreatedAt": ?"(?P<day>\d{4}-\d\d-\d\d)T'
)


def date_resources(
    resources: Iterable[Resource],
    tree: Tree,
    today: Mapping[str, date],
    code: Iterable[str] = (),
    beside: Mapping[str, Iterable[str]] | None = None,
) -> Iterator[Resource]:
    """The resources with the day from which their files show them; without one where a file of theirs has none.

    Args:
        resources: The resources.
        tree: The tree that their files are in.
        today: The day of what has no past, such as a database that is asked now, by the path that messages show.
        code: The files of Terraform's code: those of a folder are one whole.
        beside: The files that may give values to a file, by its path.
    """
    read = list(resources)
    bearing = _BearingFiles(tree, code, beside or {})
    showing = [bearing.list_paths(resource) for resource in read]
    paths = frozenset().union(*showing)
    days = _find_file_days(paths - today.keys(), tree)
    for path in paths - today.keys():
        made = _find_making_day(tree, path)
        if made is not None and (path in days or isinstance(tree, WorkTree)):
            days[path] = max(made, days.get(path, made))
    days.update(today)
    for resource, files in zip(read, showing, strict=True):
        known = [days[path] for path in files if path in days]
        yield replace(resource, dated=max(known)) if known and len(known) == len(files) else resource


class _BearingFiles:
    """Which files bear on a resource: those that show it, and those that its values may come from."""

    def __init__(self, tree: Tree, code: Iterable[str], beside: Mapping[str, Iterable[str]]) -> None:
        self._beside = {
            path: {each for each in others if tree.get_kind(Path(each)) is PathKind.FILE}
            for path, others in beside.items()
        }
        self._code = frozenset(code)
        self._folders: dict[str, set[str]] = defaultdict(set)
        for path in self._code:
            self._folders[os.path.dirname(path)].add(path)  # noqa: PTH120 - asked for each of many paths

    def list_paths(self, resource: Resource) -> set[str]:
        """The paths of those files, as messages show them."""
        paths = {resource.location.path, resource.read_from, *(fact.location.path for fact in resource.facts)} - {""}
        own = paths & self._code
        if own and resource.address.startswith("module."):  # what calls a module gives it its provider
            return paths | self._code
        for path in own:
            paths |= self._folders[os.path.dirname(path)]  # noqa: PTH120
        return paths.union(*(self._beside.get(path, ()) for path in paths))


def _find_file_days(paths: Iterable[str], tree: Tree) -> dict[str, date]:
    """The days of files; without those that git does not know, or that differ from the commit that is checked out."""
    try:
        if isinstance(tree, RevisionTree):
            repository, commit = tree.repository, tree.commit
        else:
            repository = open_repository(tree.folder)
            commit = repository.head or ""
        named = list(paths)
        found = find_keys(repository.root, (tree.folder / path for path in named))
        keys = {key: path for key, path in zip(found, named, strict=True) if key}
        changed = set() if isinstance(tree, RevisionTree) else _find_changed(repository, commit, list(keys))
        days = find_days(repository, commit, [key for key in keys if key not in changed]) if commit else {}
    except (RevisionError, OSError, ValueError):
        return {}
    return {keys[key]: day for key, day in days.items() if key in keys}


def _find_making_day(tree: Tree, path: str) -> date | None:
    """The day on which a file was made, by its own word at its very beginning or end."""
    if path.lower().endswith(_NEVER_DATED):
        return None
    try:
        begin, end = _read_ends(tree, path)
        found = _SCAN.match(begin) or _PLAN.search(end)
        return date.fromisoformat(found["day"].decode()) if found else None
    except (OSError, ValueError):
        return None


def _read_ends(tree: Tree, path: str) -> tuple[bytes, bytes]:
    """The beginning and the end of a file."""
    if not isinstance(tree, WorkTree):
        data = tree.read_bytes(Path(path), _LARGEST)
        return (data[:_LOOKED_AT], data[-_LOOKED_AT:]) if isinstance(data, bytes) else (b"", b"")
    with (tree.folder / path).open("rb") as stream:
        begin = stream.read(_LOOKED_AT)
        stream.seek(-min(_LOOKED_AT, stream.seek(0, os.SEEK_END)), os.SEEK_END)
        return begin, stream.read()


def _find_changed(repository: Repository, commit: str, keys: list[str]) -> set[str]:
    return set(list_changed(repository, list_beside(repository, commit, keys), keys)) if commit else set(keys)
