"""Finds the merge conflicts that git left in a text for a person to resolve.

Git marks a conflict by lines that begin at the margin: `<<<<<<<` before one side, `|||||||` before their common origin,
`=======` before the other side and `>>>>>>>` after it. Some of them may be left where a person removed the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from seloste.checker.position import Mark
from seloste.checker.reading.problem import Problem

#: A line that marks a conflict: its sign seven times, and the name of a side.
_MARKER = re.compile(r"(<{7}|>{7}|\|{7}|={7})(?: ([^\r\n]*+))?\s*+$")


class Conflict(Struct, frozen=True):
    """A conflict: the 0-based lines of its markers, in order, and what the sides are called."""

    markers: tuple[int, ...]
    ours: str
    theirs: str
    #: The length of the line of the first marker.
    width: int
    #: Whether both the first and the last of its markers are there.
    is_whole: bool

    @property
    def first(self) -> int:
        """The first of its lines."""
        return self.markers[0]

    @property
    def last(self) -> int:
        """The last of its lines."""
        return self.markers[-1]

    def explain(self) -> Problem:
        """The problem, at the first marker."""
        mark: Mark = (self.first + 1, 1, self.first + 1, 1 + self.width)
        if self.ours and self.theirs:
            return Problem("syntax", "merge-conflict", mark, {"ours": self.ours, "theirs": self.theirs})
        return Problem("syntax", "conflict-marker", mark)


def may_have_conflicts(text: str) -> bool:
    """Whether a text has the sign of a marker somewhere. A line of `=` alone may underline a heading."""
    return "<<<<<<<" in text or ">>>>>>>" in text or "|||||||" in text


def find_conflicts(text: str, lines: Sequence[str]) -> list[Conflict]:
    """The conflicts in a text of these lines. A marker without its counterparts is one too."""
    if not may_have_conflicts(text):
        return []
    conflicts: list[Conflict] = []
    markers: list[int] = []
    for number, line in enumerate(lines):
        found = _MARKER.match(line) if line[:1] in ("<", ">", "|", "=") else None
        if found is None:
            continue
        sign = found[1][0]
        if sign == "<" and markers:
            conflicts.append(_make_conflict(markers, lines))
            markers = []
        markers.append(number)
        if sign == ">":
            conflicts.append(_make_conflict(markers, lines))
            markers = []
    if markers:
        conflicts.append(_make_conflict(markers, lines))
    return [conflict for conflict in conflicts if any(lines[number][0] != "=" for number in conflict.markers)]


def join_conflicts(conflicts: Sequence[Conflict]) -> Conflict:
    """Several conflicts as one, with all that is between them."""
    first, last = conflicts[0], conflicts[-1]
    markers = tuple(number for conflict in conflicts for number in conflict.markers)
    return Conflict(markers, first.ours, last.theirs, first.width, first.is_whole and last.is_whole)


def is_conflict_marker(line: str) -> bool:
    """Whether a line marks a conflict."""
    return _MARKER.match(line) is not None


def _make_conflict(markers: Sequence[int], lines: Sequence[str]) -> Conflict:
    names = {"<": "", ">": ""}
    for number in (markers[0], markers[-1]):
        found = _MARKER.match(lines[number])
        if found and found[1][0] in names:
            names[found[1][0]] = (found[2] or "").strip()
    first, last = lines[markers[0]], lines[markers[-1]]
    return Conflict(tuple(markers), names["<"], names[">"], len(first.rstrip()), first[0] == "<" and last[0] == ">")
