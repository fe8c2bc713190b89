"""Adds to a list in a file of YAML or JSON that somebody wrote, and leaves every other byte of it as it was.

No dump of a whole file does that: it wraps, indents, quotes and ends lines in its own way. So ruamel.yaml tells where
the list stands and how the new item is written, and the item is put into the text at that place. What comes out is read
again before anybody gets it: it must hold what it held, and the item.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

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
_BREAK = re.compile(r"\r\n|\r|\n")
_REMARK = re.compile(r"([ \t]*)#[^\r\n]*(?:\r\n|\r|\n|\Z)")
#: A line that ends with the dash of an item that begins on a line below.
_DASH_ALONE = re.compile(r"^([ \t]*)-[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|\Z)", re.MULTILINE)


class CannotAddError(ValueError):
    """Nothing can be added to a file without changing what it says already."""


@dataclass(frozen=True, slots=True)
class _List:
    """A list in a text: whether in flow style, its closing bracket, its last item and the end of all that is in it."""

    flow: bool
    close: int
    last: NodeEvent | None
    end: Event | None


def append_item(data: bytes, key: str, item: Item, *, as_json: bool = False) -> bytes:
    """The file `data` with an item at the end of the list at its key `key`, which is added where nothing is there yet.

    Raises:
        CannotAddError: The file is not well-formed, or would not say the same with the item in it.
    """
    try:
        return _with_item(data, key, item, as_json=as_json)
    except CannotAddError:  # ruamel.yaml and libyaml differ on words such as `:0`; in quotation marks they agree
        quoted = {
            name: DoubleQuotedScalarString(part) if isinstance(part, str) else part for name, part in item.items()
        }
        return _with_item(data, key, quoted, as_json=as_json)


def _with_item(data: bytes, key: str, item: Item, *, as_json: bool) -> bytes:
    bom, text, encoding = _decoded(data)
    if _is_empty(text):
        new = _with_list(text, key, item, as_json=as_json)
    else:
        new = _spliced(text, _find(text, key), item, as_json=as_json)
    added = bom + new.encode(encoding)
    _verify(data, added, key, item)
    return added


def has_only_comments(data: bytes) -> bool:
    """Whether there is nothing in a file but comments, so that a list can be begun in it."""
    try:
        return _is_empty(_decoded(data)[1])
    except UnicodeDecodeError:
        return False


def _decoded(data: bytes) -> tuple[bytes, str, str]:
    """The mark that the file begins with, its text, and its encoding."""
    bom = next((bom for bom in _BOMS if data.startswith(bom)), b"")
    encoding = _BOMS.get(bom, "utf-8")
    return bom, data[len(bom) :].decode(encoding), encoding


def _is_empty(text: str) -> bool:
    return all(not line.strip() or line.lstrip().startswith("#") for line in _BREAK.split(text))


def _with_list(text: str, key: str, item: Item, *, as_json: bool) -> str:
    if as_json:
        return json.dumps({"version": 1, key: [_plain(item)]}, ensure_ascii=False, indent=2) + "\n"
    line = _newline(text)
    head = text if not text or text[-1] in "\r\n" else text + line
    return head + line.join(["version: 1", f"{key}:", *_block(item, "  ", " "), ""])


def _find(text: str, key: str) -> _List:
    """The list at a key of the one mapping that the text is."""
    try:
        events = YAML(typ="safe", pure=True).parse(text)
        for event in _value_at(events, key):
            if isinstance(event, SequenceStartEvent):
                return _followed(event, events)
            break
    except (YAMLError, ValueError) as error:
        raise CannotAddError(str(error)) from None
    raise CannotAddError(key)


def _value_at(events: Iterator[Event], key: str) -> Iterator[Event]:
    """The event with which the value at a key of the top-level mapping begins."""
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


def _followed(start: SequenceStartEvent, events: Iterator[Event]) -> _List:
    flows = [bool(start.flow_style)]
    last: NodeEvent | None = None
    end: Event | None = None
    for event in events:
        if len(flows) == 1 and isinstance(event, NodeEvent):
            last = event
        if isinstance(event, CollectionStartEvent):
            flows.append(bool(event.flow_style))
        elif isinstance(event, CollectionEndEvent):
            flow = flows.pop()
            if not flows:
                return _List(flow, event.end_mark.index - 1, last, end)
            end = event if flow else end
        elif event.end_mark.index > event.start_mark.index:  # nothing written: its mark is that of what comes next
            end = event
    raise CannotAddError(str(start))


def _spliced(text: str, place: _List, item: Item, *, as_json: bool) -> str:
    if not place.flow:
        return _below(text, place, item)
    new = json.dumps(_plain(item), ensure_ascii=False) if as_json else _flow(item)
    if place.last is None or place.end is None:
        return text[: place.close] + new + text[place.close :]
    end, rest = place.end.end_mark.index, text[place.end.end_mark.index : place.close]
    if not _BREAK.search(rest):
        return f"{text[:end]}, {new}{text[end:]}"
    comma = "" if "," in _REMARK.sub("", rest) else ","
    line = _line_end(text, end)
    indent = _indent(text, place.last.start_mark.index)
    trailing = "" if comma else ","
    return f"{text[:end]}{comma}{text[end:line]}{indent}{new}{trailing}{_newline(text)}{text[line:]}"


def _below(text: str, place: _List, item: Item) -> str:
    """The text with the item below the last one of a list in block style, written as that one is."""
    if place.last is None or place.end is None:
        raise CannotAddError("-")
    first = place.last.start_mark.index
    line_start = first - place.last.start_mark.column
    before = text[line_start:first]
    if "-" in before:
        above, _, gap = before.rpartition("-")
        indent = " " * len(above)
    else:
        alone = [*_DASH_ALONE.finditer(text, 0, line_start)]
        if not alone:
            raise CannotAddError("-")
        indent, gap, line_start = alone[-1][1], " ", alone[-1].start()
    in_block = isinstance(place.end, ScalarEvent) and place.end.style in ("|", ">")
    at = place.end.end_mark.index if in_block else _line_end(text, place.end.end_mark.index)
    while (remark := _REMARK.match(text, at)) and len(remark[1]) > len(indent) and remark.end() > at:
        at = remark.end()
    flow = isinstance(place.last, CollectionStartEvent) and place.last.flow_style
    lines = [f"{indent}-{gap or ' '}{_flow(item)}"] if flow else _block(item, indent, gap or " ")
    newline = _newline(text)
    apart = newline if _blank_above(text, line_start) else ""
    head = text[:at] if not at or text[at - 1] in "\r\n" else text[:at] + newline
    return head + apart + newline.join([*lines, ""]) + text[at:]


def _blank_above(text: str, line_start: int) -> bool:
    """Whether an empty line stands above the line, or above the comments that it has."""
    above = _BREAK.split(text[:line_start])[:-1]
    while above and above[-1].lstrip().startswith("#"):
        above.pop()
    return bool(above) and not above[-1].strip()


def _line_end(text: str, at: int) -> int:
    """Where the line after the one at a place begins, or the text ends."""
    found = _BREAK.search(text, at)
    return found.end() if found else len(text)


def _indent(text: str, at: int) -> str:
    """The white space in front of a place, where nothing else is; else none."""
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    return text[start:at] if not text[start:at].strip() else ""


def _newline(text: str) -> str:
    """How the lines of the text end."""
    found = _BREAK.search(text)
    return found[0] if found else "\n"


def _block(item: Item, indent: str, gap: str) -> list[str]:
    first, *rest = _dumped(item, flow=False).splitlines()
    return [f"{indent}-{gap}{first}", *(f"{indent} {' ' * len(gap)}{line}" for line in rest)]


def _flow(item: Item) -> str:
    return _dumped(item, flow=True).strip()


def _dumped(item: Item, *, flow: bool) -> str:
    yaml = YAML(typ="rt", pure=True)
    yaml.width, yaml.allow_unicode = 1_000_000, True
    node = CommentedMap(item)
    if flow:
        node.fa.set_flow_style()
    stream = io.StringIO()
    yaml.dump(node, stream)
    return stream.getvalue()


def _plain(item: Item) -> dict[str, str]:
    return {key: str(value) for key, value in item.items()}


def _verify(before: bytes, after: bytes, key: str, item: Item) -> None:
    """Makes sure that the file says what it said, and the item."""

    def said(data: bytes) -> dict[str, Any]:
        reading = read_yaml(data)
        if reading.problems or len(reading.documents) > 1:
            raise CannotAddError(key)
        return dict(reading.documents[0] or {}) if reading.documents else {}

    old = said(before) or {"version": 1}
    if said(after) != {**old, key: [*old.get(key, ()), _plain(item)]}:
        raise CannotAddError(key)
