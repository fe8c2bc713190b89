"""The words of a notice for what a period runs from, where it is none of our events: "from the end of the season"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from seloste.policy.prose.lazy_patterns import WordPattern
from seloste.policy.prose.words import compile_words, load_words

_WORD = re.compile(r"[\w’'-]+(?::\w+)?")
#: What parts the words of an event from others.
_BREAK = re.compile(r"[,.;:()\n–]")
#: So many characters beside a period are looked at, and so many words make an event.
_FAR, _MOST_WORDS = 120, 7
#: In the other direction, the last word of an event stands at most so many words before the period.
_NEAR = 3


def find_event_words(text: str, start: int, end: int, language: str) -> str:
    """The words for what the period from `start` to `end` runs from; empty where there are none."""
    after = _BREAK.split(text[end : end + _FAR].removeprefix("."), maxsplit=1)[0]
    before = text[max(0, start - _FAR) : start]
    if load_words("storage.event_starts", language):
        return _find_started(after, language) or _find_started(before, language, last=True)
    return _find_ended(_WORD.findall(after), language) or _find_before(before, language)


def _find_started(text: str, language: str, *, last: bool = False) -> str:
    """The words that follow "after" or "from", up to what breaks off."""
    matches = list(_compile("event_starts", language).finditer(text))
    if not matches:
        return ""
    match = matches[-1] if last else matches[0]
    if not last and len(_WORD.findall(text[: match.start()])) > _NEAR:
        return ""
    following = _BREAK.split(text[match.end() :], maxsplit=1)[0]
    following = _compile("event_breaks", language).split(following, maxsplit=1)[0]
    return " ".join(_trim(_WORD.findall(following)[:_MOST_WORDS], language))


def _find_ended(words: Sequence[str], language: str) -> str:
    """The words up to the one whose ending tells from what."""
    ends = _compile("event_ends", language)
    for number, word in enumerate(words[:_MOST_WORDS]):
        if _compile("event_breaks", language).fullmatch(word):
            return ""
        if ends.fullmatch(word):
            last = number + 1  # "from the last lesson": both words have the ending
            while last < len(words) and ends.fullmatch(words[last]):
                last += 1
            return " ".join(_trim(words[:last], language))
    return ""


def _find_before(text: str, language: str) -> str:
    """The same before a period: the last such word near it, with the words that belong to it."""
    parts = _BREAK.split(text)
    words = _WORD.findall(parts[-1])
    ends = _compile("event_ends", language)
    for number in range(len(words) - 1, max(-1, len(words) - 1 - _NEAR), -1):
        if ends.fullmatch(words[number]):
            first = number
            while first > 0 and number - first < _NEAR and not _is_filler(words[first - 1], language):
                first -= 1
            return " ".join(_trim(words[first : number + 1], language))
    return ""


def _is_filler(word: str, language: str) -> bool:
    return bool(
        _compile("event_fillers", language).fullmatch(word) or _compile("event_breaks", language).fullmatch(word)
    )


def _trim(words: Sequence[str], language: str) -> list[str]:
    """The words without those at their ends that are no part of an event."""
    fillers, kept = _compile("event_fillers", language), list(words)
    while kept and fillers.fullmatch(kept[0]):
        kept.pop(0)
    while kept and fillers.fullmatch(kept[-1]):
        kept.pop()
    return kept


@cache
def _compile(key: str, language: str) -> WordPattern:
    return compile_words(load_words(f"storage.{key}", language) or ())
