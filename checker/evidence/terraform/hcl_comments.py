"""Waivers in the comments of HCL: `# seloste: ignore[rule] until 2026-12-31 -- reason`, after `//` too."""

from __future__ import annotations

import re
from collections.abc import Sequence

from seloste.checker.evidence.terraform.hcl_text import HclText
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.waiver_comments import MOST_COMMENTS, SIGN, WaiverComment, read_waiver_comments

_START = re.compile(rf"(?:^|(?<=[ \t]))(?:#|//)[ \t]*{SIGN}[ \t]*ignore\b")


def find_comments(
    pieces: Sequence[HclText], lines: Sequence[str], problems: list[Problem]
) -> tuple[WaiverComment, ...]:
    """The comments that waive, in the pieces of a text without errors; a problem where there are too many."""
    if not any(SIGN in line for line in lines):
        return ()
    starts: list[tuple[int, re.Match[str]]] = []
    alone = set()
    for piece in pieces:
        for node in () if piece.root.has_error else piece.find_nodes("comment"):
            line, column, _, _ = piece.mark(node)
            if lines[line - 1].startswith(("#", "//"), column - 1):
                if not lines[line - 1][: column - 1].strip():
                    alone.add(line - 1)
                starts += [(line - 1, found) for found in _START.finditer(lines[line - 1], column - 1)]
            if len(starts) > MOST_COMMENTS:
                break
    comments = read_waiver_comments(lines, starts, alone, is_code_hidden=True)
    if len(comments) > MOST_COMMENTS:
        problems.append(Problem("limit-exceeded", "comments", comments[MOST_COMMENTS].mark, {"limit": MOST_COMMENTS}))
    return comments[:MOST_COMMENTS]
