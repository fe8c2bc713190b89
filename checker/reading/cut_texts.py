"""Finds texts that a `#` cuts: what YAML takes for a comment is a part of the text for whoever wrote it.

`in folder #7 for six years` ends at “folder”. Behind the `#` of a comment people leave a space; a letter or a digit is
most likely meant as text. Only texts that people read are looked at, and only where a line has such a `#`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from pydantic import BaseModel

from seloste.checker.position import Mark, MarkedList, MarkedMapping, mark_of
from seloste.checker.reading.model_paths import Steps, find_annotation
from seloste.checker.reading.right_form import is_text
from seloste.checker.reading.waiver_comments import SIGN

#: The 1-based line and column of a `#` that may cut a text.
Hash = tuple[int, int]

#: How many such signs of a file are looked at.
_MOST_HASHES = 10_000
#: The keys of texts that people read and that have no languages: names, addresses, reasons.
_KEYS = frozenset(
    {
        "name",
        "owner",
        "street",
        "postal_code",
        "city",
        "phone",
        "reason",
        "approved_by",
        "advised_by",
        "service",
        "contact",
        "notes",
    }
)
#: What a scalar begins with that is not plain: quotation marks, a block, an alias.
_NOT_PLAIN = ("'", '"', "|", ">", "*")


class CutText(Struct, frozen=True):
    """A text that is cut: its path, what is left of it, and the rest with its place."""

    steps: Steps
    left: str
    rest: str
    mark: Mark


def find_hashes(text: str) -> tuple[Hash, ...]:
    """The signs in a text that have a blank before them, and a letter or a digit right behind."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    found: list[Hash] = []
    line, line_start, place = 1, 0, text.find("#")
    previous = 0
    while place >= 0 and len(found) < _MOST_HASHES:
        line += text.count("\n", previous, place)
        line_start = max(line_start, text.rfind("\n", previous, place) + 1)
        previous = place
        is_word = text[place + 1 : place + 2].isalnum() and not text.startswith(SIGN, place + 1)
        if is_word and text[place - 1 : place] in (" ", "\t"):
            found.append((line, place - line_start + 1))
        place = text.find("#", place + 1)
    return tuple(found)


def find_cut_texts(
    root: Any, lines: Sequence[str], hashes: tuple[Hash, ...], model: type[BaseModel], base: Steps
) -> Iterator[CutText]:
    """The texts of the record at `base` that are cut.

    Args:
        root: The value of the whole document, with its marks.
        lines: The lines of its text.
        hashes: The signs that may cut a text, sorted.
        model: The model of the record.
        base: The steps from `root` to the record.
    """
    value = root
    for step in base:
        value = value[step]
    first = mark_of(root, base, key=True) if base else (1, 1, 1, 1)
    start = bisect_left(hashes, ((first or (1,))[0], 0))
    if start == len(hashes) or hashes[start][0] > find_last_line(value):
        return
    for steps, mark in _walk(value, ()):
        rest_of_line = lines[mark[2] - 1][mark[3] - 1 :] if mark[2] <= len(lines) else ""
        rest = rest_of_line.lstrip(" \t")
        column = mark[3] + len(rest_of_line) - len(rest)
        place = bisect_left(hashes, (mark[2], column))
        if place == len(hashes) or hashes[place] != (mark[2], column):
            continue
        if lines[mark[0] - 1][mark[1] - 1 : mark[1]] in _NOT_PLAIN or not _is_read(model, steps):
            continue
        at = (mark[2], column, mark[2], column + len(rest.rstrip()))
        left = _get(value, steps)
        yield CutText((*base, *steps), left if isinstance(left, str) else "", rest.rstrip(), at)


def _is_read(model: type[BaseModel], steps: Steps) -> bool:
    """Whether people read the text at `steps` of a record."""
    if "assert" in steps:
        return False
    return steps[-1] in _KEYS or is_text(find_annotation(model, steps[:-1]))


def _walk(value: Any, steps: Steps) -> Iterator[tuple[Steps, Mark]]:
    """The texts, and the places without a value, in a value, with their paths and marks."""
    if isinstance(value, MarkedMapping):
        for key, item in value.items():
            if item is None or isinstance(item, str):
                yield (*steps, key), value.marks[key][1]
            else:
                yield from _walk(item, (*steps, key))
    elif isinstance(value, MarkedList):
        for number, item in enumerate(value):
            yield from _walk(item, (*steps, number))


def _get(value: Any, steps: Steps) -> Any:
    for step in steps:
        value = value[step]
    return value


def find_last_line(value: Any) -> float:
    """The line on which a value ends; beyond all lines where it has parts from elsewhere."""
    last: float = 0
    while isinstance(value, MarkedMapping | MarkedList) and value:
        if isinstance(value, MarkedMapping):
            key = next(reversed(value))
            if value.marks[key][0][0] < last:
                return float("inf")  # merged from above
            last = max(last, value.marks[key][1][2])
            value = value[key]
        else:
            last = max(last, value.marks[-1][2])
            value = value[-1]
    return last
