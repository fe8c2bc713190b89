"""What every section of a notice is told with: the policy, the language, and the ways to put entries into a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from seloste.policy.base import Text
from seloste.policy.notice import Policy
from seloste.policy.vocabulary import Section
from seloste.reports.language.language import Language
from seloste.reports.notice.document import Block, Item, Line, Listing, Paragraph


@dataclass(frozen=True)
class Publication:
    """What is known of a notice beside its words.

    Attributes:
        version: A short name of exactly this notice, such as the beginning of a hash of the policy file.
        sisters: Where the notice is published in each language, by the language's code; links need at least two.
        served: The purposes that each processor serves, by its id, as the processor list has them.
    """

    version: str | None = None
    sisters: Mapping[str, str] = field(default_factory=dict)
    served: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class NoticeContext:
    """The policy, the language that it is told in, the names of processors by id, and how it is published."""

    policy: Policy
    language: Language
    names: Mapping[str, str]
    publication: Publication = field(default_factory=Publication)

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
