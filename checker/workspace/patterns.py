"""Expands patterns and folders to the files that they stand for, and names files for messages."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from msgspec import Struct, field

from seloste.checker.finding import Finding
from seloste.checker.position import MarkedMapping
from seloste.checker.reading.documents import File, make_finding, open_file
from seloste.checker.reading.file_kinds import TABLE_SUFFIXES
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.tree import Tree
from seloste.checker.workspace.file_content import KnownFiles, holds_ours
from seloste.checker.workspace.search import Search, TooManySteps, count_wildcards

CONFIG_NAME = "seloste.yaml"
#: How many alternatives the braces of one pattern may make.
_MOST_ALTERNATIVES = 64
#: The limits of patterns in settings: characters and wildcards of one, and the numbers of all and of those with
#: wildcards, each alternative counted.
_LONGEST_PATTERN = 1_000
_MOST_WILDCARDS = 32
_MOST_PATTERNS = 10_000
_MOST_GLOBS = 1_000
#: What names a variable of the environment, where a path is expected.
_VARIABLE = "env:"
_BRACES = re.compile(r"\{([^{}]*)\}")
INVENTORY_SUFFIXES = (".yaml", ".yml", ".json", *TABLE_SUFFIXES)
#: The ends of names of files that may be evidence of infrastructure.
EVIDENCE_SUFFIXES = (
    *(".tf", ".tofu", ".json", ".yaml", ".yml", ".tfstate", ".sarif"),
    *(".db", ".sqlite", ".sqlite3"),
    *(".sql", ".ddl", ".psql"),
)


#: How far above the working directory a path is shown relative to it.
_MOST_LEVELS_ABOVE = 3


def display_path(path: Path, folder: Path) -> str:
    """A path as messages show it, with forward slashes.

    A relative path is shown as it is written. An absolute one is shown relative to `folder`, unless it lies more than
    three levels above it.
    """
    if not path.is_absolute():
        return path.as_posix()
    before, _, within = str(path).partition(f"{folder}{os.sep}")
    if within and not before and ".." not in within:  # as for nearly every file: `relpath` takes ten times as long
        return within.replace(os.sep, "/")
    relative = os.path.relpath(path, folder)
    is_far = relative.startswith((os.pardir + os.sep) * (_MOST_LEVELS_ABOVE + 1))
    return Path(os.path.normpath(path) if is_far else relative).as_posix()


def find_within(path: Path, folder: Path) -> str | None:
    """The path of a file from a folder, however it was written; None where it lies outside."""
    for base, whole in ((folder, os.path.normpath(folder / path)), (folder.resolve(), (folder / path).resolve())):
        relative = Path(os.path.relpath(whole, base))
        if relative.parts[:1] != (os.pardir,):
            return relative.as_posix()
    return None


class FileFinder(Struct, dict=True):
    """Finds the files of a tree for patterns and folders.

    Attributes:
        findings: Gets every folder that could not be searched, and other problems.
        passed_over: The settings of other folders that lie among the files.
        foreign: The files that hold nothing of ours.
        suffixes: The ends of the names that a folder is searched for.
        known: The files that are never taken for foreign ones.
        found: The files that only a folder or a wildcard found.
    """

    tree: Tree
    findings: list[Finding]
    passed_over: dict[Path, None] = field(default_factory=dict)
    foreign: dict[Path, None] = field(default_factory=dict)
    suffixes: tuple[str, ...] = INVENTORY_SUFFIXES
    known: KnownFiles = KnownFiles()
    found: set[Path] = field(default_factory=set)
    _denied: set[Path] = field(default_factory=set)
    #: How often a folder could not be searched: a folder that is denied to two patterns is one finding.
    _times_denied: int = 0

    @cached_property
    def _search(self) -> Search:
        return Search(self.tree, self._report_denied, self._is_inventory)

    def list_inventories(self, folder: Path, *, required: bool = True) -> list[Path]:
        """The files in a folder and below it that may be inventories, by their suffixes."""
        return self._collect(folder.as_posix(), [self._search.find_below(folder)], required=required)

    def find_in_folder(self, folder: Path) -> list[Path]:
        """The inventories in a folder and below it. Files that hold nothing of ours are passed over."""
        before = len(self.findings) + self._times_denied
        own = self._pass_over(self.list_inventories(folder, required=False))
        if not own and len(self.findings) + self._times_denied == before:
            self.findings.append(make_nothing_finding(folder.as_posix(), "folder"))
        return own

    def find_inventories(self, root: Path, patterns: Iterable[str], *, required: bool) -> list[Path]:
        """The inventories that match any of the patterns, each once and in order.

        A file that only a wildcard found, and that holds nothing of ours, is passed over. If `required`, `findings`
        gets every pattern that matches no other file.
        """
        found: dict[Path, None] = {}
        for pattern in dict.fromkeys(patterns):
            files = self.expand(root, [pattern], required=required)
            if is_pattern(pattern) and files:
                kept = {root / each for each in list_alternatives(pattern) if not count_wildcards(each)} | found.keys()
                kept |= set(self._pass_over([path for path in files if path not in kept]))
                files = [path for path in files if path in kept]
                if required and not files:
                    self.findings.append(make_nothing_finding(pattern, "pattern"))
            found.update(dict.fromkeys(files))
        return list(found)

    def _pass_over(self, files: list[Path]) -> list[Path]:
        """The files that hold anything of ours, or did so before; the others are put among the foreign ones."""
        self.tree.prefetch(files)
        foreign = dict.fromkeys(path for path in files if not holds_ours(path, self.tree))
        known = self.known.select(foreign, self.tree.folder) if foreign else set()
        self.foreign.update({path: None for path in foreign if path not in known})
        own = [path for path in files if path not in foreign or path in known]
        self.found.update(own)
        return own

    def expand(self, root: Path, patterns: Iterable[str], *, required: bool) -> list[Path]:
        """The files that match any of the patterns, each once and in order.

        If `required`, `findings` gets every pattern that matches no file.
        """
        found: dict[Path, None] = {}
        for pattern in dict.fromkeys(patterns):
            alternatives = list_alternatives(pattern)
            if not alternatives:
                problem = Problem("limit-exceeded", "files", None, {"limit": _MOST_ALTERNATIVES})
                self.findings.append(make_finding(File(pattern, ""), problem))
                continue
            searches = (self._search.find(root, alternative) for alternative in alternatives)
            found.update(dict.fromkeys(self._collect(pattern, searches, required=required)))
        return list(found)

    def _collect(self, name: str, searches: Iterable[Iterator[Path]], *, required: bool) -> list[Path]:
        """The files of the searches for a pattern or a folder."""
        before = len(self.findings) + self._times_denied
        try:
            files = [path for search in searches for path in search]
        except TooManySteps:
            files = []
            self.findings.append(make_finding(File(name, ""), Problem("limit-exceeded", "search", None)))
        if required and not files and len(self.findings) + self._times_denied == before:
            self.findings.append(make_nothing_finding(name))
        return files

    def _is_inventory(self, folder: Path, name: str) -> bool:
        """Whether a file may be an inventory by its name. One with settings is none, and is passed over."""
        if name != CONFIG_NAME or _holds_inventory(folder / name, self.tree):
            return name.lower().endswith(self.suffixes)
        self.passed_over[folder / name] = None
        return False

    def _report_denied(self, path: Path, error: OSError | None) -> None:
        """Adds a finding for a folder that is denied."""
        self._times_denied += 1
        if path in self._denied:
            return
        self._denied.add(path)
        if error is None:
            problem = Problem("unreadable", "linked-folder", None)
        else:
            variant = "permission" if isinstance(error, PermissionError) else ""
            problem = Problem("unreadable", variant, None, {"detail": str(error.strerror)})
        self.findings.append(make_finding(File(display_path(path, self.tree.folder), "folder"), problem))


def expand_patterns(
    tree: Tree, root: Path, patterns: list[str], findings: list[Finding], *, required: bool
) -> list[Path]:
    """The files that match any of the patterns: see `FileFinder.expand`."""
    return FileFinder(tree, findings).expand(root, patterns, required=required)


def check_limits(patterns: list[str]) -> Iterator[tuple[int | None, Problem]]:
    """The problems with patterns that exceed a limit, before any is expanded: the number of the pattern, or None."""
    all, globs = 0, 0
    for number, pattern in enumerate(patterns):
        if len(pattern) > _LONGEST_PATTERN:
            yield number, Problem("limit-exceeded", "glob-length", None, {"limit": _LONGEST_PATTERN})
            continue
        alternatives = list_alternatives(pattern)
        wildcards = max(map(count_wildcards, alternatives), default=0)
        if wildcards > _MOST_WILDCARDS:
            yield number, Problem("limit-exceeded", "glob-wildcards", None, {"limit": _MOST_WILDCARDS})
        all += len(alternatives)
        globs += len(alternatives) if wildcards else 0
    if all > _MOST_PATTERNS or globs > _MOST_GLOBS:
        variant, limit = ("glob-number", _MOST_PATTERNS) if all > _MOST_PATTERNS else ("glob-open", _MOST_GLOBS)
        yield None, Problem("limit-exceeded", variant, None, {"limit": limit})


def count_alternatives(pattern: str) -> int:
    """How many patterns the braces of a pattern stand for."""
    return math.prod(choices.count(",") + 1 for choices in _BRACES.findall(pattern))


def list_alternatives(pattern: str) -> list[str]:
    """The patterns that braces stand for, each once: `a.yaml` and `a.json` for `a.{yaml,json}`; none if too many."""
    if count_alternatives(pattern) > _MOST_ALTERNATIVES:
        return []
    expanded = [""]
    for number, part in enumerate(_BRACES.split(pattern)):
        choices = part.split(",") if number % 2 else [part]
        expanded = [head + choice for head in expanded for choice in choices]
    return list(dict.fromkeys(expanded))


def _holds_inventory(path: Path, tree: Tree) -> bool:
    """Whether a file with the name of the settings has records, or cannot be read. Settings have lists there."""
    file = open_file(path, display_path(path, tree.folder), "config", tree)
    mappings = [document.value for document in file.documents if isinstance(document.value, MarkedMapping)]
    holding = any(isinstance(value.get(key), MarkedMapping) for value in mappings for key in ("systems", "processors"))
    return holding or not file.is_sound


def list_ids(kind: str, paths: Iterable[Path], tree: Tree) -> frozenset[str] | None:
    """The ids of the records of a kind in files; None where a file cannot be read in full."""
    ids: set[str] = set()
    for path in paths:
        file = open_file(path, display_path(path, tree.folder), kind, tree)
        if not file.is_sound:
            return None
        for document in file.documents:
            records = document.value.get(kind) if isinstance(document.value, MarkedMapping) else None
            ids |= records.keys() if isinstance(records, MarkedMapping) else set()
    return frozenset(ids)


def is_pattern(value: str) -> bool:
    """Whether a value may stand for files that it does not name."""
    return any(map(count_wildcards, list_alternatives(value)))


def make_nothing_finding(name: str, variant: str = "path") -> Finding:
    """The finding for a path or a pattern that stands for no file. An address, which may hold a password, is cut."""
    scheme, colon, _ = name.partition(":/")
    is_address = bool(colon) and len(scheme) > 1  # a single letter is a drive
    if is_address or name.startswith(_VARIABLE):
        name = f"{scheme}://…" if is_address else name
        return make_finding(File(name, ""), Problem("nothing-to-check", "address", None, {"value": name}))
    return make_finding(File(name, ""), Problem("nothing-to-check", variant, None, {"value": name}))
