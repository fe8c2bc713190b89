"""In what words: hedging, missing translations, and language versions that do not say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from seloste.checker.finding import RuleFinding, Several
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.rules.context import Settings
from seloste.checker.rules.notice.dates_in_text import remove_dates
from seloste.checker.rules.notice.figures_in_text import find_differing_figures
from seloste.checker.rules.registry import rule
from seloste.checker.rules.wording import pattern, wording
from seloste.policy.law.law import LawOn
from seloste.policy.texts import Steps, subject, texts


@cache
def _hedges(language: str) -> re.Pattern[str]:
    return pattern(wording("hedges").get(language, ()))


@cache
def _none(language: str) -> re.Pattern[str]:
    return pattern(wording("not_hedges").get(language, ()))


def _is_judged(steps: Steps) -> bool:
    """Purposes and transfers, and the words that introduce or close their lists: where WP260 wants no hedging."""
    if steps[0] in ("introductions", "closings"):
        return steps[1] in ("purposes", "transfers")
    return (steps[0] == "purposes" and len(steps) == 3 and steps[2] == "text") or steps == ("transfers", "text")


@rule("notice/wording-hedged")
def wording_hedged(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """A text leaves open whether something is done."""
    for steps, text in texts(notice.record):
        if not _is_judged(steps):
            continue
        found = [(language, word) for language, words in text.items() for word in _hedges_in(words, language)]
        if found:
            words = tuple(dict.fromkeys(" ".join(word.lower().split()) for _, word in found))
            quoted = {
                language: _listed([word for of, word in found if of == language] or list(words)) for language in text
            }
            yield notice.found(
                *steps, subject=subject(steps), value=",".join(sorted(words)), arguments={"words": quoted}
            )


def _hedges_in(words: str, language: str) -> list[str]:
    """The hedges in a text. May is a month too, and what may not be done is forbidden."""
    plain = _none(language).sub(" ", remove_dates(words, language))
    return _hedges(language).findall(plain)


def _listed(words: list[str]) -> str:
    return ", ".join(dict.fromkeys(word.lower() for word in words))


@rule("notice/translation-missing")
def translation_missing(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """A text lacks one of the notice's languages."""
    for steps, text in texts(notice.record):
        missing = tuple(language for language in notice.record.notice.languages if language not in text)
        if missing:
            yield notice.found(
                *steps, subject=subject(steps), value=",".join(sorted(missing)), arguments={"missing": Several(missing)}
            )


@rule("notice/translation-differs")
def translation_differs(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """Numbers, dates, e-mail addresses, URLs or periods differ between the languages of one text."""
    for steps, text in texts(notice.record):
        own = find_differing_figures(text)
        if own:
            forms = {language: ", ".join(sorted(items)) or "–" for language, items in own.items()}
            written = {language: ", ".join(items.values()) or "–" for language, items in own.items()}
            yield notice.found(
                *steps,
                subject=subject(steps),
                value=_by_language(dict(sorted(forms.items()))),
                arguments={"difference": _by_language(written)},
            )


def _by_language(items: dict[str, str]) -> str:
    return "; ".join(f"{language}: {words}" for language, words in items.items())
