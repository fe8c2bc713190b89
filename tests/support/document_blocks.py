"""Blocks of a document as lines, and lines as blocks."""

from __future__ import annotations

from seloste.policy.prose.blocks import Block, BlockKind


def parse_block(line: str) -> Block:
    """A line as a block: "- " begins an item, "| " a row, "|| " the head of a table, "# " a heading."""
    if line.startswith("- "):
        return Block(BlockKind.ITEM, line[2:], level=1)
    if line.startswith("# "):
        return Block(BlockKind.HEADING, line[2:], level=2)
    if line.startswith("|"):
        cells = tuple(cell.strip() for cell in line.strip("| ").split("|"))
        return Block(BlockKind.ROW, " | ".join(cells), cells=cells, is_header=line.startswith("||"))
    return Block(BlockKind.PARAGRAPH, line)


def show_block(block: Block) -> str:
    """A block in one line: its kind, its number, its words."""
    strong = "!" if block.is_strong else ""
    level = block.level or ""
    return " ".join(filter(None, (f"{block.kind.value[0]}{level}{strong}", block.number, block.text)))
