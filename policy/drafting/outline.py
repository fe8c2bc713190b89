"""The outline of a notice: which of its headings name which sections of ours.

The words of headings are data: `policy/prose/languages/<language>/headings.yaml`.
"""

from __future__ import annotations

from dataclasses import dataclass

from seloste.policy.drafting.unit import Part, split_units
from seloste.policy.prose.blocks import Block, BlockKind, Document


@dataclass(frozen=True, slots=True)
class Outline:
    """A notice by its headings.

    Attributes:
        language: The language that it is in.
        title: Its title; None where it has none.
        parts: Its parts, in their order; the first may have no heading.
        is_numbered: Whether its headings are numbered.
    """

    language: str
    title: Block | None
    parts: tuple[Part, ...]
    is_numbered: bool = False


def make_outline(document: Document, language: str) -> Outline:
    """The outline of a document."""
    parts: list[Part] = []
    heading: Block | None = None
    blocks: list[Block] = []
    count = 0
    for block in [*document.blocks, None]:
        if block is not None and block.kind is not BlockKind.HEADING:
            blocks.append(block)
            continue
        if heading is not None or blocks:
            units = split_units(blocks, language, count)
            count += len(units)
            parts.append(Part(heading, find_sections(heading.text, language) if heading else (), tuple(units)))
        heading, blocks = block, []
    return Outline(language, None, tuple(parts))


def find_sections(heading: str, language: str) -> tuple[str, ...]:
    """The sections of ours that a heading names."""
    return ()
