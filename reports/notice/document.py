"""The model of a notice's page: sections of paragraphs, lists and facts, before a format is chosen.

A template for each format renders these. They contain plain text, never markup. `anchor` is the id for links to a part.
"""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from seloste.policy.prose.markup import Run
from seloste.reports.rendering.escape import find_link_target


class Paragraph(Struct, frozen=True):
    """A paragraph of running text. `runs` are its pieces where some are links of the notice's own, else empty."""

    kind: ClassVar[str] = "paragraph"
    text: str
    anchor: str | None = None
    runs: tuple[Run, ...] = ()


class Line(Struct, frozen=True):
    """One line of an address or of contact details, with a label where it needs one."""

    text: str
    label: str | None = None
    strong: bool = False

    @property
    def link(self) -> str | None:
        """The link of a line that is an e-mail or web address; None for others."""
        return find_link_target(self.text)


class Lines(Struct, frozen=True):
    """Lines that belong together, such as an address."""

    kind: ClassVar[str] = "lines"
    lines: tuple[Line, ...]


class Fact(Struct, frozen=True):
    """One or more values under a label. `target` is the anchor of the section with the details."""

    label: str
    values: tuple[str, ...]
    target: str | None = None


class Facts(Struct, frozen=True):
    """Labelled facts about a section."""

    kind: ClassVar[str] = "facts"
    facts: tuple[Fact, ...]


class Item(Struct, frozen=True):
    """An entry of a list: its first line, remarks that qualify it, facts about it, and the blocks after its first line.

    `runs` are the pieces of its first line where some are links of the notice's own, else empty.
    """

    text: str
    anchor: str | None = None
    remarks: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    runs: tuple[Run, ...] = ()
    blocks: tuple[Block, ...] = ()


class ListBlock(Struct, frozen=True):
    """A list of entries, perhaps under a label. A numbered list has the number of its first entry as `start`.

    `folds`: the facts of its entries are folded away on a screen until a reader asks for them.
    """

    kind: ClassVar[str] = "listing"
    items: tuple[Item, ...]
    label: str | None = None
    start: int | None = None
    folds: bool = False

    @property
    def detailed(self) -> bool:
        """Whether every entry has facts, so that each is rendered as a block, not as a line."""
        return all(item.facts for item in self.items)


#: The characters from which a cell is long, and the most columns of a table with a long cell, and of another.
_LONG, _MOST_LONG_COLUMNS, _MOST_COLUMNS = 25, 3, 5


class Cell(Struct, frozen=True):
    """A cell of a table. `runs` are its pieces where some are links of the notice's own, else empty."""

    text: str
    runs: tuple[Run, ...] = ()


class Table(Struct, frozen=True):
    """A table with a row of headers. Every row has as many cells as there are headers."""

    kind: ClassVar[str] = "table"
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def is_wide(self) -> bool:
        """Whether its columns don't fit beside each other on a screen, so that its rows are rendered one by one."""
        long = any(len(cell.text) > _LONG for row in self.rows for cell in row)
        return len(self.header) > (_MOST_LONG_COLUMNS if long else _MOST_COLUMNS)


class Subsection(Struct, frozen=True):
    """Blocks under a heading within a section. `stressed`: the law wants them apart from all others."""

    kind: ClassVar[str] = "apart"
    heading: str
    blocks: tuple[Block, ...]
    stressed: bool = False
    anchor: str | None = None


Block = Paragraph | Lines | Facts | ListBlock | Table | Subsection


class Section(Struct, frozen=True):
    """A section of the page. In a numbered notice its heading begins with its number."""

    anchor: str
    heading: str
    blocks: tuple[Block, ...]


class Translation(Struct, frozen=True):
    """The notice in one language. `name` is the language's own name; `current` marks the language of this page."""

    code: str
    name: str
    address: str
    current: bool


class Page(Struct, frozen=True):
    """The whole notice.

    Attributes:
        brief: The summary before the sections. Each fact links to its section.
        opening: The notice's words before its first section.
        draft: Whether nobody has confirmed the notice yet, or something in it is to be filled in.
    """

    title: str
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()
    brief: tuple[Fact, ...] = ()
    sisters: tuple[Translation, ...] = ()
    opening: tuple[Block, ...] = ()
    draft: bool = False
