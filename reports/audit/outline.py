"""The order of the report for auditors: its parts, and the sections of each, which have templates of their names."""

from __future__ import annotations

from collections.abc import Iterator, Set

from msgspec import Struct

from seloste.reports.language.language import Language

#: The parts in their order, each with the sections that it may have, as the keys of their titles.
PARTS = {
    "summary": {"summary": "audit.summary"},
    "statement": {"statement": "statement.title"},
    "results": {
        "findings": "audit.findings",
        "follow_up": "follow_up.title",
        "promises": "audit.promises",
        "not_checked": "audit.not_checked",
        "decisions": "audit.passed",
    },
    "annexes": {
        "matrix": "audit.matrix.title",
        "countries": "audit.countries.title",
        "infrastructure": "audit.infrastructure.title",
        "drill": "drill.title",
        "ahead": "forecast.ahead",
        "standards": "standards.title",
        "rules": "audit.rules.title",
        "from_memory": "audit.memory.title",
        "basis": "audit.made_from",
        "flow": "audit.flow.title",
    },
}


class Section(Struct, frozen=True):
    """A section: the name of its template, and its title."""

    key: str
    title: str


class Part(Struct, frozen=True):
    """A part of the report with its sections."""

    key: str
    title: str
    sections: tuple[Section, ...]

    @property
    def is_section(self) -> bool:
        """Whether it is one section of the same name, without a heading of its own."""
        return [section.key for section in self.sections] == [self.key]

    @property
    def anchor(self) -> str:
        """The id of its element, for links."""
        return self.key if self.is_section else f"part-{self.key}"


def list_parts(language: Language, absent: Set[str]) -> Iterator[Part]:
    """The parts in words, each with its sections but those that are absent, which have nothing to tell."""
    for key, sections in PARTS.items():
        shown = tuple(Section(name, language.word(title)) for name, title in sections.items() if name not in absent)
        if shown:
            yield Part(key, language.word(f"audit.part.{key}"), shown)
