"""Waivers in the comments of SQL: `-- seloste: ignore[rule] until 2026-12-31 -- reason`, after `#` in MySQL too.

They count in a definition and before it. What rows and texts hold is no comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from seloste.checker.evidence.sql.sql_dialect import Dialect
from seloste.checker.evidence.sql.sql_lexis import get_lexis
from seloste.checker.evidence.sql.sql_statement import Statement
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.waiver_comments import MOST_COMMENTS, SIGN, WaiverComment, read_waiver_comments

_START = re.compile(rf"(?:^|(?<=[ \t;,)]))(?:--|#)[ \t]*{SIGN}[ \t]*ignore\b")
#: How long the line of a comment may be.
_LONGEST_LINE = 10_000


def find_comments(
    data: bytes, statements: Iterable[Statement], dialect: Dialect, problems: list[Problem]
) -> tuple[WaiverComment, ...]:
    """The comments that waive, in and beside the definitions of a file; a problem where there are too many."""
    if SIGN.encode() not in data:
        return ()
    lines: dict[int, str] = {}
    starts: dict[tuple[int, int], re.Match[str]] = {}
    alone = set()
    for statement in statements:
        end = data.find(b"\n", statement.end)
        part = data[statement.gap : len(data) if end < 0 else end]
        if SIGN.encode() not in part:
            continue
        first = statement.line - data.count(b"\n", statement.gap, statement.start) - 1
        before = data.rfind(b"\n", 0, statement.gap) + 1
        text = data[before : statement.gap].decode("utf-8", "replace")[-_LONGEST_LINE:]
        margin, text = len(text), text + part.decode("utf-8", "replace")
        for comment in get_lexis(dialect).blanked.finditer(text, margin):
            if comment[1] or SIGN not in comment[0]:
                continue
            number = first + text.count("\n", 0, comment.start())
            begin = text.rfind("\n", 0, comment.start()) + 1
            line = text[begin : begin + _LONGEST_LINE].partition("\n")[0].rstrip("\r")
            if found := _START.search(line, comment.start() - begin):
                lines[number] = line
                starts.setdefault((number, found.start()), found)
                if not line[: found.start()].strip():
                    alone.add(number)
        if len(starts) > MOST_COMMENTS:
            break
    in_order = [(number, found) for (number, _), found in sorted(starts.items(), key=lambda item: item[0])]
    comments = read_waiver_comments(lines, in_order, alone, is_code_hidden=True)
    if len(comments) > MOST_COMMENTS:
        problems.append(Problem("limit-exceeded", "comments", comments[MOST_COMMENTS].mark, {"limit": MOST_COMMENTS}))
    return comments[:MOST_COMMENTS]
