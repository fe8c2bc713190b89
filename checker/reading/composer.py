"""Composes values with positions from the events of libyaml's parser, which is fast and does not recurse.

libyaml leaves the rest to its caller: the scalars of YAML 1.2 (`NO` is a string, not false; `12:30` is not a number),
duplicate keys, merge keys, and limits on depth and aliases.
"""

from __future__ import annotations

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
from seloste.checker.reading.shielding import shield

try:
    from yaml._yaml import CParser
except ImportError as missing:
    raise ImportError("seloste needs PyYAML with its C extension (libyaml): install it from a wheel") from missing

#: The anchors and tags before a scalar.
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")
_COLLECTION_TAGS = {MappingStartEvent: "tag:yaml.org,2002:map", SequenceStartEvent: "tag:yaml.org,2002:seq"}


class Composer:
    """Composes the values of one text. `problems` has the errors after which it could go on."""

    def __init__(self, text: str, limits: Limits) -> None:
        #: The text that libyaml gets: of the same length, with replacements for characters that it misreads.
        self.shielded, self._restore = shield(text)
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
        """The mapping or list that begins with an event, and its mark: its brackets, else its first key or item."""
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
        """The text of a key, which is never converted, and its mark."""
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
        """The value of a scalar by its tag; its text where the tag is unknown or does not fit."""
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
        """The value of an anchor; None, and a problem, where there is no such anchor."""
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
