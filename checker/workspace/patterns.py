"""Expands patterns and folders to the files that they stand for, and names files for messages."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from seloste.checker.finding import Finding
from seloste.checker.reading.documents import File, make_finding
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.tree import OnDenied, PathKind, Tree, list_files_below, match_pattern

CONFIG_NAME = "seloste.yaml"
#: How many alternatives the braces of one pattern may make.
_MOST_ALTERNATIVES = 64
_BRACES = re.compile(r"\{([^{}]*)\}")
_INVENTORY_SUFFIXES = {".yaml", ".yml", ".json", ".csv"}


def display_path(path: Path, folder: Path) -> str:
    """A path as messages show it, with forward slashes.

    A relative path is shown as it is written. An absolute one is shown relative to `folder`, unless it lies more than
    one level above it.
    """
    if not path.is_absolute():
        return path.as_posix()
    relative = os.path.relpath(path, folder)
    return Path(relative).as_posix() if not relative.startswith(os.pardir + os.sep + os.pardir) else path.as_posix()


def list_inventories(tree: Tree, folder: Path, findings: list[Finding]) -> list[Path]:
    """The files in a folder and below it that may be inventories, by their suffixes."""
    files = list_files_below(tree, folder, _reporting(tree, findings))
    return [path for path in files if path.suffix.lower() in _INVENTORY_SUFFIXES and path.name != CONFIG_NAME]


def expand_patterns(
    tree: Tree, root: Path, patterns: list[str], findings: list[Finding], *, required: bool
) -> list[Path]:
    """The files that match any of the patterns, each once and in order.

    `findings` gets every folder that could not be searched and, if `required`, every pattern that matches no file.
    """
    found: dict[Path, None] = {}
    for pattern in patterns:
        count = len(findings)
        alternatives = _expand_braces(pattern)
        if len(alternatives) > _MOST_ALTERNATIVES:
            problem = Problem("limit-exceeded", "files", None, {"limit": _MOST_ALTERNATIVES})
            findings.append(make_finding(File(pattern, ""), problem))
            continue
        files = [file for alternative in alternatives for file in _list_matches(tree, root, alternative, findings)]
        if required and not files and len(findings) == count:
            findings.append(make_nothing_finding(pattern))
        found.update(dict.fromkeys(files))
    return list(found)


def _list_matches(tree: Tree, root: Path, pattern: str, findings: list[Finding]) -> Iterator[Path]:
    """The files that match one pattern without braces. `**` at its end stands for every inventory below a folder."""
    on_denied = _reporting(tree, findings)
    all_below = pattern == "**" or pattern.endswith("/**")
    for path, kind in match_pattern(tree, root, pattern[:-2] if all_below else pattern, on_denied):
        if not all_below and kind not in (PathKind.ABSENT, PathKind.FOLDER):
            yield path
        elif all_below and kind is PathKind.FOLDER:
            yield from list_inventories(tree, path, findings)
        elif all_below and kind is PathKind.OTHER:
            on_denied(path, None)


def _expand_braces(pattern: str) -> list[str]:
    """The alternatives of a pattern: `a.yaml` and `a.json` for `a.{yaml,json}`. Stops soon after the limit."""
    expanded = [""]
    for number, part in enumerate(_BRACES.split(pattern)):
        choices = part.split(",") if number % 2 else [part]
        expanded = [head + choice for head in expanded[: _MOST_ALTERNATIVES + 1] for choice in choices]
    return expanded


def _reporting(tree: Tree, findings: list[Finding]) -> OnDenied:
    """A callback that adds a finding for each folder that is denied."""

    def report_denied(path: Path, error: OSError | None) -> None:
        file = File(display_path(path, tree.folder), "folder")
        if error is None:
            problem = Problem("unreadable", "linked-folder", None)
        else:
            variant = "permission" if isinstance(error, PermissionError) else ""
            problem = Problem("unreadable", variant, None, {"detail": str(error.strerror)})
        findings.append(make_finding(file, problem))

    return report_denied


def make_nothing_finding(name: str) -> Finding:
    """The finding for a path or a pattern that stands for no file."""
    return make_finding(File(name, ""), Problem("nothing-to-check", "path", None, {"value": name}))
