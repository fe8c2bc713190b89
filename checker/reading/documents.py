"""Opens files, reads them, and validates their records against the models.

Whatever is wrong with a file becomes an `input/` finding with a location; no content of a file raises an exception. A
record that is not valid is left out, and the other records of its file are still checked. The code that explains errors
(`validation`) is imported when a file has one.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace
from pydantic import BaseModel, ValidationError

from seloste.checker.capping import MOST_PROBLEMS, CappedFindings, make_unlisted
from seloste.checker.finding import Finding, RuleFinding, input_finding
from seloste.checker.position import Location, Mark, MarkedList, MarkedMapping, mark_of
from seloste.checker.reading.credentials import hide_addresses
from seloste.checker.reading.cut_texts import Hash, find_cut_texts, find_hashes
from seloste.checker.reading.file_kinds import is_table
from seloste.checker.reading.file_reader import choose_reader
from seloste.checker.reading.model_paths import Steps
from seloste.checker.reading.problem import Limits, Problem, SkippedEntry
from seloste.checker.reading.scalars import resolve_scalar
from seloste.checker.reading.tree import Tree
from seloste.checker.reading.waiver_comments import WaiverComment

R = TypeVar("R", bound=BaseModel)
#: How many parts of a table that declare nothing are named.
_MOST_LEFT_OUT = 200
#: How many characters of a source line go with a finding.
_LONGEST_LINE = 4_000
#: How many characters of a cut text its warning shows.
_LONGEST_END = 40


class Input(Struct, frozen=True, gc=False):
    """A file that a check read, with the hash of its bytes."""

    path: str
    kind: str
    sha256: str
    #: The commit that it was read from; None for the work tree.
    revision: str | None = None


class Document(Struct, frozen=True):
    """One document of a file: its value with positions, and the text of the file."""

    path: str
    value: Any
    text: str
    skipped: tuple[SkippedEntry, ...] = ()
    #: The signs that may cut a text.
    hashes: tuple[Hash, ...] = ()

    def locate(self, *steps: str | int, key: bool = False) -> Location:
        """The location of the value at `steps` (of its key, with `key`), or of the nearest value above it."""
        return Location.of(self.path, mark_of(self.value, steps, key=key))

    def source_line(self, number: int | None) -> str | None:
        """The line of the text with a 1-based number, cut if very long; None where there is none."""
        lines = _split_lines(self.text) if number else []
        return lines[number - 1][:_LONGEST_LINE] if number and number <= len(lines) else None

    def read_scalar(self, mark: Mark | None) -> str | None:
        """What is written at a mark on one line; None for any other mark."""
        if mark is None or mark[0] != mark[2]:
            return None
        return _split_lines(self.text)[mark[0] - 1][mark[1] - 1 : mark[3] - 1]

    def list_skipped(self, *steps: str | int) -> tuple[SkippedEntry, ...]:
        """The skipped entries of the mapping at `steps`: a key that seems to be missing may be one of them."""
        if not self.skipped or len(steps) > 1:
            return ()
        mark = mark_of(self.value, steps, key=True) if steps else None
        return tuple(entry for entry in self.skipped if entry.parent == (mark[0] if mark else 0))


@lru_cache(maxsize=8)  # only a file with findings is split, and once for all of them
def _split_lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


class File(Struct):
    """A file that was opened: as much of it as could be read, and the findings about the rest."""

    #: The path as messages show it.
    path: str
    kind: str
    sha256: str | None = None
    text: str = ""
    skipped: tuple[SkippedEntry, ...] = ()
    documents: list[Document] = field(default_factory=list)
    #: Locations and problems that have a finding already.
    reported: set[tuple[Location, str]] = field(default_factory=set)
    comments: tuple[WaiverComment, ...] = ()
    #: The commit that the file was read from; None for the work tree.
    revision: str | None = None
    #: The parts of a table that declare nothing, each with the key of the reason.
    left_out: tuple[tuple[str, str], ...] = ()
    _problems: CappedFindings = field(default_factory=lambda: CappedFindings(MOST_PROBLEMS))
    #: The warnings about what was read all the same.
    _warnings: CappedFindings = field(default_factory=lambda: CappedFindings(MOST_PROBLEMS))
    #: How many findings are not listed, by their rule.
    _unlisted: Counter[str] = field(default_factory=Counter)

    @property
    def findings(self) -> list[Finding]:
        """What is wrong with the file: the first findings, and one for the others."""
        unlisted = [make_unlisted(make_finding(self, Problem(rule, "", None)), n) for rule, n in self._unlisted.items()]
        return [*self._problems.list_findings(), *self._warnings.list_findings(), *unlisted]

    @property
    def input(self) -> Input | None:
        """The file as an input of a result; None where it could not be read."""
        return Input(self.path, self.kind, self.sha256, self.revision) if self.sha256 else None

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong with the file so far."""
        return self._problems.is_empty and not self._unlisted

    @property
    def is_full(self) -> bool:
        """Whether no more findings are listed one by one."""
        return self._problems.is_full

    def add(self, *findings: Finding) -> None:
        """Adds findings about the file."""
        self._problems.extend(findings)

    def warn(self, finding: Finding) -> None:
        """Adds a warning about what was read all the same."""
        self._warnings.extend((finding,))

    def leave_out(self, rule: str, number: int) -> None:
        """Counts a number of findings of a rule that are not listed one by one."""
        self._unlisted[rule] += number

    def keep_only(self, findings: Iterable[Finding]) -> None:
        """Forgets all other findings."""
        self._problems = CappedFindings(MOST_PROBLEMS)
        self._unlisted.clear()
        self.add(*findings)


