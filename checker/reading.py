"""Bytes to values with positions: the one place that reads YAML and JSON from users.

Built on libyaml's event stream, which is fast and never recurses, with what libyaml leaves open settled here: the scalars
of YAML 1.2 (`NO` is Norway, `12:30` a string, a day what its field says), duplicate keys, and limits on size, depth and
aliases, since a file may come from anybody. All problems of a file are reported, not only the first: where the syntax
breaks, the top-level block with the mistake is set aside and the rest is read on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import AliasEvent, DocumentStartEvent, MappingStartEvent, ScalarEvent, SequenceStartEvent

from checker.position import Mapping, Mark, Sequence
from checker.yaml12 import CORE_TAGS, ScalarTooLong, resolve

try:
    from yaml.cyaml import CParser
except ImportError as missing:
    raise ImportError("seloste needs PyYAML with its C extension (libyaml): install it from a wheel") from missing


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may ask of us. `aliases` counts the nodes that aliases and merge keys stand for."""

    size: int = 10_000_000
    depth: int = 64
    aliases: int = 100_000


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a file: the `input/` rule it belongs to, which of its messages, where, and with what values."""

    rule: str
    variant: str
    mark: Mark | None
    arguments: dict[str, Any] = field(default_factory=dict)
    related: Mark | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds: the values of its documents, its text, and what is wrong with it.

    `complete` is false where a block with a syntax error was left out: what seems to be missing may stand there.
    """

    text: str
    documents: list[Any]
    problems: list[Problem]
    complete: bool = True


