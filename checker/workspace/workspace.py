"""Finds the files to check: reads the configuration, expands its patterns, and sorts the paths of the command line.

Files may come from two trees. With `--trusted`, the inventories are those of the change under review. The notice, the
configuration, the waivers and the baseline are those of a revision, so that the change cannot approve itself.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from seloste.checker.finding import Decided, Finding, Several
from seloste.checker.position import MarkedMapping, mark_of
from seloste.checker.reading.documents import File, make_finding, open_file, require_one_document, validate_record
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.tree import ConfinedTree, PathKind, Tree, WorkTree
from seloste.checker.workspace.configuration import Configuration
from seloste.checker.workspace.patterns import (
    CONFIG_NAME,
    display_path,
    expand_patterns,
    list_inventories,
    make_nothing_finding,
)

#: The kinds of which there may be one file only.
_SINGLE = frozenset({"policy", "waivers"})
_NOTHING_TO_CHECK = "input/nothing-to-check"
#: The kind of file that a top-level key marks. A policy's keys come first, since it may have `processors` of its own.
_KINDS_BY_KEY = {
    "notice": "policy",
    "controller": "policy",
    "systems": "systems",
    "processors": "processors",
    "waivers": "waivers",
}
#: The kinds of files that state what is there. The files of other kinds decide what is allowed.
INVENTORIES = frozenset({"systems", "processors", "evidence"})


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
    given = _sort_given(paths, sources, findings)
    inventories: dict[str, list[Path]] = {"systems": [], "processors": []}
    if (scope or loaded.record.scope) != "notice":
        own = _LoadedConfiguration.read(config, folder, sources.judged) if sources.differ else None
        for kind in inventories:
            inventories[kind] = given.get(kind) or _list_configured(kind, loaded, own, sources.judged, findings)
    configured = loaded.root / loaded.record.policy.path
    policies = [*([policy] if policy else []), *given.get("policy", []), configured]
    findings += [
        _make_second_finding(other, policies[0], folder) for other in given.get("policy", []) if other != policies[0]
    ]
    return Workspace(
        folder=folder,
        root=loaded.root,
        config=loaded.record,
        config_file=loaded.file,
        config_path=loaded.path,
        policy=policies[0],
        systems=tuple(inventories["systems"]),
        processors=tuple(inventories["processors"]),
        waivers=given.get("waivers", [None])[0] or _find_optional("waivers", loaded, sources.trusted),
        sources=sources,
        baseline=baseline or _find_optional("baseline", loaded, sources.trusted),
        systems_given="systems" in given,
        processors_given="processors" in given,
        findings=findings,
    )


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


def _sort_given(paths: Sequence[Path], sources: Sources, findings: list[Finding]) -> dict[str, list[Path]]:
    """The files of the command line by kind, each kind from its tree."""
    given = _sort_by_kind(paths, sources.judged, findings)
    if not sources.differ:
        return given
    trusted = _sort_by_kind(paths, sources.trusted, [])
    for kind in ("systems", "processors"):  # an inventory of the revision stays one, even if the change relabels it
        relabelled = [path for path in trusted.get(kind, ()) if any(path in given.get(other, ()) for other in _SINGLE)]
        if relabelled:
            given[kind] = list(dict.fromkeys([*given.get(kind, ()), *relabelled]))
    inventories = {kind: files for kind, files in given.items() if kind in INVENTORIES}
    return inventories | {kind: files for kind, files in trusted.items() if kind not in INVENTORIES}


def _sort_by_kind(paths: Sequence[Path], tree: Tree, findings: list[Finding]) -> dict[str, list[Path]]:
    """The files at the paths by kind; a folder stands for the inventories below it."""
    given: dict[str, list[Path]] = {}
    for path in paths:
        path_kind = tree.get_kind(path)
        is_folder = path_kind is PathKind.FOLDER
        count = len(findings)
        files = list_inventories(tree, path, findings) if is_folder else [path]
        if (is_folder and not files and len(findings) == count) or path_kind is PathKind.ABSENT:
            findings.append(make_nothing_finding(path.as_posix()))
            continue
        for file in dict.fromkeys(files):
            kind = _detect_kind(file, tree, findings)
            known = given.setdefault(kind, []) if kind else []
            if kind in _SINGLE and known and known[0] != file:
                findings.append(_make_second_finding(file, known[0], tree.folder))
            elif file not in known:
                known.append(file)
    return given


def _detect_kind(path: Path, tree: Tree, findings: list[Finding]) -> str | None:
    """The kind of a file by its top-level keys: `systems` if it is unreadable, None (and a finding) if no key tells."""
    if path.suffix.lower() == ".csv":
        return "processors"
    file = open_file(path, display_path(path, tree.folder), "file", tree)
    for document in file.documents:
        if isinstance(document.value, MarkedMapping):
            for key, kind in _KINDS_BY_KEY.items():
                if key in document.value:
                    return kind
    for key, kind in _KINDS_BY_KEY.items():  # the key may stand in a part that was skipped for its syntax
        if re.search(rf"^{key}\b", file.text, re.MULTILINE):
            return kind
    if file.findings:
        return "systems"
    mark = mark_of(file.documents[0].value, ()) or (1, 1, 1, 1)
    problem = Problem("missing-key", "kind", mark, {"expected": Several(tuple(_KINDS_BY_KEY))})
    findings.append(make_finding(file, problem, file.documents[0]))
    return None


def _make_second_finding(path: Path, first: Path, folder: Path) -> Finding:
    """The finding for a second file of a kind of which there may be one only."""
    problem = Problem("unreadable", "second", None, {"first": display_path(first, folder)})
    return make_finding(File(display_path(path, folder), ""), problem)