#: The limits of the kinds of files that are never as large as an inventory, and of which each entry costs more.
_LIMITS = {"policy": Limits(size=3_000_000, nodes=100_000), "config": Limits(size=1_000_000, nodes=20_000)}
_LIMITS["labels"] = _LIMITS["config"]
_LIMITS["responses"] = _LIMITS["policy"]


def open_file(path: Path, display_path: str, kind: str, tree: Tree, limits: Limits | None = None) -> File:
    """Reads the file at `path`, which messages show as `display_path`. Its findings say what could not be read."""
    limits = limits or _LIMITS.get(kind, Limits())
    file = File(display_path, kind, revision=tree.get_commit(path))
    data = tree.read_bytes(path, limits.size)
    if isinstance(data, Problem):
        file.add(make_finding(file, data))
        return file
    file.sha256 = hashlib.sha256(data).hexdigest()
    reading = choose_reader(display_path, kind)(data, limits)
    file.text, file.skipped = reading.text, reading.skipped
    file.comments = reading.comments
    file.left_out = tuple((f"{display_path}:{part}", reason) for part, reason in reading.left_out[:_MOST_LEFT_OUT])
    hashes = find_hashes(reading.text) if display_path.lower().endswith((".yaml", ".yml")) else ()
    file.documents = [
        Document(display_path, value, reading.text, reading.skipped, hashes) for value in reading.documents
    ]
    source = Document(display_path, None, reading.text)
    for problem in reading.problems:
        finding = make_finding(file, problem, source)
        file.add(finding)
        file.reported |= {(finding.location, finding.rule), (finding.location, f"{finding.rule} {finding.value}")}
    for rule, number in reading.unlisted.items():
        file.leave_out(rule, number)
    if not file.documents and file.is_sound:
        file.add(make_finding(file, Problem("invalid-value", "empty-file", (1, 1, 1, 1))))
    return file


def make_finding(file: File, problem: Problem, document: Document | None = None, subject: str = "") -> Finding:
    """The `input/` finding for a problem. Its subject is a path of keys within the file, by default the file."""
    location = Location.of(file.path, problem.mark)
    arguments = {
        name: hide_addresses(value) if isinstance(value, str) else value for name, value in problem.arguments.items()
    }
    excerpt = document.source_line(location.line) if document else None
    found = RuleFinding(
        subject=subject or file.path,
        location=location,
        variant=problem.variant,
        arguments={"path": file.path, "kind": file.kind, **arguments},
        value="; ".join(str(argument) for argument in arguments.values() if isinstance(argument, str | int)),
        related=(Location.of(file.path, problem.related),) if problem.related else (),
        excerpt=hide_addresses(excerpt) if excerpt else excerpt,
    )
    return input_finding(problem.rule, found)


def list_entries(
    file: File, document: Document, key: str, model: type[BaseModel]
) -> Iterator[tuple[str, tuple[Mark, Mark]]]:
    """The ids and marks of the mapping under `key`; the file gets a finding where there is no such mapping."""
    value = document.value
    if isinstance(value, MarkedMapping) and isinstance(value.get(key), MarkedList):
        from seloste.checker.reading.validation import explain_list_of_entries

        problem = explain_list_of_entries(key, value[key], model)
        _report(file, document, replace(problem, mark=mark_of(value, (key,))), key)
        return
    if not isinstance(value, MarkedMapping) or not isinstance(value.get(key, value), MarkedMapping):
        steps: tuple[str, ...] = (key,) if isinstance(value, MarkedMapping) else ()
        _report(file, document, Problem("invalid-value", "empty-file", mark_of(value, steps) or (1, 1, 1, 1)), key)
        return
    if key not in value and not document.list_skipped():
        _report(file, document, Problem("missing-key", "", mark_of(value, ()), {"key": key}), key)
        return
    if key in value:
        yield from value[key].marks.items()


