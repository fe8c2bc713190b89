"""Composes values with positions from the events of libyaml's parser, which is fast and does not recurse.

libyaml leaves the rest to its caller: the scalars of YAML 1.2 (`NO` is a string, not false; `12:30` is not a number),
duplicate keys, merge keys, and limits on depth and aliases.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct
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
from seloste.checker.reading.shielding import shield
from seloste.checker.reading.syntax import find_joined_item

try:
    from yaml._yaml import CParser
except ImportError as missing:
    raise ImportError("seloste needs PyYAML with its C extension (libyaml): install it from a wheel") from missing

#: The anchors and tags before a scalar.
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")
#: What libyaml takes for the end of the name of an anchor, and YAML 1.2 for a part of it.
_NAME_GOES_ON = tuple(":?%@`")
#: What libyaml takes for an empty key in brackets, and YAML 1.2 for the beginning of a text: `[&x :b]`, `[?a]`.
_INDICATOR_IN_TEXT = re.compile(r"[:?](?=[^\s,\[\]{}])")
_COLON_IN_TEXT = re.compile(r"\s*(:)(?=[^\s,\[\]{}])")
_COLLECTION_TAGS = {MappingStartEvent: "tag:yaml.org,2002:map", SequenceStartEvent: "tag:yaml.org,2002:seq"}


class _Anchored(Struct, frozen=True):
    """The value of an anchor, and its size. While its collection is not complete, an alias of it has no value."""

    value: Any = None
    nodes: int = 0
    characters: int = 0
    is_complete: bool = True


class Composer:
    """Composes the values of one text. `problems` has the errors after which it could go on: the first ones."""

    def __init__(self, text: str, limits: Limits) -> None:
        #: The text that libyaml gets: of the same length, with replacements for characters that it misreads.
        self.shielded, self._restore = shield(text)
        self._text = text
        self._next_event: Callable[[], Any] = CParser(self.shielded).get_event
        self._limits = limits
        self._longest = limits.scalar
        self._has_indicators = _INDICATOR_IN_TEXT.search(text) is not None
        self._anchored: dict[str, _Anchored] = {}
        #: The number of nodes so far, each counted once more for every alias of it; and those from aliases alone.
        self._nodes = 0
        self._aliased = 0
        #: The number of characters that aliases repeat.
        self._aliased_text = 0
        self.problems: list[Problem] = []
        #: How many problems are not among them, by their rule.
        self.unlisted: Counter[str] = Counter()

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
                event = self._next_event()
                if type(event) is ScalarEvent and event.style in ("|", ">"):
                    # YAML 1.2 takes lines without indentation for its text, libyaml for what follows it.
                    self._report("syntax", "block-text", _mark_event(event))
                value, _ = self._compose_node(event, 0)
                if value is not None:
                    yield value

    def _compose_node(self, event: Any, depth: int) -> tuple[Any, Mark]:
        """The value that begins with an event, and its mark."""
        self._nodes += 1
        kind = type(event)
        if kind is ScalarEvent:
            text = event.value
            is_plain = event.anchor is event.tag is self._restore is None and len(text) <= self._longest
            if is_plain and text[:1] not in AMBIGUOUS_STARTS:
                return text, _mark_event(event)  # the fast way, for nearly every scalar
            mark = self._mark_scalar(event)
            value = self._compose_scalar(event, mark)
            if event.anchor is not None:
                self._add_anchor(event, _Anchored(value, 1, len(text)))
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
        """The mapping or list that begins with an event, and its mark: its brackets, else its first key or item."""
        anchor, nodes, characters = event.anchor, self._nodes, self._aliased_text
        incomplete = _Anchored(is_complete=False)
        if anchor is not None:
            self._add_anchor(event, incomplete)
        if event.tag is not None and event.tag != _COLLECTION_TAGS.get(kind):
            self._report_tag(event.tag, _mark_event(event))
        value: MarkedMapping | MarkedList
        if kind is MappingStartEvent:
            value, end = self._compose_mapping(depth)
        elif kind is SequenceStartEvent:
            value, end = self._compose_list(depth)
        else:  # pragma: no cover - libyaml sends no other event
            raise ReadingAborted(Problem("syntax", "", _mark_event(event)))
        start = event.start_mark
        if depth != 1 and len(value) > self._limits.entries:
            problem = Problem("limit-exceeded", "entries", _mark_event(event), {"limit": self._limits.entries})
            raise ReadingAborted(problem)
        if anchor is not None and self._anchored[anchor] is incomplete:  # an anchor of that name within it came later
            characters = self._aliased_text - characters + end.index - start.index
            self._anchored[anchor] = _Anchored(value, self._nodes - nodes + 1, characters)
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
            if key == "<<" and type(event) is ScalarEvent and event.implicit[0] and event.tag is None:
                if merge is not None:
                    self._report("duplicate-key", "", key_mark, {"key": key}, related=merge)
                merge = merge or key_mark
                bases += self._list_merged(item, mark)
            elif key in value:
                self._report("duplicate-key", "", key_mark, {"key": key}, related=marks[key][0])
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
            if type(item) is str and mark[2] > mark[0] and (joined := find_joined_item(self._text, event)):
                self._report("syntax", "indentation", joined)

    def _compose_key(self, event: Any) -> tuple[str, Mark]:
        """The text of a key, which is never converted, and its mark."""
        key = self._restore_text(event)
        if len(key) > self._limits.key:
            key = self._cut(key, "key", self._limits.key, event)
        if self._has_indicators:
            self._check_indicator(event)
        if event.anchor is None and event.tag is None:
            return key, _mark_event(event)
        mark = self._mark_scalar(event)
        if event.anchor is not None:
            self._add_anchor(event, _Anchored(key, 1, len(key)))
        if event.tag not in (None, "!") and event.tag not in CORE_TAGS:
            self._report_tag(event.tag, mark)
        return key, mark

    def _compose_unusual_key(self, event: Any, depth: int) -> tuple[str, Mark] | None:
        """A key that is an alias of a string. Any other key is a problem; its value is skipped, and None returned."""
        value, mark = self._compose_node(event, depth + 1)
        if isinstance(value, str) and type(event) is AliasEvent:
            return self._cut(value, "key", self._limits.key, event) if len(value) > self._limits.key else value, mark
        if value is not None or type(event) is not AliasEvent:  # an unknown alias has been reported
            self._report("syntax", "key", mark)
        self._compose_node(self._next_event(), depth + 1)
        return None

    def _restore_text(self, event: Any) -> str:
        value: str = event.value
        return self._restore(value, event.style == '"') if self._restore else value

    def _compose_scalar(self, event: Any, mark: Mark) -> Any:
        """The value of a scalar by its tag; its text where the tag is unknown or does not fit."""
        text = self._restore_text(event)
        if len(text) > self._longest:
            return self._cut(text, "scalar", self._limits.scalar, event)
        tag = event.tag
        try:
            if tag is None:
                return resolve_scalar(text) if text[:1] in AMBIGUOUS_STARTS and event.implicit[0] else text
            if tag in CORE_TAGS:
                return CORE_TAGS[tag](text)
            if tag == "!":
                return text
        except ScalarTooLong:
            self._report("limit-exceeded", "number", mark, {"limit": ScalarTooLong.limit})
            return text
        except ValueError:
            pass
        self._report_tag(tag, mark)
        return text

    def _cut(self, text: str, what: str, longest: int, event: Any) -> str:
        """The beginning of a `key` or a `scalar` that is too long, which is a problem."""
        self._report("limit-exceeded", what, _mark_event(event), {"limit": longest})
        return text[:longest]

    def _add_anchor(self, event: Any, anchored: _Anchored) -> None:
        self._check_name(event, self.shielded.find(f"&{event.anchor}", event.start_mark.index))
        self._anchored[event.anchor] = anchored

    def _check_name(self, event: Any, start: int) -> None:
        """Reports the name of an anchor or alias, from its sign at `start`, that goes on by YAML 1.2 alone."""
        end = start + 1 + len(event.anchor)
        if start >= 0 and self.shielded.startswith(_NAME_GOES_ON, end):
            self._report("syntax", "anchor", _mark_event(event), {"character": self.shielded[end]})

    def _check_indicator(self, event: Any) -> None:
        """Reports a key that YAML 1.2 reads as a text which begins with a colon or a question mark."""
        start, end = event.start_mark.index, event.end_mark.index
        before_key = start > 0 and self.shielded[start - 1] == "?"
        is_empty = event.value == "" and end > start and event.style not in ("'", '"')
        if before_key or (is_empty and _COLON_IN_TEXT.match(self.shielded, end)):
            self._report("syntax", "character", _mark_event(event), {"character": "?" if before_key else ":"})

    def _report_tag(self, tag: str, mark: Mark) -> None:
        name = tag[: self._limits.key].replace("tag:yaml.org,2002:", "!!")
        self._report("syntax", "tag", mark, {"tag": name})

    def _report(
        self,
        rule: str,
        variant: str,
        mark: Mark,
        arguments: Mapping[str, Any] | None = None,
        related: Mark | None = None,
    ) -> None:
        """Adds a problem, or counts it where there are too many."""
        if len(self.problems) < self._limits.problems:
            self.problems.append(Problem(rule, variant, mark, dict(arguments or {}), related))
        else:
            self.unlisted[rule] += 1

    def _resolve_alias(self, event: Any) -> Any:
        """The value of an anchor; None, and a problem, where there is no such anchor."""
        self._check_name(event, event.start_mark.index)
        known = self._anchored.get(event.anchor)
        if known is None or not known.is_complete:
            self._report("syntax", "alias", _mark_event(event), {"name": event.anchor})
            return None
        self._count_aliased(known.nodes, _mark_event(event), known.characters)
        return known.value

    def _list_merged(self, item: Any, mark: Mark) -> list[MarkedMapping]:
        """The mappings under a merge key. An earlier one takes precedence."""
        bases = item if isinstance(item, MarkedList) else [item]
        if not all(isinstance(base, MarkedMapping) for base in bases):
            self._report("syntax", "merge", mark)
            return []
        self._count_aliased(sum(len(base) for base in bases), mark)
        return list(bases)

    def _count_aliased(self, nodes: int, mark: Mark, characters: int = 0) -> None:
        self._aliased += nodes
        self._nodes += nodes
        self._aliased_text += characters
        if self._aliased > self._limits.aliases:
            raise ReadingAborted(Problem("limit-exceeded", "aliases", mark, {"limit": self._limits.aliases}))
        if self._aliased_text > self._limits.aliased_text:
            raise ReadingAborted(Problem("limit-exceeded", "aliased-text", mark, {"limit": self._limits.aliased_text}))


def _mark_event(event: Any) -> Mark:
    start, end = event.start_mark, event.end_mark
    line = start.line + 1
    return (line, start.column + 1, line if end.line < line else end.line + 1, end.column + 1)
