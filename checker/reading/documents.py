"""Files to records: opens a file, reads it, and validates what it holds against the models.

Everything wrong with a file becomes an `input/` finding here, with its place; nothing is raised for what a file holds.
A record that is not valid is left out and told of, and the others of its file are still checked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from seloste.checker.finding import Finding, Severity
from seloste.checker.position import Location, MarkedMapping, mark_of
from seloste.checker.reading.directives import WaiverComment
from seloste.checker.reading.problem import Limits, Problem, Reading, SkippedEntry
from seloste.checker.reading.reader import read_yaml
from seloste.checker.reading.tree import WORK_TREE, Tree
from seloste.checker.reading.validation import list_problems

R = TypeVar("R", bound=BaseModel)
#: So much of a line goes with a finding; a report shows what stands around the column.
_LONGEST_LINE = 4_000


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a file, as read: its value with positions, and the text that it stands in."""

    path: str
    value: Any
    text: str = field(repr=False)
    gaps: tuple[SkippedEntry, ...] = ()

    def at(self, *steps: str | int, key: bool = False) -> Location:
        """The location of what `steps` lead to, or of the nearest thing above it."""
        return Location.of(self.path, mark_of(self.value, steps, key=key))

    def line(self, number: int | None) -> str | None:
        """The source line with that number, cut where it is too long to be read."""
        lines = _lines(self.text) if number else []
        return lines[number - 1][:_LONGEST_LINE] if number and number <= len(lines) else None

    def lost(self, *steps: str | int) -> tuple[SkippedEntry, ...]:
        """What was set aside among the keys of the mapping at `steps`: what it seems to lack may stand there."""
        if not self.gaps or len(steps) > 1:
            return ()
        mark = mark_of(self.value, steps, key=True) if steps else None
        return tuple(gap for gap in self.gaps if gap.parent == (mark[0] if mark else 0))


@lru_cache(maxsize=8)  # split only for a finding, and once for all the findings of a file
def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


@dataclass(slots=True)
class File:
    """A file that was asked for: what could be read of it, and what is wrong with it."""

    path: str
    kind: str
    sha256: str | None = None
    text: str = field(default="", repr=False)
    gaps: tuple[SkippedEntry, ...] = ()
    documents: list[Document] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    #: What was told of which place, so that nothing is told twice.
    told: set[tuple[Location, str]] = field(default_factory=set, repr=False)
    #: The comments in it that waive a finding.
    comments: tuple[WaiverComment, ...] = ()
    #: The commit that it was read from; None for the work tree.
    revision: str | None = None


def open_file(
    path: Path,
    shown: str,
    kind: str,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    tree: Tree = WORK_TREE,
) -> File:
    """Reads the file at `path`, which messages call `display_value`. What cannot be read is told of in its findings."""
    file = File(shown, kind, revision=tree.origin(path))
    data = tree.read(path, limits.size)
    if isinstance(data, Problem):
        file.findings.append(make_finding(file, data))
        return file
    file.sha256 = hashlib.sha256(data).hexdigest()
    reading = _reader(shown)(data, limits)
    file.text, file.gaps = reading.text, reading.gaps
    file.comments = reading.comments
    file.documents = [Document(shown, value, reading.text, reading.gaps) for value in reading.documents]
    text = Document(shown, None, reading.text)
    file.findings += [make_finding(file, problem, text) for problem in reading.problems]
    file.told |= {(finding.location, finding.rule) for finding in file.findings}
    file.told |= {(finding.location, f"{finding.rule} {finding.value}") for finding in file.findings}
    if not file.documents and not file.findings:
        file.findings.append(make_finding(file, Problem("invalid-value", "empty-file", (1, 1, 1, 1))))
    return file


def _reader(name: str) -> Callable[[bytes, Limits], Reading]:
    if name.lower().endswith(".csv"):
        from seloste.checker.reading.csv_table import read_csv

        return read_csv
    return read_yaml


