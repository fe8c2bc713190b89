"""The units of a notice: its sentences, items and rows. Each gets a place in the draft, and none is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from seloste.policy.prose.blocks import Block, BlockKind
from seloste.policy.prose.formats.layout import keep_hidden_address
from seloste.policy.prose.passages import split_passages

#: Sections that a heading may name and that are part of another one: the legal bases are part of the purposes.
WITHIN = {"legal_bases": "purposes"}


class Unit(Struct, frozen=True):
    """A sentence of a paragraph, an item of a list, a row of a table, or a heading below that of the section.

    Attributes:
        number: Its place among all units of the notice, from 0.
        text: Its words.
        block: The block that it is of.
        paragraph: The number of its line, so that sentences of one line are known.
        heading: The heading that it stands under; empty where there is none.
    """

    number: int
    text: str
    block: Block
    paragraph: int
    heading: str = ""

    @property
    def kind(self) -> BlockKind:
        """What it is of."""
        return self.block.kind


class Part(Struct, frozen=True):
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

    @property
    def key(self) -> str:
        """The section under whose key its heading stands; empty where it is the notice's own or has none."""
        return WITHIN.get(self.sections[0], self.sections[0]) if self.sections else ""


def split_units(blocks: Iterable[Block], language: str, first: int = 0, heading: str = "") -> list[Unit]:
    """The units of the blocks under a heading, a sentence or line each. `first`: the number of the first one."""
    units: list[Unit] = []
    line = first
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            heading = block.text
        for sentences in _split_lines(block, language):
            units += [Unit(first + len(units) + at, text, block, line, heading) for at, text in enumerate(sentences)]
            line += 1
    return units


def _split_lines(block: Block, language: str) -> Iterator[list[str]]:
    if block.kind is not BlockKind.PARAGRAPH:
        yield [block.text]
        return
    for line in block.text.split("\n"):
        if line.strip():
            yield list(_split_sentences(line.strip(), language))


def _split_sentences(line: str, language: str) -> Iterator[str]:
    """The sentences of a line; one alone, or one that is longer than a sentence can be, is as it is written."""
    found = split_passages(line, language)
    if len(found) < 2 or " ".join(sentence.text for sentence in found) != " ".join(line.split()):
        yield line
        return
    yield from map(keep_hidden_address, _join_brackets([sentence.text for sentence in found]))


def _join_brackets(texts: Iterable[str]) -> list[str]:
    """The sentences, with those joined that one pair of brackets holds together, or that go on after a semicolon."""
    joined: list[str] = []
    for text in texts:
        is_open = bool(joined) and joined[-1].count("(") > joined[-1].count(")")
        if is_open or (joined and joined[-1].endswith(";") and text[:1].islower()):
            joined[-1] = f"{joined[-1]} {text}"
        else:
            joined.append(text)
    return joined
