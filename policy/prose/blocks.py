"""A document as blocks: its headings, paragraphs, items of lists and rows of tables, in their order.

What reads a format (`seloste.policy.prose.formats`) makes blocks, and what understands a notice
(`seloste.policy.drafting`) knows nothing of formats.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class BlockKind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


class Block(Struct, frozen=True):
    """A block of a document, in its own words, in Unicode NFC.

    Attributes:
        kind: What it is.
        text: Its words. A paragraph keeps its line breaks; spaces within a line are single. The number or the bullet
            before it is no part of it. Of a row: its cells, joined by " | ".
        level: Of a heading 1 to 6, or 0 where the format does not tell; of an item its depth, from 1.
        number: The number or letter before it, as written: "1.", "3.2", "a)"; empty for a bullet.
        cells: Of a row, its cells.
        is_header: Whether it is the head of a table.
        is_strong: Whether all of it is in bold: in many documents such a paragraph is a heading.
        is_parted: Whether it stands after an empty line of plain text.
    """

    kind: BlockKind
    text: str
    level: int = 0
    number: str = ""
    cells: tuple[str, ...] = ()
    is_header: bool = False
    is_strong: bool = False
    is_parted: bool = False


class Document(Struct, frozen=True):
    """A document.

    Attributes:
        blocks: Its blocks, without those of the site around it.
        language: The language that it declares, `fi`; None where it declares none.
        title: The title that it has apart from its text: that of the page, or of the file's properties.
        around: The texts of the site around it: menus, footers, banners. No part of the notice.
    """

    blocks: tuple[Block, ...]
    language: str | None = None
    title: str | None = None
    around: tuple[str, ...] = ()


class DocumentError(ValueError):
    """A document cannot be read.

    Attributes:
        reason: Why, as a key of the messages: `empty`, `too-large`, `no-text`, `damaged`, `encrypted`, ….
        values: What the message names.
    """

    def __init__(self, reason: str, **values: str | int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values
