"""Which files are checked: finds the configuration, expands its globs, and takes the paths of the command line.

What is judged and what it is judged by may come from two trees: with `--trusted` the notice, the configuration and all
that lets a finding pass are those of a revision, and only the inventories are those of the change under judgment.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from seloste.checker.finding import Finding, Several, Waived
from seloste.checker.position import Location, MarkedMapping, mark_of
from seloste.checker.reading.documents import File, validate_header, require_one_document, open_file, make_finding, validate_record
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.tree import WORK_TREE, ConfinedTree, PathKind, Tree
from seloste.checker.workspace.configuration import Configuration
from seloste.checker.workspace.patterns import CONFIG_NAME, expand_patterns, list_inventories, make_nothing_finding, display_path

#: The kinds of which there is but one file.
_SINGLE = frozenset({"policy", "waivers"})
_NOTHING = "input/nothing-to-check"
#: The top-level key that tells what a file holds. A policy's come first: it may have `processors` of its own.
_KINDS = {
    "notice": "policy",
    "controller": "policy",
    "systems": "systems",
    "processors": "processors",
    "waivers": "waivers",
}
#: By a finding's fingerprint, the decisions on it: as many findings may pass by them as there are decisions.
Approved = dict[str, tuple[Waived, ...]]
#: What the checked change itself says. All other kinds decide what may pass.
INVENTORIES = frozenset({"systems", "processors", "evidence"})


class ConfigurationError(Exception):
    """The configuration can't be used; `findings` say why. Exit code 2."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("invalid configuration")
        self.findings = findings


@dataclass(frozen=True)
class Sources:
    """The trees that files are read from: inventories from `judged`, all that decides what may pass from `held`."""

    judged: Tree = WORK_TREE
    held: Tree = WORK_TREE

    @property
    def differ(self) -> bool:
        """Whether a change is judged by what stands elsewhere."""
        return self.judged is not self.held


@dataclass(frozen=True)
class Workspace:
    """The files to be checked, found but not yet read, and the settings that hold for them."""

    root: Path
    config: Configuration
    config_file: File | None
    config_path: Path | None
    policy: Path
    systems: tuple[Path, ...]
    processors: tuple[Path, ...]
    waivers: Path | None
    #: The baseline, where there is one or one was asked for.
    baseline: Path | None = None
    systems_given: bool = False
    processors_given: bool = False
    #: Whether no waiver lets anything pass (`--no-waivers`).
    set_aside: bool = False
    findings: list[Finding] = field(default_factory=list)
    sources: Sources = field(default_factory=Sources)
    #: The findings that comments beside the inventories let pass where these were approved; None: these are approved.
    approved: Approved | None = None
    #: Told, as a long check goes on, how many of how many files of systems were read.
    progress: Callable[[int, int], None] | None = None

    def display_path(self, path: Path) -> str:
        """How messages name a file: relative to the working directory where that is shorter, with forward slashes."""
        return display_path(path)

    def tree(self, kind: str) -> Tree:
        """The tree that files of a kind are read from.

        A policy that is pinned by its hash may also be a file that no revision has: a checkout of another repository.
        """
        if kind in INVENTORIES:
            return self.sources.judged
        if kind == "policy" and self.config.policy.sha256 and self.sources.held.kind(self.policy) is not PathKind.FILE:
            return WORK_TREE
        return self.sources.held

    def open(self, path: Path, kind: str) -> File:
        """Reads one of the files."""
        return open_file(path, display_path(path), kind, tree=self.tree(kind))


def find_config(start: Path, tree: Tree = WORK_TREE) -> Path | None:
    """The nearest `seloste.yaml` from `start` up to the root of the repository, also one that cannot be read."""
    for folder in (start, *start.parents):
        path = folder / CONFIG_NAME
        if tree.kind(path) not in (PathKind.ABSENT, PathKind.HIDDEN):
            return path
        if tree.is_root(folder):
            return None
    return None


def open_workspace(
    paths: Sequence[Path] = (),
    *,
    policy: Path | None = None,
    config: Path | None = None,
    baseline: Path | None = None,
    scope: str | None = None,
    sources: Sources = Sources(),
) -> Workspace:
    """The workspace for the working directory and the paths given. ConfigurationError if it has unfit settings."""
    here = _here()
    found = _Settings.read(config, here, sources.held)
    settings, root = found.record, found.root
    findings: list[Finding] = []
    given = _given(paths, sources, findings)
    kinds: dict[str, list[Path]] = {"systems": [], "processors": []}
    if (scope or settings.scope) != "notice":
        own = _Settings.read(config, here, sources.judged) if sources.differ else None
        kinds = {kind: given.get(kind) or _configured(kind, found, own, sources.judged, findings) for kind in kinds}
    policies = [*([policy] if policy else []), *given.get("policy", []), root / settings.policy.path]
    findings += [_second(other, policies[0]) for other in given.get("policy", []) if other != policies[0]]
    waivers = given.get("waivers", [None])[0] or _optional("waivers", found, sources.held)
    known = baseline or _optional("baseline", found, sources.held)
    return Workspace(
        root=root,
        config=settings,
        config_file=found.file,
        config_path=found.path,
        policy=policies[0],
        systems=tuple(kinds["systems"]),
        processors=tuple(kinds["processors"]),
        waivers=waivers,
        baseline=known,
        systems_given="systems" in given,
        processors_given="processors" in given,
        findings=findings,
        sources=sources,
    )


def _here() -> Path:
    try:
        return Path.cwd()
    except OSError:
        raise ConfigurationError([make_nothing_finding(".")]) from None


