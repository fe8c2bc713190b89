"""Skips the part of a text whose syntax is broken, so that the rest can be read.

The part is the smallest entry around the error without which the text stays well-formed: an entry of a top-level block,
else the whole block. A line at the margin in the middle of an entry is a part of that entry, and so are the lines after
it that are indented as its keys are: half of an entry must not be taken for the whole.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import islice, pairwise
from typing import Any

from seloste.checker.position import Mark
from seloste.checker.reading.conflicts import Conflict, find_conflicts, is_conflict_marker, join_conflicts
from seloste.checker.reading.problem import Problem, SkippedEntry
from seloste.checker.reading.stray_lines import find_stray_lines
from seloste.checker.reading.syntax import OPENS_BLOCK, is_blank, measure_indent, split_lines

#: How many entries of a block that is skipped as a whole are listed. A reference to any other is reported as unknown.
_MOST_SKIPPED = 10_000
#: How a line at the margin in the middle of an entry shows: as one of these syntax errors, somewhere below it.
_OF_STRAY_LINES = frozenset({"", "colon", "indentation", "second-colon", "list-start"})
_DOCUMENT_MARKER = re.compile(r"(---|\.\.\.)(\s|$)")
_KEY = re.compile(
    r"""\s*+(?:"([^"\\]*+)"|'([^']*+)'|([^\s"'#\[{&*!|>%@`-](?:[^\s:#]|\s++(?=[^\s:#]))*+))\s*+(?::(?:\s|$)|$)"""
)


