"""Periods that are added to another one: "a further twelve months", "yksi vuosi lisää", "tre år till"."""

from __future__ import annotations

import re
from functools import cache

from seloste.policy.prose.figures.numbers import join_words
from seloste.policy.prose.words import load_words

#: So many characters on either side of a period are looked at.
_NEAR = 30


def is_addition(text: str, start: int, end: int, language: str) -> bool:
    """Whether the period from `start` to `end` of a text is said to come on top of another."""
    before, within, after = _compile_additions(language)
    return bool(
        before.search(text[max(0, start - _NEAR) : start])
        or within.search(text[start:end])
        or after.match(text[end : end + _NEAR])
    )


@cache
def _compile_additions(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Patterns for words directly before such a period, within it and directly after it."""
    before, after = (join_words(load_words(f"periods.added_{where}", language) or ()) for where in ("before", "after"))
    small = join_words(load_words("figures.ones", language) or ())
    return (
        re.compile(rf"(?<!\w)(?:{before})\s+(?:(?:{small})\s+)?$", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{before})(?!\w)", re.IGNORECASE),
        re.compile(rf"\s(?:{after})(?!\w)", re.IGNORECASE),
    )
