"""The interface of a kind of evidence, and the registry of all kinds. The next one is written by copying a file.

A kind is a module with two functions, `recognize` and `read_resources` (see `Source`). It is imported, and its
libraries with it, only where a file may be of the kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from seloste.checker.evidence.resource import Resource
from seloste.checker.reading.documents import File, make_finding
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.tree import Tree

#: The largest file that is read, and how much of a file is looked at to recognize it, in bytes.
MOST_BYTES = 200_000_000
BEGINNING = 1_000_000
#: The reason why a module is not checked: its code is not among the files.
UNREAD_MODULE = "module-unread"


class EvidenceFile:
    """A file that may be evidence.

    Attributes:
        path: Where it is in the tree.
        file: How messages show it, its hash, its comments that waive, and the findings about it.
        tree: The tree that it is read from.
        is_named: Whether somebody named it, so that it is not passed over.
        notes: What was not checked in it: each a name and the key of a reason.
        beside: Where other files are, or would be, that give it values and may hold secrets: no hash is told.
    """

    def __init__(
        self, path: Path, file: File, tree: Tree, data: bytes | None = None, *, is_named: bool = False
    ) -> None:
        self.path = path
        self.file = file
        self.tree = tree
        self.is_named = is_named
        self.notes: list[tuple[str, str]] = []
        self.beside: dict[Path, None] = {}
        self._data = data

    @property
    def data(self) -> bytes:
        """Its content, read again where it was released; empty where it cannot be read, which is a finding."""
        if self._data is None:
            data = self.tree.read_bytes(self.path, MOST_BYTES)
            if not isinstance(data, Problem) and len(data) > MOST_BYTES:
                data = Problem("limit-exceeded", "size", None, {"limit": MOST_BYTES})
            if isinstance(data, Problem):
                self.report(data)
                data = b""
            self._data = data
        return self._data

    @data.setter
    def data(self, data: bytes) -> None:
        self._data = data

    def release(self) -> None:
        """Lets go of the content of a large file until it is asked for again."""
        if self._data is not None and len(self._data) > BEGINNING:
            self._data = None

    def report(self, problem: Problem) -> None:
        """Adds a problem of the file to its findings."""
        self.file.add(make_finding(self.file, problem))


class Source(Protocol):
    """A kind of evidence, as a module."""

    def recognize(self, name: str, beginning: bytes) -> bool:
        """Whether a file is of this kind, by its name and its first million bytes. Cheap, and without a library."""

    def read_resources(self, files: Sequence[EvidenceFile]) -> Iterable[Resource]:
        """The resources in all files of this kind. What cannot be read becomes a finding of its file; the rest is read.

        The data of a file may be dropped (`file.data = b""`) once they are read.
        """


class SourceKind(Struct, frozen=True):
    """A kind of evidence: the module of its source, and the ends that names of its files have."""

    name: str
    module: str
    suffixes: tuple[str, ...]

    def load(self) -> Source:
        """The module, imported now."""
        source: Source = import_module(f"seloste.checker.evidence.{self.module}")
        return source


#: Every kind. Where two recognize a file, the first one reads it.
SOURCES = (
    SourceKind("hcl", "terraform.hcl", (".tf", ".tofu", ".tf.json", ".tofu.json")),
    SourceKind("plan", "terraform.plan", (".json", ".tfstate", ".txt", ".out", ".log", ".plan", "tfplan")),
    SourceKind("scan", "scanners.scans", (".json", ".sarif")),
    SourceKind("kubernetes", "kubernetes.manifests", (".yaml", ".yml", ".json")),
    SourceKind("compose", "compose.services", (".yaml", ".yml", ".json")),
    SourceKind("sqlite", "databases.sqlite", (".db", ".sqlite", ".sqlite3")),
    SourceKind("sql", "sql.ddl_files", (".sql", ".ddl", ".psql")),
)


def recognize_source(name: str, beginning: bytes, *, is_named: bool = False) -> SourceKind | None:
    """The kind of a file, by its name and its beginning; None where it is no evidence that is known.

    One that is named may have any name.
    """
    lower = name.lower()
    likely = [kind for kind in SOURCES if lower.endswith(kind.suffixes)]
    others = [kind for kind in SOURCES if is_named and kind not in likely]
    for kind in (*likely, *others):
        if beginning and kind.load().recognize(name, beginning):
            return kind
    return None


def read_resources(files: Iterable[tuple[SourceKind, EvidenceFile]]) -> Iterator[Resource]:
    """The resources in files of several kinds."""
    by_kind: dict[SourceKind, list[EvidenceFile]] = {}
    for kind, file in files:
        by_kind.setdefault(kind, []).append(file)
    for kind, own in by_kind.items():
        yield from kind.load().read_resources(own)
