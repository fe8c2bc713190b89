"""The context in which each section of a notice is written: the policy, a language, and helpers for lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from seloste.checker.finding import Argument
from seloste.policy.base import Text
from seloste.policy.notice import Policy
from seloste.policy.prose import markup
from seloste.policy.vocabulary import NoticeStyle, Section
from seloste.reports.language.joining import find_proper_stems, join_names
from seloste.reports.language.language import Language
from seloste.reports.language.notice_languages import NoticeLanguages
from seloste.reports.notice.document import Block, Cell, Fact, Item, Line, ListBlock, Paragraph, Table


class Publication(Struct, frozen=True):
    """Facts about the publication of a notice.

    Attributes:
        languages: The languages that have words, also those of the user's own labels.
        addresses: The address of the notice in each language, by the language's code. Links need at least two.
        served_purposes: The purposes that each processor serves, by the processor's id, from the processor list.
    """

    addresses: Mapping[str, str] = field(default_factory=dict)
    served_purposes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    languages: NoticeLanguages = field(default_factory=NoticeLanguages)


class NoticeContext(Struct, frozen=True, dict=True):
    """The policy, the language of the page, the names of processors by id, and the facts of publication."""

    policy: Policy
    language: Language
    processor_names: Mapping[str, str]
    publication: Publication = field(default_factory=Publication)

    def text(self, words: Text) -> str:
        """A text of the notice in the language, on one line, without markup."""
        return markup.flatten_text(self.language.text(words))

    @cached_property
    def proper_stems(self) -> frozenset[str]:
        """The stems of the words that keep their capital within a line."""
        return find_proper_stems(self.policy, self.language.code)

    def join(self, names: Iterable[str]) -> str:
        """Several names of entries in one line."""
        return join_names(names, self.proper_stems, self.language.code)

    def build_blocks(self, words: Text | None, anchor: str | None = None) -> Iterator[Block]:
        """A text of the notice as paragraphs, lists and tables. The first paragraph has the anchor."""
        for part in markup.parse_text(self.language.text(words)) if words else ():
            block = _build_block(part)
            if isinstance(block, Paragraph) and anchor is not None:
                block, anchor = replace(block, anchor=anchor), None
            yield block

    def build_item(
        self, words: Text, anchor: str | None, *, remarks: Iterable[str] = (), facts: Iterable[Fact] = ()
    ) -> Item:
        """A text of the notice as an entry of a list. Its lines after the first are blocks of the entry."""
        return make_item(markup.parse_text(self.language.text(words)), anchor, remarks=remarks, facts=facts)

    def word(self, key: str, **values: Argument) -> str:
        """The word with a key of the language's file `notice.yaml`, in the notice's style."""
        plain = f"notice.plain.{key}"
        speaks_plainly = self.policy.notice.style is NoticeStyle.PLAIN or self.language.is_easy
        if speaks_plainly and self.language.has_word(plain):
            return self.language.word(plain, **values)
        return self.language.word(f"notice.{key}", **values)

    def contains(self, words: Text, other: Text | None) -> bool:
        """Whether a text of the notice has the words of another in it."""
        return other is not None and self.text(other).rstrip(".").casefold() in self.text(words).casefold()

    def begins_with(self, text: str, words: str) -> bool:
        """Whether the first word of a text is one of the list with a key of `notice.yaml`."""
        first = text.split(maxsplit=1)[:1]
        return bool(first) and first[0].strip(",").casefold() in self.word(words).split()

    def find_heading(self, section: Section) -> str:
        """The notice's own heading of a section, or the standard one."""
        own = self.policy.headings.get(section)
        return self.language.text(own) if own else self.word(f"headings.{section}")

    def has_own_heading(self, section: Section) -> bool:
        """Whether the notice has its own heading for the section. Then no standard words are added to it."""
        return section in self.policy.headings

    def announces_list(self, section: Section) -> bool:
        """Whether the section's introduction ends in the middle of a sentence, so that a list must follow."""
        introduction = self.policy.introductions.get(section)
        words = self.language.text(introduction).rstrip() if introduction is not None else ""
        return bool(words) and not words.endswith((".", "!", "?"))


def build_list(items: Iterable[Item], *, announced: bool = False, label: str | None = None) -> Iterator[Block]:
    """Builds a list. After an announced list, items at its end that are whole sentences become paragraphs."""
    entries = list(items)
    end = len(entries)
    while announced and end and _is_sentence(entries[end - 1]):
        end -= 1
    end = end or len(entries)
    if entries:
        yield ListBlock(tuple(entries[:end]), label)
    for item in entries[end:]:
        yield Paragraph(item.text, item.anchor, item.runs)
        yield from item.blocks


def _is_sentence(item: Item) -> bool:
    """Whether an entry is a whole sentence without facts: it begins with no small letter, as the rest of one would."""
    return item.text.endswith(".") and not item.text[:1].islower() and not item.facts


def make_item(
    parts: Sequence[markup.Block], anchor: str | None = None, *, remarks: Iterable[str] = (), facts: Iterable[Fact] = ()
) -> Item:
    """Makes an entry of the parts of a text. One that begins with a list or a table has an empty first line."""
    first = _build_block(parts[0]) if parts else None
    blocks = tuple(_build_block(part) for part in parts[1:])
    if isinstance(first, Paragraph):
        return Item(first.text, anchor, tuple(remarks), tuple(facts), first.runs, blocks)
    return Item("", anchor, tuple(remarks), tuple(facts), (), (first, *blocks) if first else blocks)


def _build_block(part: markup.Block) -> Block:
    """Builds the block of a part of a text."""
    match part:
        case markup.Words():
            return Paragraph(part.text, None, part.runs if part.has_links else ())
        case markup.TextList(entries, start):
            return ListBlock(tuple(make_item((entry.words, *entry.blocks)) for entry in entries), start=start)
        case markup.Table(header, rows):
            return Table(_build_cells(header), tuple(_build_cells(row) for row in rows))


def _build_cells(row: Iterable[markup.Words]) -> tuple[Cell, ...]:
    return tuple(Cell(words.text, words.runs if words.has_links else ()) for words in row)


def build_lines(*values: str | None) -> list[Line]:
    """Builds a line for each value that is not empty."""
    return [Line(value) for value in values if value]
