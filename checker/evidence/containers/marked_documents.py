"""Reads the YAML and JSON of evidence: the documents of a file with their places, and the problems with the others.

A document in which something is wrong is left out as a whole. Half of it would show what it does not: an annotation
that could not be read is not absent. The other documents of the file are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from seloste.checker.evidence.source import EvidenceFile
from seloste.checker.position import Location, MarkedList, MarkedMapping, mark_of
from seloste.checker.reading.problem import Limits, Problem, Reading
from seloste.checker.reading.reader import read_yaml
from seloste.checker.reading.syntax import split_lines
from seloste.checker.reading.waiver_comments import hide_code

#: Manifests hold whole dashboards and definitions in one text or one document.
LIMITS = Limits(size=25_000_000, depth=128, nodes=1_500_000, scalar=5_000_000, entries=50_000)
#: How often a file is read again without the documents in which something is wrong.
_MOST_READINGS = 4
_MARKER = re.compile(r"---(?:\s|$)")
_TEMPLATE = re.compile(r"\{\{|\{%")
_NOWHERE = (0, 0, 0, 0)
#: The types of values by a tag are not looked at: its text or its content is what counts.
_TAGS = frozenset({"tag"})


class MarkedDocument(Struct, frozen=True):
    """One document of a file.

    Attributes:
        path: The file, as messages show it.
        value: What it holds.
        tagged_lines: The lines with a tag (`!override`): what is tagged is read as if it were not.
    """

    path: str
    value: MarkedMapping
    tagged_lines: frozenset[int] = frozenset()

    def locate(self, *steps: str | int) -> Location:
        """The place of what some steps lead to, or of the nearest value above it."""
        return Location.of(self.path, mark_of(self.value, steps))


def is_json(name: str, beginning: bytes) -> bool:
    """Whether a file is JSON by its name or its first character. Two braces begin a template."""
    text = beginning.lstrip()
    return name.lower().endswith(".json") or (text[:1] == b"{" and text[:2] != b"{{")


def read_documents(file: EvidenceFile) -> Iterator[MarkedDocument]:
    """The documents of a file that are mappings. The others become findings; a file's data are dropped once read."""
    reading, file.data = read_yaml(file.data, LIMITS), b""
    broken: set[int] = set()
    text = _SplitText(reading.text) if reading.problems else None
    templates: list[Problem] = []
    for _ in range(_MOST_READINGS):
        problems = list(_list_problems(reading))
        if text is None or not problems:
            break
        is_new = False
        for problem in problems:
            number = text.find_document(problem.mark[0]) if problem.mark else None
            template = text.find_template(number) if number is not None and problem.rule == "syntax" else None
            if template is not None:
                templates.append(template)
            elif number not in broken:
                file.report(problem)
            if number is not None and number not in broken:
                broken.add(number)
                is_new = True
        if not is_new:
            break
        reading = read_yaml(text.blank_documents(broken).encode(), LIMITS)
    if text is not None:
        broken |= {text.find_document(problem.mark[0]) for problem in _list_problems(reading) if problem.mark}
    if templates:
        file.report(min(templates, key=lambda problem: problem.mark or _NOWHERE))
    file.file.comments = tuple(map(hide_code, reading.comments))
    tagged = frozenset(each.mark[0] for each in reading.problems if each.variant in _TAGS and each.mark)
    for value in reading.documents:
        if isinstance(value, MarkedMapping) and not (text and text.is_in(value, broken)):
            yield MarkedDocument(file.file.path, value, tagged)


def _list_problems(reading: Reading) -> Iterator[Problem]:
    """The problems that matter. What may be a secret is not quoted: a side of a conflict, a text that begins with *."""
    for problem in reading.problems:
        if problem.variant == "merge-conflict":
            yield replace(problem, variant="conflict-marker", arguments={})
        elif problem.variant == "alias":
            yield replace(problem, arguments={"name": "…"})
        elif problem.variant not in _TAGS:
            yield problem


class _SplitText:
    """A text by its documents, so that some can be left out while the lines of the others keep their numbers."""

    def __init__(self, text: str) -> None:
        self._lines = split_lines(text)
        number, self._documents = 0, []
        for line in self._lines:
            number += _MARKER.match(line) is not None
            self._documents.append(number)
        #: The first line of each document with a template's sign.
        self._templates: dict[int, tuple[int, int]] = {}
        for index, line in enumerate(self._lines):
            if found := _TEMPLATE.search(line):
                self._templates.setdefault(self._documents[index], (index + 1, found.start() + 1))

    def find_document(self, line: int) -> int:
        """The document that a 1-based line is in."""
        return self._documents[min(line, len(self._documents)) - 1] if self._documents else 0

    def find_template(self, document: int) -> Problem | None:
        """That a document is a template which was not filled in, at its first sign; None where it has none."""
        place = self._templates.get(document)
        return Problem("syntax", "template", (*place, place[0], place[1] + 2)) if place else None

    def blank_documents(self, documents: set[int]) -> str:
        """The text without some documents."""
        kept = (
            "\n" if number in documents and not _MARKER.match(line) else line
            for line, number in zip(self._lines, self._documents, strict=True)
        )
        return "".join(kept)

    def is_in(self, value: MarkedMapping, documents: set[int]) -> bool:
        """Whether a value stands in one of some documents."""
        mark = value.first_mark()
        return mark is not None and self.find_document(mark[0]) in documents


def get_mapping(value: Any, *keys: str) -> Mapping[str, Any]:
    """The mapping under some keys, one within the other; an empty one where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def get_list(value: Any, key: str) -> list[Any]:
    """The list under a key; an empty one where there is none."""
    found = value.get(key) if isinstance(value, Mapping) else None
    return found if isinstance(found, MarkedList | list) else []


def get_text(value: Any, *keys: str) -> str:
    """The text under some keys; empty where there is none, or something else."""
    found = get_mapping(value, *keys[:-1]).get(keys[-1])
    return found if isinstance(found, str) else ""


def list_mappings(value: Any, key: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The mappings in the list under a key, each with its number."""
    return ((number, item) for number, item in enumerate(get_list(value, key)) if isinstance(item, Mapping))


def list_texts(value: Any) -> list[str]:
    """A text, or the texts of a list."""
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)]


def is_true(value: Any) -> bool:
    """Whether a value is true, as a truth value or as text."""
    return value is True or (isinstance(value, str) and value.lower() == "true")


def is_false(value: Any) -> bool:
    """Whether a value is false, as a truth value or as text."""
    return value is False or (isinstance(value, str) and value.lower() == "false")
