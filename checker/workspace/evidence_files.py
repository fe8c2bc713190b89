"""The files and databases that are evidence: those that the configuration and the command line name."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from seloste.checker.finding import Finding
from seloste.checker.position import mark_of
from seloste.checker.reading.documents import File, make_finding
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.tree import ConfinedTree, PathKind, Tree
from seloste.checker.workspace.database_address import VARIABLE, Database, Databases, holds_address, names_database
from seloste.checker.workspace.patterns import EVIDENCE_SUFFIXES, FileFinder, list_alternatives, make_nothing_finding
from seloste.checker.workspace.search import count_wildcards
from seloste.checker.workspace.settings_file import LoadedConfiguration

#: The reason why a file is not judged: evidence of the trusted revision that the change has removed or moved.
EVIDENCE_GONE = "evidence-gone"
#: The reason why a database is not asked: the change that is judged names it, and no trusted settings do.
_DATABASE_OF_CHANGE = "database-of-change"


class EvidencePath(NamedTuple):
    """The path of a file that may be evidence. One that is named by itself is never passed over."""

    path: Path
    is_named: bool


def find_evidence(
    given: Sequence[str], loaded: LoadedConfiguration, own: LoadedConfiguration | None, finder: FileFinder
) -> tuple[EvidencePath, ...]:
    """The files that may be evidence: of the command line, and of the configuration.

    Evidence is the word of the change that is judged: what its `own` configuration names beside that of the trusted
    revision is read too. The findings of `finder` get what names nothing.
    """
    search = FileFinder(finder.tree, finder.findings, suffixes=EVIDENCE_SUFFIXES)
    found = [*_find_given(given, search)]
    for configuration in (loaded, own) if own else (loaded,):
        for pattern in _list_patterns(configuration):
            found += _find_configured(pattern, configuration.root, search, required=configuration.declares("evidence"))
    return tuple(_keep_first(found, finder.tree))


def list_gone_evidence(loaded: LoadedConfiguration, trusted: Tree, kept: Iterable[EvidencePath]) -> list[Path]:
    """The evidence of the trusted revision that is not among the files that are judged."""
    search = FileFinder(trusted, [], suffixes=EVIDENCE_SUFFIXES)
    before = search.expand(loaded.root, _list_patterns(loaded), required=False)
    judged = {os.path.realpath(trusted.folder / each.path) for each in kept}
    return [path for path in before if os.path.realpath(trusted.folder / path) not in judged]


def find_databases(
    loaded: LoadedConfiguration, own: LoadedConfiguration | None, finder: FileFinder
) -> tuple[Database, ...]:
    """The databases that the configuration names by their variables: with a trusted revision, its configuration alone.

    A database is asked on nobody's word but the owner's. So a change that is judged adds none, neither by its `own`
    configuration nor where that is read in place of the trusted one. The findings of `finder` get each address.
    """
    for configuration in (loaded, own) if own else (loaded,):
        finder.findings += _refuse_addresses(configuration)
    is_of_change = own is None and isinstance(finder.tree, ConfinedTree)
    return () if is_of_change else tuple(map(Databases().find, _list_variables(loaded)))


def list_added_databases(loaded: LoadedConfiguration, own: LoadedConfiguration | None) -> list[tuple[str, str]]:
    """The databases that the change's own configuration adds, which are not asked; each with the key of the reason."""
    added = dict.fromkeys(_list_variables(own)) if own else {}
    return [(Databases().find(name).name, _DATABASE_OF_CHANGE) for name in added if name not in _list_variables(loaded)]


def _list_patterns(configuration: LoadedConfiguration) -> list[str]:
    """The files that a configuration names as evidence."""
    return [value for value in configuration.record.evidence if not names_database(value)]


def _list_variables(configuration: LoadedConfiguration) -> list[str]:
    """The variables that a configuration names as those with addresses of databases."""
    return [value for value in configuration.record.evidence if value.strip().startswith(VARIABLE)]


def _refuse_addresses(configuration: LoadedConfiguration) -> Iterator[Finding]:
    """A finding for each address in a configuration. It may hold a password, and so no line of the file is quoted."""
    file = configuration.file
    for number, value in enumerate(configuration.record.evidence):
        if file is not None and holds_address(value):
            mark = mark_of(file.documents[0].value, ("evidence", number))
            yield make_finding(File(file.path, "config"), Problem("unreadable", "database-in-settings", mark))


def _find_given(given: Sequence[str], search: FileFinder) -> Iterator[EvidencePath]:
    """The files of the command line: files, folders and patterns."""
    for value in dict.fromkeys(given):
        path = Path(value)
        kind = (
            search.tree.get_kind(path) if value.strip() else PathKind.ABSENT
        )  # a variable of the shell that is not set
        if kind is PathKind.FOLDER:
            yield from (EvidencePath(each, is_named=False) for each in search.list_inventories(path))
        elif kind is not PathKind.ABSENT:
            yield EvidencePath(path, is_named=True)
        elif count_wildcards(value) or len(list_alternatives(value)) != 1:
            yield from (EvidencePath(each, is_named=False) for each in search.expand(Path(), [value], required=True))
        else:
            search.findings.append(make_nothing_finding(value.strip() or '--evidence ""'))


def _find_configured(pattern: str, root: Path, search: FileFinder, *, required: bool) -> Iterator[EvidencePath]:
    """The files of a pattern of the configuration. One without a wildcard names its file, or a folder."""
    path = root / pattern
    if search.tree.get_kind(path) is PathKind.FOLDER:
        yield from (EvidencePath(each, is_named=False) for each in search.list_inventories(path))
        return
    is_named = not any(map(count_wildcards, list_alternatives(pattern)))
    yield from (EvidencePath(each, is_named) for each in search.expand(root, [pattern], required=required))


def _keep_first(found: Iterable[EvidencePath], tree: Tree) -> Iterator[EvidencePath]:
    """Each file once, in order; one that is named anywhere is named."""
    kept: dict[str, EvidencePath] = {}
    for each in found:
        identity = os.path.realpath(tree.folder / each.path)
        before = kept.setdefault(identity, each)
        if each.is_named and not before.is_named:
            kept[identity] = before._replace(is_named=True)
    return iter(kept.values())
