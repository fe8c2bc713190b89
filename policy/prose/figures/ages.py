"""The ages that a text states: "under 13", "alle 13-vuotias", "som fyllt 13 år". Other numbers are none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from seloste.policy.prose.figures.numbers import build_number, load_numerals, read_number
from seloste.policy.prose.lazy_patterns import LazyPattern, WordList, WordPattern
from seloste.policy.prose.passages import split_passages
from seloste.policy.prose.words import compile_words, load_words

#: What may be the age of a child, or of who is none any more.
_AGES = range(5, 22)
#: How many ages of one text are read.
_MOST = 20
#: So many characters after an age are looked at for "or younger".
_AFTER = 30
#: What stands between the numbers of a range, before the last: the ages of a club are no limit.
_RANGE = LazyPattern(r"\d\s?[-–—]\s?\Z")
_BEFORE = 4
#: So many characters before an age are looked at for "at most".
_BEFORE_MOST = 14


class StatedAge(NamedTuple):
    """An age that a text states, as it is written, and the age from which something else holds."""

    written: int
    limit: int


def list_ages(text: str, language: str) -> list[StatedAge]:
    """The ages below which, or from which, a text tells something, in their order. "12 or younger" is below 13."""
    found: list[StatedAge] = []
    for sentence in split_passages(text, language):
        found += _list_ages_of_sentence(sentence.text, language)
    return found[:_MOST]


def _list_ages_of_sentence(sentence: str, language: str) -> list[StatedAge]:
    found = []
    is_about_storage = _compile_words("not_ages", language).search(sentence)
    for match in _compile_ages(language).finditer(sentence):
        number = read_number(match["before"] or match["after"], language)
        if number is None or number not in _AGES or _RANGE.search(sentence, *_look_back(match)):
            continue
        if is_about_storage and _is_weak(match, language):
            continue
        found.append(StatedAge(int(number), int(number) + _is_included(sentence, match, language)))
    return found


def _is_included(sentence: str, match: re.Match[str], language: str) -> bool:
    """Whether those of the age itself are among the young: "12 or younger", "at most 12"."""
    before = sentence[max(0, match.start() - _BEFORE_MOST) : match.start()]
    rest = sentence[match.start() : match.end() + _AFTER]
    return any(_compile_words(key, language).search(words) for key, words in (("at_most", before), ("inclusive", rest)))


def _look_back(match: re.Match[str]) -> tuple[int, int]:
    return max(0, match.start() - _BEFORE), match.start()


def _is_weak(match: re.Match[str], language: str) -> bool:
    """Whether the words of an age may be those of a length of time as well: "10 years"."""
    return match["before"] is None and match["unit"].casefold() in (load_words("ages.weak", language) or ())


@cache
def _compile_words(key: str, language: str) -> WordPattern:
    return compile_words(load_words(f"ages.{key}", language) or ())


@cache
def _compile_ages(language: str) -> WordPattern:
    """A pattern for a number after a word such as "under", or before one such as "years old"."""
    units = load_words("figures.units", language) or {}
    lists = {
        "before": WordList(load_words("ages.before", language) or ()),
        "after": WordList(load_words("ages.after", language) or (), starts=False),
        "others": WordList(word for letter, words in units.items() if letter != "Y" for word in words),
    }
    choices = [[beside, number] for beside in ("before", "after") for number in ("figure", "numeral")]
    return WordPattern(load_numerals(language).lists | lists, _build_ages, choices)


def _build_ages(part: Mapping[str, str]) -> str:
    number = build_number(part)
    is_age = rf"(?!\w)(?!\s+(?:{part['others']})(?!\w))"
    first = rf"(?<!\w)(?:{part['before']})(?:\s+|-)(?P<before>{number})s?{is_age}"
    return rf"{first}|(?P<after>{number})[\s-]?(?P<unit>{part['after']})(?!\w)"


def write_ages_in_digits(text: str, language: str) -> str:
    """The text with "viisitoistavuotias" as "15 vuotias"."""

    def to_digits(match: re.Match[str]) -> str:
        number = read_number(match["number"], language)
        return match[0] if number is None else f"{number:g} {match['age']}"

    return _compile_joined_ages(language).sub(to_digits, text)


@cache
def _compile_joined_ages(language: str) -> WordPattern:
    """A pattern for an age of which the number may be a part of the word."""
    ages = WordList(load_words("figures.ages", language) or (), starts=False)
    return WordPattern(
        {**load_numerals(language).lists, "age": ages},
        lambda part: rf"(?P<number>{build_number(part)})[\s-]?(?P<age>{part['age']})(?!\w)",
        [["age", "figure"], ["age", "numeral"]],
    )
