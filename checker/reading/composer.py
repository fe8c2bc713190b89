"""Composes values with positions from the events of libyaml's parser, which is fast and does not recurse.

libyaml leaves the rest to its caller: the scalars of YAML 1.2 (`NO` is a string, not false; `12:30` is not a number),
duplicate keys, merge keys, and limits on depth and aliases.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from seloste.checker.position import Mark, MarkedList, MarkedMapping
from seloste.checker.reading.problem import Limits, Problem, ReadingAborted
from seloste.checker.reading.scalars import AMBIGUOUS_STARTS, CORE_TAGS, ScalarTooLong, resolve_scalar

try:
    from yaml._yaml import CParser
except ImportError as missing:
    raise ImportError("seloste needs PyYAML with its C extension (libyaml): install it from a wheel") from missing

#: Restores the characters of a value that `_shield` replaced. The flag tells whether the scalar is double-quoted: only
#: then an escape stands for a character.
Restore = Callable[[str, bool], str]


class Composer:
    """Composes the values of one text. `problems` has the errors after which it could go on."""

    def __init__(self, text: str, limits: Limits) -> None:
        #: The text that libyaml gets: of the same length, with replacements for characters that it misreads.
        self.shielded, self._restore = _shield(text)
        self._text = text
        self._next_event: Callable[[], Any] = CParser(self.shielded).get_event
        self._limits = limits
        #: The value of each anchor and the number of its nodes; None while its collection is not complete.
        self._anchored: dict[str, tuple[Any, int] | None] = {}
        #: The number of nodes so far, each counted once more for every alias of it; and those from aliases alone.
        self._nodes = 0
        self._aliased = 0
        self.problems: list[Problem] = []

    def compose_documents(self) -> Iterator[Any]:
        """The value of each document that is not empty.

        Raises:
            ReadingAborted: A limit is exceeded.
            yaml.MarkedYAMLError: The syntax is broken.
        """
        while True:
            event = self._next_event()
            if event is None or type(event) is StreamEndEvent:
                return
            if type(event) is DocumentStartEvent:
                self._anchored.clear()
                value, _ = self._compose_node(self._next_event(), 0)
                if value is not None:
                    yield value

    def _compose_node(self, event: Any, depth: int) -> tuple[Any, Mark]:
        """The value that begins with an event, and its mark."""
        self._nodes += 1
        kind = type(event)
        if kind is ScalarEvent:
            if event.value[:1] not in AMBIGUOUS_STARTS and event.anchor is event.tag is self._restore is None:
                return event.value, _mark_event(event)  # the fast way, for nearly every scalar
            mark = self._mark_scalar(event)
            value = self._compose_scalar(event, mark)
            if event.anchor is not None:
                self._anchored[event.anchor] = (value, 1)
            return value, mark
        if kind is AliasEvent:
            return self._resolve_alias(event), _mark_event(event)
        if depth >= self._limits.depth:
            raise ReadingAborted(Problem("limit-exceeded", "depth", _mark_event(event), {"limit": self._limits.depth}))
        return self._compose_collection(event, kind, depth)

    def _mark_scalar(self, event: Any) -> Mark:
        """The mark of a scalar without the anchor and the tag before it."""
        if event.anchor is None and event.tag is None:
            return _mark_event(event)
        start, end = event.start_mark, event.end_mark
        match = _PROPERTIES.match(self._text, start.index, end.index)
        if match is None or "\n" in match[0] or "\r" in match[0]:
            return _mark_event(event)
        return (start.line + 1, start.column + 1 + len(match[0]), end.line + 1, end.column + 1)

    def _compose_collection(self, event: Any, kind: Any, depth: int) -> tuple[Any, Mark]:
        anchor, before = event.anchor, self._nodes
        if anchor is not None:
            self._anchored[anchor] = None
        if event.tag is not None and event.tag != _COLLECTION_TAGS.get(kind):
            self._report_tag(event.tag, _mark_event(event))
        value: MarkedMapping | MarkedList
        if kind is MappingStartEvent:
            value, end = self._compose_mapping(depth)
        elif kind is SequenceStartEvent:
            value, end = self._compose_list(depth)
        else:  # pragma: no cover - libyaml sends no other event
            raise ReadingAborted(Problem("syntax", "", _mark_event(event)))
        if anchor is not None:
            self._anchored[anchor] = (value, self._nodes - before + 1)
        start = event.start_mark
        if event.flow_style:
            return value, (start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        first = value.first_mark()
        return value, first or (start.line + 1, start.column + 1, start.line + 1, start.column + 2)

    def _compose_mapping(self, depth: int) -> tuple[MarkedMapping, Any]:
        """The mapping whose start was read, and libyaml's mark of its end. A duplicate key is ignored."""
        value = MarkedMapping()
        marks = value.marks
        bases: list[MarkedMapping] = []
        merge: Mark | None = None
        while True:
            event = self._next_event()
            if type(event) is ScalarEvent:
                key, key_mark = self._compose_key(event)
            elif type(event) is MappingEndEvent:
                break
            else:
                unusual = self._compose_unusual_key(event, depth)
                if unusual is None:
                    continue
                key, key_mark = unusual
            item, mark = self._compose_node(self._next_event(), depth + 1)
            if key == "<<" and type(event) is ScalarEvent and event.implicit[0]:
                if merge is not None:
                    self.problems.append(Problem("duplicate-key", "", key_mark, {"key": key}, related=merge))
                merge = merge or key_mark
                bases += self._list_merged(item, mark)
            elif key in value:
                self.problems.append(Problem("duplicate-key", "", key_mark, {"key": key}, related=marks[key][0]))
            else:
                value[key] = item
                marks[key] = (key_mark, mark)
        for base in bases:
            for key, item in base.items():
                if key not in value:
                    value[key] = item
                    marks[key] = base.marks[key]
        return value, event.end_mark

    def _compose_list(self, depth: int) -> tuple[MarkedList, Any]:
        """The list whose start was read, and libyaml's mark of its end."""
        value = MarkedList()
        while True:
            event = self._next_event()
            if type(event) is SequenceEndEvent:
                return value, event.end_mark
            item, mark = self._compose_node(event, depth + 1)
            value.append(item)
            value.marks.append(mark)

    def _compose_key(self, event: Any) -> tuple[str, Mark]:
        key = self._restore_text(event)
        if event.anchor is None and event.tag is None:
            return key, _mark_event(event)
        mark = self._mark_scalar(event)
        if event.anchor is not None:
            self._anchored[event.anchor] = (key, 1)
        if event.tag not in (None, "!") and event.tag not in CORE_TAGS:
            self._report_tag(event.tag, mark)
        return key, mark

    def _compose_unusual_key(self, event: Any, depth: int) -> tuple[str, Mark] | None:
        """A key that is an alias of a string. Any other key is a problem; its value is skipped, and None returned."""
        value, mark = self._compose_node(event, depth + 1)
        if isinstance(value, str) and type(event) is AliasEvent:
            return value, mark
        if value is not None or type(event) is not AliasEvent:  # an unknown alias has been reported
            self.problems.append(Problem("syntax", "key", mark))
        self._compose_node(self._next_event(), depth + 1)
        return None

    def _restore_text(self, event: Any) -> str:
        value: str = event.value
        return self._restore(value, event.style == '"') if self._restore else value

    def _compose_scalar(self, event: Any, mark: Mark) -> Any:
        text = self._restore_text(event)
        tag = event.tag
        try:
            if tag is None:
                return resolve_scalar(text) if text[:1] in AMBIGUOUS_STARTS and event.implicit[0] else text
            if tag in CORE_TAGS:
                return CORE_TAGS[tag](text)
            if tag == "!":
                return text
        except ScalarTooLong:
            self.problems.append(Problem("limit-exceeded", "number", mark, {"limit": ScalarTooLong.limit}))
            return text
        except ValueError:
            pass
        self._report_tag(tag, mark)
        return text

    def _report_tag(self, tag: str, mark: Mark) -> None:
        self.problems.append(Problem("syntax", "tag", mark, {"tag": tag.replace("tag:yaml.org,2002:", "!!")}))

    def _resolve_alias(self, event: Any) -> Any:
        known = self._anchored.get(event.anchor)
        if known is None:
            self.problems.append(Problem("syntax", "alias", _mark_event(event), {"name": event.anchor}))
            return None
        value, size = known
        self._count_aliased(size, _mark_event(event))
        return value

    def _list_merged(self, item: Any, mark: Mark) -> list[MarkedMapping]:
        """The mappings under a merge key. An earlier one takes precedence."""
        bases = item if isinstance(item, MarkedList) else [item]
        if not all(isinstance(base, MarkedMapping) for base in bases):
            self.problems.append(Problem("syntax", "merge", mark))
            return []
        self._count_aliased(sum(len(base) for base in bases), mark)
        return list(bases)

    def _count_aliased(self, size: int, mark: Mark) -> None:
        self._aliased += size
        self._nodes += size
        if self._aliased > self._limits.aliases:
            raise ReadingAborted(Problem("limit-exceeded", "aliases", mark, {"limit": self._limits.aliases}))


