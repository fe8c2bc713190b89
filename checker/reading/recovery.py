"""Skips the part of a text whose syntax is broken, so that the rest can be read.

The part is the smallest entry around the error without which the text stays well-formed: an entry of a top-level block,
else the whole block.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import islice

from seloste.checker.position import Mark
from seloste.checker.reading.problem import SkippedEntry
from seloste.checker.reading.syntax import OPENS_BLOCK, is_blank, measure_indent, split_lines

#: How many entries of a block that is skipped as a whole are listed. A reference to any other is reported as unknown.
_MOST_SKIPPED = 10_000
_DOCUMENT_MARKER = re.compile(r"(---|\.\.\.)(\s|$)")
_KEY = re.compile(
    r"""\s*+(?:"([^"\\]*+)"|'([^']*+)'|([^\s"'#\[{&*!|>%@`-](?:[^\s:#]|\s++(?=[^\s:#]))*+))\s*+(?::(?:\s|$)|$)"""
)


class RecoverableText:
    """A text of which entries can be skipped. Their lines are emptied, so that all others keep their numbers."""

    def __init__(self, text: str) -> None:
        self._lines = split_lines(text)
        #: The indent of each line; None for one that is blank.
        self._indents = [None if is_blank(line) else measure_indent(line) for line in self._lines]
        #: The lines that begin a top-level block, and those with a document marker.
        self._heads = [number for number, line in enumerate(self._lines) if _begins_block(line)]
        self._markers = [number for number, line in enumerate(self._lines) if _DOCUMENT_MARKER.match(line)]
        self.skipped: list[SkippedEntry] = []
        self.skipped_text = ""

    @property
    def text(self) -> str:
        """The text without the skipped entries."""
        return "".join(self._lines)

    def skip_entry(self, line: int) -> range:
        """Skips the entry around a 0-based line, or the rest of its block; the lines that were emptied."""
        line = min(line, len(self._lines) - 1)
        start, end = self._find_block(line)
        entry = self._find_entry(line, start, end)
        first, last = entry or (start, end)
        head = next((number for number in range(first, last) if self._lines[number].strip()), None)
        if head is None:
            return range(0)
        key, mark = _find_key(self._lines[head], head)
        self.skipped.append(SkippedEntry(start + 1 if entry else 0, key, mark))
        if entry is None:
            self.skipped += self._list_inner_entries(head, last)
        self.skipped_text += "".join(self._lines[first:last])
        for number in range(first, last):  # the space keeps a lone CR apart from the line feed of the next line
            self._lines[number] = " " + self._lines[number][len(self._lines[number].rstrip("\r\n")) :]
            self._indents[number] = None
        for known in (self._heads, self._markers):
            del known[bisect_left(known, first) : bisect_left(known, last)]
        return range(first, last)

    def _list_inner_entries(self, head: int, last: int) -> list[SkippedEntry]:
        """The entries of a block that is skipped as a whole."""
        inner = [number for number in range(head + 1, last) if self._indents[number] is not None]
        depth = min((len(_get_margin(self._lines[number])) for number in inner), default=0)
        starts = (number for number in inner if len(_get_margin(self._lines[number])) == depth)
        listed = islice(starts, max(0, _MOST_SKIPPED - len(self.skipped)))
        return [SkippedEntry(head + 1, *_find_key(self._lines[number], number)) for number in listed]

    def _find_block(self, line: int) -> tuple[int, int]:
        """The lines of the top-level block around `line`: from its key up to the next key or document marker."""
        heads, markers = bisect_right(self._heads, line), bisect_left(self._markers, line)
        starts = [0, *self._heads[heads - 1 : heads], *(marker + 1 for marker in self._markers[markers - 1 : markers])]
        after = bisect_right(self._markers, line)
        ends = [len(self._lines), *self._heads[heads : heads + 1], *self._markers[after : after + 1]]
        return max(starts), min(ends)

    def _find_entry(self, line: int, start: int, end: int) -> tuple[int, int] | None:
        """The lines of the entry around `line` within a block; None where the whole block must be skipped."""
        if line == start or not OPENS_BLOCK.match(self._lines[start].rstrip()):
            return None
        inner = [
            (number, indent)
            for number, indent in enumerate(self._indents[start + 1 : end], start + 1)
            if indent is not None
        ]
        if not inner or _has_tab_indent(self._lines[inner[0][0]]):
            return None
        depth = inner[0][1]
        if any(indent < depth and not _has_tab_indent(self._lines[number]) for number, indent in inner):
            return None
        starts = [number for number, indent in inner if indent == depth and not _has_tab_indent(self._lines[number])]
        if starts[0] > line or len(starts) == 1:
            return None
        if any(self._lines[number][depth] in "]}" for number in starts):
            return None
        after = bisect_right(starts, line)
        return starts[after - 1], starts[after] if after < len(starts) else end


def _begins_block(line: str) -> bool:
    """Whether a line begins with the key of a top-level block."""
    if line[0].isspace() or line[0] in "#]}" or _DOCUMENT_MARKER.match(line):
        return False
    return line[0] != "-" or not (line == "-" or line[1].isspace())


def _get_margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _has_tab_indent(line: str) -> bool:
    return "\t" in _get_margin(line)


def _find_key(line: str, number: int) -> tuple[str | None, Mark]:
    """The key at the beginning of a line (None where there is none that is easy to see), and its mark."""
    found = _KEY.match(line.rstrip("\r\n"))
    column = len(line) - len(line.lstrip()) + 1
    key = next((group for group in found.groups() if group is not None), None) if found else None
    end = found.end(found.lastindex or 0) + 1 if found else column + 1
    return key, (number + 1, column, number + 1, end)
