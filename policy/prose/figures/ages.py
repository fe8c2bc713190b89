"""The ages that a text states: "under 13", "alle 13-vuotias", "som fyllt 13 år". Other numbers are none."""

from __future__ import annotations

import re
from functools import cache

from seloste.policy.prose.figures.numbers import join_words, load_numerals, read_number
from seloste.policy.prose.words import load_words

#: What may be the age of a child, or of who is none any more.
_AGES = range(5, 22)
#: How many ages of one text are read.
_MOST = 20


def list_ages(text: str, language: str) -> list[int]:
    """The ages in a text, in their order."""
    found = []
    for match in _compile_ages(language).finditer(text):
        number = read_number(match["before"] or match["after"], language)
        if number is not None and number in _AGES:
            found.append(int(number))
    return found[:_MOST]


@cache
def _compile_ages(language: str) -> re.Pattern[str]:
    """A pattern for a number after a word such as "under", or before one such as "years old"."""
    number = load_numerals(language).pattern
    before, after = (join_words(load_words(f"ages.{key}", language) or ()) for key in ("before", "after"))
    units = load_words("figures.units", language) or {}
    others = join_words([word for letter, words in units.items() if letter != "Y" for word in words])
    first = rf"(?<!\w)(?:{before})\s+(?P<before>{number})(?!\w)(?!\s+(?:{others})(?!\w))"
    return re.compile(rf"{first}|(?P<after>{number})[\s-]?(?:{after})(?!\w)", re.IGNORECASE)
