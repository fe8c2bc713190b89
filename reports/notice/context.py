"""The context in which each section of a notice is written: the policy, a language, and helpers for lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from seloste.policy.base import Text
from seloste.policy.notice import Policy
from seloste.policy.vocabulary import Section
from seloste.reports.language.language import Language
from seloste.reports.notice.document import Block, Item, Line, ListBlock, Paragraph


@dataclass(frozen=True)
class Publication:
    """Facts about the publication of a notice.

    Attributes:
        version: An identifier of exactly this notice, such as the beginning of the policy file's hash.
        addresses: The address of the notice in each language, by the language's code. Links need at least two.
        served_purposes: The purposes that each processor serves, by the processor's id, from the processor list.
    """

    version: str | None = None
    addresses: Mapping[str, str] = field(default_factory=dict)
    served_purposes: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class NoticeContext:
    """The policy, the language of the page, the names of processors by id, and the facts of publication."""

    policy: Policy
    language: Language
    processor_names: Mapping[str, str]
    publication: Publication = field(default_factory=Publication)

    def text(self, words: Text) -> str:
        """A text of the notice in the language, on one line."""
        return " ".join(self.language.text(words).split("\n"))

    def build_paragraphs(self, words: Text | None, anchor: str | None = None) -> Iterator[Paragraph]:
        """A text of the notice as paragraphs, one for each line. The first has the anchor."""
        lines = [line.strip() for line in self.language.text(words).split("\n")] if words else []
        for number, line in enumerate(line for line in lines if line):
            yield Paragraph(line, anchor if number == 0 else None)

    def word(self, key: str) -> str:
        """The word with a key of the language's file `notice.yaml`."""
        return self.language.word(f"notice.{key}")

    def find_heading(self, section: Section) -> str:
        """The notice's own heading of a section, or the standard one."""
        own = self.policy.headings.get(section)
        return self.language.text(own) if own else self.word(f"headings.{section}")

    def has_own_heading(self, section: Section) -> bool:
        """Whether the notice has its own heading for the section. Then no standard words are added to it."""
        return section in self.policy.headings

    def announces_list(self, section: Section) -> bool:
        """Whether the section's introduction ends with a colon, so that a list must follow."""
        introduction = self.policy.introductions.get(section)
        return introduction is not None and self.language.text(introduction).rstrip().endswith(":")


def build_list(items: Iterable[Item], *, announced: bool = False, label: str | None = None) -> Iterator[Block]:
    """Builds a list. After an announced list, items at its end that are whole sentences become paragraphs."""
    entries = list(items)
    end = len(entries)
    while announced and end and entries[end - 1].text.endswith(".") and not entries[end - 1].facts:
        end -= 1
    end = end or len(entries)
    if entries:
        yield ListBlock(tuple(entries[:end]), label)
    for item in entries[end:]:
        yield Paragraph(item.text, item.anchor)


def build_lines(*values: str | None) -> list[Line]:
    """Builds a line for each value that is not empty."""
    return [Line(value) for value in values if value]
