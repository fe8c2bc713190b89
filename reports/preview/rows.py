"""The page of a notice as rows, one for each piece of its text, and an index that finds the row for a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from msgspec import Struct, field
from pydantic import BaseModel

from seloste.policy.notice import Policy
from seloste.reports.language.language import Language
from seloste.reports.notice.document import (
    Block,
    Facts,
    Item,
    Lines,
    ListBlock,
    Page,
    Paragraph,
    Section,
    Subsection,
    Table,
)
from seloste.reports.preview.annotations import Annotation, VerdictMark

#: Parts of the policy whose text is in a section with another key.
_SECTION_KEYS = {"joint_controllers": "controller"}
#: Parts of the policy whose own keys are those of sections.
_KEYED_BY_SECTION = frozenset({"headings", "introductions", "closings"})


class Row(Struct):
    """A piece of the text with its annotations.

    Attributes:
        kind: `heading`, `item` or the kind of the block.
        content: The section, block or item.
        anchor: The path of the part of the policy, if the piece has one.
        section: The key of its section.
        texts: Its texts, for finding it by its words.
        annotations: The findings about it.
        verdicts: The verdicts on its promise.
    """

    kind: str
    content: Section | Block | Item
    anchor: str | None
    section: str
    texts: tuple[str, ...] = ()
    annotations: list[Annotation] = field(default_factory=list)
    verdicts: list[VerdictMark] = field(default_factory=list)

    @property
    def is_annotated(self) -> bool:
        """Whether it has findings or verdicts."""
        return bool(self.annotations or self.verdicts)


class Group(Struct, frozen=True):
    """The rows of a list, or of a subsection with a heading of its own."""

    block: ListBlock | Subsection
    parts: tuple[Row | Group, ...]
    kind: ClassVar[str] = "group"


class PreviewSection(Struct, frozen=True):
    """A section of the page: its heading, its parts, and the findings about entries that it lacks."""

    heading: Row
    parts: tuple[Row | Group, ...]
    missing: list[Annotation] = field(default_factory=list)

    @property
    def annotations(self) -> Iterator[Annotation]:
        """All its annotations, in the order of the page."""
        yield from (annotation for row in self.rows for annotation in row.annotations)
        yield from self.missing

    @property
    def rows(self) -> Iterator[Row]:
        """All its rows, in the order of the page."""
        yield self.heading
        yield from _list_rows(self.parts)

    @property
    def bands(self) -> tuple[Band, ...]:
        """The layout of the section: a part without annotations joins the band of the part before it."""
        bands = [Band(self.heading, [])]
        for part in self.parts:
            if not any(row.is_annotated for row in _list_rows([part])):
                bands[-1].parts.append(part)
            elif isinstance(part, Row):
                bands.append(Band(part, [part]))
            else:
                bands.append(Band(None, [part]))
        return tuple(bands)


class Band(Struct, frozen=True):
    """Parts beside the annotations of one row; None: the rows of the part have their own annotations."""

    row: Row | None
    parts: list[Row | Group]


def build_sections(page: Page) -> tuple[PreviewSection, ...]:
    """The sections of the page, without annotations yet."""
    return tuple(
        PreviewSection(
            Row("heading", section, section.anchor, section.anchor, (section.heading,)),
            tuple(_build_part(block, section.anchor) for block in section.blocks),
        )
        for section in page.sections
    )


def _list_rows(parts: Iterable[Row | Group]) -> Iterator[Row]:
    for part in parts:
        if isinstance(part, Row):
            yield part
        else:
            yield from _list_rows(part.parts)


def _build_part(block: Block, section: str) -> Row | Group:
    match block:
        case Paragraph():
            return Row(block.kind, block, block.anchor, section, (block.text,))
        case Lines():
            return Row(block.kind, block, None, section, tuple(line.text for line in block.lines))
        case Facts():
            return Row(block.kind, block, None, section, tuple(value for fact in block.facts for value in fact.values))
        case ListBlock():
            rows = (Row("item", item, item.anchor, section, tuple(_list_item_texts(item))) for item in block.items)
            return Group(block, tuple(rows))
        case Table():
            return Row(block.kind, block, None, section, tuple(_list_block_texts(block)))
        case Subsection():
            return Group(block, tuple(_build_part(inner, section) for inner in block.blocks))


def _list_item_texts(item: Item) -> Iterator[str]:
    yield item.text
    for block in item.blocks:
        yield from _list_block_texts(block)


def _list_block_texts(block: Block) -> Iterator[str]:
    """The texts of a block within an entry of a list."""
    match block:
        case Paragraph():
            yield block.text
        case ListBlock():
            for item in block.items:
                yield from _list_item_texts(item)
        case Table():
            yield from (cell.text for row in (block.header, *block.rows) for cell in row)


class RowIndex:
    """Finds the row with the text of a part of the policy."""

    def __init__(self, sections: Sequence[PreviewSection], policy: Policy, language: Language) -> None:
        self._rows = [row for section in sections for row in section.rows]
        self._policy, self._language = policy, language
        self._by_anchor: dict[str, Row] = {}
        for row in self._rows:
            if row.anchor is not None:
                self._by_anchor.setdefault(row.anchor, row)

    def find_row(self, path: str, value: str = "") -> Row | None:
        """The row of a part of the policy, else of the nearest part above it that the page has; None: no such row.

        Where the text of the part is several paragraphs, the row is the one that contains a word of `value`, a list
        separated by commas.
        """
        first, _, rest = path.partition(".")
        section = rest.partition(".")[0] if first in _KEYED_BY_SECTION else _SECTION_KEYS.get(first, first)
        return self._by_anchor.get(path) or self._find_by_text(path, section, value) or self._find_above(path, section)

    def _find_above(self, path: str, section: str) -> Row | None:
        above = path.rpartition(".")[0]
        while above:
            if above in self._by_anchor:
                return self._by_anchor[above]
            above = above.rpartition(".")[0]
        return self._by_anchor.get(section)

    def _find_by_text(self, path: str, section: str, value: str) -> Row | None:
        """The row that contains the text at the path, best with no other text and with a word of the value."""
        texts = list(self._list_texts_at(path))
        words = value.casefold().split(",")
        candidates = {
            (text in row.texts, any(word in text.casefold() for word in words)): row
            for row in reversed(self._rows)
            if row.section == section
            for text in texts
            if any(text in row_text for row_text in row.texts)
        }
        return candidates[max(candidates)] if candidates else None

    def _list_texts_at(self, path: str) -> Iterator[str]:
        value: object = self._policy
        for step in path.split("."):
            value = value.get(step) if isinstance(value, Mapping) else getattr(value, step, None)
        yield from self._list_texts(value)

    def _list_texts(self, value: object) -> Iterator[str]:
        """The texts of a value in the language, as the page has them."""
        match value:
            case str():
                yield from (line.strip() for line in value.split("\n") if line.strip())
            case Mapping() if value and all(isinstance(text, str) for text in value.values()):
                yield from self._list_texts(self._language.text(value))
            case BaseModel():
                for name in type(value).model_fields:
                    inner = getattr(value, name)
                    if isinstance(inner, str | Mapping):
                        yield from self._list_texts(inner)
