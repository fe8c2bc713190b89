"""The units of a notice: its sentences, items and rows. Each gets a place in the draft, and none is lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from seloste.policy.prose.blocks import Block, BlockKind
from seloste.policy.prose.passages import split_passages


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence of a paragraph, an item of a list, a row of a table, or a heading below that of the section.

    Attributes:
        number: Its place among all units of the notice, from 0.
        text: Its words.
        block: The block that it is of.
        paragraph: The number of that block, so that sentences of one paragraph are known.
    """

    number: int
    text: str
    block: Block
    paragraph: int

    @property
    def kind(self) -> BlockKind:
        """What it is of."""
        return self.block.kind


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a notice under one heading.

    Attributes:
        heading: The heading; None for what stands before the first one.
        sections: The sections of ours that the heading names, `purposes` and `legal_bases` for instance; none where
            it is a section of the notice's own.
        units: What stands under it.
    """

    heading: Block | None
    sections: tuple[str, ...]
    units: tuple[Unit, ...]


def split_units(blocks: Iterable[Block], language: str, first: int = 0) -> list[Unit]:
    """The units of some blocks. `first`: the number of the first one. A line of a paragraph is a unit of its own."""
    units: list[Unit] = []
    for paragraph, block in enumerate(blocks, first):
        for text in _split_text(block, language):
            units.append(Unit(first + len(units), text, block, paragraph))
    return units


def _split_text(block: Block, language: str) -> list[str]:
    if block.kind is not BlockKind.PARAGRAPH:
        return [block.text]
    return [sentence.text for line in block.text.split("\n") for sentence in split_passages(line, language)]
