"""What a notice is made of once it is in words: sections of paragraphs, lists and facts, in no format yet.

A template per format renders these; they hold text alone, never markup. `anchor` is the id that a link can point to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from seloste.reports.rendering.escape import link


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text."""

    kind: ClassVar[str] = "paragraph"
    text: str
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an address or of contact details, with its label where it does not speak for itself."""

    text: str
    label: str | None = None
    strong: bool = False

    @property
    def link(self) -> str | None:
        """Where the line leads: an e-mail or web address."""
        return link(self.text)


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines that belong together, such as an address."""

    kind: ClassVar[str] = "lines"
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known under a label: one thing or several. `target` is the anchor of what tells more."""

    label: str
    values: tuple[str, ...]
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Labelled facts about the section."""

    kind: ClassVar[str] = "facts"
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list, with remarks that qualify it and facts about it."""

    text: str
    anchor: str
    remarks: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of entries, perhaps under a label of its own."""

    kind: ClassVar[str] = "listing"
    items: tuple[Item, ...]
    label: str | None = None

    @property
    def detailed(self) -> bool:
        """Whether all its entries have facts, so that each is a block and no mere line."""
        return all(item.facts for item in self.items)


@dataclass(frozen=True, slots=True)
class Apart:
    """Blocks under a heading of their own within a section. `stressed`: to be set apart from all other information."""

    kind: ClassVar[str] = "apart"
    heading: str
    blocks: tuple[Block, ...]
    stressed: bool = False


Block = Paragraph | Lines | Facts | Listing | Apart


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the page."""

    anchor: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Translation:
    """The same notice in a language: where its page is, and whether it is this one. `name` is in its own language."""

    code: str
    name: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class Page:
    """The whole notice. `brief` is its first layer: each fact leads to the section that tells it in full."""

    title: str
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()
    brief: tuple[Fact, ...] = ()
    sisters: tuple[Translation, ...] = ()