class RecoverableText:
    """A text of which entries can be skipped. Their lines are emptied, so that all others keep their numbers."""

    def __init__(self, text: str) -> None:
        self._lines = split_lines(text)
        #: The conflicts that git left in the text.
        self.conflicts = find_conflicts(text, self._lines)
        markers = {number for conflict in self.conflicts for number in conflict.markers}
        #: The indent of each line; None for one that is blank, or marks a conflict.
        self._indents = [
            None if number in markers or is_blank(line) else measure_indent(line)
            for number, line in enumerate(self._lines)
        ]
        heads = [number for number, line in enumerate(self._lines) if number not in markers and _begins_block(line)]
        #: The lines at the margin that belong to the entry around them.
        self._strays = sorted(find_stray_lines(self._lines, heads, self._indents))
        self._stray_text = {number: self._lines[number] for number in self._strays}
        for number in self._strays:
            self._indents[number] = None
        strays = set(self._strays)
        #: The lines that begin a top-level block, and those with a document marker.
        self._heads = [number for number in heads if number not in strays]
        self._markers = [number for number, line in enumerate(self._lines) if _DOCUMENT_MARKER.match(line)]
        self.skipped: list[SkippedEntry] = []
        self._skipped_lines: list[str] = []

    @property
    def skipped_text(self) -> str:
        """The text of the skipped entries."""
        self._skipped_lines = ["".join(self._skipped_lines)]
        return self._skipped_lines[0]

    @property
    def text(self) -> str:
        """The text without the skipped entries."""
        return "".join(self._lines)

    def skip_entry(self, line: int) -> range:
        """Skips the entry around a 0-based line, or the rest of its block; the lines that were emptied."""
        line = self._find_cause(min(line, len(self._lines) - 1))
        start, end = self._find_block(line)
        entry = self._find_entry(line, start, end)
        return self._skip(start, *(entry or (start, end)), is_block=entry is None)

    def explain_stray_line(self, skipped: range, problem: Problem) -> Problem:
        """The problem of skipped lines: of one at the margin in the middle of an entry, that it stands there."""
        number = next(iter(self._strays[bisect_left(self._strays, skipped.start) :]), skipped.stop)
        if number >= skipped.stop or problem.variant not in _OF_STRAY_LINES:
            return problem
        line = self._stray_text[number]
        variant = "conflict-marker" if is_conflict_marker(line) else "stray-line"
        return Problem("syntax", variant, (number + 1, 1, number + 1, 1 + len(line.rstrip())))

    def skip_conflicts(self, most: int) -> tuple[list[Problem], int]:
        """Skips what the conflicts touch; the first problems, and how many others there are.

        Of very many conflicts the last are skipped as one, with all that is between them.
        """
        problems = [conflict.explain() for conflict in self.conflicts[:most]]
        if problems and self.text.lstrip()[:1] in ("{", "["):
            self._empty(0, len(self._lines))
            return problems, len(self.conflicts) - len(problems)
        single, others = self.conflicts[: most - 1], self.conflicts[most - 1 :]
        for conflict in single:
            self._skip_conflict(conflict)
        if others:
            self._skip_conflict(join_conflicts(others))
        return problems, len(self.conflicts) - len(problems)

    def _skip_conflict(self, conflict: Conflict) -> None:
        """Skips the entries that a conflict touches: all within it, and that around its beginning and its end."""
        start, _ = self._find_block(conflict.first)
        last_start, end = self._find_block(conflict.last)
        if last_start != start or not OPENS_BLOCK.match(self._lines[start].rstrip()):
            self._skip_blocks(start, end)
            return
        inner = [number for number in range(start + 1, end) if self._indents[number] is not None]
        depth = self._indents[inner[0]] if inner else 0
        starts = [number for number in inner if self._indents[number] == depth]
        after = bisect_right(starts, conflict.last)
        last = starts[after] if after < len(starts) else end
        before = bisect_left(starts, conflict.first)
        first = conflict.first
        if before and self._touches_above(conflict, last, depth or 0):
            first = starts[before - 1]
        touched = starts[bisect_left(starts, first) : after]
        if len(touched) == len(starts):
            self._skip_blocks(start, end)
            return
        listed = touched[: max(0, _MOST_SKIPPED - len(self.skipped))]
        self.skipped += [SkippedEntry(start + 1, *_find_key(self._lines[number], number)) for number in listed]
        self._empty(first, last)

    def _touches_above(self, conflict: Conflict, end: int, depth: int) -> bool:
        """Whether a conflict has lines of the entry above it: a side that begins within one, or has nothing."""
        if not conflict.is_whole:
            return True
        after = self._find_indent(conflict.last + 1, end)
        sides = (self._find_indent(marker + 1, following) for marker, following in pairwise(conflict.markers))
        return any((after if side is None else side) > depth for side in sides if (side, after) != (None, None))

    def _find_indent(self, first: int, last: int) -> Any:
        """The indent of the first of some lines that is not blank; None where all are."""
        return next((indent for indent in islice(self._indents, first, last) if indent is not None), None)

    def _skip_blocks(self, start: int, end: int) -> None:
        """Skips all blocks from one line to another."""
        heads = self._heads[bisect_left(self._heads, start) : bisect_left(self._heads, end)]
        for first, last in pairwise((start, *(head for head in heads if head > start), end)):
            self._list_skipped(first, first, last, is_block=True)
        self._empty(start, end)

    def _skip(self, start: int, first: int, last: int, *, is_block: bool) -> range:
        """Skips some lines of the block that begins at `start`: one entry of it, or the whole."""
        if not self._list_skipped(start, first, last, is_block=is_block):
            return range(0)
        self._empty(first, last)
        return range(first, last)

    def _list_skipped(self, start: int, first: int, last: int, *, is_block: bool) -> bool:
        """Lists the entries in some lines of the block that begins at `start`; whether there is anything in them."""
        head = next((number for number in range(first, last) if self._lines[number].strip()), None)
        if head is None:
            return False
        key, mark = _find_key(self._lines[head], head)
        if len(self.skipped) < _MOST_SKIPPED:
            self.skipped.append(SkippedEntry(0 if is_block else start + 1, key, mark))
        if is_block:
            self.skipped += self._list_inner_entries(head, last)
        return True

    def _empty(self, first: int, last: int) -> None:
        """Empties some lines, which are no longer part of the text."""
        self._skipped_lines += self._lines[first:last]
        for number in range(first, last):  # the space keeps a lone CR apart from the line feed of the next line
            self._lines[number] = " " + self._lines[number][len(self._lines[number].rstrip("\r\n")) :]
            self._indents[number] = None
        for known in (self._heads, self._markers):
            del known[bisect_left(known, first) : bisect_left(known, last)]

    def _find_cause(self, line: int) -> int:
        """The line of a mistake: of one at the beginning of an entry, the line at the margin just above it."""
        above = bisect_left(self._strays, line) - 1
        if above < 0:
            return line
        stray = self._strays[above]
        return line if any(self._lines[number].strip() for number in range(stray + 1, line)) else stray

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
        shallow = [self._lines[number] for number, indent in inner if indent < depth]
        if any(not _has_tab_indent(line) and OPENS_BLOCK.match(line.strip()) for line in shallow):
            return None  # which lines begin the entries is not certain
        starts = [number for number, indent in inner if indent == depth and not _has_tab_indent(self._lines[number])]
        if not _begins_item(self._lines[inner[0][0]]):  # an item of a list is no entry among entries with keys
            starts = [number for number in starts if not _begins_item(self._lines[number])]
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


def _begins_item(line: str) -> bool:
    return line.lstrip(" ")[:2] in ("-", "- ", "-\n", "-\r")


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
