"""JSON read piece by piece, so that memory is bounded: a document of many megabytes is decoded entry by entry.

What is not of interest is skipped without being built (`msgspec.Raw`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Raw

from seloste.checker.position import Mark
from seloste.checker.reading.problem import Problem, ReadingAborted

#: JSON text that was not decoded yet.
Text = Raw | memoryview | bytes
#: What decoding raises: the JSON is malformed, of another form than expected, no Unicode, or nested too deeply.
FORM_ERRORS = (ValueError, RecursionError)
#: How many entries of a list are read.
MOST_ENTRIES = 100_000
#: The largest piece that is decoded into values, in signs that begin or part values.
_MOST_VALUES = 400_000
#: The largest mapping that is parted into its entries, in colons.
_MOST_KEYS = 400_000
#: How deeply msgspec reads, roughly: as deeply as Python may recurse.
MOST_LEVELS = 1_000
#: Colours of a terminal. In JSON the character that begins them is always escaped.
_COLOUR = re.compile(rb"\x1b\[[0-9;]*+[A-Za-z]")
_OPENING = re.compile(rb"\s*+\[")
TRAILING = re.compile(r"trailing characters \(byte ([0-9]++)\)")
_BYTE = re.compile(r"\(byte ([0-9]++)\)")
#: A value that is not there.
NULL = Raw(b"null")


def is_given(raw: Raw) -> bool:
    """Whether a value is there and not null."""
    return bytes(memoryview(raw)[:5]) not in (b"null", b"")


def clean_text(data: bytes) -> bytes:
    """The content of a file in UTF-8, without a byte order mark and without colours."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    elif data[:1] == b"\0" or data[1:2] == b"\0":
        data = data.decode("utf-16-be" if data[:1] == b"\0" else "utf-16-le", "replace").encode("utf-8", "replace")
    data = data.removeprefix(b"\xef\xbb\xbf")
    return _COLOUR.sub(b"", data) if b"\x1b" in data else data


def explain_syntax(text: bytes, start: int, message: str) -> Problem:
    """The problem with JSON that is malformed, or ends before its end; `start` is where it begins in the text."""
    place = _BYTE.search(message)
    if not place:
        return Problem("syntax", "json-end", find_mark(text, len(text.rstrip())))
    return Problem("syntax", "json", find_mark(text, start + int(place[1])))


def find_mark(text: bytes, offset: int) -> Mark:
    """The line and the column of a byte."""
    line = text.count(b"\n", 0, offset) + 1
    column = len(text[text.rfind(b"\n", 0, offset) + 1 : offset].decode("utf-8", "replace")) + 1
    return (line, column, line, column)


def iterate_entries(raw: Text) -> Iterator[memoryview]:
    """The entries of a list one by one, none of them decoded. Raises ValueError where it is no list.

    msgspec would make an object for each entry at once, which a list of a million ones must not cost. So each is
    skipped by itself: what is left of the text behind an entry is where the next one begins.
    """
    view = memoryview(raw)
    opening = _OPENING.match(view)
    if not opening:
        raise ValueError("no list")
    position, end = opening.end(), len(view)
    for _ in range(MOST_ENTRIES):
        try:
            msgspec.json.decode(view[position:], type=Raw)
        except ValueError as error:
            trailing = TRAILING.search(str(error))
            if not trailing:
                return  # only the closing bracket is left: the whole was read once, so that it is well-formed
            behind = position + int(trailing[1]) - 1
            yield view[position:behind]
            position = behind + 1
            if position >= end:
                return
    raise ReadingAborted(Problem("limit-exceeded", "entries", None, {"limit": MOST_ENTRIES}))


def split_mapping(raw: Text) -> Mapping[str, Raw]:
    """The entries of a mapping, not decoded; empty for null. Raises ValueError where it is no mapping, or too large."""
    view = memoryview(raw)
    if bytes(view[:4]) in (b"", b"null"):
        return {}
    if len(view) > _MOST_KEYS and bytes(view).count(b":") > _MOST_KEYS:
        raise ValueError("too large")
    return _MAPPING.decode(view)


def decode_value(raw: Text, type: Any = Any) -> Any:
    """The value of a piece of JSON. Raises ValueError or RecursionError where it is of another form, or too large."""
    view = memoryview(raw)
    if len(view) > _MOST_VALUES:
        copy = bytes(view)
        if sum(copy.count(sign) for sign in (b",", b"[", b"{")) > _MOST_VALUES:
            raise ValueError("too large")
    return msgspec.json.decode(view, type=type)


_MAPPING = msgspec.json.Decoder(dict[str, Raw])
