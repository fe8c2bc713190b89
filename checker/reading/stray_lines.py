"""Finds the lines at the margin that stand in the middle of an entry, and so belong to it and to no section.

A text that is well-formed has none: they are looked for only where it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from seloste.checker.reading.syntax import OPENS_BLOCK
from seloste.policy.notice import Policy

#: A key with its colon at the beginning of a line, and what follows on that line.
_KEY = re.compile(
    r"""[ ]*+(?:"[^"]*+"|'[^']*+'|[^\s"'#\[{&*!|>%@`-](?:[^\s:#]|:(?!\s|$)|[^\S\n]++(?=[^\s:#]))*+)"""
    r"""\s*+:(?:\s++(.*)|$)"""
)
#: The sections of files. Where the colon is missing after such a word, it begins a section all the same.
_SECTIONS = frozenset({*Policy.model_fields, "systems", "processors", "waivers"})
_BRACKETS = {"[": "]", "{": "}"}


def find_stray_lines(lines: Sequence[str], heads: Sequence[int], indents: Sequence[int | None]) -> Iterator[int]:
    """Of the lines that seem to begin a block those that belong to the entry above them.

    Args:
        lines: The lines of the text.
        heads: The 0-based numbers of the lines that seem to begin a block.
        indents: The indent of each line; None for one that is blank.
    """
    depth: int | None = None
    run: list[int] = []
    for head, end in pairwise((*heads, len(lines))):
        inner = [number for number in range(head + 1, end) if indents[number] is not None]
        kind = _classify(lines, head, inner, indents, depth)
        if depth is not None and kind == "stray":
            yield from (*run, head)
            run = []
        elif depth is not None and kind == "perhaps":
            run.append(head)
        else:
            run = []
            depth = indents[inner[0]] if inner and OPENS_BLOCK.match(lines[head].rstrip()) else None


def _classify(
    lines: Sequence[str], head: int, inner: Sequence[int], indents: Sequence[int | None], depth: int | None
) -> str:
    """Whether a line is a `head`, a `stray`, or `perhaps` one: if a line follows that is one."""
    line = lines[head].rstrip()
    found = _KEY.match(line)
    if found is None:
        if line[0] in _BRACKETS:
            return "head"
        follows = indents[inner[0]] if inner else None
        return "head" if line in _SECTIONS and follows is not None and follows <= (depth or 0) else "stray"
    if OPENS_BLOCK.match(line):
        first = indents[inner[0]] if inner else None
        is_irregular = first is not None and any(0 < (indents[number] or 0) < first for number in inner[1:])
        return "stray" if is_irregular and depth is not None and (first or 0) > depth else "head"
    if not _is_complete(found[1] or ""):
        return "head"
    if not inner:
        return "perhaps"
    following = lines[inner[0]].lstrip()
    return "stray" if _KEY.match(following) or following.startswith("- ") else "head"


def _is_complete(value: str) -> bool:
    """Whether a value ends on its line."""
    value = value.strip()
    if value[:1] in ("|", ">"):
        return False
    if value[:1] in ("'", '"'):
        return value.count(value[0]) % 2 == 0
    return all(value.count(opening) == value.count(closing) for opening, closing in _BRACKETS.items())
