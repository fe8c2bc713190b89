"""Builds values with positions from libyaml's events, which are fast to get and never recurse into what they tell.

What libyaml leaves open is settled here: the scalars of YAML 1.2 (`NO` is Norway, `12:30` a string, a day what its
field says), duplicate keys, merge keys, and limits on depth and aliases.
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

Restore = Callable[[str, bool], str]


class Composer:
    """Builds the values of one stream from its events. What it can read past is among its `problems`."""

    def __init__(self, text: str, limits: Limits) -> None:
        #: The text as libyaml sees it, each character where it is.
        self.shielded, self._restore = _shield(text)
        self._text = text
        self._event: Callable[[], Any] = CParser(self.shielded).get_event
        self._limits = limits
        self._anchors: dict[str, tuple[Any, int] | None] = {}
        self._nodes = 0
        self._aliased = 0
        self.problems: list[Problem] = []

    def documents(self) -> Iterator[Any]:
        """Each document's value; those that hold nothing at all are left out."""
        while True:
            event = self._event()
            if event is None or type(event) is StreamEndEvent:
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
            if event.value[:1] not in AMBIGUOUS_STARTS and event.anchor is event.tag is self._restore is None:
                return event.value, _mark(event)  # nearly every scalar there is
            mark = self._token(event)
            value = self._scalar(event, mark)
            if event.anchor is not None:
                self._anchors[event.anchor] = (value, 1)
            return value, mark
        if kind is AliasEvent:
            return self._alias(event), _mark(event)
        if depth >= self._limits.depth:
            raise ReadingAborted(Problem("limit-exceeded", "depth", _mark(event), {"limit": self._limits.depth}))
        return self._collection(event, kind, depth)

    def _token(self, event: Any) -> Mark:
        """The mark of a scalar itself, without the anchor and the tag that may stand before it."""
        if event.anchor is None and event.tag is None:
            return _mark(event)
        start, end = event.start_mark, event.end_mark
        match = _PROPERTIES.match(self._text, start.index, end.index)
        if match is None or "\n" in match[0] or "\r" in match[0]:
            return _mark(event)
        return (start.line + 1, start.column + 1 + len(match[0]), end.line + 1, end.column + 1)

    def _collection(self, event: Any, kind: Any, depth: int) -> tuple[Any, Mark]:
        anchor, before = event.anchor, self._nodes
        if anchor is not None:
            self._anchors[anchor] = None
        if event.tag is not None and event.tag != _COLLECTION_TAGS.get(kind):
            self._unknown_tag(event.tag, _mark(event))
        value: MarkedMapping | MarkedList
        if kind is MappingStartEvent:
            value, end = self._mapping(depth)
        elif kind is SequenceStartEvent:
            value, end = self._sequence(depth)
        else:  # pragma: no cover - libyaml sends no other event here
            raise ReadingAborted(Problem("syntax", "", _mark(event)))
        if anchor is not None:
            self._anchors[anchor] = (value, self._nodes - before + 1)
        start = event.start_mark
        if event.flow_style:
            return value, (start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        first = value.first_mark()
        return value, first or (start.line + 1, start.column + 1, start.line + 1, start.column + 2)

    def _mapping(self, depth: int) -> tuple[MarkedMapping, Any]:
        value = MarkedMapping()
        marks = value.marks
        bases: list[MarkedMapping] = []
        merge: Mark | None = None
        while True:
            event = self._event()
            if type(event) is ScalarEvent:
                key, key_mark = self._key(event)
            elif type(event) is MappingEndEvent:
                break
            else:
                named = self._odd_key(event, depth)
                if named is None:
                    continue
                key, key_mark = named
            item, mark = self._node(self._event(), depth + 1)
            if key == "<<" and type(event) is ScalarEvent and event.implicit[0]:
                if merge is not None:
                    self.problems.append(Problem("duplicate-key", "", key_mark, {"key": key}, related=merge))
                merge = merge or key_mark
                bases += self._bases(item, mark)
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

    def _sequence(self, depth: int) -> tuple[MarkedList, Any]:
        value = MarkedList()
        while True:
            event = self._event()
            if type(event) is SequenceEndEvent:
                return value, event.end_mark
            item, mark = self._node(event, depth + 1)
            value.append(item)
            value.marks.append(mark)

    def _key(self, event: Any) -> tuple[str, Mark]:
        key = self._words(event)
        if event.anchor is None and event.tag is None:
            return key, _mark(event)
        mark = self._token(event)
        if event.anchor is not None:
            self._anchors[event.anchor] = (key, 1)
        if event.tag not in (None, "!") and event.tag not in CORE_TAGS:
            self._unknown_tag(event.tag, mark)
        return key, mark

    def _odd_key(self, event: Any, depth: int) -> tuple[str, Mark] | None:
        """A key that is no scalar: a problem, unless it is an alias of one. None when it is skipped with its value."""
        value, mark = self._node(event, depth + 1)
        if isinstance(value, str) and type(event) is AliasEvent:
            return value, mark
        if value is not None or type(event) is not AliasEvent:  # an alias of nothing is told of already
            self.problems.append(Problem("syntax", "key", mark))
        self._node(self._event(), depth + 1)
        return None

    def _words(self, event: Any) -> str:
        value: str = event.value
        return self._restore(value, event.style == '"') if self._restore else value

    def _scalar(self, event: Any, mark: Mark) -> Any:
        text = self._words(event)
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
        self._unknown_tag(tag, mark)
        return text

    def _unknown_tag(self, tag: str, mark: Mark) -> None:
        self.problems.append(Problem("syntax", "tag", mark, {"tag": tag.replace("tag:yaml.org,2002:", "!!")}))

    def _alias(self, event: Any) -> Any:
        known = self._anchors.get(event.anchor)
        if known is None:
            self.problems.append(Problem("syntax", "alias", _mark(event), {"name": event.anchor}))
            return None
        value, size = known
        self._count_aliased(size, _mark(event))
        return value

    def _bases(self, item: Any, mark: Mark) -> list[MarkedMapping]:
        """The mappings that a merge key merges; the first of them that has a key wins."""
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


def _mark(event: Any) -> Mark:
    start, end = event.start_mark, event.end_mark
    return (start.line + 1, start.column + 1, end.line + 1, end.column + 1)


_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")
_COLLECTION_TAGS = {MappingStartEvent: "tag:yaml.org,2002:map", SequenceStartEvent: "tag:yaml.org,2002:seq"}
#: Line breaks of YAML 1.1 that are ordinary characters in 1.2 and in every editor.
_OLD_BREAKS = "\x85\u2028\u2029"
#: A character outside the basic plane, as JSON escapes it; YAML does not know the two halves.
_SURROGATES = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_PAIR = 12
_DIGITS = 6


def _shield(text: str) -> tuple[str, Restore | None]:
    """`text` with what libyaml misreads replaced by unused characters of the same length, and how to put it back.

    The length stays the same so that every column does. A pair of surrogates becomes a number, written with six unused
    characters as its digits. A text that uses every private character there is has only itself to blame.
    """
    breaks = [] if text.isascii() else [old for old in _OLD_BREAKS if old in text]
    pairs = sorted(set(_SURROGATES.findall(text))) if "\\u" in text else []
    if not breaks and not pairs:
        return text, None
    unused = _unused(text, len(breaks) + (_DIGITS if pairs else 0))
    if unused is None:
        return text, None
    swaps: dict[str, Any] = dict(zip(breaks, unused, strict=False))
    digits = unused[len(breaks) :]
    numbers = {pair: _number(count, digits) for count, pair in enumerate(pairs)}
    shielded = _SURROGATES.sub(lambda pair: numbers[pair[0]], text) if pairs else text
    shielded = shielded.translate(str.maketrans(swaps))
    backwards = str.maketrans({new: old for old, new in swaps.items()})
    meant = {number: pair for pair, number in numbers.items()}
    number = re.compile(f"[{digits}]{{{_PAIR}}}") if digits else None

    def restore(value: str, escaped: bool) -> str:
        if number is not None:
            value = number.sub(lambda n: json.loads(f'"{meant[n[0]]}"') if escaped else meant[n[0]], value)
        return value.translate(backwards) if swaps else value

    return shielded, restore


def _unused(text: str, count: int) -> str | None:
    """So many private characters that the text does not use, or None when there are not enough."""
    used = set(text)
    free = [chr(code) for code in (*range(0xE000, 0xF900), *range(0xF0000, 0xF1000)) if chr(code) not in used]
    return "".join(free[:count]) if len(free) >= count else None


def _number(number: int, digits: str) -> str:
    written = ""
    for _ in range(_PAIR):
        number, digit = divmod(number, _DIGITS)
        written += digits[digit]
    return written
