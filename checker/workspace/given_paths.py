"""Sorts the paths of the command line by the kinds of their files, which the files' top-level keys tell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from seloste.checker.finding import Finding, Several
from seloste.checker.position import MarkedMapping, mark_of
from seloste.checker.reading.documents import File, make_finding, open_file
from seloste.checker.reading.file_kinds import is_table
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.table_columns import MODELS
from seloste.checker.reading.tree import PathKind, Tree
from seloste.checker.workspace.file_content import INFRASTRUCTURE, KINDS_BY_KEY, detect_kind, detect_plain_kind
from seloste.checker.workspace.patterns import FileFinder, display_path, is_pattern, make_nothing_finding

#: The kinds of files that state what is there. The files of other kinds decide what is allowed.
INVENTORIES = frozenset({"systems", "processors", "evidence"})
#: The kinds of which there may be one file only.
_SINGLE = frozenset({"policy", "waivers"})
#: The top-level keys that tell infrastructure, which is evidence and no inventory.
_INFRASTRUCTURE_KEYS = frozenset({"apiVersion", "services", "resource_changes", "planned_values", "format_version"})
#: How large a file may be, in bytes, whose kind is found by its lines.
_PLAIN_SIZE = 1_000_000


def sort_paths(
    paths: Sequence[Path], finder: FileFinder, trusted: Tree
) -> tuple[dict[str, list[Path]], dict[str, list[Path]]]:
    """The files at the paths by kind: inventories from the tree of `finder`, the files of other kinds from `trusted`.

    Also the files at the paths in `trusted`. The findings of `finder` get the paths at which nothing is, the files of
    an unknown kind, and surplus files of a kind.
    """
    given = _sort_by_kind(paths, finder)
    if finder.tree is trusted:
        return given, given
    trusted_files = _sort_by_kind(paths, FileFinder(trusted, []))
    for kind in ("systems", "processors"):  # an inventory of the revision stays one, even if the change relabels it
        others = {path for other in _SINGLE for path in given.get(other, ())}
        relabelled = [path for path in trusted_files.get(kind, ()) if path in others]
        if relabelled:
            given[kind] = list(dict.fromkeys([*given.get(kind, ()), *relabelled]))
    inventories = {kind: files for kind, files in given.items() if kind in INVENTORIES}
    decisions = {kind: files for kind, files in trusted_files.items() if kind not in INVENTORIES}
    return inventories | decisions, trusted_files


def _sort_by_kind(paths: Sequence[Path], finder: FileFinder) -> dict[str, list[Path]]:
    """The files at the paths by kind; a folder or a pattern stands for the inventories that it finds."""
    tree, findings = finder.tree, finder.findings
    files: dict[Path, None] = {}
    for path in dict.fromkeys(paths):
        path_kind = tree.get_kind(path)
        if path_kind is PathKind.FOLDER:
            files.update(dict.fromkeys(finder.find_in_folder(path)))
        elif path_kind is not PathKind.ABSENT:
            files[path] = None
        elif is_pattern(path.as_posix()):
            files.update(dict.fromkeys(finder.find_inventories(Path(), [path.as_posix()], required=True)))
        else:
            findings.append(make_nothing_finding(path.as_posix()))
    given: dict[str, list[Path]] = {}
    for file in files:
        kind = _detect_kind(file, tree, findings)
        known = given.setdefault(kind, []) if kind else []
        if kind in _SINGLE and known:
            findings.append(make_second_finding(file, known[0], tree.folder))
        else:
            known.append(file)
    return given


def _detect_kind(path: Path, tree: Tree, findings: list[Finding]) -> str | None:
    """The kind of a file by its top-level keys: `systems` if it is unreadable, None (and a finding) if no key tells."""
    if is_table(path.name):
        return _detect_table_kind(path, tree)
    if path.name.lower().endswith(INFRASTRUCTURE):
        findings.append(_make_infrastructure_finding(path, tree))
        return None
    data = tree.look_into(path, _PLAIN_SIZE)
    if isinstance(data, bytes) and len(data) <= _PLAIN_SIZE and (plain := detect_plain_kind(data)):
        return plain
    file = open_file(path, display_path(path, tree.folder), "file", tree)
    kind = detect_kind(file)
    if kind or not file.is_sound:
        return kind or "systems"
    if any(
        isinstance(each.value, MarkedMapping) and each.value.keys() & _INFRASTRUCTURE_KEYS for each in file.documents
    ):
        findings.append(_make_infrastructure_finding(path, tree))
        return None
    mark = mark_of(file.documents[0].value, ()) or (1, 1, 1, 1)
    problem = Problem("missing-key", "kind", mark, {"expected": Several(tuple(KINDS_BY_KEY))})
    findings.append(make_finding(file, problem, file.documents[0]))
    return None


def _detect_table_kind(path: Path, tree: Tree) -> str:
    """The kind of a table: by its name where that begins with a kind, else by the names of its columns."""
    named = next((kind for kind in MODELS if path.name.lower().startswith(kind)), "")
    file = open_file(path, display_path(path, tree.folder), "table", tree) if not named else None
    return named or next((kind for each in file.documents for kind in each.value), "processors") if file else named


def _make_infrastructure_finding(path: Path, tree: Tree) -> Finding:
    """The finding for evidence of infrastructure that was given like an inventory."""
    return make_finding(File(display_path(path, tree.folder), "file"), Problem("unreadable", "infrastructure", None))


def make_second_finding(path: Path, first: Path, folder: Path) -> Finding:
    """The finding for a second file of a kind of which there may be one only."""
    problem = Problem("unreadable", "second", None, {"first": display_path(first, folder)})
    return make_finding(File(display_path(path, folder), ""), problem)
