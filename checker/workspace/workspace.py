"""Finds the files to check: those that the configuration or the command line names.

Files may come from two trees. With `--trusted`, the inventories are those of the change under review. The notice, the
configuration, the waivers and the baseline are those of a revision, so that the change cannot approve itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from seloste.checker.finding import Decided, Finding
from seloste.checker.reading.documents import File, make_finding, open_file, require_one_document, validate_record
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.tree import ConfinedTree, PathKind, Tree, WorkTree
from seloste.checker.workspace.configuration import Configuration
from seloste.checker.workspace.given_paths import INVENTORIES, make_second_finding, sort_paths
from seloste.checker.workspace.patterns import CONFIG_NAME, display_path, expand_patterns

_NOTHING_TO_CHECK = "input/nothing-to-check"


class ConfigurationError(Exception):
    """The configuration is not valid; `findings` say why. Exit code 2."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("invalid configuration")
        self.findings = findings


@dataclass(frozen=True)
class Sources:
    """The trees that files are read from: inventories from `judged`, all other files from `trusted`."""

    judged: Tree
    trusted: Tree

    @property
    def differ(self) -> bool:
        """Whether a change is judged by another revision."""
        return self.judged is not self.trusted


@dataclass(frozen=True)
class Workspace:
    """The files to check, found but not yet read, and their configuration."""

    #: The absolute folder that relative paths start from, and that messages show paths relative to.
    folder: Path
    #: The folder that the paths of the configuration start from.
    root: Path
    config: Configuration
    config_file: File | None
    config_path: Path | None
    policy: Path
    systems: tuple[Path, ...]
    processors: tuple[Path, ...]
    waivers: Path | None
    sources: Sources
    #: The baseline, if it exists or the user named one.
    baseline: Path | None = None
    #: Whether the command line names files of systems, or of processors.
    systems_given: bool = False
    processors_given: bool = False
    #: Whether waivers have no effect (`--no-waivers`).
    waivers_ignored: bool = False
    findings: list[Finding] = field(default_factory=list)
    #: The waivers in comments of the inventories that were approved elsewhere; None: every such waiver has effect.
    approved: Decided | None = None
    #: Called during a long check with the number of systems' files read so far and their total.
    progress: Callable[[int, int], None] | None = None

    def display_path(self, path: Path) -> str:
        """A path as messages show it: see `patterns.display_path`."""
        return display_path(path, self.folder)

    def get_tree(self, kind: str) -> Tree:
        """The tree that files of a kind are read from.

        A policy that is pinned by its hash is read from the disk if the revision lacks it: it may belong to another
        repository.
        """
        if kind in INVENTORIES:
            return self.sources.judged
        trusted = self.sources.trusted
        if kind == "policy" and self.config.policy.sha256 and trusted.get_kind(self.policy) is not PathKind.FILE:
            return WorkTree(self.folder)
        return trusted

    def open_file(self, path: Path, kind: str) -> File:
        """Reads one of the files."""
        return open_file(path, self.display_path(path), kind, self.get_tree(kind))


def find_config(start: Path, tree: Tree) -> Path | None:
    """The nearest `seloste.yaml` from `start` up to the root of the repository, even if it cannot be read."""
    for folder in (start, *start.parents):
        path = folder / CONFIG_NAME
        if tree.get_kind(path) not in (PathKind.ABSENT, PathKind.HIDDEN):
            return path
        if tree.is_repository_root(folder):
            return None
    return None


