"""The dates that a notice states of itself: "Updated on 1 February 2026", "Laadittu 24.5.2018"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from msgspec import Struct

from seloste.policy.prose.figures.dates import StatedDate, blank_dates, list_dates
from seloste.policy.prose.lazy_patterns import LazyPattern, WordPattern
from seloste.policy.prose.words import compile_words, load_words

KINDS = ("drawn_up", "published", "updated", "reviewed")
#: The kind of a date that says only since when the notice, or its version, is in force.
IN_FORCE = "in_force"
#: So many characters before and after a date are looked at.
_BEFORE, _AFTER = 80, 40
#: What may stand between the word and its date, before it and after it.
_LINK = LazyPattern(r"[\s:(–,-]*(?:(?!\d)\w+[\s:]+){0,5}[(]?\s?")
_LINK_BACK = LazyPattern(r"[\s:),–-]*(?:(?!\d)\w+\s+)?")
_SENTENCE_END = LazyPattern(r"[!?;|\n•]|(?<!\d)\.(?!\d)|(?<=\d{4})\.")
#: Where a clause begins; and what may follow a date in brackets that end a text.
_CLAUSE = LazyPattern(r"[,(–]", needs=",(–")
_LAST_BRACKET = LazyPattern(r"\s?\)[.\s]*", needs=")")
#: So many words before a comma may be what the words after it are about. So many may stand beside the notice's name,
#: or beside the date in a title.
_NAMED, _LINE = 3, 4
#: Of a text with very many dates so many of the first, and of the last, may be those of the notice.
_MOST_DATES = 100


class NoticeDate(Struct, frozen=True):
    """A date that a notice states of itself: a kind of `KINDS`, or `in_force`."""

    kind: str
    date: StatedDate


@lru_cache(maxsize=4096)  # two rules ask, and a forecast asks again for each day
def list_notice_dates(text: str, language: str) -> tuple[NoticeDate, ...]:
    """The dates with a year that a text states of the notice itself."""
    return tuple(_find_notice_dates(text, language))


def _find_notice_dates(text: str, language: str) -> Iterator[NoticeDate]:
    plain = blank_dates(text, language, " ")
    days = _list_days(text, language)
    for date in days if len(days) <= 2 * _MOST_DATES else (*days[:_MOST_DATES], *days[-_MOST_DATES:]):
        before = _SENTENCE_END.split(plain[max(0, date.start - _BEFORE) : date.start])[-1]
        after = text[date.end : date.end + _AFTER]
        if not _compile(language, "asides.other_versions").search(before):
            kind = _find_kind(before, after, language)
            if kind:
                yield NoticeDate(kind, date)


def is_date_line(text: str, language: str) -> bool:
    """Whether a text is hardly more than a date with a year: "Privacy notice 25 May 2018"."""
    days = _list_days(text, language)
    return bool(days) and len(text[: days[0].start].split()) + len(text[days[0].end :].split()) <= _LINE


def _list_days(text: str, language: str) -> list[StatedDate]:
    return [date for date in list_dates(text, language, loose=True) if not date.form.startswith("-")]


def _find_kind(before: str, after: str, language: str) -> str:
    """The kind of a date by the nearest word before or after it; empty where none is said of the notice."""
    ends_text = _LAST_BRACKET.fullmatch(after) is not None
    after = _SENTENCE_END.split(after)[0]
    found: list[tuple[int, str]] = []
    for kind in (*KINDS, IN_FORCE):
        words = _compile(language, f"asides.dated.{kind}" if kind in KINDS else "asides.in_force")
        found.extend(
            (len(before) - match.end(), kind)
            for match in words.finditer(before)
            if _LINK.fullmatch(before[match.end() :])
            and _is_of_notice(before[: match.start()] + " " + before[match.end() :], ends_text, language)
        )
        found.extend(
            (match.start(), kind)
            for match in words.finditer(after)
            if _LINK_BACK.fullmatch(after[: match.start()]) and _is_of_notice(before, ends_text, language)
        )
    return min(found)[1] if found else ""


def _is_of_notice(beside: str, ends_text: bool, language: str) -> bool:
    """Whether the words beside "updated" name the notice, or nothing else that could be updated."""
    starts = [match.end() for match in _CLAUSE.finditer(beside)]
    clause, lead = (beside[starts[-1] :], beside[: starts[-1] - 1]) if starts else (beside, "")
    if _names_notice(clause, language):
        return True
    if any(character.isalnum() for character in _blank_lead(clause, language)):
        return False
    in_brackets = bool(starts) and beside[starts[-1] - 1] == "("
    return not _blank_lead(lead, language).strip(" ,") or (in_brackets and ends_text) or _ends_in_notice(lead, language)


def _blank_lead(words: str, language: str) -> str:
    """The words without those that may stand before a date of the notice, and name nothing."""
    for key in ("lead", *(f"dated.{kind}" for kind in KINDS)):
        words = _compile(language, f"asides.{key}").sub(" ", words)
    return words


def _ends_in_notice(lead: str, language: str) -> bool:
    """Whether what stands before a comma is about the notice: "Privacy notice of the shop, version 2,"."""
    for segment in reversed(_CLAUSE.split(lead)):
        if _names_notice(segment, language):
            first = _compile(language, "asides.notice").search(segment)
            assert first is not None
            words_before, words_after = segment[: first.start()].split(), segment[first.end() :].split()
            return len(words_before) <= 1 or len(words_after) < _NAMED
        if len(segment.split()) >= _NAMED:
            return False
    return False


def _names_notice(words: str, language: str) -> bool:
    """Whether words name the notice, and soon come to an end without naming what else could be updated."""
    names, others = (
        max((match.end() for match in _compile(language, key).finditer(words)), default=-1)
        for key in ("asides.notice", "asides.not_notice")
    )
    return names > others and len(_blank_lead(words[names:], language).split()) <= _LINE


@cache
def _compile(language: str, key: str) -> WordPattern:
    """A pattern for the words of a key, one of which may be that of a kind of date."""
    name, _, kind = key.removeprefix("asides.").partition(".")
    words = load_words(f"asides.{name}", language) or ()
    return compile_words(words[kind] if kind and words else words)
