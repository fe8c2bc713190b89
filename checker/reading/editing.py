"""Appends an item to a list in a file of YAML or JSON, and leaves every other byte of the file unchanged.

Dumping the whole file would change its wrapping, indentation, quotes and line ends. So ruamel.yaml only locates the
list and writes the new item, which is inserted into the text. The new file is read again and compared before it is
returned.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from unicodedata import normalize

from msgspec import Struct
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from seloste.checker.reading.reader import read_yaml

Item = Mapping[str, str | date]
_BOMS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_COMMENT = re.compile(r"([ \t]*)#[^\r\n]*(?:\r\n|\r|\n|\Z)")
#: The dash of an item that begins on a later line.
_DASH_ALONE = re.compile(r"^([ \t]*)-[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|\Z)", re.MULTILINE)


class CannotAddError(ValueError):
    """The item cannot be appended without changing other content of the file."""


class _List(Struct, frozen=True):
    """A list in a text."""

    is_flow: bool
    #: The index of its closing bracket.
    close: int
    #: The event that begins its last item, and the last event within that item.
    last_item: NodeEvent | None
    last_event: Event | None


def append_item(data: bytes, key: str, item: Item, *, as_json: bool = False) -> bytes:
    """The file `data` with an item appended to the list at a top-level key.

    Args:
        data: The file. In an empty one, the list is begun.
        key: The key of the list.
        item: The item: strings and dates by key.
        as_json: Whether the file is JSON, not YAML.

    Raises:
        CannotAddError: The file has no such list, is not well-formed, or its other content would change.
    """
    item = {name: normalize("NFC", value) if isinstance(value, str) else value for name, value in item.items()}
    try:
        return _append(data, key, item, as_json=as_json)
    except CannotAddError:  # ruamel.yaml and libyaml read scalars such as `:0` differently, unless they are quoted
        quoted = {
            name: DoubleQuotedScalarString(value) if isinstance(value, str) else value for name, value in item.items()
        }
        return _append(data, key, quoted, as_json=as_json)


def _append(data: bytes, key: str, item: Item, *, as_json: bool) -> bytes:
    bom, text, encoding = decode_file(data)
    if _is_empty(text):
        text = _begin_list(text, key, item, as_json=as_json)
    else:
        text = _insert(text, _find_list(text, key), item, as_json=as_json)
    edited = bom + text.encode(encoding)
    _verify(data, edited, key, item)
    return edited


def has_only_comments(data: bytes) -> bool:
    """Whether a file has no content but comments, so that a list can be begun in it."""
    try:
        return _is_empty(decode_file(data)[1])
    except UnicodeDecodeError:
        return False


def decode_file(data: bytes) -> tuple[bytes, str, str]:
    """The byte order mark (empty without one), the text, and the encoding."""
    bom = next((bom for bom in _BOMS if data.startswith(bom)), b"")
    encoding = _BOMS.get(bom, "utf-8")
    return bom, data[len(bom) :].decode(encoding), encoding


def _is_empty(text: str) -> bool:
    return all(not line.strip() or line.lstrip().startswith("#") for line in _LINE_BREAK.split(text))


def _begin_list(text: str, key: str, item: Item, *, as_json: bool) -> str:
    """The text of an empty file with the list and its first item; comments stay."""
    if as_json:
        return json.dumps({"version": 1, key: [_to_strings(item)]}, ensure_ascii=False, indent=2) + "\n"
    newline = detect_newline(text)
    head = text if not text or text[-1] in "\r\n" else text + newline
    return head + newline.join(["version: 1", f"{key}:", *_write_block(item, "  ", " "), ""])


def _find_list(text: str, key: str) -> _List:
    """The list at a top-level key."""
    try:
        events = YAML(typ="safe", pure=True).parse(text)
        start = next(_find_value(events, key), None)
        if isinstance(start, SequenceStartEvent):
            return _read_list(start, events)
    except (YAMLError, ValueError) as error:
        raise CannotAddError(str(error)) from None
    raise CannotAddError(key)


def _find_value(events: Iterator[Event], key: str) -> Iterator[Event]:
    """The first event of the value at a top-level key, if there is one."""
    depth, is_key, found = 0, True, False
    for event in events:
        if depth == 1 and found:
            yield event
            return
        if isinstance(event, CollectionEndEvent):
            depth -= 1
        if depth == 1 and isinstance(event, ScalarEvent) and is_key:
            found = event.value == key
        if isinstance(event, CollectionStartEvent):
            if depth == 0 and not isinstance(event, MappingStartEvent):
                return
            depth += 1
        if depth == 1 and isinstance(event, ScalarEvent | AliasEvent | CollectionEndEvent):
            is_key = not is_key


def _read_list(start: SequenceStartEvent, events: Iterator[Event]) -> _List:
    """The list that begins with `start`, from the events after it."""
    open_flows = [bool(start.flow_style)]
    last_item: NodeEvent | None = None
    last_event: Event | None = None
    for event in events:
        if len(open_flows) == 1 and isinstance(event, NodeEvent):
            last_item = event
        if isinstance(event, CollectionStartEvent):
            open_flows.append(bool(event.flow_style))
        elif isinstance(event, CollectionEndEvent):
            is_flow = open_flows.pop()
            if not open_flows:
                return _List(is_flow, event.end_mark.index - 1, last_item, last_event)
            last_event = event if is_flow else last_event
        elif event.end_mark.index > event.start_mark.index:  # an empty scalar has the mark of the event after it
            last_event = event
    raise CannotAddError(str(start))


def _insert(text: str, found: _List, item: Item, *, as_json: bool) -> str:
    """The text with the item at the end of a list that has a place for it."""
    if not found.is_flow:
        return _insert_below(text, found, item)
    new = json.dumps(_to_strings(item), ensure_ascii=False) if as_json else _write_flow(item)
    if found.last_item is None or found.last_event is None:
        return text[: found.close] + new + text[found.close :]
    end = found.last_event.end_mark.index
    rest = text[end : found.close]
    if not _LINE_BREAK.search(rest):
        return f"{text[:end]}, {new}{text[end:]}"
    comma = "" if "," in re.sub(r"#[^\r\n]*", "", rest) else ","
    next_line = find_next_line(text, end)
    indent = get_indent(text, found.last_item.start_mark.index)
    trailing = "" if comma else ","
    return f"{text[:end]}{comma}{text[end:next_line]}{indent}{new}{trailing}{detect_newline(text)}{text[next_line:]}"


def _insert_below(text: str, found: _List, item: Item) -> str:
    """The text with the item below the last item of a block list, in the same layout."""
    if found.last_item is None or found.last_event is None:
        raise CannotAddError("-")
    indent, gap, line_start = get_layout(text, found.last_item)
    is_block_scalar = isinstance(found.last_event, ScalarEvent) and found.last_event.style in ("|", ">")
    end = found.last_event.end_mark.index
    end = end if is_block_scalar else find_next_line(text, end)
    end = skip_comments(text, end, len(indent))
    is_flow = isinstance(found.last_item, CollectionStartEvent) and found.last_item.flow_style
    lines = [f"{indent}-{gap}{_write_flow(item)}"] if is_flow else _write_block(item, indent, gap)
    newline = detect_newline(text)
    empty_line = newline if _is_blank_above(text, line_start) else ""
    head = text[:end] if not end or text[end - 1] in "\r\n" else text[:end] + newline
    return head + empty_line + newline.join([*lines, ""]) + text[end:]


def skip_comments(text: str, index: int, indent: int) -> int:
    """The index after the comments on lines of their own that begin at an index and are indented by more than that."""
    while (comment := _COMMENT.match(text, index)) and len(comment[1]) > indent and comment.end() > index:
        index = comment.end()
    return index


def get_layout(text: str, item: NodeEvent) -> tuple[str, str, int]:
    """The spaces before the dash of an item, those after it, and the index where the line of the dash begins."""
    first = item.start_mark.index
    line_start = first - item.start_mark.column
    before = text[line_start:first]
    if "-" in before:
        margin, _, gap = before.rpartition("-")
        return " " * len(margin), gap or " ", line_start
    dashes = [*_DASH_ALONE.finditer(text, 0, line_start)]
    if not dashes:
        raise CannotAddError("-")
    return dashes[-1][1], " ", dashes[-1].start()


def _is_blank_above(text: str, line_start: int) -> bool:
    """Whether an empty line stands above a line and the comments above it."""
    above = _LINE_BREAK.split(text[:line_start])[:-1]
    while above and above[-1].lstrip().startswith("#"):
        above.pop()
    return bool(above) and not above[-1].strip()


def find_next_line(text: str, index: int) -> int:
    """The index where the next line begins, or the text ends."""
    found = _LINE_BREAK.search(text, index)
    return found.end() if found else len(text)


def get_indent(text: str, index: int) -> str:
    """The white space between the start of the line and an index; empty where there is other text."""
    start = max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1
    return text[start:index] if not text[start:index].strip() else ""


def detect_newline(text: str) -> str:
    """The line break that the text uses first."""
    found = _LINE_BREAK.search(text)
    return found[0] if found else "\n"


def _write_block(item: Item, indent: str, gap: str) -> list[str]:
    first, *rest = _dump(item, flow=False).splitlines()
    return [f"{indent}-{gap}{first}", *(f"{indent} {' ' * len(gap)}{line}" for line in rest)]


def _write_flow(item: Item) -> str:
    return _dump(item, flow=True).strip()


def _dump(item: Item, *, flow: bool) -> str:
    """The item as ruamel.yaml writes it, in flow or block style."""
    yaml = YAML(typ="rt", pure=True)
    yaml.width, yaml.allow_unicode = 1_000_000, True
    node = CommentedMap(item)
    if flow:
        node.fa.set_flow_style()
    stream = io.StringIO()
    yaml.dump(node, stream)
    return stream.getvalue()


def _to_strings(item: Item) -> dict[str, str]:
    return {key: str(value) for key, value in item.items()}


def _verify(before: bytes, after: bytes, key: str, item: Item) -> None:
    """Raises CannotAddError unless the files differ in nothing but the item."""

    def read_content(data: bytes) -> dict[str, Any]:
        reading = read_yaml(data)
        if reading.problems or len(reading.documents) > 1:
            raise CannotAddError(key)
        return dict(reading.documents[0] or {}) if reading.documents else {}

    old = read_content(before) or {"version": 1}
    if read_content(after) != {**old, key: [*old.get(key, ()), _to_strings(item)]}:
        raise CannotAddError(key)