def list_skipped_entries(file: File, key: str) -> Iterator[tuple[str, Location]]:
    """The entries under `key` that were set aside, or stood in what was, with the place of each."""
    blocks = {gap.mark[0] for gap in file.gaps if gap.parent == 0 and gap.key == key}
    for document in file.documents:
        if isinstance(document.value, MarkedMapping) and key in document.value:
            blocks.add(document.value.marks[key][0][0])
    for gap in file.gaps:
        if gap.parent in blocks and gap.key is not None:
            yield gap.key, Location.of(file.path, gap.mark)


def make_finding(file: File, problem: Problem, document: Document | None = None, subject: str = "") -> Finding:
    """The `input/` finding for `problem`. Its subject is the path within the file, or the file."""
    location = Location.of(file.path, problem.mark)
    return Finding(
        rule=f"input/{problem.rule}",
        severity=Severity.ERROR,
        subject=subject or file.path,
        location=location,
        variant=problem.variant,
        arguments={"path": file.path, "kind": file.kind, **problem.arguments},
        value=_value(problem.arguments),
        related=(Location.of(file.path, problem.related),) if problem.related else (),
        excerpt=document.line(location.line) if document else None,
    )


def _value(arguments: dict[str, Any]) -> str:
    return "; ".join(str(argument) for argument in arguments.values() if isinstance(argument, str | int))


def list_entries(file: File, document: Document, key: str) -> Iterator[tuple[str, Any]]:
    """The declared records under `key`, when the document is a mapping that has it; the complaint otherwise."""
    value = document.value
    if not isinstance(value, MarkedMapping) or not isinstance(value.get(key, value), MarkedMapping):
        steps: tuple[str, ...] = (key,) if isinstance(value, MarkedMapping) else ()
        _complain(file, document, Problem("invalid-value", "empty-file", mark_of(value, steps) or (1, 1, 1, 1)), key)
        return
    if key not in value and not document.lost():
        _complain(file, document, Problem("missing-key", "", mark_of(value, ()), {"key": key}), key)
        return
    yield from value.get(key, {}).items()


def require_one_document(file: File) -> Document | None:
    """The document of a file that may hold but one; a second one is complained of."""
    for extra in file.documents[1:2]:
        mark = mark_of(extra.value, ()) or (1, 1, 1, 1)
        _complain(file, extra, Problem("syntax", "document", mark), file.path)
    return file.documents[0] if file.documents else None


def _complain(file: File, document: Document, problem: Problem, subject: str) -> None:
    """Tells of a problem once: what is merged into many entries, or could not be read, is wrong at one place."""
    found = make_finding(file, problem, document, subject)
    same = (found.location, f"{found.rule} {found.value}")
    if same not in file.told and (found.location, "input/syntax") not in file.told:
        file.told.add(same)
        file.findings.append(found)


def validate_record(file: File, document: Document, model: type[R], *steps: str | int) -> R | None:
    """The record at `steps` of the document, or None when it is not valid, which is then among the findings."""
    value = document.value
    for step in steps:
        value = value[step]
    try:
        return model.model_validate(value)
    except ValidationError as error:
        for problem, where in list_problems(error, model, document.value, steps):
            if problem.rule != "missing-key" or not document.lost(*where[:-1]):
                _complain(file, document, problem, ".".join(str(step) for step in where))
        return None


def validate_header(file: File, document: Document, model: type[BaseModel], body: str) -> None:
    """Checks what stands beside the body of a document: its version, and keys that nobody knows."""
    value = document.value
    if not isinstance(value, MarkedMapping):
        return
    if value.keys() <= {body, "version"} and value.get("version", 1) == 1 and value.get("version") is not True:
        return
    rest = {key: item for key, item in value.items() if key != body}
    try:
        model.model_validate({**rest, body: {}})
    except ValidationError as error:
        for problem, where in list_problems(error, model, value, ()):
            _complain(file, document, problem, ".".join(str(step) for step in where))
