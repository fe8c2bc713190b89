"""The lines of a notice, and the rows of one that is a table: what looks like a heading in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from seloste.policy.drafting.phrases import LONGEST_HEADING, MOST_WORDS, compile_headings, name_sections
from seloste.policy.prose.blocks import Block, BlockKind

#: So many headings that name sections make a style of headings.
FEWEST_HEADINGS = 3
#: The number before a heading: "3.2", "1a", "4)".
LEADING_NUMBER = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,2} ?[a-c]?[.)]?)\s+(?=\S)")
_BULLET = re.compile(r"[-–•*·]\s+")
_WORD = re.compile(r"\S+")
#: The rows of a form have so many cells, a heading and its content, or one more before them for a number.
_FORM_CELLS = 2
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,2}[.)]?")


def is_short(text: str) -> bool:
    """Whether a line is as short as a heading, and ends as one does."""
    return (
        len(text) <= LONGEST_HEADING
        and "\n" not in text
        and len(_WORD.findall(text)) <= MOST_WORDS
        and not text.rstrip().endswith((".", ";", ",", "!"))
    )


def mark_heads(blocks: Sequence[Block], language: str) -> Iterator[Block]:
    """The blocks, with the first row of a table as its head, where its words are those that stand over columns."""
    columns = compile_headings("columns", language)
    before: Block | None = None
    for block, following in zip(blocks, [*blocks, None][1:], strict=True):
        is_first = block.kind is BlockKind.ROW and (before is None or before.kind is not BlockKind.ROW)
        is_above = (
            following is not None and following.kind is BlockKind.ROW and len(following.cells) == len(block.cells)
        )
        is_head = is_first and is_above and all(columns.fullmatch(cell.strip()) for cell in block.cells)
        before = block
        yield replace(block, is_header=True) if is_head else block


def mark_rows(blocks: Sequence[Block], language: str) -> Iterator[Block]:
    """The blocks of a notice that is a table, with the first cell of each row as a heading."""
    heads = [_find_row_head(block) for block in blocks]
    named = sum(head is not None and name_sections(head.text, language).is_whole for head in heads)
    is_form = named >= FEWEST_HEADINGS and 2 * named > sum(head is not None for head in heads)
    for block, head in zip(blocks, heads, strict=True):
        if not is_form or head is None:
            yield block
            continue
        yield head
        yield from _split_cell(block.cells[-1])


def _find_row_head(block: Block) -> Block | None:
    """The heading in the first of two cells, or in the second of three, after its number."""
    cells = [" ".join(cell.split()) for cell in block.cells]
    if len(cells) == _FORM_CELLS + 1 and _NUMBER.fullmatch(cells[0]):
        cells[:2] = [" ".join(cells[:2])]
    if block.kind is not BlockKind.ROW or len(cells) != _FORM_CELLS:
        return None
    first = cells[0]
    number = LEADING_NUMBER.match(first)
    text = first[number.end() :] if number else first
    if not text or not is_short(text):
        return None
    return Block(BlockKind.HEADING, text, level=1, number=number["number"] if number else "")


def _split_cell(cell: str) -> Iterator[Block]:
    """The lines of a cell, each as a paragraph or an item."""
    for line in filter(None, map(str.strip, cell.split("\n"))):
        bullet = _BULLET.match(line)
        yield Block(BlockKind.ITEM, line[bullet.end() :], level=1) if bullet else Block(BlockKind.PARAGRAPH, line)
