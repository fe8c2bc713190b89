"""The days of the files that infrastructure is read from: those of the commits that last changed them.

Asked for only where a past day is asked about: what was written later shows nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from seloste.checker.evidence.resource import Resource
from seloste.checker.reading.committed import find_key, list_beside, list_changed
from seloste.checker.reading.git import Repository, RevisionError, open_repository
from seloste.checker.reading.git_history import find_days
from seloste.checker.reading.git_tree import RevisionTree
from seloste.checker.reading.tree import Tree


def date_resources(resources: Iterable[Resource], tree: Tree, today: Mapping[str, date]) -> Iterator[Resource]:
    """The resources with the day from which their files show them; without one where a file of theirs has none.

    `today`: the day of what has no past, such as a database that is asked now, by the path that messages show.
    """
    read = list(resources)
    paths = {path for resource in read for path in _list_paths(resource)}
    days = {**_find_file_days(paths - today.keys(), tree), **today}
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
        keys = {key: path for path in paths if (key := find_key(repository.root, tree.folder / path))}
        changed = set() if isinstance(tree, RevisionTree) else _find_changed(repository, commit, list(keys))
        days = find_days(repository, commit, [key for key in keys if key not in changed]) if commit else {}
    except (RevisionError, OSError, ValueError):
        return {}
    return {keys[key]: day for key, day in days.items() if key in keys}


def _find_changed(repository: Repository, commit: str, keys: list[str]) -> set[str]:
    return set(list_changed(repository, list_beside(repository, commit, keys), keys)) if commit else set(keys)
