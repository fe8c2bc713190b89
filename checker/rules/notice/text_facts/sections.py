"""The texts of a section as a whole, with its introduction and its closing, language by language."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from seloste.checker.linking.entry import NoticeEntry
from seloste.policy.prose.passages import Sentence, split_passages
from seloste.policy.prose.stance import is_known
from seloste.policy.texts import Steps


class SectionText(Struct, frozen=True):
    """One text in one language whose words are known."""

    steps: Steps
    language: str
    words: str

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences."""
        return split_passages(self.words, self.language)


def list_section_texts(notice: NoticeEntry, section: str) -> Iterator[SectionText]:
    """The texts of a section as a whole: its own text, its introduction, its closing."""
    record = notice.record
    texts = {
        (section, "text"): getattr(getattr(record, section), "text", None),
        ("introductions", section): record.introductions.get(section),  # type: ignore[call-overload]
        ("closings", section): record.closings.get(section),  # type: ignore[call-overload]
    }
    for steps, text in texts.items():
        for language, words in (text or {}).items():
            if is_known(language):
                yield SectionText(steps, language, words)


def group_by_language(notice: NoticeEntry, section: str) -> Iterator[tuple[SectionText, ...]]:
    """The texts of a section as a whole, those of each language together: one may complete what another says."""
    by_language: dict[str, list[SectionText]] = {}
    for text in list_section_texts(notice, section):
        by_language.setdefault(text.language, []).append(text)
    yield from map(tuple, by_language.values())
