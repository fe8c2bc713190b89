"""Finds the comments that waive a finding where it stands: `# seloste: ignore[rule] until 2026-12-31 -- reason`.

What is no comment to YAML is none here: a `#` within a quoted text, or within a block text below its first line, is a
part of that text. libyaml says where texts stand. It is asked only in the few files that hold such words at all, so
that others cost no more than a search for them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from yaml._yaml import CParser
from yaml.tokens import ScalarToken

from seloste.checker.position import Mark

_SIGN = "seloste:"
_BREAK = re.compile(r"\r\n|\r|\n")
_START = re.compile(rf"(?:^|(?<=[ \t]))#[ \t]*{_SIGN}[ \t]*ignore\b")
_RULE = re.compile(r"[ \t]*\[([^\]]*)\]")
_UNTIL = re.compile(r"[ \t]*until\b")

#: A line and a column, both 0-based, as libyaml counts.
_Position = tuple[float, int]


@dataclass(frozen=True, slots=True)
class DirectivePart:
    """A part of a comment and where it stands."""

    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class WaiverComment:
    """A comment that waives: its parts as far as they are there, and the line that it is for.

    One behind a value is for its own line. One that has a line to itself is for the line below; several such may stand
    one below the other.
    """

    mark: Mark
    line: int
    rule: DirectivePart | None
    until: DirectivePart | None
    reason: str | None
    source: str


def find_waiver_comments(text: str, shielded: str) -> tuple[WaiverComment, ...]:
    """The waiving comments of a text without errors; `shielded`: the same text as it was given to libyaml."""
    if _SIGN not in text:
        return ()
    lines = _BREAK.split(text)
    starts = [(number, start) for number, line in enumerate(lines) if _SIGN in line for start in _START.finditer(line)]
    if not starts:
        return ()
    first = {number: _indent(lines[number]) for number in {number for number, _ in starts}}
    inside = _inside_texts({*first.items(), *((number, start.start()) for number, start in starts)}, shielded)
    comments = [(number, start) for number, start in starts if (number, start.start()) not in inside]
    alone = {n for n, _ in comments if lines[n][first[n]] == "#" and (n, first[n]) not in inside}
    below: dict[int, int] = {}
    for number in sorted(alone, reverse=True):
        below[number] = below.get(number + 1, number + 1)
    ends = [after.start() if n == number else None for (number, _), (n, after) in pairwise(comments)]
    return tuple(
        _comment(lines[number], number, start, end, below.get(number, number))
        for (number, start), end in zip(comments, [*ends, None], strict=False)
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _comment(line: str, number: int, start: re.Match[str], end: int | None, governed: int) -> WaiverComment:
    """The comment from `start` to `end` of a line, taken apart."""
    head, _, reason = line[start.end() : end].partition("--")
    rule = _RULE.match(head)
    until = _UNTIL.match(head, rule.end() if rule else 0)
    at = start.end()
    return WaiverComment(
        mark=(number + 1, start.start() + 1, number + 1, start.start() + len(line[start.start() : end].rstrip()) + 1),
        line=governed + 1,
        rule=_words(rule[1], number, at + rule.start(1)) if rule else None,
        until=_words(head[until.end() :], number, at + until.end()) if until else None,
        reason=reason.strip() or None,
        source=line[:400],
    )


def _words(text: str, number: int, column: int) -> DirectivePart | None:
    """A part without the spaces around it; None where there is nothing else."""
    words = text.strip()
    column += len(text) - len(text.lstrip()) + 1
    return DirectivePart(words, (number + 1, column, number + 1, column + len(words))) if words else None


def _inside_texts(places: set[_Position], shielded: str) -> set[_Position]:
    """Those of the places that are within a text in which a `#` is but a character."""
    inside: set[_Position] = set()
    texts = _texts(shielded)
    start: _Position = (-1, 0)
    end = start
    for place in sorted(places):
        while end <= place:
            start, end = next(texts, ((math.inf, 0), (math.inf, 0)))
        if start <= place:
            inside.add(place)
    return inside


def _texts(shielded: str) -> Iterator[tuple[_Position, _Position]]:
    """Where the quoted texts stand, and the block ones without their first line, which ends in a comment as others."""
    parser = CParser(shielded)
    while (token := parser.get_token()) is not None:
        if type(token) is ScalarToken and not token.plain:
            start, end = token.start_mark, token.end_mark
            first = (start.line + 1, 0) if token.style in ("|", ">") else (start.line, start.column)
            yield first, (end.line, end.column)
