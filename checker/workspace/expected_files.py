"""The files that a check of a tree reads by the settings: to tell what was deleted from another one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from seloste.checker.reading.tree import PathKind, Tree
from seloste.checker.workspace.database_address import names_database
from seloste.checker.workspace.patterns import EVIDENCE_SUFFIXES, INVENTORY_SUFFIXES, FileFinder
from seloste.checker.workspace.workspace import Workspace


def list_expected(workspace: Workspace, tree: Tree, evidence: Sequence[str]) -> Iterator[Path]:
    """The inventories, evidence and decisions that the settings of a workspace, and the options, name in a tree.

    `evidence`: the files, folders and patterns of the command line, seen from the working directory.
    """
    config, root = workspace.config, workspace.root
    own = (() if workspace.systems_given else config.systems, () if workspace.processors_given else config.processors)
    for patterns in own:
        yield from _expand(tree, root, patterns, INVENTORY_SUFFIXES)
    yield from _expand(tree, root, [each for each in config.evidence if not names_database(each)], EVIDENCE_SUFFIXES)
    yield from _expand(tree, Path(), evidence, EVIDENCE_SUFFIXES)
    optional = (root / name for name in (config.waivers, config.baseline, config.responses))
    yield from (path for path in optional if tree.get_kind(path) is PathKind.FILE)


def _expand(tree: Tree, root: Path, patterns: Sequence[str], suffixes: tuple[str, ...]) -> Iterator[Path]:
    """The files of paths, folders and patterns; what names nothing is a finding of the check itself."""
    finder = FileFinder(tree, [], suffixes=suffixes)
    for pattern in patterns:
        if tree.get_kind(root / pattern) is PathKind.FOLDER:
            yield from finder.list_inventories(root / pattern, required=False)
        else:
            yield from finder.expand(root, [pattern], required=False)
