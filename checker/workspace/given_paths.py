"""Sorts the paths of the command line by the kinds of their files, which the files' top-level keys tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from seloste.checker.finding import Finding, Several
from seloste.checker.position import MarkedMapping, mark_of
from seloste.checker.reading.documents import File, make_finding, open_file
from seloste.checker.reading.file_kinds import is_table
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.table_columns import MODELS
from seloste.checker.reading.tree import PathKind, Tree
from seloste.checker.workspace.patterns import FileFinder, display_path, make_nothing_finding

#: The kinds of files that state what is there. The files of other kinds decide what is allowed.
INVENTORIES = frozenset({"systems", "processors", "evidence"})
#: The kinds of which there may be one file only.
_SINGLE = frozenset({"policy", "waivers"})
#: The kind of file that a top-level key marks. A policy's keys come first, since it may have `processors` of its own.
_KINDS_BY_KEY = {
    "notice": "policy",
    "controller": "policy",
    "systems": "systems",
    "processors": "processors",
    "waivers": "waivers",
}
#: What tells infrastructure, which is evidence and no inventory: the end of a file's name, or a top-level key.
_INFRASTRUCTURE = (".tf", ".tofu", ".tf.json", ".tofu.json", ".tfstate")
_INFRASTRUCTURE_KEYS = frozenset({"apiVersion", "services", "resource_changes", "planned_values", "format_version"})

#: How large a file may be, in bytes, whose kind is found by its lines.
_PLAIN_SIZE = 1_000_000
#: A line of YAML may end otherwise than by a line feed, and a byte order mark or a null stands for another encoding.
_OTHER_BREAK = re.compile(rb"\r(?!\n)|\xc2\x85|\xe2\x80[\xa8\xa9]|\xef\xbb\xbf|\x00|\xfe\xff|\xff\xfe")
_UNINDENTED = re.compile(rb"^[^\s][^\n]*", re.MULTILINE)
_NO_KEY = re.compile(rb"#.*|(?:---|\.\.\.)\s*")
_PLAIN_KEY = re.compile(rb"([a-z_]+):(?:\s|$)")


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
    """The files at the paths by kind; a folder stands for the inventories below it."""
    tree, findings = finder.tree, finder.findings
    files: dict[Path, None] = {}
    for path in dict.fromkeys(paths):
        path_kind = tree.get_kind(path)
        if path_kind is PathKind.FOLDER:
            files.update(dict.fromkeys(finder.list_inventories(path)))
        elif path_kind is PathKind.ABSENT:
            findings.append(make_nothing_finding(path.as_posix()))
        else:
            files[path] = None
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
    if path.name.lower().endswith(_INFRASTRUCTURE):
        findings.append(_make_infrastructure_finding(path, tree))
        return None
    data = tree.read_bytes(path, _PLAIN_SIZE)
    if isinstance(data, bytes) and len(data) <= _PLAIN_SIZE and (plain := _detect_plain_kind(data)):
        return plain
    file = open_file(path, display_path(path, tree.folder), "file", tree)
    for document in file.documents:
        if isinstance(document.value, MarkedMapping):
            for key, kind in _KINDS_BY_KEY.items():
                if key in document.value:
                    return kind
    for key, kind in _KINDS_BY_KEY.items():  # the key may stand in a part that was skipped for its syntax
        if re.search(rf"^{key}\b", file.text, re.MULTILINE):
            return kind
    if not file.is_sound:
        return "systems"
    if any(
        isinstance(each.value, MarkedMapping) and each.value.keys() & _INFRASTRUCTURE_KEYS for each in file.documents
    ):
        findings.append(_make_infrastructure_finding(path, tree))
        return None
    mark = mark_of(file.documents[0].value, ()) or (1, 1, 1, 1)
    problem = Problem("missing-key", "kind", mark, {"expected": Several(tuple(_KINDS_BY_KEY))})
    findings.append(make_finding(file, problem, file.documents[0]))
    return None


def _detect_table_kind(path: Path, tree: Tree) -> str:
    """The kind of a table: by its name where that begins with a kind, else by the names of its columns."""
    named = next((kind for kind in MODELS if path.name.lower().startswith(kind)), "")
    file = open_file(path, display_path(path, tree.folder), "table", tree) if not named else None
    return named or next((kind for each in file.documents for kind in each.value), "processors") if file else named


def _detect_plain_kind(data: bytes) -> str | None:
    """The kind of a file in plain YAML, found without parsing it; None where its lines do not tell for sure.

    They do where the first key marks a kind, or follows `version`, and no line that is not indented could be a key of
    another kind, whatever text or document it belongs to.
    """
    if _OTHER_BREAK.search(data) or not _is_text(data):
        return None
    lines = [line for line in _UNINDENTED.findall(data) if not _NO_KEY.fullmatch(line)]
    keys = [match[1].decode() if (match := _PLAIN_KEY.match(line)) else None for line in lines]
    first = keys[1] if keys[:1] == ["version"] and len(keys) > 1 else keys[0] if keys else None
    kinds = {_KINDS_BY_KEY.get(key, "") if key else None for key in keys} - {""}
    return kinds.pop() if len(kinds) == 1 and first in _KINDS_BY_KEY else None


def _make_infrastructure_finding(path: Path, tree: Tree) -> Finding:
    """The finding for evidence of infrastructure that was given like an inventory."""
    return make_finding(File(display_path(path, tree.folder), "file"), Problem("unreadable", "infrastructure", None))


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def make_second_finding(path: Path, first: Path, folder: Path) -> Finding:
    """The finding for a second file of a kind of which there may be one only."""
    problem = Problem("unreadable", "second", None, {"first": display_path(first, folder)})
    return make_finding(File(display_path(path, folder), ""), problem)
