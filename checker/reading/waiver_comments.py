"""Finds waivers in comments: `# seloste: ignore[rule] until 2026-12-31 -- reason`.

A `#` within a quoted string, or below the first line of a block scalar, does not begin a comment. libyaml tells where
those are. It is asked only in files that contain `seloste:`, so that other files cost one search.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import islice, pairwise

from msgspec import Struct
from msgspec.structs import replace
from yaml._yaml import CParser
from yaml.tokens import ScalarToken

from seloste.checker.position import Mark

#: Every comment that waives contains this.
SIGN = "seloste:"
#: How many such comments one file may have.
MOST_COMMENTS = 1_000
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_START = re.compile(rf"(?:^|(?<=[ \t]))#[ \t]*{SIGN}[ \t]*ignore\b")
_RULE = re.compile(r"[ \t]*\[([^\]]*)\]")
_UNTIL = re.compile(r"[ \t]*until\b")
#: How many characters of the line go with a finding about its comment.
_LONGEST_SOURCE = 400

#: A line and a column, both 0-based as in libyaml; infinity is beyond the last line.
_Position = tuple[float, int]


class CommentPart(Struct, frozen=True):
    """A part of a waiver's comment, without the spaces around it."""

    text: str
    mark: Mark


class WaiverComment(Struct, frozen=True):
    """A comment that waives findings on one line; its parts are None where they are missing.

    A comment after a value waives findings on its own line. A comment alone on its line waives those on the next line
    that is not such a comment too.
    """

    mark: Mark
    #: The 1-based line of the findings.
    line: int
    rule: CommentPart | None
    until: CommentPart | None
    reason: str | None
    #: The text of the line that the comment is on, cut if very long.
    source: str


def find_waiver_comments(text: str, shielded: str) -> tuple[WaiverComment, ...]:
    """The comments that waive in a text without syntax errors; of too many, one more than the limit.

    `shielded` is the text with the characters replaced that libyaml misreads; its positions are those of the text.
    """
    if SIGN not in text:
        return ()
    lines = _LINE_BREAK.split(text)
    every_start = (
        (number, start) for number, line in enumerate(lines) if SIGN in line for start in _START.finditer(line)
    )
    starts = list(islice(every_start, MOST_COMMENTS + 1))
    if not starts:
        return ()
    line_numbers = {number for number, _ in starts}  # one long line may have very many comments
    margins = {number: _measure_margin(lines[number]) for number in line_numbers}
    candidates: set[_Position] = {*margins.items(), *((number, start.start()) for number, start in starts)}
    in_strings = _find_positions_in_strings(candidates, shielded)
    comments = [(number, start) for number, start in starts if (number, start.start()) not in in_strings]
    comment_lines = {
        number
        for number, _ in comments
        if lines[number][margins[number]] == "#" and (number, margins[number]) not in in_strings
    }
    return read_waiver_comments(lines, comments, comment_lines)


def read_waiver_comments(
    lines: Sequence[str] | Mapping[int, str],
    starts: Sequence[tuple[int, re.Match[str]]],
    comment_lines: Set[int],
    *,
    is_code_hidden: bool = False,
) -> tuple[WaiverComment, ...]:
    """The comments that begin at these places of the lines (0-based), in their order.

    Args:
        lines: The lines of the text, or those of them that have a comment.
        starts: For each comment its line, and the match that ends after `ignore`.
        comment_lines: The lines that are a comment alone.
        is_code_hidden: Whether what stands before a comment is left out of its source, since it may be a secret.
    """
    waived_lines = _map_waived_lines(comment_lines)
    # A comment ends where another one begins on its line.
    ends = [following.start() if n == number else None for (number, _), (n, following) in pairwise(starts)]
    comments = []
    for (number, start), end in zip(starts, [*ends, None], strict=False):
        comment = _parse_comment(lines[number], number, start, end, waived_lines.get(number, number))
        if is_code_hidden:
            shown = lines[number][start.start() : start.start() + _LONGEST_SOURCE]
            comment = replace(comment, source=(" " * min(start.start(), _LONGEST_SOURCE) + shown)[:_LONGEST_SOURCE])
        comments.append(comment)
    return tuple(comments)


def hide_code(comment: WaiverComment) -> WaiverComment:
    """The comment without what stands before it on its line, since that may be a secret."""
    before = comment.mark[1] - 1
    return replace(comment, source=" " * min(before, len(comment.source)) + comment.source[before:])


def _map_waived_lines(comment_lines: Set[int]) -> dict[int, int]:
    """For each line that is a comment alone, the next line that is none. All lines are 0-based."""
    waived_lines: dict[int, int] = {}
    for number in sorted(comment_lines, reverse=True):
        waived_lines[number] = waived_lines.get(number + 1, number + 1)
    return waived_lines


def _measure_margin(line: str) -> int:
    """The number of spaces and tabs at the start of a line."""
    return len(line) - len(line.lstrip(" \t"))


def _parse_comment(line: str, number: int, start: re.Match[str], end: int | None, waived_line: int) -> WaiverComment:
    """The comment of a line from `start` to the column `end` (None: to the end of the line)."""
    head, _, reason = line[start.end() : end].partition("--")
    rule = _RULE.match(head)
    until = _UNTIL.match(head, rule.end() if rule else 0)
    column = start.end()
    length = len(line[start.start() : end].rstrip())
    return WaiverComment(
        mark=(number + 1, start.start() + 1, number + 1, start.start() + length + 1),
        line=waived_line + 1,
        rule=_make_part(rule[1], number, column + rule.start(1)) if rule else None,
        until=_make_part(head[until.end() :], number, column + until.end()) if until else None,
        reason=reason.strip() or None,
        source=line[:_LONGEST_SOURCE],
    )


def _make_part(text: str, number: int, column: int) -> CommentPart | None:
    """The part at a 0-based line and column; None where it is empty."""
    stripped = text.strip()
    column += len(text) - len(text.lstrip()) + 1
    return CommentPart(stripped, (number + 1, column, number + 1, column + len(stripped))) if stripped else None


def _find_positions_in_strings(positions: set[_Position], shielded: str) -> set[_Position]:
    """Those of the positions at which `#` is an ordinary character, since they lie within a string."""
    inside: set[_Position] = set()
    strings = _list_strings(shielded)
    start: _Position = (-1, 0)
    end = start
    for position in sorted(positions):
        while end <= position:
            start, end = next(strings, ((math.inf, 0), (math.inf, 0)))
        if start <= position:
            inside.add(position)
    return inside


def _list_strings(shielded: str) -> Iterator[tuple[_Position, _Position]]:
    """The start and end of each quoted string, and of each block scalar without its first line."""
    parser = CParser(shielded)
    while (token := parser.get_token()) is not None:
        if type(token) is ScalarToken and not token.plain:
            start, end = token.start_mark, token.end_mark
            first = (start.line + 1, 0) if token.style in ("|", ">") else (start.line, start.column)
            yield first, (end.line, end.column)
