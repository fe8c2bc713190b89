"""Tables as blocks: rows of cells, or, where a table only lays out a page, what its cells hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from seloste.policy.prose.blocks import Block, BlockKind
from seloste.policy.prose.formats.layout import make_row, write_lines

#: A cell with more blocks than this is no cell of a table but a part of a page.
_MOST_BLOCKS = 40


class Cell(Struct, frozen=True):
    """A cell: its lines, the blocks that they are of, and whether it is one of a head."""

    text: str
    blocks: tuple[Block, ...] = ()
    is_head: bool = False

    @classmethod
    def of(cls, blocks: Sequence[Block], is_head: bool = False) -> Cell:
        """The cell that holds some blocks."""
        return cls(write_lines(blocks), tuple(blocks), is_head)

    @property
    def is_strong(self) -> bool:
        """Whether all of it is in bold."""
        return bool(self.blocks) and all(block.is_strong for block in self.blocks)

    @property
    def is_page(self) -> bool:
        """Whether it holds what no cell of a table does: headings of the page, or very much."""
        has_heading = any(block.kind is BlockKind.HEADING and block.level for block in self.blocks)
        return has_heading or len(self.blocks) > _MOST_BLOCKS


def read_table(rows: Sequence[Sequence[Cell]], *, is_layout: bool = False) -> Iterator[Block]:
    """The blocks of a table."""
    columns = max((sum(bool(cell.text) for cell in row) for row in rows), default=0)
    if is_layout or columns <= 1 or any(cell.is_page for row in rows for cell in row):
        yield from (block for row in rows for cell in row for block in cell.blocks)
        return
    for place, row in enumerate(rows):
        filled = [cell for cell in row if cell.text]
        if len(row) == 1 and filled and filled[0].blocks:
            yield from filled[0].blocks
            continue
        is_bold_head = place == 0 and len(rows) > 1 and all(cell.is_strong for cell in filled)
        is_head = bool(filled) and (all(cell.is_head for cell in filled) or (is_bold_head and not _is_form(rows)))
        made = make_row([cell.text for cell in row], is_header=is_head)
        if made is not None:
            yield made


def _is_form(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first cell of each row is in bold: they are headings, and the first row is like the others."""
    return all(len(row) == 2 and (row[0].is_strong or row[0].is_head) for row in rows)
