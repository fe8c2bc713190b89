"""Finds what the repository has and the disk lacks: submodules that were not fetched, files of a sparse checkout.

Both read as if there were nothing. What was not read must not pass for clean, so a pattern that reaches them gets a
finding.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from fnmatch import translate
from itertools import islice
from pathlib import Path

from seloste.checker.finding import Finding
from seloste.checker.reading.documents import File, make_finding
from seloste.checker.reading.git_index import list_unfetched
from seloste.checker.reading.problem import Problem
from seloste.checker.workspace.patterns import INVENTORY_SUFFIXES, display_path, list_alternatives
from seloste.checker.workspace.search import ANY_DEPTH, TooManySteps, count_wildcards

#: How many paths may be held against patterns with wildcards.
_MOST_TESTS = 100_000


class Unfetched:
    """The submodules that were not fetched and the files that were not checked out, by their absolute paths."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        submodules, files = list_unfetched(folder)
        self._submodules, self._files = sorted(submodules), sorted(files)
        self._known_submodules, self._known_files = frozenset(submodules), frozenset(files)
        self._tests = 0
        self._compiled: dict[str, Callable[[str], object]] = {}

    def report_patterns(self, root: Path, patterns: Sequence[str]) -> list[Finding]:
        """A finding for each pattern that reaches something that is not there."""
        if not (self._submodules or self._files):
            return []
        searches = ((pattern, _split_patterns(self._folder / root, pattern)) for pattern in dict.fromkeys(patterns))
        return [finding for pattern, split in searches for finding in self._report(pattern, split)]

    def report_folders(self, folders: Sequence[Path]) -> list[Finding]:
        """A finding for each folder in which, or below which, something is not there."""
        if not (self._submodules or self._files):
            return []
        bases = ((folder, os.path.realpath(self._folder / folder)) for folder in dict.fromkeys(folders))
        searches = ((folder, base) for folder, base in bases if os.path.isdir(base))  # noqa: PTH112
        return [found for folder, base in searches for found in self._report(str(folder), [(base, (ANY_DEPTH,))])]

    def _report(self, name: str, searches: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[Finding]:
        """A finding for a pattern or a folder if a search reaches anything: each is a path and the parts below it."""
        try:
            reached = next((found for base, parts in searches for found in self._reach(base, parts)), None)
        except TooManySteps:
            yield make_finding(File(name, ""), Problem("limit-exceeded", "search", None))
            return
        if reached is not None:
            variant, path = reached
            arguments = {"value": name, "inside": display_path(Path(path), self._folder)}
            yield make_finding(File(name, ""), Problem("nothing-to-check", variant, None, arguments))

    def _reach(self, base: str, parts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """The submodules and files that the parts of a pattern reach from a path, with the variants of problems."""
        above = [path for path in (base, *map(str, Path(base).parents)) if path in self._known_submodules]
        yield from (("submodule", path) for path in above)
        if not parts:
            yield from (("sparse", path) for path in (base,) if path in self._known_files)
            return
        for path in _list_below(self._submodules, base):
            if any(state < len(parts) for state in self._advance(path, base, parts)):
                yield "submodule", path
        is_last = self._test_last(parts[-1])
        end = len(parts) - 1 if parts[-1] == ANY_DEPTH else len(parts)
        for path in _list_below(self._files, base):
            if is_last(path) and end in self._advance(path, base, parts):
                yield "sparse", path

    def _advance(self, path: str, base: str, parts: tuple[str, ...]) -> set[int]:
        """The numbers of the parts that may come next, once the names from the base to a path are matched."""
        self._tests += 1
        if self._tests > _MOST_TESTS:
            raise TooManySteps
        states = {0}
        for name in Path(path[len(base) :].strip(os.sep)).parts:
            after = set()
            for state in _skip_any_depth(states, parts):
                if parts[state] == ANY_DEPTH:
                    after |= set() if name.startswith(".") else {state}
                elif name.startswith(".") <= parts[state].startswith(".") and self._test(parts[state])(name):
                    after.add(state + 1)
            states = after
        return states

    def _test_last(self, part: str) -> Callable[[str], object]:
        """The test whether a path ends as the last part of a pattern says: quick, since most paths do not."""
        if part == ANY_DEPTH:
            return lambda path: path.lower().endswith(INVENTORY_SUFFIXES)
        if not count_wildcards(part):
            return lambda path: path.endswith(os.sep + part)
        matches = self._test(part)
        return lambda path: matches(path.rpartition(os.sep)[2])

    def _test(self, part: str) -> Callable[[str], object]:
        if part not in self._compiled:
            self._compiled[part] = re.compile(translate(part)).match
        return self._compiled[part]


def _split_patterns(root: Path, pattern: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The path that the first parts of each alternative name, and the parts from the first wildcard on."""
    for alternative in list_alternatives(pattern):
        parts = Path(alternative).parts
        literal = next((number for number, part in enumerate(parts) if count_wildcards(part)), len(parts))
        yield os.path.realpath(root.joinpath(*parts[:literal])), parts[literal:]


def _skip_any_depth(states: set[int], parts: tuple[str, ...]) -> set[int]:
    """The parts that may come next where `**` stands for no folder. One at the end stands for no file."""
    possible = set()
    for first in states:
        state = first
        while state < len(parts) - 1 and parts[state] == ANY_DEPTH:
            possible.add(state)
            state += 1
        possible.add(state)
    return possible - {len(parts)}


def _list_below(paths: list[str], base: str) -> Iterator[str]:
    """The paths below a folder, of sorted ones."""
    start = base.rstrip(os.sep) + os.sep
    for path in islice(paths, bisect_left(paths, start), None):
        if not path.startswith(start):
            return
        yield path
