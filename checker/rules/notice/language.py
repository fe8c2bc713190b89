"""Rules about wording: hedging, missing translations, and language versions that differ."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.finding import RuleFinding, Several
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.registry import NOTICE
from seloste.policy.law.law import LawOn
from seloste.policy.prose.figures.comparison import find_differing_figures, find_words_instead
from seloste.policy.prose.hedges import PROCESSING, RETENTION, RIGHTS, find_hedges
from seloste.policy.texts import Steps, name_subject

#: What the texts of a section are about, and so which words are hedges in them.
_SECTIONS = {"purposes": PROCESSING, "transfers": PROCESSING, "retention": RETENTION, "rights": RIGHTS}


def _find_topic(notice: NoticeEntry, steps: Steps) -> str | None:
    """What a text is about, of what WP260 forbids to hedge; None for any other text.

    An entry that another rule finds to leave the matter open as a whole is told of by that rule alone.
    """
    if steps[0] in ("introductions", "closings"):
        return _SECTIONS.get(str(steps[1]))
    if steps == ("transfers", "text"):
        return PROCESSING
    section, key, *rest = steps if len(steps) == 3 else ("", "")
    if section not in _SECTIONS or rest != ["text"] or _is_open_as_a_whole(notice, str(section), str(key)):
        return None
    return _SECTIONS[str(section)]


def _is_open_as_a_whole(notice: NoticeEntry, section: str, key: str) -> bool:
    """Whether a right is at discretion, or nothing says when a storage period ends."""
    if section == "rights":
        return notice.record.rights[key].at_discretion
    if section == "retention":
        entry = notice.record.retention[key]
        return entry.maximum is None and entry.permanent is None and entry.criteria is None
    return False


@NOTICE.rule("notice/wording-hedged")
def wording_hedged(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A text leaves open whether something is done."""
    for steps, text in notice.texts:
        topic = _find_topic(notice, steps)
        if topic is None:
            continue
        found = [(language, word) for language, words in text.items() for word in find_hedges(words, language, topic)]
        if found:
            words = tuple(dict.fromkeys(" ".join(word.lower().split()) for _, word in found))
            quoted = {
                language: _join_words([word for of, word in found if of == language] or list(words))
                for language in text
            }
            yield notice.found(
                *steps, subject=name_subject(steps), value=",".join(sorted(words)), arguments={"words": quoted}
            )


def _join_words(words: list[str]) -> str:
    return ", ".join(dict.fromkeys(" ".join(word.lower().split()) for word in words))


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
            written = {
                language: ", ".join((items or find_words_instead(text, language)).values()) or "–"
                for language, items in own.items()
            }
            yield notice.found(
                *steps,
                subject=name_subject(steps),
                value=_join_by_language(dict(sorted(forms.items()))),
                arguments={"difference": _join_by_language(written)},
            )


def _join_by_language(items: dict[str, str]) -> str:
    return "; ".join(f"{language}: {words}" for language, words in items.items())