def open_workspace(
    paths: Sequence[Path] = (),
    *,
    folder: Path,
    policy: Path | None = None,
    config: Path | None = None,
    baseline: Path | None = None,
    scope: str | None = None,
    sources: Sources | None = None,
) -> Workspace:
    """Finds the files of a workspace. Nothing but the configuration is read.

    Args:
        paths: The files and folders of the command line, in place of those that the configuration names.
        folder: The absolute folder that relative paths start from, and from which the configuration is searched.
        policy: The policy, in place of the configured one; likewise `config` and `baseline`.
        scope: `notice` looks for no inventories; None leaves the choice to the configuration.
        sources: The trees to read from; None: the work tree.

    Raises:
        ConfigurationError: The configuration cannot be read or is not valid.
    """
    tree = WorkTree(folder)
    sources = sources or Sources(tree, tree)
    loaded = _LoadedConfiguration.read(config, folder, sources.trusted)
    findings: list[Finding] = []
    given = sort_paths(paths, sources.judged, sources.trusted, findings)
    inventories: dict[str, list[Path]] = {"systems": [], "processors": []}
    if (scope or loaded.record.scope) != "notice":
        own = _LoadedConfiguration.read(config, folder, sources.judged) if sources.differ else None
        for kind in inventories:
            inventories[kind] = given.get(kind) or _list_configured(kind, loaded, own, sources.judged, findings)
    return Workspace(
        folder=folder,
        root=loaded.root,
        config=loaded.record,
        config_file=loaded.file,
        config_path=loaded.path,
        policy=_choose_policy(policy, given.get("policy", []), loaded, findings, folder),
        systems=tuple(inventories["systems"]),
        processors=tuple(inventories["processors"]),
        waivers=given.get("waivers", [None])[0] or _find_optional("waivers", loaded, sources.trusted),
        sources=sources,
        baseline=baseline or _find_optional("baseline", loaded, sources.trusted),
        systems_given="systems" in given,
        processors_given="processors" in given,
        findings=findings,
    )


def _choose_policy(
    option: Path | None,
    given: Sequence[Path],
    loaded: _LoadedConfiguration,
    findings: list[Finding],
    folder: Path,
) -> Path:
    """The policy of the option, else of the command line, else of the configuration.

    `findings` gets every other policy of the command line.
    """
    policy = option or next(iter(given), loaded.root / loaded.record.policy.path)
    findings += [make_second_finding(other, policy, folder) for other in given if other != policy]
    return policy


@dataclass(frozen=True, slots=True)
class _LoadedConfiguration:
    """The configuration of a tree, the file that it was read from, and the folder that its paths start from."""

    record: Configuration
    file: File | None
    root: Path
    path: Path | None = None

    @classmethod
    def read(cls, path: Path | None, folder: Path, tree: Tree) -> _LoadedConfiguration:
        """Reads the configuration at `path`, else the nearest one from `folder` upwards, else takes the defaults."""
        path = path or find_config(folder, tree)
        if path is None:
            return cls(Configuration(), None, folder)
        file = open_file(path, display_path(path, folder), "config", tree)
        document = require_one_document(file)
        record = validate_record(file, document, Configuration) if document is not None else None
        if record is None or file.findings:
            raise ConfigurationError(sorted(file.findings, key=lambda finding: finding.order))
        return cls(record, file, path.parent, path)

    def declares(self, key: str) -> bool:
        """Whether the file has a key, so that the files under it are expected to exist."""
        return self.file is not None and key in self.record.model_fields_set

    def list_files(self, kind: str, tree: Tree, findings: list[Finding]) -> list[Path]:
        """The files of a kind; `findings` gets each pattern of the file that matches none."""
        return expand_patterns(tree, self.root, getattr(self.record, kind), findings, required=self.declares(kind))


def _find_optional(kind: str, loaded: _LoadedConfiguration, tree: Tree) -> Path | None:
    """The configured path of a file; None if the file is missing and the configuration does not name it."""
    path: Path = loaded.root / getattr(loaded.record, kind)
    return path if loaded.declares(kind) or tree.get_kind(path) is not PathKind.ABSENT else None


def _list_configured(
    kind: str, loaded: _LoadedConfiguration, own: _LoadedConfiguration | None, tree: Tree, findings: list[Finding]
) -> list[Path]:
    """The files of a kind that the trusted configuration names, and those that the change's `own` one adds.

    So a change can add files to those that are judged, and remove none. Where the change moves its inventories, the
    trusted patterns may match nothing as long as its own patterns match something.
    """
    if own is None or (own.root, getattr(own.record, kind)) == (loaded.root, getattr(loaded.record, kind)):
        return loaded.list_files(kind, tree, findings)
    unmatched: list[Finding] = []
    files = loaded.list_files(kind, tree, unmatched)
    findings += [finding for finding in unmatched if finding.rule != _NOTHING_TO_CHECK or not own.declares(kind)]
    known = {os.path.realpath(tree.folder / path) for path in files}
    own_tree = tree.allowing(files) if isinstance(tree, ConfinedTree) else tree
    for path in own.list_files(kind, own_tree, findings):
        if os.path.realpath(tree.folder / path) in known:
            continue
        if own_tree.get_kind(path) is tree.get_kind(path):
            files.append(path)
        else:
            file = File(display_path(path, tree.folder), "")
            findings.append(make_finding(file, Problem("unreadable", "outside", None)))
    return files
