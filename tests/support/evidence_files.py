"""Evidence for tests: files that are given as text, and what a source reads in them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType

from msgspec import Struct

from seloste.checker.evidence.resource import ControlFact, KeepingFact, PlaceFact, Resource, ServiceFact
from seloste.checker.evidence.source import BEGINNING, EvidenceFile
from seloste.checker.reading.documents import File
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.tree import WorkTree


class TextTree(WorkTree, frozen=True):
    """A tree whose files are given; any other path is absent."""

    texts: Mapping[str, str] = {}

    def read_bytes(self, path: Path, limit: int) -> bytes | Problem:
        text = self.texts.get(path.as_posix())
        return Problem("unreadable", "not-found", None) if text is None else text.encode()


class Read(Struct):
    """What a source has read: the resources, and what is wrong with the files."""

    resources: list[Resource]
    findings: list[tuple[str, str, int | None]]
    notes: list[tuple[str, str]]
    files: list[EvidenceFile]

    def __getitem__(self, address: str) -> Resource:
        [resource] = [each for each in self.resources if each.address == address]
        return resource

    def facts(self, address: str) -> list[str]:
        """The facts of a resource, each in one line."""
        return [describe_fact(fact) for fact in self[address].facts]

    def targets(self, address: str) -> list[str]:
        """The addresses that a resource belongs to."""
        return [target.address or target.name.rpartition("#")[2] for target in self[address].targets]

    @property
    def stores(self) -> list[str]:
        """The addresses of the resources that store data."""
        return [each.address for each in self.resources if each.stores_data]


def describe_fact(fact: object) -> str:
    """A fact in one line, with the line that it stands on: `backup on P1D at spec.schedule:10`."""
    assert isinstance(fact, ControlFact | PlaceFact | KeepingFact | ServiceFact)
    if isinstance(fact, ServiceFact):
        certainty = None if fact.is_certain else "perhaps"
        parts: tuple[object, ...] = (fact.service, certainty, fact.sign.value, fact.value, fact.country)
    elif isinstance(fact, ControlFact):
        parts = (fact.control, fact.shown.value, fact.interval)
    elif isinstance(fact, PlaceFact):
        parts = ("place", fact.region, fact.country or fact.basis.value)
    else:
        parts = ("kept", fact.kept.value, fact.period)
    return f"{' '.join(str(part) for part in parts if part)} at {fact.attribute}:{fact.location.line}"


def read_texts(kind: str, texts: Mapping[str, str]) -> Read:
    """What the source of a kind (`kubernetes.manifests`) reads in files with these names and texts."""
    source: ModuleType = import_module(f"seloste.checker.evidence.{kind}")
    tree = TextTree(Path("/"), texts=texts)
    names = [name for name in texts if source.recognize(Path(name).name, texts[name].encode()[:BEGINNING])]
    files = [
        EvidenceFile(Path(name), File(name, "evidence"), tree, texts[name].encode(), is_named=True) for name in names
    ]
    resources = list(source.read_resources(files))
    findings = [(each.rule, each.variant, each.location.line) for file in files for each in file.file.findings]
    return Read(resources, findings, [note for file in files for note in file.notes], files)
