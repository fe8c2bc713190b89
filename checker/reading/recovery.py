"""How to read on where the syntax of a file breaks.

What is set aside is the smallest entry around the mistake that can be left out without breaking what stands beside it:
an entry of a top-level block, or else the block.
"""

from __future__ import annotations

import re

from seloste.checker.position import Mark
from seloste.checker.reading.problem import SkippedEntry
from seloste.checker.reading.syntax import OPENS_BLOCK, is_blank, measure_indent, split_lines

_MARKER = re.compile(r"(---|\.\.\.)(\s|$)")
_KEY = re.compile(r"""\s*(?:"([^"\\]*)"|'([^']*)'|([^\s"'#\[{&*!|>%@`-][^:#]*?))\s*(?::(?:\s|$)|$)""")


class Lines:
    """The lines of a file, some of them set aside: emptied, so that all others stay where they are."""

    def __init__(self, text: str) -> None:
        self._lines = split_lines(text)
        self.skipped: list[SkippedEntry] = []
        self.removed = ""

    def text(self) -> str:
        """The text that is left."""
        return "".join(self._lines)

    def set_aside(self, line: int) -> range:
        """Empties the entry around `line` (0-based), or what is left of the block, and returns the lines it took."""
        line = min(line, len(self._lines) - 1)
        start, end = self._block(line)
        entry = self._entry(line, start, end)
        first, last = entry or (start, end)
        if not any(each.strip() for each in self._lines[first:last]):
            return range(0)
        head = next(number for number in range(first, last) if self._lines[number].strip())
        key, mark = _named(self._lines[head], head)
        self.skipped.append(SkippedEntry(start + 1 if entry else 0, key, mark))
        if entry is None:
            self.skipped += self._entries(head, last)
        self.removed += "".join(self._lines[first:last])
        for number in range(first, last):  # a space keeps a lone CR and the line feed of the next line apart
            self._lines[number] = " " + self._lines[number][len(self._lines[number].rstrip("\r\n")) :]
        return range(first, last)

    def _entries(self, head: int, last: int) -> list[SkippedEntry]:
        """The entries of a block that is set aside as a whole, as far as their keys can be made out."""
        inner = [number for number in range(head + 1, last) if not is_blank(self._lines[number])]
        depth = min((len(_margin(self._lines[number])) for number in inner), default=0)
        starts = [number for number in inner if len(_margin(self._lines[number])) == depth]
        return [SkippedEntry(head + 1, *_named(self._lines[number], number)) for number in starts]

    def _block(self, line: int) -> tuple[int, int]:
        """The lines of the top-level block around `line`: from its key to the next one or to a document marker."""
        start = line
        while start > 0 and not _top(self._lines[start]) and not _MARKER.match(self._lines[start - 1]):
            start -= 1
        end = line + 1
        while end < len(self._lines) and not _top(self._lines[end]) and not _MARKER.match(self._lines[end]):
            end += 1
        return start, end

    def _entry(self, line: int, start: int, end: int) -> tuple[int, int] | None:
        """The lines of the entry around `line` within a block; None when it has to be set aside as a whole."""
        if line == start or not OPENS_BLOCK.match(self._lines[start].rstrip()):
            return None
        inner = [number for number in range(start + 1, end) if not is_blank(self._lines[number])]
        if not inner or _tabbed(self._lines[inner[0]]):
            return None
        depth = measure_indent(self._lines[inner[0]])
        within = [number for number in inner if not _tabbed(self._lines[number])]
        starts = [number for number in within if measure_indent(self._lines[number]) == depth]
        if any(measure_indent(self._lines[number]) < depth for number in within) or not any(n <= line for n in starts):
            return None
        if any(self._lines[number].strip()[0] in "]}" for number in starts):
            return None
        first = max(number for number in starts if number <= line)
        last = min((number for number in starts if number > line), default=end)
        return (first, last) if len(starts) > 1 else None


def _top(line: str) -> bool:
    """Whether a top-level block begins on the line: with a key at its start."""
    return re.match(r"[^\s#\]}]", line) is not None and not re.match(r"-(\s|$)", line) and not _MARKER.match(line)


def _margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _tabbed(line: str) -> bool:
    return "\t" in _margin(line)


def _named(line: str, number: int) -> tuple[str | None, Mark]:
    """The key that begins on a line, as far as it can be made out, and its mark."""
    found = _KEY.match(line.rstrip("\r\n"))
    column = len(line) - len(line.lstrip()) + 1
    key = next((group for group in found.groups() if group is not None), None) if found else None
    end = found.end(found.lastindex or 0) + 1 if found else column + 1
    return key, (number + 1, column, number + 1, end)
