"""The dates that a notice states of itself: "Updated on 1 February 2026", "Laadittu 24.5.2018"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from seloste.policy.prose.dates import StatedDate, list_dates
from seloste.policy.prose.words import compile_words, load_words

KINDS = ("drawn_up", "published", "updated", "reviewed")
#: The kind of a date that says only since when the notice, or its version, is in force.
IN_FORCE = "in_force"
#: So many characters before and after a date are looked at.
_BEFORE, _AFTER = 80, 40
#: What may stand between the word and its date, before it and after it.
_LINK = re.compile(r"[\s:(–,-]*(?:(?!\d)\w+[\s:]+){0,5}[(]?\s?")
_LINK_BACK = re.compile(r"[\s:),–-]*(?:(?!\d)\w+\s+)?")
_SENTENCE_END = re.compile(r"[!?;|(\n•]|(?<!\d)\.(?!\d)|(?<=\d{4})\.")


@dataclass(frozen=True, slots=True)
class NoticeDate:
    """A date that a notice states of itself: a kind of `KINDS`, or `in_force`."""

    kind: str
    date: StatedDate


def list_notice_dates(text: str, language: str) -> Iterator[NoticeDate]:
    """The dates with a year that a text states of the notice itself."""
    dates = [date for date in list_dates(text, language, loose=True) if not date.form.startswith("-")]
    for date in dates:
        before = _SENTENCE_END.split(text[max(0, date.start - _BEFORE) : date.start])[-1]
        after = _SENTENCE_END.split(text[date.end : date.end + _AFTER])[0]
        if _compile(language, "asides.coming").search(before):
            continue
        kind = _find_kind(before, after, language)
        if kind:
            yield NoticeDate(kind, date)


def _find_kind(before: str, after: str, language: str) -> str:
    """The kind of a date between two pieces of text; empty where they say none of the notice."""
    for kind in (*KINDS, IN_FORCE):
        key = f"asides.dated.{kind}" if kind in KINDS else "asides.in_force"
        for match in reversed(list(_compile(language, key).finditer(before))):
            rest = before[: match.start()] + " " + before[match.end() :]
            if _LINK.fullmatch(before[match.end() :]) and _is_of_notice(rest, language):
                return kind
        for match in _compile(language, key).finditer(after):
            if _LINK_BACK.fullmatch(after[: match.start()]) and _is_of_notice(before, language):
                return kind
    return ""


def _is_of_notice(beside: str, language: str) -> bool:
    """Whether the words beside "updated" name the notice, or nothing else that could be updated."""
    if _compile(language, "asides.notice").search(beside):
        return True
    rest = _compile(language, "asides.lead").sub(" ", beside)
    return not any(character.isalnum() for character in rest)


@cache
def _compile(language: str, key: str) -> re.Pattern[str]:
    """A pattern for the words of a key, one of which may be that of a kind of date."""
    name, _, kind = key.removeprefix("asides.").partition(".")
    words = load_words(f"asides.{name}", language) or ()
    return compile_words(words[kind] if kind and words else words)