def require_one_document(file: File) -> Document | None:
    """The first document of a file; the file gets a finding where there is a second one."""
    for second in file.documents[1:2]:
        mark = mark_of(second.value, ()) or (1, 1, 1, 1)
        _report(file, second, Problem("syntax", "document", mark), file.path)
    return file.documents[0] if file.documents else None


def _report(file: File, document: Document, problem: Problem, subject: str) -> None:
    """Adds the finding for a problem, unless the file has it, or a syntax error, at the same location.

    A mapping that is merged into many entries would otherwise give a finding for each of them.
    """
    finding = make_finding(file, problem, document, subject)
    identity = (finding.location, f"{finding.rule} {finding.value}")
    if identity not in file.reported and (finding.location, "input/syntax") not in file.reported:
        file.reported.add(identity)
        file.add(finding)


def validate_record(file: File, document: Document, model: type[R], *steps: str | int) -> R | None:
    """The record at `steps` of the document; None, and findings in the file, where it is not valid."""
    value = document.value
    for step in steps:
        value = value[step]
    for is_second in (False, True):
        try:
            record = model.model_validate(value)
        except ValidationError as error:
            if is_second or file.is_full or not _restore_texts(document, error, steps):
                _report_errors(file, document, error, model, steps)
                return None
        else:
            if document.hashes:
                _warn_of_cut_texts(file, document, model, steps)
            return record
    return None


def _warn_of_cut_texts(file: File, document: Document, model: type[BaseModel], base: Steps) -> None:
    """Adds a warning for each text of the record at `base` that a `#` cuts."""
    for cut in find_cut_texts(document.value, _split_lines(document.text), document.hashes, model, base):
        arguments = {"comment": cut.rest, "value": cut.left[-_LONGEST_END:]}
        problem = Problem("comment-in-text", "" if cut.left else "whole", cut.mark, arguments)
        file.warn(make_finding(file, problem, document, ".".join(str(step) for step in cut.steps)))


def _restore_texts(document: Document, error: ValidationError, base: Steps) -> bool:
    """Puts what is written in place of the numbers and truth values where a text belongs; whether there was one.

    JSON is left as it is: there a number is a number, whatever it looks like.
    """
    if document.path.lower().endswith(".json"):
        return False
    from seloste.checker.reading.validation import list_converted_texts

    restored = False
    for steps in list_converted_texts(error, document.value, base):
        parent = document.value
        for step in steps[:-1]:
            parent = parent[step]
        source = document.read_scalar(mark_of(document.value, steps))
        if source is not None and repr(resolve_scalar(source)) == repr(parent[steps[-1]]):
            parent[steps[-1]], restored = source, True
    return restored


def _report_errors(
    file: File, document: Document, error: ValidationError, model: type[BaseModel], steps: Steps
) -> None:
    """Adds a finding for each error of the record at `steps`, or counts them where the file has too many."""
    if file.is_full:  # explaining an error takes far longer than counting it
        file.leave_out("invalid-value", error.error_count())
        return
    from seloste.checker.reading.validation import list_problems

    for number, (problem, path) in enumerate(list_problems(error, model, document.value, steps)):
        if file.is_full:
            file.leave_out("invalid-value", error.error_count() - number)
            return
        if problem.rule == "missing-key" and is_table(document.path):  # there is no key to add, but a column
            column = ".".join(str(step) for step in path[len(steps) :] if isinstance(step, str))
            named = replace(problem, variant="column", arguments={"key": column})
            _report(file, document, named, ".".join(str(step) for step in path))
        elif problem.rule != "missing-key" or not document.list_skipped(*path[:-1]):
            _report(file, document, problem, ".".join(str(step) for step in path))


def validate_header(file: File, document: Document, model: type[BaseModel], body: str) -> None:
    """Checks the top-level keys of a document other than `body`: its version, and unknown keys."""
    value = document.value
    if not isinstance(value, MarkedMapping):
        return
    if value.keys() <= {body, "version"} and value.get("version", 1) == 1 and value.get("version") is not True:
        return
    header = {key: item for key, item in value.items() if key != body}
    try:
        model.model_validate({**header, body: {}})
    except ValidationError as error:
        _report_errors(file, document, error, model, ())
