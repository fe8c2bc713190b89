"""Which files a pattern or a folder stands for, what they are called, and what is told where that is nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from seloste.checker.finding import Finding
from seloste.checker.reading.documents import File, make_finding
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.tree import WORK_TREE, PathKind, Tree, below, matching

CONFIG_NAME = "seloste.yaml"
#: So many alternatives the braces of one pattern may make.
_MOST_ALTERNATIVES = 64
_BRACES = re.compile(r"\{([^{}]*)\}")
_SUFFIXES = {".yaml", ".yml", ".json", ".csv"}


def display_path(path: Path) -> str:
    """How messages name a file: relative to the working directory, with forward slashes."""
    if not path.is_absolute():
        return path.as_posix()
    relative = os.path.relpath(path)
    return Path(relative).as_posix() if not relative.startswith(os.pardir + os.sep + os.pardir) else path.as_posix()


def list_inventories(tree: Tree, folder: Path, findings: list[Finding]) -> list[Path]:
    """The files below a folder that may be inventories."""

    def denied(path: Path, error: OSError | None) -> None:
        findings.append(_denied(path, error))

    found = below(tree, folder, denied)
    return [path for path in found if path.suffix.lower() in _SUFFIXES and path.name != CONFIG_NAME]


def expand_patterns(root: Path, globs: list[str], findings: list[Finding], *, asked: bool, tree: Tree = WORK_TREE) -> list[Path]:
    """The files that `globs` match, each once and in order. One that was `asked` for and matches nothing is told of."""
    found: dict[Path, None] = {}
    for pattern in globs:
        told = len(findings)
        alternatives = _alternatives(pattern)
        if len(alternatives) > _MOST_ALTERNATIVES:
            limit = {"limit": _MOST_ALTERNATIVES}
            findings.append(make_finding(File(pattern, ""), Problem("limit-exceeded", "files", None, limit)))
            continue
        files = [file for single in alternatives for file in _matched(tree, root, single, findings)]
        if asked and not files and len(findings) == told:
            findings.append(make_nothing_finding(pattern))
        found.update(dict.fromkeys(files))
    return list(found)


def _matched(tree: Tree, root: Path, pattern: str, findings: list[Finding]) -> Iterator[Path]:
    """The files that one pattern matches. With `**` at its end it stands for every file below a folder."""

    def denied(path: Path, error: OSError | None) -> None:
        findings.append(_denied(path, error))

    all_below = pattern == "**" or pattern.endswith("/**")
    for path, kind in matching(tree, root, pattern[:-2] if all_below else pattern, denied):
        if not all_below and kind not in (PathKind.ABSENT, PathKind.FOLDER):
            yield path
        elif all_below and kind is PathKind.FOLDER:
            yield from list_inventories(tree, path, findings)
        elif all_below and kind is PathKind.OTHER:
            denied(path, None)


def _alternatives(pattern: str) -> list[str]:
    """`a.{yaml,json}` spelled out as `a.yaml` and `a.json`; a few too many where there are more than allowed."""
    spelled = [""]
    for number, part in enumerate(_BRACES.split(pattern)):
        choices = part.split(",") if number % 2 else [part]
        spelled = [head + choice for head in spelled[: _MOST_ALTERNATIVES + 1] for choice in choices]
    return spelled


def _denied(path: Path, error: OSError | None) -> Finding:
    """The finding for a folder that may not be read, not be listed for another reason, or is a link elsewhere."""
    if error is None:
        return make_finding(File(display_path(path), "folder"), Problem("unreadable", "linked-folder", None))
    variant = "permission" if isinstance(error, PermissionError) else ""
    problem = Problem("unreadable", variant, None, {"detail": str(error.strerror)})
    return make_finding(File(display_path(path), "folder"), problem)


def make_nothing_finding(what: str) -> Finding:
    """The finding for a path or a pattern that stands for no file."""
    file = File(what, "")
    return make_finding(file, Problem("nothing-to-check", "path", None, {"value": what}))
