"""What every section of a notice is told with: the policy, the language, and the ways to put entries into a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from policy.base import Text
from policy.notice import Policy
from policy.vocabulary import Section
from reports.language import Language
from reports.telling.document import Block, Item, Line, Listing, Paragraph


@dataclass(frozen=True)
class Teller:
    """The policy, the language that it is told in, and the names of processors by id."""

    policy: Policy
    language: Language
    names: Mapping[str, str]

    def text(self, words: Text) -> str:
        """The words of the notice in the language, on one line."""
        return " ".join(self.language.text(words).split("\n"))

    def paragraphs(self, words: Text | None, anchor: str | None = None) -> Iterator[Paragraph]:
        """The words of the notice as paragraphs, one a line. The first carries the anchor."""
        lines = [line.strip() for line in self.language.text(words).split("\n")] if words else []
        for number, line in enumerate(line for line in lines if line):
            yield Paragraph(line, anchor if number == 0 else None)

    def word(self, key: str) -> str:
        """A word of the notice's part of the language."""
        return self.language.word(f"notice.{key}")

    def heading(self, section: Section) -> str:
        """The notice's own heading of a section, or ours."""
        own = self.policy.headings.get(section)
        return self.language.text(own) if own else self.word(f"headings.{section}")

    def speaks_for_itself(self, section: Section) -> bool:
        """Whether the section stands under a heading of the notice's own, and so is told in its own words alone."""
        return section in self.policy.headings

    def announced(self, section: Section) -> bool:
        """Whether the section's introduction announces the list with a colon."""
        introduction = self.policy.introductions.get(section)
        return introduction is not None and self.language.text(introduction).rstrip().endswith(":")


def listed(items: Iterable[Item], *, announced: bool = False, label: str | None = None) -> Iterator[Block]:
    """The items as a list. Whole sentences after an announced list of phrases are no part of it and close it."""
    entries = list(items)
    end = len(entries)
    while announced and end and entries[end - 1].text.endswith(".") and not entries[end - 1].facts:
        end -= 1
    end = end or len(entries)
    if entries:
        yield Listing(tuple(entries[:end]), label)
    for item in entries[end:]:
        yield Paragraph(item.text, item.anchor)


def lines(*values: str | None) -> list[Line]:
    """The values that there are, a line each."""
    return [Line(value) for value in values if value]
