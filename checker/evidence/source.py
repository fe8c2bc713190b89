"""The interface of a kind of evidence, and the registry of all kinds. The next one is written by copying a file.

A kind is a module with two functions, `recognize` and `read_resources` (see `Source`). It is imported, and its
libraries with it, only where a file may be of the kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Protocol

from seloste.checker.evidence.resource import Resource
from seloste.checker.reading.documents import File, make_finding
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.tree import Tree

#: How much of a file is looked at to recognize it, in bytes.
BEGINNING = 1_000_000


@dataclass(slots=True)
class EvidenceFile:
    """A file that may be evidence.

    Attributes:
        path: Where it is in the tree.
        file: How messages show it, its hash, its comments that waive, and the findings about it.
        tree: The tree that it is read from.
        data: Its content.
        is_named: Whether somebody named it, so that it is not passed over.
        notes: What was not checked in it: each a name and the key of a reason.
    """

    path: Path
    file: File
    tree: Tree
    data: bytes = field(repr=False)
    is_named: bool = False
    notes: list[tuple[str, str]] = field(default_factory=list)

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


@dataclass(frozen=True, slots=True)
class SourceKind:
    """A kind of evidence: the module of its source, and the ends that names of its files have."""

    name: str
    module: str
    suffixes: tuple[str, ...]

    def load(self) -> Source:
        """The module, imported now."""
        source: Source = import_module(f"seloste.checker.evidence.{self.module}")  # type: ignore[assignment]
        return source


#: Every kind. Where two recognize a file, the first one reads it.
SOURCES = (
    SourceKind("hcl", "terraform.hcl", (".tf", ".tofu", ".tf.json", ".tofu.json")),
    SourceKind("plan", "terraform.plan", (".json", ".tfstate", ".txt", ".out")),
    SourceKind("kubernetes", "kubernetes.manifests", (".yaml", ".yml", ".json")),
    SourceKind("compose", "compose.services", (".yaml", ".yml", ".json")),
)
SUFFIXES = tuple(dict.fromkeys(suffix for kind in SOURCES for suffix in kind.suffixes))


def recognize_source(name: str, beginning: bytes) -> SourceKind | None:
    """The kind of a file, by its name and its beginning; None where it is no evidence that is known."""
    lower = name.lower()
    for kind in SOURCES:
        if lower.endswith(kind.suffixes) and kind.load().recognize(name, beginning):
            return kind
    return None


def read_resources(files: Iterable[tuple[SourceKind, EvidenceFile]]) -> Iterator[Resource]:
    """The resources in files of several kinds."""
    by_kind: dict[SourceKind, list[EvidenceFile]] = {}
    for kind, file in files:
        by_kind.setdefault(kind, []).append(file)
    for kind, own in by_kind.items():
        yield from kind.load().read_resources(own)
