"""The page of a notice as rows: each piece of its text with room beside it, and the way from a finding to its row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from pydantic import BaseModel

from seloste.policy.notice import Policy
from seloste.reports.language.language import Language
from seloste.reports.notice.document import Apart, Block, Facts, Item, Lines, Listing, Page, Paragraph, Section
from seloste.reports.preview.annotations import Mark, Note

#: Parts of the policy whose words stand in a section of another name.
_STANDS_IN = {"joint_controllers": "controller"}
#: Parts of the policy that hold words for the sections that their keys name.
_OF_SECTIONS = frozenset({"headings", "introductions", "closings"})


@dataclass(slots=True)
class Row:
    """A piece of the text: a heading, a paragraph, lines, facts or an item; and what is told beside it."""

    kind: str
    it: Section | Block | Item
    anchor: str | None
    section: str
    said: tuple[str, ...] = ()
    notes: list[Note] = field(default_factory=list)
    verdicts: list[Mark] = field(default_factory=list)

    @property
    def full(self) -> bool:
        """Whether anything is beside it."""
        return bool(self.notes or self.verdicts)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one label: the entries of a list, or what is set apart under a heading of its own."""

    block: Listing | Apart
    parts: tuple[Row | Group, ...]
    kind: ClassVar[str] = "group"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A section of the page: its heading, what it is made of, and what is told of what it lacks."""

    heading: Row
    parts: tuple[Row | Group, ...]
    missing: list[Note] = field(default_factory=list)

    @property
    def notes(self) -> Iterator[Note]:
        """All that is told of it, in the order of the page."""
        yield from (note for row in self.rows for note in row.notes)
        yield from self.missing

    @property
    def rows(self) -> Iterator[Row]:
        """All its rows, in the order of the page."""
        yield self.heading
        yield from _rows(self.parts)

    @property
    def bands(self) -> tuple[Band, ...]:
        """The section as it is laid out: what has nothing beside it goes on beside what the row before it has."""
        told = [Band(self.heading, [])]
        for part in self.parts:
            if not any(row.full for row in _rows([part])):
                told[-1].parts.append(part)
            elif isinstance(part, Row):
                told.append(Band(part, [part]))
            else:
                told.append(Band(None, [part]))
        return tuple(told)


@dataclass(frozen=True, slots=True)
class Band:
    """Pieces of text that stand together, and the row whose notes are beside them all; a list has those of its own."""

    row: Row | None
    parts: list[Row | Group]


def leaves(page: Page) -> tuple[Leaf, ...]:
    """The sections of the page, with nothing beside them yet."""
    return tuple(
        Leaf(
            Row("heading", section, section.anchor, section.anchor, (section.heading,)),
            tuple(_part(block, section.anchor) for block in section.blocks),
        )
        for section in page.sections
    )


def _rows(parts: Iterable[Row | Group]) -> Iterator[Row]:
    for part in parts:
        if isinstance(part, Row):
            yield part
        else:
            yield from _rows(part.parts)


def _part(block: Block, section: str) -> Row | Group:
    match block:
        case Paragraph():
            return Row(block.kind, block, block.anchor, section, (block.text,))
        case Lines():
            return Row(block.kind, block, None, section, tuple(line.text for line in block.lines))
        case Facts():
            return Row(block.kind, block, None, section, tuple(value for fact in block.facts for value in fact.values))
        case Listing():
            return Group(block, tuple(Row("item", it, it.anchor, section, (it.text,)) for it in block.items))
        case Apart():
            return Group(block, tuple(_part(inner, section) for inner in block.blocks))


class Places:
    """Which row of the page tells what a part of the policy says."""

    def __init__(self, pages: Sequence[Leaf], policy: Policy, language: Language) -> None:
        self._rows = [row for leaf in pages for row in leaf.rows]
        self._policy, self._language = policy, language
        self._anchored: dict[str, Row] = {}
        for row in self._rows:
            if row.anchor is not None:
                self._anchored.setdefault(row.anchor, row)

    def row(self, subject: str, value: str = "") -> Row | None:
        """The row of what the dotted path leads to, else of the nearest thing above it that the page tells.

        `value` tells which, where what it leads to is several paragraphs: the one that says some of it.
        """
        first, _, rest = subject.partition(".")
        section = rest.partition(".")[0] if first in _OF_SECTIONS else _STANDS_IN.get(first, first)
        return self._anchored.get(subject) or self._saying(subject, section, value) or self._above(subject, section)

    def _above(self, subject: str, section: str) -> Row | None:
        above = subject.rpartition(".")[0]
        while above:
            if above in self._anchored:
                return self._anchored[above]
            above = above.rpartition(".")[0]
        return self._anchored.get(section)

    def _saying(self, subject: str, section: str, value: str) -> Row | None:
        """The row with the words that stand at the path in the policy: best one that says just them, and the value."""
        words = list(self._words(subject))
        found = {
            (text in row.said, any(part in text.casefold() for part in value.casefold().split(","))): row
            for row in reversed(self._rows)
            if row.section == section
            for text in words
            if any(text in said for said in row.said)
        }
        return found[max(found)] if found else None

    def _words(self, subject: str) -> Iterator[str]:
        value: object = self._policy
        for step in subject.split("."):
            value = value.get(step) if isinstance(value, Mapping) else getattr(value, step, None)
        yield from self._spoken(value)

    def _spoken(self, value: object) -> Iterator[str]:
        """The words of a value in the language, as the page says them."""
        match value:
            case str():
                yield from (line.strip() for line in value.split("\n") if line.strip())
            case Mapping() if value and all(isinstance(text, str) for text in value.values()):
                yield from self._spoken(self._language.text(value))
            case BaseModel():
                for name in type(value).model_fields:
                    inner = getattr(value, name)
                    if isinstance(inner, str | Mapping):
                        yield from self._spoken(inner)
