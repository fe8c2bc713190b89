"""Composes values with positions from the events of libyaml's parser, which is fast and does not recurse.

libyaml leaves the rest to its caller: the scalars of YAML 1.2 (`NO` is a string, not false; `12:30` is not a number),
duplicate keys, merge keys, and limits on depth and aliases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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

from seloste.checker.position import Mark, MarkedList, MarkedMapping, Point, make_mark
from seloste.checker.reading.problem import Limits, Problem, ReadingAborted
from seloste.checker.reading.scalar_composer import Place, ScalarComposer, mark_event
from seloste.checker.reading.scalars import AMBIGUOUS_STARTS, CORE_TAGS
from seloste.checker.reading.syntax import find_joined_item

try:
    from yaml._yaml import CParser
except ImportError as missing:
    raise ImportError("seloste needs PyYAML with its C extension (libyaml): install it from a wheel") from missing

_COLLECTION_TAGS = {MappingStartEvent: "tag:yaml.org,2002:map", SequenceStartEvent: "tag:yaml.org,2002:seq"}


class _Anchored(Struct, frozen=True):
    """The value of an anchor, and its size. While its collection is not complete, an alias of it has no value."""

    value: Any = None
    nodes: int = 0
    characters: int = 0
    is_complete: bool = True


class Composer(ScalarComposer):
    """Composes the values of one text. `problems` has the errors after which it could go on: the first ones."""

    def __init__(self, text: str, limits: Limits) -> None:
        super().__init__(text, limits)
        self._next_event: Callable[[], Any] = CParser(self.shielded).get_event
        #: The most characters of a scalar, and of a key, that is taken as it is; -1 where that is true of none.
        self._longest_plain = limits.scalar if self._restore is None else -1
        self._longest_plain_key = limits.key if self._restore is None and "?" not in text else -1
        self._anchored: dict[str, _Anchored] = {}
        #: The number of nodes so far, each counted once more for every alias of it; and those from aliases alone.
        self._nodes = 0
        self._aliased = 0
        #: The number of characters that aliases repeat.
        self._aliased_text = 0

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
                    self._report("syntax", "block-text", mark_event(event))
                value, _, _ = self._compose_node(event, 0)
                if value is not None:
                    yield value

    def _compose_node(self, event: Any, depth: int) -> tuple[Any, Point, Point]:
        """The value that begins with an event, and where it begins and ends."""
        self._nodes += 1
        kind = type(event)
        if kind is ScalarEvent:
            if event.anchor is None and event.tag is None:
                return self._compose_scalar(event, event.start_mark), event.start_mark, event.end_mark
            start = self._skip_properties(event)
            value = self._compose_scalar(event, start)
            if event.anchor is not None:
                self._add_anchor(event, _Anchored(value, 1, len(event.value)))
            return value, start, event.end_mark
        if kind is AliasEvent:
            return self._resolve_alias(event), event.start_mark, event.end_mark
        if depth >= self._limits.depth:
            raise ReadingAborted(Problem("limit-exceeded", "depth", mark_event(event), {"limit": self._limits.depth}))
        return self._compose_collection(event, kind, depth)

    def _compose_collection(self, event: Any, kind: Any, depth: int) -> tuple[Any, Point, Point]:
        """The mapping or list that begins with an event, and its ends: its brackets, else those of its first part."""
        anchor, nodes, characters = event.anchor, self._nodes, self._aliased_text
        incomplete = _Anchored(is_complete=False) if anchor is not None else None
        if incomplete is not None:
            self._add_anchor(event, incomplete)
        if event.tag is not None and event.tag != _COLLECTION_TAGS.get(kind):
            self._report_tag(event.tag, mark_event(event))
        value: MarkedMapping | MarkedList
        if kind is MappingStartEvent:
            value, end = self._compose_mapping(depth + 1)
        elif kind is SequenceStartEvent:
            value, end = self._compose_list(depth + 1)
        else:  # pragma: no cover - libyaml sends no other event
            raise ReadingAborted(Problem("syntax", "", mark_event(event)))
        start = event.start_mark
        if depth != 1 and len(value) > self._limits.entries:
            problem = Problem("limit-exceeded", "entries", mark_event(event), {"limit": self._limits.entries})
            raise ReadingAborted(problem)
        if incomplete is not None and self._anchored[anchor] is incomplete:  # else that name was given again within
            characters = self._aliased_text - characters + end.index - start.index
            self._anchored[anchor] = _Anchored(value, self._nodes - nodes + 1, characters)
        if event.flow_style:
            return value, start, end
        if value.points:
            return value, value.points[0], value.points[1]
        return value, start, Place(start.line, start.column + 1)

    def _compose_mapping(self, depth: int) -> tuple[MarkedMapping, Any]:
        """The mapping whose start was read, and libyaml's mark of its end. A duplicate key is ignored.

        Nearly all keys and values are texts without anchors and tags: those are taken here, without a call.
        """
        next_event, longest, longest_key = self._next_event, self._longest_plain, self._longest_plain_key
        value = MarkedMapping()
        points: list[Point] = []
        value.points = points
        bases: list[MarkedMapping] = []
        merge: Mark | None = None
        numbers: dict[str, int] | None = None
        while (kind := type(of_key := next_event())) is not MappingEndEvent:
            if kind is not ScalarEvent:
                unusual = self._compose_unusual_key(of_key, depth)
                if unusual is None:
                    continue
                key, key_start, key_end = unusual
            elif (key := of_key.value) and len(key) <= longest_key and of_key.anchor is None and of_key.tag is None:
                key_start, key_end = of_key.start_mark, of_key.end_mark
            else:
                key, key_start, key_end = self._compose_key(of_key)
            kind_of_item = type(event := next_event())
            if kind_of_item is ScalarEvent and (
                (item := event.value)
                and item[0] not in AMBIGUOUS_STARTS
                and len(item) <= longest
                and event.anchor is None
                and event.tag is None
            ):
                self._nodes += 1
                start, end = event.start_mark, event.end_mark
            else:
                item, start, end = self._compose_node(event, depth)
            if key == "<<" and kind is ScalarEvent and of_key.implicit[0] and of_key.tag is None:
                if merge is not None:
                    self._report("duplicate-key", "", make_mark(key_start, key_end), {"key": key}, related=merge)
                merge = merge or make_mark(key_start, key_end)
                bases += self._list_merged(item, make_mark(start, end))
            elif key in value:
                numbers = numbers or {known: number for number, known in enumerate(value)}
                self._report_duplicate(key, make_mark(key_start, key_end), points, numbers[key])
            else:
                if numbers is not None:
                    numbers[key] = len(value)
                value[key] = item
                points += (key_start, key_end, start, end)
        for base in bases:
            value.merge(base)
        return value, of_key.end_mark

    def _compose_list(self, depth: int) -> tuple[MarkedList, Any]:
        """The list whose start was read, and libyaml's mark of its end."""
        next_event, longest = self._next_event, self._longest_plain
        value = MarkedList()
        points: list[Point] = []
        value.points = points
        while (kind := type(event := next_event())) is not SequenceEndEvent:
            if kind is ScalarEvent and (
                (item := event.value)
                and item[0] not in AMBIGUOUS_STARTS
                and len(item) <= longest
                and event.anchor is None
                and event.tag is None
            ):
                self._nodes += 1
                start, end = event.start_mark, event.end_mark
            else:
                item, start, end = self._compose_node(event, depth)
            value.append(item)
            points += (start, end)
            if type(item) is str and "- " in item and (joined := find_joined_item(self._text, event)):
                self._report("syntax", "indentation", joined)
        return value, event.end_mark

    def _compose_key(self, event: Any) -> tuple[str, Point, Point]:
        """The text of a key, which is never converted, and where it begins and ends."""
        key = self._restore_text(event)
        if len(key) > self._limits.key:
            key = self._cut(key, "key", self._limits.key, event)
        if self._has_indicators:
            self._check_indicator(event)
        if event.anchor is None and event.tag is None:
            return key, event.start_mark, event.end_mark
        start = self._skip_properties(event)
        if event.anchor is not None:
            self._add_anchor(event, _Anchored(key, 1, len(key)))
        if event.tag not in (None, "!") and event.tag not in CORE_TAGS:
            self._report_tag(event.tag, make_mark(start, event.end_mark))
        return key, start, event.end_mark

    def _compose_unusual_key(self, event: Any, depth: int) -> tuple[str, Point, Point] | None:
        """A key that is an alias of a string. Any other key is a problem; its value is skipped, and None returned."""
        value, start, end = self._compose_node(event, depth)
        if isinstance(value, str) and type(event) is AliasEvent:
            key = self._cut(value, "key", self._limits.key, event) if len(value) > self._limits.key else value
            return key, start, end
        if value is not None or type(event) is not AliasEvent:  # an unknown alias has been reported
            self._report("syntax", "key", make_mark(start, end))
        self._compose_node(self._next_event(), depth)
        return None

    def _add_anchor(self, event: Any, anchored: _Anchored) -> None:
        self._check_name(event, self.shielded.find(f"&{event.anchor}", event.start_mark.index))
        self._anchored[event.anchor] = anchored

    def _report_duplicate(self, key: str, mark: Mark, points: Sequence[Point], number: int) -> None:
        """Reports a key that is given again, and the place of the first one: the key of that number."""
        first = make_mark(points[4 * number], points[4 * number + 1])
        self._report("duplicate-key", "", mark, {"key": key}, related=first)

    def _resolve_alias(self, event: Any) -> Any:
        """The value of an anchor; None, and a problem, where there is no such anchor."""
        self._check_name(event, event.start_mark.index)
        known = self._anchored.get(event.anchor)
        if known is None or not known.is_complete:
            self._report("syntax", "alias", mark_event(event), {"name": event.anchor})
            return None
        self._count_aliased(known.nodes, mark_event(event), known.characters)
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
