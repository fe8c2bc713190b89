"""In what words: hedging, missing translations, and language versions that do not say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from checker.entry import NoticeEntry
from checker.finding import Found, Several
from checker.rules.context import Context
from checker.rules.notice.figures import figures
from checker.rules.registry import rule
from checker.rules.wording import pattern, wording
from policy.law.law import LawOn
from policy.text import Steps, subject, texts


@cache
def _hedges(language: str) -> re.Pattern[str]:
    return pattern(wording("hedges").get(language, ()))


def _is_judged(steps: Steps) -> bool:
    """Purposes and transfers, and the words that introduce or close their lists: where WP260 wants no hedging."""
    if steps[0] in ("introductions", "closings"):
        return steps[1] in ("purposes", "transfers")
    return (steps[0] == "purposes" and len(steps) == 3 and steps[2] == "text") or steps == ("transfers", "text")


@rule("notice/wording-hedged")
def wording_hedged(notice: NoticeEntry, context: Context, law: LawOn) -> Iterator[Found]:
    """A text leaves open whether something is done."""
    for steps, text in texts(notice.record):
        if not _is_judged(steps):
            continue
        found = [(language, word) for language, words in text.items() for word in _hedges(language).findall(words)]
        if found:
            words = tuple(dict.fromkeys(word.lower() for _, word in found))
            quoted = {
                language: _listed([word for of, word in found if of == language] or list(words))
                for language in ("fi", "en")
            }
            yield notice.found(
                *steps, subject=subject(steps), value=",".join(sorted(words)), arguments={"words": quoted}
            )


def _listed(words: list[str]) -> str:
    return ", ".join(dict.fromkeys(word.lower() for word in words))


@rule("notice/translation-missing")
def translation_missing(notice: NoticeEntry, context: Context, law: LawOn) -> Iterator[Found]:
    """A text lacks one of the notice's languages."""
    for steps, text in texts(notice.record):
        missing = tuple(language for language in notice.record.notice.languages if language not in text)
        if missing:
            yield notice.found(
                *steps, subject=subject(steps), value=",".join(missing), arguments={"missing": Several(missing)}
            )


@rule("notice/translation-differs")
def translation_differs(notice: NoticeEntry, context: Context, law: LawOn) -> Iterator[Found]:
    """Numbers, dates, e-mail addresses, URLs or periods differ between the languages of one text."""
    for steps, text in texts(notice.record):
        said = {language: figures(words, language) for language, words in text.items()}
        if len(set(said.values())) < 2:
            continue
        shared = frozenset.intersection(*said.values())
        own = [f"{language}: {', '.join(sorted(items - shared)) or '–'}" for language, items in said.items()]
        difference = "; ".join(own)
        yield notice.found(*steps, subject=subject(steps), value=difference, arguments={"difference": difference})
