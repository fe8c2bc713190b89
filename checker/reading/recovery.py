"""Skips the part of a text whose syntax is broken, so that the rest can be read.

The part is the smallest entry around the error without which the text stays well-formed: an entry of a top-level block,
else the whole block.
"""

from __future__ import annotations

import re

from seloste.checker.position import Mark
from seloste.checker.reading.problem import SkippedEntry
from seloste.checker.reading.syntax import OPENS_BLOCK, is_blank, measure_indent, split_lines

_DOCUMENT_MARKER = re.compile(r"(---|\.\.\.)(\s|$)")
_KEY = re.compile(
    r"""\s*+(?:"([^"\\]*+)"|'([^']*+)'|([^\s"'#\[{&*!|>%@`-](?:[^\s:#]|\s++(?=[^\s:#]))*+))\s*+(?::(?:\s|$)|$)"""
)


class RecoverableText:
    """A text of which entries can be skipped. Their lines are emptied, so that all others keep their numbers."""

    def __init__(self, text: str) -> None:
        self._lines = split_lines(text)
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
        if not any(each.strip() for each in self._lines[first:last]):
            return range(0)
        head = next(number for number in range(first, last) if self._lines[number].strip())
        key, mark = _find_key(self._lines[head], head)
        self.skipped.append(SkippedEntry(start + 1 if entry else 0, key, mark))
        if entry is None:
            self.skipped += self._list_inner_entries(head, last)
        self.skipped_text += "".join(self._lines[first:last])
        for number in range(first, last):  # the space keeps a lone CR apart from the line feed of the next line
            self._lines[number] = " " + self._lines[number][len(self._lines[number].rstrip("\r\n")) :]
        return range(first, last)

    def _list_inner_entries(self, head: int, last: int) -> list[SkippedEntry]:
        """The entries of a block that is skipped as a whole."""
        inner = [number for number in range(head + 1, last) if not is_blank(self._lines[number])]
        depth = min((len(_get_margin(self._lines[number])) for number in inner), default=0)
        starts = [number for number in inner if len(_get_margin(self._lines[number])) == depth]
        return [SkippedEntry(head + 1, *_find_key(self._lines[number], number)) for number in starts]

    def _find_block(self, line: int) -> tuple[int, int]:
        """The lines of the top-level block around `line`: from its key up to the next key or document marker."""
        start = line
        while start > 0 and not self._begins_block(start) and not _DOCUMENT_MARKER.match(self._lines[start - 1]):
            start -= 1
        end = line + 1
        while end < len(self._lines) and not self._begins_block(end) and not _DOCUMENT_MARKER.match(self._lines[end]):
            end += 1
        return start, end

    def _begins_block(self, number: int) -> bool:
        """Whether a line begins with the key of a top-level block."""
        line = self._lines[number]
        if _DOCUMENT_MARKER.match(line) or re.match(r"-(\s|$)", line):
            return False
        return re.match(r"[^\s#\]}]", line) is not None

    def _find_entry(self, line: int, start: int, end: int) -> tuple[int, int] | None:
        """The lines of the entry around `line` within a block; None where the whole block must be skipped."""
        if line == start or not OPENS_BLOCK.match(self._lines[start].rstrip()):
            return None
        inner = [number for number in range(start + 1, end) if not is_blank(self._lines[number])]
        if not inner or _has_tab_indent(self._lines[inner[0]]):
            return None
        depth = measure_indent(self._lines[inner[0]])
        indented = [number for number in inner if not _has_tab_indent(self._lines[number])]
        starts = [number for number in indented if measure_indent(self._lines[number]) == depth]
        if any(measure_indent(self._lines[number]) < depth for number in indented):
            return None
        if not any(number <= line for number in starts) or len(starts) == 1:
            return None
        if any(self._lines[number].strip()[0] in "]}" for number in starts):
            return None
        first = max(number for number in starts if number <= line)
        last = min((number for number in starts if number > line), default=end)
        return first, last


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
