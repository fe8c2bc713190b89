"""The words of a notice that no rule compares with its keys, to be named among what was not checked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.result import NotChecked
from seloste.policy.prose.passages import is_read_whole
from seloste.policy.prose.stance import is_known
from seloste.policy.texts import Steps

#: The sections whose texts are read sentence by sentence.
_READ_BY_SENTENCE = frozenset({"transfers", "processors", "disclosures", "never"})

#: So many languages and sections are named.
_MOST_NAMED = 5


def list_uncompared_words(notice: NoticeEntry | None) -> Iterator[NotChecked]:
    """Those of a language without words here, of the notice's own sections, and the rest of very long texts."""
    if notice is None:
        return
    unknown = [language for language in notice.record.notice.languages if not is_known(language)]
    if unknown:
        yield NotChecked("words", "words-of-language", count=len(unknown), items=tuple(unknown[:_MOST_NAMED]))
    sections = notice.record.sections
    if sections:
        titles = tuple(section.heading for section in islice(sections.values(), _MOST_NAMED))
        yield NotChecked("words", "words-of-own-sections", count=len(sections), items=titles)
    texts = (text for steps, text in notice.texts if _find_section(steps) in _READ_BY_SENTENCE)
    if not all(is_read_whole(words, language) for text in texts for language, words in text.items()):
        yield NotChecked("words", "words-too-many")


def _find_section(steps: Steps) -> str:
    """The section that a text belongs to, or frames."""
    return str(steps[1] if steps[0] in ("introductions", "closings") else steps[0])
