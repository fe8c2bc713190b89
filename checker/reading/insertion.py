"""Inserts entries at the end of mappings and lists of a file of YAML or JSON; every other byte stays.

As in `editing`, ruamel.yaml only tells where things are, the new lines are put into the text, and the new file is read
again and compared with what it should hold before it is returned.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from seloste.checker.reading.editing import (
    CannotAddError,
    decode_file,
    detect_newline,
    find_next_line,
    get_indent,
    get_layout,
    skip_comments,
)
from seloste.checker.reading.reader import read_yaml

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_INDENT = "  "


class Insertion(Struct, frozen=True):
    """An entry to add at the end of a mapping or a list.

    Attributes:
        path: The keys that lead to it from the top.
        value: What is added: of a mapping a mapping, of a list a list. Where the last key is absent, it is added with
            this as its value.
        lines: The same as lines of YAML in block style, without indentation: `crm:`, `  name: CRM`, or `- item`.
        gap: Whether an empty line goes before it.
        comment: A comment above a key that is absent, in block style.
    """

    path: tuple[str, ...]
    value: Mapping[str, Any] | list[Any]
    lines: Sequence[str]
    gap: bool = False
    comment: str = ""


class _Node(Struct, eq=False):
    """A value in a text: the event that begins it, the last event within it, and what it holds; keys and values."""

    start: NodeEvent
    last: Event
    children: list[_Node] = field(default_factory=list)
    close: int = 0

    @property
    def is_flow(self) -> bool:
        return isinstance(self.start, CollectionStartEvent) and bool(self.start.flow_style)

    @property
    def is_empty(self) -> bool:
        """Whether it is a scalar without text."""
        return isinstance(self.start, ScalarEvent) and self.start.start_mark.index == self.start.end_mark.index

    def find(self, key: str) -> tuple[_Node, _Node] | None:
        """The key and the value of a mapping at a key."""
        for name, value in zip(self.children[::2], self.children[1::2], strict=False):
            if isinstance(name.start, ScalarEvent) and name.start.value == key:
                return name, value
        return None


def insert_entries(data: bytes, insertions: Sequence[Insertion]) -> bytes:
    """The file `data` with entries added, in one document of YAML or JSON.

    Raises:
        CannotAddError: There is no such place, the file is not well-formed, or its other content would change.
    """
    try:
        bom, text, encoding = decode_file(data)
        text = _open_brackets(text, insertions)
        top = _read_tree(text)
    except (UnicodeDecodeError, YAMLError, ValueError) as error:
        raise CannotAddError(str(error)) from None
    deepest_first = sorted(insertions, key=lambda insertion: -len(insertion.path))
    places = [_place(text, top, insertion) for insertion in deepest_first]
    pieces, at = [], 0
    for index, new in sorted(
        places, key=lambda place: place[0]
    ):  # where several end on one line, the inner one is first
        pieces += [text[at:index], new]
        at = index
    edited = bom + "".join([*pieces, text[at:]]).encode(encoding)
    _verify(data, edited, insertions)
    return edited


def _read_tree(text: str) -> _Node:
    """The value of the one document in a text."""
    top: list[_Node] = []
    open_nodes: list[_Node] = []
    documents = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        documents += isinstance(event, DocumentStartEvent)
        if isinstance(event, NodeEvent):
            node = _Node(event, event)
            (open_nodes[-1].children if open_nodes else top).append(node)
            if isinstance(event, CollectionStartEvent):
                open_nodes.append(node)
        if isinstance(event, CollectionEndEvent):
            open_nodes[-1].close = event.end_mark.index - 1
            if open_nodes.pop().is_flow:
                _note_last(event, [*open_nodes])
        elif isinstance(event, ScalarEvent | AliasEvent) and event.end_mark.index > event.start_mark.index:
            _note_last(event, open_nodes)
    if len(top) != 1 or documents != 1 or not isinstance(top[0].start, MappingStartEvent):
        raise CannotAddError("document")
    return top[0]


def _open_brackets(text: str, insertions: Sequence[Insertion]) -> str:
    """The text without the brackets of empty values that get entries: `systems: {}` of YAML, where lines go below."""
    top = _read_tree(text)
    found = [top.find(each.path[0]) for each in insertions if len(each.path) == 1 and not top.is_flow]
    empty = [value for pair in found if pair and (value := pair[1]).is_flow and not value.children]
    for start, end in sorted({(each.start.end_mark.index, each.close) for each in empty}, reverse=True):
        if not text[start:end].strip():
            text = text[: start - 1].rstrip(" ") + text[end + 1 :]
    return text


def _note_last(event: Event, open_nodes: Sequence[_Node]) -> None:
    for node in open_nodes:
        node.last = event


def _place(text: str, top: _Node, insertion: Insertion) -> tuple[int, str]:
    """Where the text of an insertion goes, and that text."""
    node, key, missing = top, None, ""
    for number, name in enumerate(insertion.path):
        found = node.find(name) if isinstance(node.start, MappingStartEvent) else None
        if found is None:
            if number < len(insertion.path) - 1 or not isinstance(node.start, MappingStartEvent):
                raise CannotAddError(name)
            missing = name
        else:
            key, node = found
    if missing:
        above = [f"# {insertion.comment}"] if insertion.comment else []
        lines = [*above, f"{missing}:", *(f"{_INDENT}{line}" for line in insertion.lines)]
        return _place_in(text, node, Insertion((), {missing: insertion.value}, lines, insertion.gap))
    if node.is_empty and key is not None:
        margin = " " * key.start.start_mark.column + _INDENT
        index = find_next_line(text, key.start.end_mark.index)
        return index, _join(text, index, [f"{margin}{line}" for line in insertion.lines])
    return _place_in(text, node, insertion)


def _place_in(text: str, node: _Node, insertion: Insertion) -> tuple[int, str]:
    if isinstance(node.start, MappingStartEvent) != isinstance(insertion.value, Mapping):
        raise CannotAddError("value")
    if not isinstance(node.start, CollectionStartEvent):
        raise CannotAddError("value")
    return _place_in_flow(text, node, insertion) if node.is_flow else _place_below(text, node, insertion)


def _place_below(text: str, node: _Node, insertion: Insertion) -> tuple[int, str]:
    """Below the last entry of a block, in its indentation."""
    first = node.children[0].start
    is_list = not isinstance(node.start, MappingStartEvent)
    margin = get_layout(text, first)[0] if is_list else " " * first.start_mark.column
    last = node.last
    is_block_scalar = isinstance(last, ScalarEvent) and last.style in ("|", ">")
    end = last.end_mark.index if is_block_scalar else find_next_line(text, last.end_mark.index)
    if not is_block_scalar and node.children[-1].is_empty:
        end = max(end, find_next_line(text, node.children[-2 if not is_list else -1].start.end_mark.index))
    index = skip_comments(text, end, len(margin))
    lines = [f"{margin}{line}" if line else "" for line in insertion.lines]
    return index, _join(text, index, ["", *lines] if insertion.gap else lines)


def _join(text: str, index: int, lines: Sequence[str]) -> str:
    """Lines as they are put at an index, with the line breaks of the text."""
    newline = detect_newline(text)
    begins = "" if not index or text[index - 1] in "\r\n" else newline
    return begins + newline.join([*lines, ""])


def _place_in_flow(text: str, node: _Node, insertion: Insertion) -> tuple[int, str]:
    """At the end of what stands in brackets, as JSON: on lines of its own where the last entry has one."""
    if not node.children:
        new = ", ".join(_write_json(insertion.value, ""))
        return node.close, new
    first = node.children[0].start
    margin = get_indent(text, first.start_mark.index)
    end = node.last.end_mark.index
    rest = text[end : node.close]
    if not _LINE_BREAK.search(rest):
        return end, "".join(f", {new}" for new in _write_json(insertion.value, ""))
    if "," in re.sub(r"#[^\r\n]*", "", rest) or "#" in rest:
        raise CannotAddError(",")
    newline = detect_newline(text)
    return end, "".join(f",{newline}{margin}{new}" for new in _write_json(insertion.value, newline + margin))


def _write_json(value: Mapping[str, Any] | list[Any], newline: str) -> Iterator[str]:
    """The entries of a mapping or a list as JSON, on several lines where `newline` has a line break."""
    indent = len(_INDENT) if newline else None

    def dump(item: Any) -> str:
        return json.dumps(item, ensure_ascii=False, indent=indent).replace("\n", newline or "\n")

    if isinstance(value, Mapping):
        yield from (f"{dump(key)}: {dump(item)}" for key, item in value.items())
    else:
        yield from map(dump, value)


def _verify(before: bytes, after: bytes, insertions: Sequence[Insertion]) -> None:
    """Raises CannotAddError unless the files differ in nothing but what is inserted."""
    expected = _read_content(before)
    for insertion in insertions:
        expected = _add(expected, insertion.path, insertion.value)
    if _read_content(after) != expected:
        raise CannotAddError("content")


def _read_content(data: bytes) -> Any:
    reading = read_yaml(data)
    if reading.problems or len(reading.documents) != 1:
        raise CannotAddError("document")
    return reading.documents[0]


def _add(content: Any, path: tuple[str, ...], value: Any) -> Any:
    """A copy of some content with a value added at a path."""
    if path:
        below = content.get(path[0])
        return {**content, path[0]: _add(below, path[1:], value) if below is not None or path[1:] else value}
    return {**content, **value} if isinstance(value, Mapping) else [*content, *value]
