"""JSON piece by piece, so that a report of a million findings is never in memory as a whole."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from types import GeneratorType

from seloste.reports.rendering.escape import encode_json


def stream_json(document: Mapping[str, object] | Generator[object], indent: int = 2) -> Iterator[str]:
    """The pieces of a document as JSON. Joined, they are what `escape.json_text` makes of it.

    Args:
        document: Plain values. A generator is a list whose items are made as they are written. It may be the document,
            a value of it, an item of another generator, or a value of such an item.
        indent: The number of blanks for each level; 0: all on one line.
    """
    yield from _stream(document, indent, 0)
    yield "\n"


def _stream(value: object, indent: int, level: int) -> Iterator[str]:
    members: Iterable[tuple[str, object]]
    if isinstance(value, GeneratorType):
        brackets, members = "[]", (("", item) for item in value)
    elif isinstance(value, Mapping) and GeneratorType in map(type, value.values()):
        brackets, members = "{}", ((f"{encode_json(key, indent)}: ", item) for key, item in value.items())
    else:
        yield _encode(value, indent, level)
        return
    outer, inner = (f"\n{' ' * indent * each}" if indent else "" for each in (level, level + 1))
    before, end = f"{brackets[0]}{inner}", brackets
    for name, member in members:
        yield f"{before}{name}"
        yield from _stream(member, indent, level + 1)
        before, end = f",{inner}" if indent else ", ", f"{outer}{brackets[1]}"
    yield end


def _encode(value: object, indent: int, level: int) -> str:
    """The value as text at a level: encoded within as many lists, whose brackets are cut off."""
    for _ in range(level):
        value = [value]
    opening = sum(2 + indent * each for each in range(1, level + 1)) if indent else level
    closing = sum(2 + indent * each for each in range(level)) if indent else level
    text = encode_json(value, indent)
    return text[opening : len(text) - closing]