def _mark_event(event: Any) -> Mark:
    start, end = event.start_mark, event.end_mark
    return (start.line + 1, start.column + 1, end.line + 1, end.column + 1)


#: The anchors and tags before a scalar.
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")
_COLLECTION_TAGS = {MappingStartEvent: "tag:yaml.org,2002:map", SequenceStartEvent: "tag:yaml.org,2002:seq"}
#: Line breaks in YAML 1.1, but ordinary characters in YAML 1.2 and in editors.
_YAML_1_1_BREAKS = "\x85\u2028\u2029"
#: A character beyond U+FFFF as JSON escapes it, in two halves that YAML does not know.
_ESCAPED_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
#: The number of characters in such an escape, and the base of the number that replaces it.
_PAIR_LENGTH = 12
_BASE = 6


def _shield(text: str) -> tuple[str, Restore | None]:
    """Replaces the characters that libyaml misreads, and gives a function that restores them in a value.

    The replacements are private characters that the text does not use. They have the same length, so that all columns
    stay. Each escaped pair becomes a number of twelve digits, for which six private characters are the digits. A text
    that leaves too few private characters unused is not changed.
    """
    breaks = [] if text.isascii() else [old for old in _YAML_1_1_BREAKS if old in text]
    pairs = sorted(set(_ESCAPED_PAIR.findall(text))) if "\\u" in text else []
    if not breaks and not pairs:
        return text, None
    unused = _find_unused_characters(text, len(breaks) + (_BASE if pairs else 0))
    if unused is None:
        return text, None
    swaps: dict[str, Any] = dict(zip(breaks, unused, strict=False))
    digits = unused[len(breaks) :]
    numbers = {pair: _write_number(count, digits) for count, pair in enumerate(pairs)}
    shielded = _ESCAPED_PAIR.sub(lambda pair: numbers[pair[0]], text) if pairs else text
    shielded = shielded.translate(str.maketrans(swaps))
    swaps_back = str.maketrans({new: old for old, new in swaps.items()})
    pairs_by_number = {number: pair for pair, number in numbers.items()}
    pattern = re.compile(f"[{digits}]{{{_PAIR_LENGTH}}}") if digits else None

    def restore_pair(number: re.Match[str], escaped: bool) -> str:
        pair = pairs_by_number[number[0]]
        return str(json.loads(f'"{pair}"')) if escaped else pair

    def restore(value: str, escaped: bool) -> str:
        if pattern is not None:
            value = pattern.sub(lambda number: restore_pair(number, escaped), value)
        return value.translate(swaps_back) if swaps else value

    return shielded, restore


def _find_unused_characters(text: str, count: int) -> str | None:
    """As many private characters as asked for that the text does not use; None if there are too few."""
    used = set(text)
    free = [chr(code) for code in (*range(0xE000, 0xF900), *range(0xF0000, 0xF1000)) if chr(code) not in used]
    return "".join(free[:count]) if len(free) >= count else None


def _write_number(number: int, digits: str) -> str:
    """The digits of a number, the lowest first."""
    written = ""
    for _ in range(_PAIR_LENGTH):
        number, digit = divmod(number, _BASE)
        written += digits[digit]
    return written
