"""Finds the files to check: those that the configuration or the command line names.

Files may come from two trees. With `--trusted`, the inventories are those of the change under review. The notice, the
configuration, the waivers and the baseline are those of a revision, so that the change cannot approve itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from seloste.checker.finding import Decided, Finding
from seloste.checker.reading.documents import File, make_finding, open_file
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.tree import ConfinedTree, PathKind, Tree, WorkTree
from seloste.checker.workspace.configuration import Configuration
from seloste.checker.workspace.database_address import Database
from seloste.checker.workspace.evidence_files import (
    EVIDENCE_GONE,
    EvidencePath,
    find_databases,
    find_evidence,
    list_added_databases,
    list_gone_evidence,
)
from seloste.checker.workspace.file_content import KnownFiles, recognize_kind
from seloste.checker.workspace.given_paths import INVENTORIES, make_second_finding, sort_paths
from seloste.checker.workspace.left_out import GONE, list_gone, name_left_out
from seloste.checker.workspace.patterns import FileFinder, display_path, list_ids, make_nothing_finding
from seloste.checker.workspace.settings_file import LoadedConfiguration
from seloste.checker.workspace.unfetched import Unfetched


class Sources(Struct, frozen=True):
    """The trees that files are read from: inventories from `judged`, all other files from `trusted`.

    `known`: the files from which records were taken before, besides those of `trusted` and of the baseline.
    """

    judged: Tree
    trusted: Tree
    known: KnownFiles = KnownFiles()

    @property
    def differ(self) -> bool:
        """Whether a change is judged by another revision."""
        return self.judged is not self.trusted


class Workspace(Struct, frozen=True):
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
    #: The baseline, if it exists or the user named one; the responses likewise.
    baseline: Path | None = None
    responses: Path | None = None
    #: Whether a policy was named, so that it is expected to exist.
    policy_named: bool = False
    #: Whether the command line names files of systems, or of processors.
    systems_given: bool = False
    processors_given: bool = False
    #: Whether waivers have no effect (`--no-waivers`).
    waivers_ignored: bool = False
    #: Whether the day that is asked about is the clock's, so that any later day is still to come.
    is_today: bool = False
    #: The day that the clock shows, read at the edge; None: the day that is asked about.
    today: date | None = None
    #: Whether a day before that one is asked about, so that it matters when files of infrastructure were written.
    asks_past: bool = False
    findings: list[Finding] = field(default_factory=list)
    #: The waivers in comments of the inventories that were approved elsewhere; None: every such waiver has effect.
    approved: Decided | None = None
    #: The files that one could expect to be judged, and are not: each as it is shown, with the key of the reason.
    left_out: tuple[tuple[str, str], ...] = ()
    #: The addresses of files of systems in file systems that Spark reads.
    addresses: tuple[str, ...] = ()
    #: The files that may be evidence of infrastructure.
    evidence: tuple[EvidencePath, ...] = ()
    #: The databases that are asked for their catalogues. Until the variables of the environment are known, each of them
    #: has the problem that there is no such variable.
    databases: tuple[Database, ...] = ()
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


def open_workspace(
    paths: Sequence[Path | str] = (),
    *,
    folder: Path,
    policy: Path | None = None,
    config: Path | None = None,
    baseline: Path | None = None,
    scope: str | None = None,
    sources: Sources | None = None,
    evidence: Sequence[str] = (),
) -> Workspace:
    """Finds the files of a workspace. Nothing but the configuration is read, and the keys of files found by patterns.

    Args:
        paths: The files and folders of the command line, in place of those that the configuration names. A text is the
            address of files of systems that only Spark reads.
        folder: The absolute folder that relative paths start from, and from which the configuration is searched.
        policy: The policy, in place of the configured one; likewise `config` and `baseline`.
        scope: `notice` looks for no inventories; None leaves the choice to the configuration.
        sources: The trees to read from; None: the work tree.
        evidence: Files, folders and patterns with evidence of infrastructure, beside those of the configuration; no
            databases, which `Databases` has.

    Raises:
        ConfigurationError: The configuration cannot be read or is not valid.
    """
    tree = WorkTree(folder)
    sources = sources or Sources(tree, tree)
    loaded = LoadedConfiguration.read(config, folder, sources.trusted)
    findings: list[Finding] = []
    baseline = baseline or _find_optional("baseline", loaded, sources.trusted)
    known = replace(sources.known, baseline=(baseline, sources.trusted)) if baseline else sources.known
    known = replace(known, base=sources.trusted) if sources.differ else known
    finder = FileFinder(sources.judged, findings, known=known)
    addresses = [path for path in paths if isinstance(path, str)]
    files = [path for path in paths if not isinstance(path, str)]
    given, given_before = sort_paths(files, finder, sources.trusted)
    inventories: dict[str, list[Path]] = {"systems": [], "processors": []}
    left_out: list[tuple[Path, str]] = []
    own: LoadedConfiguration | None = None
    shown: tuple[EvidencePath, ...] = ()
    databases: tuple[Database, ...] = ()
    if (scope or loaded.record.scope) != "notice":
        own = LoadedConfiguration.read(config, folder, sources.judged) if sources.differ else None
        unfetched = Unfetched(folder) if isinstance(sources.judged, WorkTree) else None
        if unfetched:
            findings += unfetched.report_folders(files)
        for kind in inventories:
            before = given_before.get(kind)
            is_given = bool(given.get(kind)) or (kind == "systems" and bool(addresses))
            inventories[kind] = (
                given.get(kind, []) if is_given else _list_configured(kind, loaded, own, finder, sources.trusted)
            )
            if unfetched and not is_given:
                patterns = [loaded, own] if own else [loaded]
                findings += [found for each in patterns for found in each.report_unfetched(kind, unfetched)]
            if sources.differ:
                before = before or loaded.list_files(kind, FileFinder(sources.trusted, []))
                left_out += [(path, GONE) for path in list_gone(before, inventories[kind], folder)]
        shown = find_evidence(evidence, loaded, own, finder)
        databases = find_databases(loaded, own, finder)
        if sources.differ:
            left_out += [(path, EVIDENCE_GONE) for path in list_gone_evidence(loaded, sources.trusted, shown)]
    policy_named = policy is not None or bool(given.get("policy")) or loaded.declares("policy")
    policy = _choose_policy(policy, given.get("policy", []), loaded, findings, folder)
    waivers = given.get("waivers", [None])[0] or _find_optional("waivers", loaded, sources.trusted)
    read = {**inventories, "policy": [policy], "waivers": [waivers] if waivers else []}
    return Workspace(
        folder=folder,
        root=loaded.root,
        config=loaded.record,
        config_file=loaded.file,
        config_path=loaded.path,
        policy=policy,
        systems=_drop_other_kinds("systems", finder, read),
        processors=_drop_other_kinds("processors", finder, read),
        waivers=waivers,
        sources=sources,
        baseline=baseline,
        responses=_find_optional("responses", loaded, sources.trusted),
        policy_named=policy_named,
        addresses=_list_addresses(addresses, given, loaded, own),
        systems_given="systems" in given or bool(addresses),
        processors_given="processors" in given,
        findings=_drop_less_exact(findings),
        evidence=shown,
        databases=databases,
        left_out=(
            *name_left_out(finder, (loaded, own), left_out, (each.path for each in shown)),
            *list_added_databases(loaded, own),
        ),
    )


def _list_addresses(
    addresses: Sequence[str],
    given: Mapping[str, Sequence[Path]],
    loaded: LoadedConfiguration,
    own: LoadedConfiguration | None,
) -> tuple[str, ...]:
    """The addresses of the command line, else those of the configuration."""
    if addresses or given.get("systems"):
        return tuple(dict.fromkeys(addresses))
    configured = [*loaded.list_addresses(), *(own.list_addresses() if own else ())]
    return tuple(dict.fromkeys(configured))


def _choose_policy(
    option: Path | None,
    given: Sequence[Path],
    loaded: LoadedConfiguration,
    findings: list[Finding],
    folder: Path,
) -> Path:
    """The policy of the option, else of the command line, else of the configuration.

    `findings` gets every other policy of the command line.
    """
    policy = option or next(iter(given), loaded.root / loaded.record.policy.path)
    findings += [make_second_finding(other, policy, folder) for other in given if other != policy]
    return policy


def _find_optional(kind: str, loaded: LoadedConfiguration, tree: Tree) -> Path | None:
    """The configured path of a file; None if the file is missing and the configuration does not name it."""
    path: Path = loaded.root / getattr(loaded.record, kind)
    return path if loaded.declares(kind) or tree.get_kind(path) is not PathKind.ABSENT else None


def _list_configured(
    kind: str, loaded: LoadedConfiguration, own: LoadedConfiguration | None, finder: FileFinder, trusted: Tree
) -> list[Path]:
    """The files of a kind that the trusted configuration names, and those that the change's `own` one adds.

    So a change can add files to those that are judged, and take none away: where it moves its inventories, so that a
    trusted pattern matches nothing any more, the other files must have all the ids that stood in them.
    """
    if own is None:
        return loaded.list_files(kind, finder)
    same = (own.root, own.list_patterns(kind)) == (loaded.root, loaded.list_patterns(kind))
    required = loaded.declares(kind) and (same or not own.declares(kind))
    missed: dict[str, list[Path]] = {}
    found: dict[Path, None] = {}
    for pattern in loaded.list_patterns(kind):
        count = len(finder.findings)
        matched = finder.find_inventories(loaded.root, [pattern], required=required)
        found.update(dict.fromkeys(matched))
        if not matched and len(finder.findings) == count:
            missed[pattern] = FileFinder(trusted, []).find_inventories(loaded.root, [pattern], required=False)
    files = list(found) if same else _add_own(kind, list(found), own, finder)
    if any(missed.values()):
        ids = list_ids(kind, files, finder.tree) or frozenset()
        for pattern, before in missed.items():
            ids_before = list_ids(kind, before, trusted)
            if ids_before is None or not ids_before <= ids:
                finder.findings.append(make_nothing_finding(pattern))
    return files


def _drop_other_kinds(kind: str, finder: FileFinder, read: Mapping[str, Sequence[Path]]) -> tuple[Path, ...]:
    """The files of a kind, without those that a pattern found, that are of another kind, and are read as that one.

    `read`: the files that are read, by kind. A key of a kind as which nothing reads a file drops no record in it.
    """
    twice = {path for other, files in read.items() if other != kind for path in files if path in finder.found}

    def is_read_otherwise(path: Path) -> bool:
        own = recognize_kind(path, finder.tree) if path in twice else None
        return own not in (kind, None) and path in read.get(own or "", ())

    return tuple(path for path in read[kind] if not is_read_otherwise(path))


def _add_own(kind: str, files: list[Path], own: LoadedConfiguration, finder: FileFinder) -> list[Path]:
    """The files, and those that the change's own configuration adds."""
    tree = finder.tree
    known = {os.path.realpath(tree.folder / path) for path in files}
    own_tree = tree.allowing(files) if isinstance(tree, ConfinedTree) else tree
    for path in own.list_files(kind, replace(finder, tree=own_tree)):
        if os.path.realpath(tree.folder / path) in known:
            continue
        if own_tree.get_kind(path) is tree.get_kind(path):
            files.append(path)
        else:
            file = File(display_path(path, tree.folder), "")
            finder.findings.append(make_finding(file, Problem("unreadable", "outside", None)))
    return files


def _drop_less_exact(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, without those that nothing is at a path or a pattern where others say why."""
    explained = {found.location.path for found in findings if found.variant in ("submodule", "sparse")}
    return [found for found in findings if found.variant != "path" or found.location.path not in explained]
