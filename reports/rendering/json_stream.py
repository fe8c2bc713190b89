"""JSON piece by piece, so that a report of a million findings is never in memory as a whole."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from itertools import chain, islice
from types import GeneratorType
from typing import Any

from seloste.reports.rendering.escape import encode_json

#: How many items of a list are made and encoded at a time: one by one takes half as long again.
BATCH = 50


def stream_json(document: Mapping[str, Any] | Generator[Any], indent: int = 2) -> Iterator[str]:
    """The pieces of a document as JSON. Joined, they are what `escape.json_text` makes of it.

    Args:
        document: Plain values. A generator is a list whose items are made as they are written. It may be the document,
            a value of it, an item of another generator, or a value of such an item.
        indent: The number of blanks for each level; 0: all on one line.
    """
    yield from _stream(document, indent, 0)
    yield "\n"


def _stream(value: Any, indent: int, level: int) -> Iterator[str]:
    """The pieces of a value at a level of the document."""
    members: Iterator[Iterable[str]]
    if isinstance(value, GeneratorType):
        brackets, members = "[]", _stream_items(value, indent, level + 1)
    elif _has_generators(value):
        brackets, members = "{}", _stream_values(value, indent, level + 1)
    else:
        yield _encode([value], indent, level)
        return
    outer, inner = (f"\n{' ' * indent * each}" if indent else "" for each in (level, level + 1))
    before, end = f"{brackets[0]}{inner}", brackets
    for pieces in members:
        yield before
        yield from pieces
        before, end = f",{inner}" if indent else ", ", f"{outer}{brackets[1]}"
    yield end


def _stream_values(mapping: Mapping[str, Any], indent: int, level: int) -> Iterator[Iterable[str]]:
    for key, value in mapping.items():
        yield chain([f"{encode_json(key, indent)}: "], _stream(value, indent, level))


def _stream_items(items: Iterator[Any], indent: int, level: int) -> Iterator[Iterable[str]]:
    while batch := list(islice(items, BATCH)):
        if any(map(_has_generators, batch)):
            yield from (_stream(item, indent, level) for item in batch)
        else:
            yield (_encode(batch, indent, level),)


def _has_generators(value: object) -> bool:
    return isinstance(value, dict) and GeneratorType in map(type, value.values())


def _encode(items: list[Any], indent: int, level: int) -> str:
    """The items of a list whose items are at a level: encoded within other lists, whose brackets are cut off."""
    if not level:
        return encode_json(items[0], indent)
    value = items
    for _ in range(level - 1):
        value = [value]
    opening = sum(2 + indent * each for each in range(1, level + 1)) if indent else level
    closing = sum(2 + indent * each for each in range(level)) if indent else level
    text = encode_json(value, indent)
    return text[opening : len(text) - closing]
