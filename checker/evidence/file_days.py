"""The days of the files that infrastructure is read from: those of the commits that last changed them.

A file that git does not know has the day on which it says that it was made: plans of Terraform and results of Trivy do.
Asked for only where a past day is asked about: what was written later shows nothing of it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec.structs import replace

from seloste.checker.evidence.resource import Resource
from seloste.checker.reading.committed import find_keys, list_beside, list_changed
from seloste.checker.reading.git import Repository, RevisionError, open_repository
from seloste.checker.reading.git_history import find_days
from seloste.checker.reading.git_tree import RevisionTree
from seloste.checker.reading.tree import Tree, WorkTree

#: How much of a file is looked at, at each end, in bytes.
_LOOKED_AT = 1_000
#: The end of a plan in JSON: its time, and after it only whether it can be applied and the like.
_PLAN = re.compile(
    rb'"timestamp":"(?P<day>\d{4}-\d\d-\d\d)T[^"]{1,40}"(?:,"[a-z_]{1,20}":(?:true|false)){0,5}\}\s{0,5}\Z'
)
#: The beginning of a result of Trivy: the version of the format, then perhaps an id, then its time.
_SCAN = re.compile(
    rb'\s{0,5}\{\s{0,9}"SchemaVersion": ?\d,\s{0,9}(?:"ReportID": ?"[^"]{0,60}",\s{0,9})?'
    rb'"CreatedAt": ?"(?P<day>\d{4}-\d\d-\d\d)T'
)


def date_resources(resources: Iterable[Resource], tree: Tree, today: Mapping[str, date]) -> Iterator[Resource]:
    """The resources with the day from which their files show them; without one where a file of theirs has none.

    `today`: the day of what has no past, such as a database that is asked now, by the path that messages show.
    """
    read = list(resources)
    paths = {path for resource in read for path in _list_paths(resource)}
    written = _find_file_days(paths - today.keys(), tree)
    unknown = paths - written.keys() - today.keys() if isinstance(tree, WorkTree) else set()
    made = {path: _find_making_day(tree, path) for path in unknown}
    days = {**made, **written, **today}
    for resource in read:
        own = [days.get(path) for path in _list_paths(resource)]
        known = [day for day in own if day is not None]
        yield replace(resource, dated=max(known)) if known and len(known) == len(own) else resource


def _list_paths(resource: Resource) -> set[str]:
    """The files that show a resource."""
    return {resource.location.path, resource.read_from, *(fact.location.path for fact in resource.facts)} - {""}


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
    """The day on which a file of the work tree was made, by its own word at its very beginning or end."""
    try:
        with (tree.folder / path).open("rb") as stream:
            begin = stream.read(_LOOKED_AT)
            stream.seek(-min(_LOOKED_AT, stream.seek(0, os.SEEK_END)), os.SEEK_END)
            found = _SCAN.match(begin) or _PLAN.search(stream.read())
        return date.fromisoformat(found["day"].decode()) if found else None
    except (OSError, ValueError):
        return None


def _find_changed(repository: Repository, commit: str, keys: list[str]) -> set[str]:
    return set(list_changed(repository, list_beside(repository, commit, keys), keys)) if commit else set(keys)
