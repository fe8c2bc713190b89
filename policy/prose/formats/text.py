"""Plain text as blocks: numbered lines, lists by their bullets, tables by their tabs, and wrapped lines joined again.

A line is a block. Which lines are headings, but for underlined ones, their words tell: `seloste.policy.drafting`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from seloste.policy.prose.blocks import Block, BlockKind, Document
from seloste.policy.prose.formats.decoding import decode_text
from seloste.policy.prose.formats.layout import (
    check_length,
    check_size,
    clean_characters,
    clean_line,
    is_page_number,
    make_block,
    make_row,
    split_bullet,
    split_number,
)

#: A text whose longest lines are between these was wrapped to a width; and so many of its lines come near to it.
_NARROWEST, _WIDEST, _FEWEST_WRAPPED = 45, 120, 3
_NEAR = 0.8
_UNDERLINE = re.compile(r"(?:={3,}|-{3,}|~{3,}|_{3,}|\*{3,})")
_RULE = re.compile(r"[=\-_*~#·.]{3,}")
_END = (".", "!", "?", ":", ";")
_CELLS = re.compile(r"\t+| \| ")


def read_text_document(data: bytes) -> Document:
    """The document of a plain text.

    Raises:
        DocumentError: It is no text, empty, or larger than a notice can be.
    """
    blocks, around = read_lines(check_length(decode_text(data)))
    return check_size(Document(tuple(blocks), around=tuple(around)))


def read_lines(text: str) -> tuple[list[Block], list[str]]:
    """The blocks of a text, and the numbers of its pages."""
    lines = [line.rstrip() for line in clean_characters(text).split("\n")]
    around = [line.strip() for line in lines if is_page_number(line)]
    lines = [line for line in lines if not is_page_number(line)]
    width = find_width(lines)
    blocks: list[Block] = []
    chunk: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            chunk.append(line)
        elif chunk:
            blocks += _read_chunk(chunk, width)
            chunk = []
    return blocks, around


def find_width(lines: Sequence[str]) -> int:
    """The width to which a text was wrapped; 0: it was not."""
    longest = max(map(len, lines), default=0)
    near = sum(len(line) > _NEAR * longest for line in lines)
    return longest if _NARROWEST <= longest <= _WIDEST and near >= _FEWEST_WRAPPED else 0


def _read_chunk(lines: Sequence[str], width: int) -> Iterator[Block]:
    """The blocks of lines that no empty line parts."""
    if len(lines) > 1 and len({len(_split_cells(line)) for line in lines} - {1}) == 1 and "\t" in lines[0].strip():
        yield from _read_table(lines)
        return
    joined = _join_wrapped(lines, width)
    for place, line in enumerate(joined):
        under = joined[place + 1].strip() if place + 1 < len(joined) else ""
        if _UNDERLINE.fullmatch(under) and not _RULE.fullmatch(line.strip()):
            number, words = split_number(clean_line(line))
            yield Block(BlockKind.HEADING, words, level=1 if under[0] == "=" else 2, number=number)
        elif not _RULE.fullmatch(line.strip()):
            yield replace(make_block(clean_line(line)), is_parted=not place)


def _split_cells(line: str) -> list[str]:
    return _CELLS.split(line.strip())


def _read_table(lines: Sequence[str]) -> Iterator[Block]:
    """The rows of a table by tabs. Its first line is the head where no cell of it has a figure or ends a sentence."""
    rows = [_split_cells(line) for line in lines]
    has_head = len(rows) > 2 and not any(re.search(r"\d", cell) or cell.endswith(_END) for cell in rows[0])
    for place, cells in enumerate(rows):
        row = make_row(cells, is_header=has_head and place == 0)
        if row is not None:
            yield row


def _join_wrapped(lines: Sequence[str], width: int) -> list[str]:
    """The lines, with those joined that a program or a person had parted."""
    joined = [lines[0]]
    last = lines[0]
    for line in lines[1:]:
        if goes_on(last, line, width):
            joined[-1] = f"{joined[-1]} {line.strip()}"
        else:
            joined.append(line)
        last = line
    return joined


def goes_on(before: str, line: str, width: int) -> bool:
    """Whether a line goes on with the one before it: its first word had no room there."""
    own = line.strip()
    if not own:
        return False
    if split_bullet(own)[0] or split_number(own)[0] or _UNDERLINE.fullmatch(own) or _RULE.fullmatch(before.strip()):
        return False
    is_small = own[:1].islower()
    is_open = not before.endswith(_END)
    if split_bullet(before.strip())[0] and line[:2] == "  " and is_small and is_open:
        return True
    if not width:
        return False
    has_no_room = len(before) + 1 + len(own.split(maxsplit=1)[0]) > width
    return has_no_room or (is_small and is_open and len(before) > width / 2)
