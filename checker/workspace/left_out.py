"""The files that one could expect to be judged, and that are not: each with the reason, so that none is lost."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from seloste.checker.workspace.patterns import FileFinder, display_path
from seloste.checker.workspace.settings_file import LoadedConfiguration

#: The reasons why a file that one could expect to be judged is not: `seloste.yaml` of another folder, and an inventory
#: of the trusted revision that the change has removed or moved.
_SETTINGS, GONE = "settings-file", "inventory-gone"
#: The reason why a file that a folder or a pattern found is passed over: it holds nothing of ours.
FOREIGN = "foreign-file"
#: How many files that are not judged are named, and how many of those that hold nothing of ours.
_MOST_NAMED, _MOST_FOREIGN = 1_000, 20


def name_left_out(
    finder: FileFinder,
    configurations: Sequence[LoadedConfiguration | None],
    gone: Sequence[tuple[Path, str]],
    evidence: Iterable[Path],
) -> tuple[tuple[str, str], ...]:
    """The settings of other folders, what is `gone`, and the files that hold nothing of ours, each with its reason.

    What is read as `evidence` is not left out, though it is no inventory.
    """
    settings = [(path, _SETTINGS) for path in _list_settings(finder, configurations)]
    read = set(evidence)
    foreign = [(path, FOREIGN) for path in finder.foreign if path not in read]
    folder = finder.tree.folder
    return (*_cap([*settings, *gone], folder, _MOST_NAMED), *_cap(foreign, folder, _MOST_FOREIGN))


def list_gone(before: Sequence[Path], files: Sequence[Path], folder: Path) -> list[Path]:
    """The inventories of the revision that are not among the files that are judged."""
    judged = {os.path.realpath(folder / path) for path in files}
    return [path for path in before if os.path.realpath(folder / path) not in judged]


def _list_settings(finder: FileFinder, configurations: Sequence[LoadedConfiguration | None]) -> list[Path]:
    """The settings that were passed over, without those that are in force."""
    folder = finder.tree.folder
    in_force = {os.path.realpath(folder / each.path) for each in configurations if each and each.path}
    return [path for path in finder.passed_over if os.path.realpath(folder / path) not in in_force]


def _cap(files: Sequence[tuple[Path, str]], folder: Path, most: int) -> tuple[tuple[str, str], ...]:
    """The files as they are shown, with one for those that are too many to name."""
    named = [(display_path(path, folder), reason) for path, reason in files[:most]]
    more = [(f"+{len(files) - most}", files[-1][1])] if len(files) > most else []
    return (*named, *more)