class _Stop(Exception):
    """Reading cannot go on."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.rule)
        self.problem = problem


def read(data: bytes, limits: Limits = Limits()) -> Reading:  # noqa: B008 - frozen
    """The documents in `data`, YAML 1.2 or JSON in UTF-8 or UTF-16. Never raises for what the file holds."""
    if len(data) > limits.size:
        return Reading("", [], [Problem("limit-exceeded", "size", None, {"limit": limits.size})], complete=False)
    try:
        text = _decode(data)
    except UnicodeDecodeError as error:
        mark = _mark_at(data[: error.start].decode("utf-8", "replace"), -1)
        return Reading("", [], [Problem("unreadable", "not-text", mark, {"line": mark[0]})], complete=False)
    problems = [
        Problem("syntax", "control-character", _mark_at(text, found.start()), {"character": f"U+{ord(found[0]):04X}"})
        for found in _UNPRINTABLE.finditer(text)
    ]
    if problems:
        return Reading(text, [], problems[:20], complete=False)
    return _recovering(text, limits)


_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    return data.decode("utf-8-sig")


def _mark_at(text: str, index: int) -> Mark:
    """The mark of the one character at `index` (-1: the place after the last), counting lines as an editor does."""
    before = text if index < 0 else text[:index]
    lines = re.split("\r\n|\r|\n", before)
    line, column = len(lines), len(lines[-1]) + 1
    return (line, column, line, column + (0 if index < 0 else 1))


def _recovering(text: str, limits: Limits) -> Reading:
    """Reads `text`; where its syntax breaks, sets the top-level block aside and reads the rest, so as to see every problem."""
    problems: list[Problem] = []
    remaining = text
    for _ in range(20):
        composer = _Composer(remaining, limits)
        try:
            documents = list(composer.documents())
        except _Stop as stop:
            return Reading(text, [], [*problems, *composer.problems, stop.problem], complete=False)
        except yaml.MarkedYAMLError as error:
            problem, first, last = _syntax(error, remaining)
            problems.append(problem)
            shorter = _without_block(remaining, first, last)
            if shorter == remaining or not shorter.strip():
                return Reading(text, [], problems + composer.problems, complete=False)
            remaining = shorter
        else:
            return Reading(text, documents, problems + composer.problems, complete=not problems)
    return Reading(text, [], problems, complete=False)


def _without_block(text: str, first: int, last: int) -> str:
    """`text` with the top-level block around lines `first` to `last` (0-based) emptied, all other lines where they were."""
    lines = text.splitlines(keepends=True)
    last = min(last, len(lines) - 1)
    while first > 0 and lines[first][:1] in " \t#\r\n-":
        first -= 1
    while last + 1 < len(lines) and lines[last + 1][:1] in " \t#\r\n-]}":
        last += 1
    return "".join(
        "\n" if first <= number <= last and line.strip() else line for number, line in enumerate(lines)
    )


#: What libyaml says → our message, and whether the place where the construct began tells more than where it broke.
_MISTAKES: tuple[tuple[str, str, bool], ...] = (
    ("could not find expected ':'", "colon", True),
    ("mapping values are not allowed", "second-colon", False),
    ("found unexpected end of stream", "quote", True),
    ("found unexpected document indicator", "quote", True),
    ("did not find expected ',' or", "bracket", True),
    ("did not find expected key", "indentation", False),
    ("did not find expected '-'", "indentation", False),
    ("block sequence entries are not allowed", "indentation", False),
    ("block mapping keys are not allowed", "indentation", False),
    ("tab character", "tab", False),
    ("escape", "escape", False),
    ("hexdecimal", "escape", False),
)


def _syntax(error: yaml.MarkedYAMLError, text: str) -> tuple[Problem, int, int]:
    """The problem that libyaml met, and the lines (0-based) from where its construct began to where it broke."""
    mark = error.problem_mark or error.context_mark
    said = error.problem or ""
    variant, at_start = next(((name, start) for words, name, start in _MISTAKES if words in said), ("", False))
    if "cannot start any token" in said and text[mark.index : mark.index + 1] == "\t":
        variant = "tab"
    began = error.context_mark if error.context_mark is not None else mark
    at = began if at_start else mark
    place = (at.line + 1, at.column + 1, at.line + 1, at.column + 2)
    return Problem("syntax", variant, place, {"detail": said}), min(began.line, mark.line), mark.line


class _Composer:
    """Builds the values of one stream from its events."""

    def __init__(self, text: str, limits: Limits) -> None:
        shielded, restore = _shield(text)
        self._event: Callable[[], Any] = CParser(shielded).get_event
        self._restore = restore
        self._limits = limits
        self._anchors: dict[str, tuple[Any, int] | None] = {}
        self._nodes = 0
        self._aliased = 0
        self.problems: list[Problem] = []

    def documents(self) -> Iterator[Any]:
        """Each document's value; those that hold nothing at all are left out unless they are all there is."""
        while True:
            event = self._event()
            if event is None or type(event).__name__ == "StreamEndEvent":
                return
            if type(event) is DocumentStartEvent:
                self._anchors.clear()
                value, _ = self._node(self._event(), 0)
                if value is not None:
                    yield value

    def _node(self, event: Any, depth: int) -> tuple[Any, Mark]:
        self._nodes += 1
        kind = type(event)
        if kind is ScalarEvent:
            mark = _mark(event)
            value = self._scalar(event, mark)
        elif kind is AliasEvent:
            return self._alias(event), _mark(event)
        else:
            if depth >= self._limits.depth:
                raise _Stop(Problem("limit-exceeded", "depth", _mark(event), {"limit": self._limits.depth}))
            value, mark = self._collection(event, kind, depth)
        if event.anchor is not None and kind is ScalarEvent:
            self._anchors[event.anchor] = (value, 1)
        return value, mark

    def _collection(self, event: Any, kind: type, depth: int) -> tuple[Any, Mark]:
        anchor, before = event.anchor, self._nodes
        if anchor is not None:
            self._anchors[anchor] = None
        if event.tag is not None and event.tag not in CORE_TAGS:
            self._unknown_tag(event)
        if kind is MappingStartEvent:
            value, end = self._mapping(depth)
        elif kind is SequenceStartEvent:
            value, end = self._sequence(depth)
        else:  # pragma: no cover - libyaml sends no other event here
            raise _Stop(Problem("syntax", "", _mark(event), {"detail": kind.__name__}))
        if anchor is not None:
            self._anchors[anchor] = (value, self._nodes - before + 1)
        start = event.start_mark
        if event.flow_style:
            return value, (start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        first = value.first_mark()
        return value, first or (start.line + 1, start.column + 1, start.line + 1, start.column + 2)

    def _mapping(self, depth: int) -> tuple[Mapping, Any]:
        value = Mapping()
        marks = value.marks
        merged: list[Mapping] = []
        while True:
            event = self._event()
            if type(event) is not ScalarEvent:
                if type(event).__name__ == "MappingEndEvent":
                    break
                event = self._odd_key(event, depth)
                if event is None:
                    continue
            key: str = self._restore(event.value) if self._restore else event.value
            key_mark = _mark(event)
            item, mark = self._node(self._event(), depth + 1)
            if key == "<<" and event.implicit[0]:
                merged += self._merge(item, mark)
            elif key in value:
                self.problems.append(Problem("duplicate-key", "", key_mark, {"key": key}, related=marks[key][0]))
            else:
                value[key] = item
                marks[key] = (key_mark, mark)
        for base in merged:
            for key in base.keys() - value.keys():
                value[key] = base[key]
                marks[key] = base.marks[key]
        return value, event.end_mark

    def _sequence(self, depth: int) -> tuple[Sequence, Any]:
        value = Sequence()
        while True:
            event = self._event()
            if type(event).__name__ == "SequenceEndEvent":
                return value, event.end_mark
            item, mark = self._node(event, depth + 1)
            value.append(item)
            value.marks.append(mark)

    def _odd_key(self, event: Any, depth: int) -> Any:
        """A key that is no scalar: a problem, unless it is an alias of one. Returns the scalar, or None when skipped."""
        mark = _mark(event)
        self._node(event, depth + 1)
        self.problems.append(Problem("syntax", "key", mark, {"detail": "a key must be plain text"}))
        self._node(self._event(), depth + 1)
        return None

    def _scalar(self, event: Any, mark: Mark) -> Any:
        text: str = self._restore(event.value) if self._restore else event.value
        tag = event.tag
        try:
            if tag is None:
                return resolve(text) if event.implicit[0] else text
            if tag in CORE_TAGS:
                return CORE_TAGS[tag](text)
            if tag == "!":
                return text
        except ScalarTooLong:
            self.problems.append(Problem("limit-exceeded", "number", mark, {"limit": ScalarTooLong.limit}))
            return text
        except ValueError:
            self.problems.append(Problem("syntax", "tag", mark, {"tag": tag, "detail": tag}))
            return text
        self._unknown_tag(event)
        return text

    def _unknown_tag(self, event: Any) -> None:
        self.problems.append(Problem("syntax", "tag", _mark(event), {"tag": event.tag, "detail": event.tag}))

    def _alias(self, event: Any) -> Any:
        known = self._anchors.get(event.anchor)
        if known is None:
            self.problems.append(Problem("syntax", "alias", _mark(event), {"name": event.anchor, "detail": ""}))
            return None
        value, size = known
        self._count_aliased(size, _mark(event))
        return value

    def _merge(self, item: Any, mark: Mark) -> list[Mapping]:
        bases = item if isinstance(item, list) else [item]
        if not all(isinstance(base, Mapping) for base in bases):
            self.problems.append(Problem("syntax", "merge", mark, {"detail": "<<"}))
            return []
        self._count_aliased(sum(len(base) for base in bases), mark)
        return list(bases)

    def _count_aliased(self, size: int, mark: Mark) -> None:
        self._aliased += size
        self._nodes += size
        if self._aliased > self._limits.aliases:
            raise _Stop(Problem("limit-exceeded", "aliases", mark, {"limit": self._limits.aliases}))


def _mark(event: Any) -> Mark:
    start, end = event.start_mark, event.end_mark
    return (start.line + 1, start.column + 1, end.line + 1, end.column + 1)


#: Line breaks of YAML 1.1 that are ordinary characters in 1.2 and in every editor.
_OLD_BREAKS = "\x85\u2028\u2029"
#: A character outside the basic plane, as JSON escapes it; YAML does not know the two halves.
_SURROGATES = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")


def _shield(text: str) -> tuple[str, Callable[[str], str] | None]:
    """`text` with what libyaml misreads replaced by unused characters of the same length, and how to put it back.

    The length stays the same so that every column does.
    """
    swaps: dict[str, str] = {}
    unused = (chr(code) for code in range(0xE000, 0xF8FF) if chr(code) not in text)
    if not text.isascii():
        for old in _OLD_BREAKS:
            if old in text:
                swaps[old] = next(unused)
    if "\\u" in text:
        for pair in set(_SURROGATES.findall(text)):
            swaps[pair] = next(unused) * 12
    if not swaps:
        return text, None
    for old, new in swaps.items():
        text = text.replace(old, new)
    back = {new: json.loads(f'"{old}"') if len(old) > 1 else old for old, new in swaps.items()}

    def restore(value: str) -> str:
        for new, old in back.items():
            if new in value:
                value = value.replace(new, old)
        return value

    return text, restore
