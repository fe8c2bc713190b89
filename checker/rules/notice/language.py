"""Rules about wording: hedging, missing translations, and language versions that differ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from seloste.checker.finding import RuleFinding, Several
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.registry import NOTICE
from seloste.policy.law.law import LawOn
from seloste.policy.prose.dates import remove_dates
from seloste.policy.prose.figures import find_differing_figures
from seloste.policy.prose.words import compile_words, load_words
from seloste.policy.texts import Steps, name_subject


@cache
def _compile_hedges(language: str) -> re.Pattern[str]:
    """A pattern for words that leave open whether something is done: "may", "possibly"."""
    return compile_words(load_words("hedges.hedges", language) or ())


@cache
def _compile_exceptions(language: str) -> re.Pattern[str]:
    """A pattern for phrases in which such a word is no hedge: "may not"."""
    return compile_words(load_words("hedges.not_hedges", language) or ())


def _must_be_definite(steps: Steps) -> bool:
    """Whether WP260 forbids hedging in a text: one about purposes or transfers, or one that frames their list."""
    if steps[0] in ("introductions", "closings"):
        return steps[1] in ("purposes", "transfers")
    return (steps[0] == "purposes" and len(steps) == 3 and steps[2] == "text") or steps == ("transfers", "text")


@NOTICE.rule("notice/wording-hedged")
def wording_hedged(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A text leaves open whether something is done."""
    for steps, text in notice.texts:
        if not _must_be_definite(steps):
            continue
        found = [(language, word) for language, words in text.items() for word in _find_hedges(words, language)]
        if found:
            words = tuple(dict.fromkeys(" ".join(word.lower().split()) for _, word in found))
            quoted = {
                language: _join_words([word for of, word in found if of == language] or list(words))
                for language in text
            }
            yield notice.found(
                *steps, subject=name_subject(steps), value=",".join(sorted(words)), arguments={"words": quoted}
            )


def _find_hedges(text: str, language: str) -> list[str]:
    """The hedges in a text. "May" as a month and "may not" are none."""
    text = _compile_exceptions(language).sub(" ", remove_dates(text, language))
    return _compile_hedges(language).findall(text)


def _join_words(words: list[str]) -> str:
    return ", ".join(dict.fromkeys(word.lower() for word in words))


@NOTICE.rule("notice/translation-missing")
def translation_missing(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A text lacks one of the notice's languages."""
    for steps, text in notice.texts:
        missing = tuple(language for language in notice.record.notice.languages if language not in text)
        if missing:
            yield notice.found(
                *steps,
                subject=name_subject(steps),
                value=",".join(sorted(missing)),
                arguments={"missing": Several(missing)},
            )


@NOTICE.rule("notice/translation-differs")
def translation_differs(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Numbers, dates, e-mail addresses, URLs or periods differ between the languages of one text."""
    for steps, text in notice.texts:
        own = find_differing_figures(text)
        if own:
            forms = {language: ", ".join(sorted(items)) or "–" for language, items in own.items()}
            written = {language: ", ".join(items.values()) or "–" for language, items in own.items()}
            yield notice.found(
                *steps,
                subject=name_subject(steps),
                value=_join_by_language(dict(sorted(forms.items()))),
                arguments={"difference": _join_by_language(written)},
            )


def _join_by_language(items: dict[str, str]) -> str:
    return "; ".join(f"{language}: {words}" for language, words in items.items())