@dataclass(frozen=True, slots=True)
class _Settings:
    """The settings of a tree, where they stand, and the folder that their paths are relative to."""

    record: Configuration
    file: File | None
    root: Path
    path: Path | None = None

    @classmethod
    def read(cls, path: Path | None, here: Path, tree: Tree) -> _Settings:
        path = path or find_config(here, tree)
        if path is None:
            return cls(Configuration(), None, here)
        file = open_file(path, display_path(path), "config", tree=tree)
        document = require_one_document(file)
        settings = validate_record(file, document, Configuration) if document is not None else None
        if settings is None or file.findings:
            raise ConfigurationError(sorted(file.findings, key=lambda finding: finding.order))
        return cls(settings, file, path.parent, path)

    def asks(self, kind: str) -> bool:
        """Whether somebody wrote a setting, so that what it names ought to be there."""
        return self.file is not None and kind in self.record.model_fields_set

    def files(self, kind: str, tree: Tree, findings: list[Finding]) -> list[Path]:
        """The files of a kind. A pattern that somebody wrote and that matches nothing is told of."""
        return expand_patterns(self.root, getattr(self.record, kind), findings, asked=self.asks(kind), tree=tree)


def _optional(kind: str, found: _Settings, tree: Tree) -> Path | None:
    """A file that need not be: None where nobody asked for it and it is not there."""
    path: Path = found.root / getattr(found.record, kind)
    return path if found.asks(kind) or tree.kind(path) is not PathKind.ABSENT else None


def _configured(kind: str, found: _Settings, own: _Settings | None, tree: Tree, findings: list[Finding]) -> list[Path]:
    """The files of a kind that the settings name, and those that the change's `own` settings name beside them.

    So a change can add to what is judged and take nothing away. Where it moves its inventories, a pattern that has
    become empty is not told of, as long as its own patterns are not.
    """
    if own is None or (own.root, getattr(own.record, kind)) == (found.root, getattr(found.record, kind)):
        return found.files(kind, tree, findings)
    empty: list[Finding] = []
    files = found.files(kind, tree, empty)
    findings += [finding for finding in empty if finding.rule != _NOTHING or not own.asks(kind)]
    known = {os.path.realpath(path) for path in files}
    named = tree.allowing(files) if isinstance(tree, ConfinedTree) else tree
    for path in own.files(kind, named, findings):
        if os.path.realpath(path) in known:
            continue
        if named.kind(path) is tree.kind(path):
            files.append(path)
        else:
            findings.append(make_finding(File(display_path(path), ""), Problem("unreadable", "outside", None)))
    return files


def _given(paths: Sequence[Path], sources: Sources, findings: list[Finding]) -> dict[str, list[Path]]:
    """The files given on the command line, by kind. What decides is taken from the tree that holds it."""
    given = _by_kind(paths, sources.judged, findings)
    if not sources.differ:
        return given
    held = _by_kind(paths, sources.held, [])
    for kind in ("systems", "processors"):  # what was an inventory is judged as one, whatever else it says now
        claimed = [path for path in held.get(kind, ()) if any(path in given.get(other, ()) for other in _SINGLE)]
        if claimed:
            given[kind] = list(dict.fromkeys([*given.get(kind, ()), *claimed]))
    inventories = {kind: files for kind, files in given.items() if kind in INVENTORIES}
    return inventories | {kind: files for kind, files in held.items() if kind not in INVENTORIES}


def _by_kind(paths: Sequence[Path], tree: Tree, findings: list[Finding]) -> dict[str, list[Path]]:
    """The files at the paths, by kind; a folder stands for the files in it."""
    given: dict[str, list[Path]] = {}
    for path in paths:
        kind = tree.kind(path)
        folder = kind is PathKind.FOLDER
        before = len(findings)
        files = list_inventories(tree, path, findings) if folder else [path]
        if (folder and not files and len(findings) == before) or kind is PathKind.ABSENT:
            findings.append(make_nothing_finding(path.as_posix()))
            continue
        for file in dict.fromkeys(files):
            told = _kind(file, tree, findings)
            known = given.setdefault(told, []) if told else []
            if told in _SINGLE and known and known[0] != file:
                findings.append(_second(file, known[0]))
            elif file not in known:
                known.append(file)
    return given


def _kind(path: Path, tree: Tree, findings: list[Finding]) -> str | None:
    """What a file holds, told by its top-level keys; systems where it cannot be read, None where nothing tells."""
    if path.suffix.lower() == ".csv":
        return "processors"
    file = open_file(path, display_path(path), "file", tree=tree)
    for document in file.documents:
        if isinstance(document.value, MarkedMapping):
            for key, kind in _KINDS.items():
                if key in document.value:
                    return kind
    for key, kind in _KINDS.items():  # what was set aside for its syntax may still tell
        if re.search(rf"^{key}\b", file.text, re.MULTILINE):
            return kind
    if file.findings:
        return "systems"
    place = mark_of(file.documents[0].value, ()) or (1, 1, 1, 1)
    expected = {"expected": Several(tuple(_KINDS))}
    findings.append(make_finding(file, Problem("missing-key", "kind", place, expected), file.documents[0]))
    return None


def _second(path: Path, first: Path) -> Finding:
    """The finding for a second file of a kind of which there can be but one."""
    return make_finding(File(display_path(path), ""), Problem("unreadable", "second", None, {"first": display_path(first)}))


__all__ = [
    "ConfigurationError",
    "Location",
    "Sources",
    "Workspace",
    "expand",
    "find_config",
    "header",
    "open_workspace",
    "shown",
]
