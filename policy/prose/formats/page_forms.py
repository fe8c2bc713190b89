"""Forms on printed pages: headings to the left, what they head to the right, told apart by the gap between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from seloste.policy.prose.formats.layout import split_number

#: A gap between columns, and where the right column begins at the least.
_GAP = re.compile(r"(?<=\S) {3,}(?=\S)")
_FIRST, _NEAR = 12, 3
#: So many numbered headings to the left make a form, and so much of the lines must fit its columns.
_FEWEST, _LEAST_SHARE = 3, 0.6


def split_form(lines: Sequence[str]) -> list[tuple[str, bool]] | None:
    """The lines of a form as they are read, each with whether it is a heading; None: it is no form."""
    column = _find_column(lines)
    if column is None:
        return None
    cells = [_split_line(line, column) for line in lines]
    numbered = sum(bool(split_number(left)[0]) for left, _ in cells)
    filled = [(left, right) for left, right in cells if left or right]
    fitting = sum(bool(right) or len(left) < column for left, right in filled)
    if numbered < _FEWEST or fitting < _LEAST_SHARE * len(filled):
        return None
    return list(_order(cells, column))


def _find_column(lines: Sequence[str]) -> int | None:
    """Where the right column begins: most text after a gap begins there."""
    starts = Counter(match.end() for line in lines for match in _GAP.finditer(line) if match.end() >= _FIRST)
    best = max(
        starts, key=lambda start: (sum(starts[start + step] for step in range(-_NEAR, _NEAR + 1)), -start), default=None
    )
    if best is None or sum(starts[best + step] for step in range(-_NEAR, _NEAR + 1)) < _FEWEST:
        return None
    return min(start for start in starts if abs(start - best) <= _NEAR)


def _split_line(line: str, column: int) -> tuple[str, str]:
    """The left and the right part of a line. One that goes across is left alone."""
    near = range(max(column - _NEAR, 0), column + _NEAR + 6)
    for match in _GAP.finditer(line):
        if match.end() in near:
            return line[: match.start()].strip(), line[match.end() :].strip()
    if split_number(line.strip())[0]:  # a heading that fills its column
        for start in range(column, column + _NEAR + 1):
            if line[start - 1 : start] == " " and line[start : start + 1].isupper():
                return line[:start].strip(), line[start:].strip()
    if len(line) - len(line.lstrip()) >= column - _NEAR:
        return "", line.strip()
    return line.strip(), ""


def _order(cells: Sequence[tuple[str, str]], column: int) -> Iterator[tuple[str, bool]]:
    """Each heading with all its lines, and then what it heads."""
    heading: list[str] = []
    content: list[str] = []
    for left, right in cells:
        if split_number(left)[0] or len(left) >= column:
            yield from _write_row(heading, content)
            heading, content = [], []
        if left and not split_number(left)[0] and not heading:
            yield left, False
        elif left:
            heading.append(left)
        if right or (not left and content):
            content.append(right)
    yield from _write_row(heading, content)


def _write_row(heading: list[str], content: list[str]) -> Iterator[tuple[str, bool]]:
    if heading:
        yield " ".join(heading), True
        yield "", False
    yield from ((line, False) for line in content)
    yield "", False
