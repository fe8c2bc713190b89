"""The patterns by which periods are found in a language, made of its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from msgspec import Struct

from seloste.policy.prose.figures.numbers import NEVER, join_words, load_numerals
from seloste.policy.prose.words import load_words

#: What stands for a number, and for "and a half" after a unit, once they are marked: characters of no language.
NUMBER, MORE_OF_NUMBER, HALF = "\ue000", "\ue001", "\ue003"
#: The end of a number "from" which a range runs: "kolmesta viiteen vuoteen".
FROM_NUMBER = "\ue002"
_NUMBER = f"{NUMBER}{MORE_OF_NUMBER}*{FROM_NUMBER}?"
#: The keys of the data each of which is a list of words.
_LISTS = (
    *(
        "between",
        "joints",
        "half_after",
        "one_before",
        "one_after",
        "one_final",
        "not_from",
        "not_one",
        "sums",
        "years_old",
    ),
    *("current_year", "current_joints", "following"),
    *("times_words", "per", "every", "every_after", "age_before", "age_after"),
)
#: The keys of the data each of which is words by numbers.
_BY_NUMBER = ("times", "ordinals")


class PeriodPatterns(Struct, frozen=True):
    """The patterns of one language: each finds one way to say how long or how often.

    All but `often`, `number` and `half` are for a text in which the numbers are marked.
    """

    #: "Daily", with a group for each word; and "fortnight" likewise.
    often: re.Pattern[str]
    lengths: re.Pattern[str]
    #: "Twice a day", and "every third day".
    times: re.Pattern[str]
    every: re.Pattern[str]
    #: "13-year-olds", "under the age of 13".
    ages: re.Pattern[str]
    #: "The current year and the two following".
    current: re.Pattern[str]
    #: "Two to three years", and one number with its unit.
    period: re.Pattern[str]
    amount: re.Pattern[str]
    #: A number, and "and a half" after a unit.
    number: re.Pattern[str]
    half: re.Pattern[str]
    #: A unit without a number that means one: before more ("vuosi ja kuusi kuukautta"), and by itself.
    first_of_sum: re.Pattern[str]
    one: re.Pattern[str]
    #: What joins two periods to one, and what makes one how often: before it and after it.
    sums: re.Pattern[str]
    every_before: re.Pattern[str]
    every_after: re.Pattern[str]


@cache
def load_units(language: str) -> dict[str, str]:
    """The letter of each unit of time."""
    by_letter: Mapping[str, list[str]] = load_words("figures.units", language) or {}
    return {word: letter for letter, words in by_letter.items() for word in words}


def find_letter(unit: str, language: str) -> str:
    """The letter of a unit as it is written; in the data it may have a star for its ending."""
    letters = load_units(language)
    text = " ".join(unit.lower().split())
    if text in letters:
        return letters[text]
    return next(value for word, value in letters.items() if word.endswith("*") and text.startswith(word[:-1]))


def list_period_words(language: str, often: bool) -> list[tuple[str, str]]:
    """The words that are a period by themselves with their values, the longest first."""
    lengths: Mapping[str, str] = load_words("periods.lengths", language) or {}
    both = (load_words(key, language) or {} for key in ("figures.frequencies", "periods.often"))
    repeated = {word: value for each in both for word, value in each.items() if word not in lengths}
    words = repeated if often else lengths
    return sorted(words.items(), key=lambda item: -len(item[0]))


@cache
def compile_patterns(language: str) -> PeriodPatterns:
    """The patterns of a language."""
    word = _join_lists(language)
    number, unit = load_numerals(language).pattern, join_words(load_units(language))
    amount = rf"{_NUMBER}[\s-]*(?P<unit>{unit})(?!\w)(?P<half>\s+{HALF}+)?"
    some = rf"(?:(?P<number>{_NUMBER})[\s-]*|(?P<ordinal>{word['ordinals']})\s+)?(?P<unit>{unit})(?!\w)"
    times = rf"(?P<times>{word['times']}|{_NUMBER}\s+(?:{word['times_words']}))\s+(?:(?:{word['per']})\s+)?"
    gap = rf"(?::\w{{1,3}}\s|\s?\))?[\s-]*(?:(?:{word['between']})\s+)?"
    numbers = rf"(?P<numbers>{_NUMBER}(?:{_build_joint(word)}{_NUMBER}){{0,4}})"
    first = unit if word["one_before"] != NEVER else NEVER
    return PeriodPatterns(
        often=_compile(_build_groups(language, often=True)),
        lengths=_compile(_build_groups(language, often=False)),
        times=_compile(times + some),
        every=_compile(rf"(?:{word['every']})\s+{some}"),
        ages=_compile(_build_ages(language, word)),
        current=_compile(_build_current(language, word)),
        period=_compile(rf"{numbers}{gap}(?P<unit>{unit})(?!\w)(?P<half>\s+{HALF}+)?"),
        amount=_compile(amount),
        number=re.compile(rf"{number}(?=(?!\w)|(?:{unit})(?!\w))", re.IGNORECASE),
        half=re.compile(rf"(?<=\w )(?:{word['half_after']})(?!\w)(?! (?:{unit}))", re.IGNORECASE),
        first_of_sum=_compile(rf"(?P<sum>{first})(?=\s+(?:{word['sums']})\s+{_NUMBER}[\s-]*(?:{unit})(?!\w))"),
        one=_compile(_build_one(language, word, unit)),
        sums=re.compile(rf"\s*,?\s*(?:(?:{word['sums']})\s+)?", re.IGNORECASE),
        every_before=re.compile(rf"(?<!\w)(?:{word['every']})\s+$", re.IGNORECASE),
        every_after=re.compile(rf"[\s-]{{0,3}}(?:{word['every_after']})(?!\w)", re.IGNORECASE),
    )


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})", re.IGNORECASE)


def _join_lists(language: str) -> dict[str, str]:
    """A pattern for the words of each key."""
    word = {key: join_words(load_words(f"periods.{key}", language) or ()) for key in _LISTS}
    for key in _BY_NUMBER:
        by_number: Mapping[str, list[str]] = load_words(f"periods.{key}", language) or {}
        word[key] = join_words([each for words in by_number.values() for each in words])
    word["ordinals"] += rf"|{_NUMBER}(?::[ean]\w{{0,2}}|\.)|\d{{1,3}}(?:th|st|nd|rd)"
    return word


def _build_joint(word: Mapping[str, str]) -> str:
    """A pattern for what stands between two numbers with one unit."""
    return rf"(?:\s?[–—/-]\s?|\s?\(\s?|\s+(?:{word['joints']})\s+|(?<={FROM_NUMBER})\s+)"


def _build_ages(language: str, word: Mapping[str, str]) -> str:
    """A pattern for a person's age."""
    years = _join_years(language)
    before = rf"(?:{word['age_before']})\s+(?:\w+\s+){{0,2}}?{_NUMBER}(?:[\s-]*(?:{years})(?!\w))?"
    after = rf"{_NUMBER}[\s-]*(?:{years})\s+(?:{word['age_after']})(?!\w)"
    return rf"{_NUMBER}[\s-]*(?:{word['years_old']})(?!\w)|{before}|{after}"


def _build_current(language: str, word: Mapping[str, str]) -> str:
    """A pattern for a year begun with the years that follow it or come before it, in either order."""
    years = rf"(?:\s+(?:{word['following']}|{_join_years(language)})(?!\w)){{1,3}}"
    joint = rf",?\s+(?:{word['current_joints']})\s+"
    first = rf"(?:{word['current_year']}){joint}(?:\w+\s+){{0,3}}(?P<number>{_NUMBER}){years}"
    last = rf"(?P<before>{_NUMBER}){years}\.?{joint}(?:\w+\s+)?(?:{word['current_year']})(?!\w)"
    return f"{first}|{last}"


def _join_years(language: str) -> str:
    return join_words((load_words("figures.units", language) or {}).get("Y", ()))


def _build_one(language: str, word: Mapping[str, str], unit: str) -> str:
    """A pattern for a unit without a number that means one of it."""
    endings = "|".join(load_words("periods.from_which", language) or ()) or NEVER
    from_which = NEVER
    if endings != NEVER:
        from_which = rf"\s+(?!(?:{word['not_from']})(?!\w))(?:\w+\s+)?\w+(?:{endings})(?!\w)"
    follows = rf"(?=\s+(?:{word['one_before']})(?!\w)|{from_which})"
    final = rf"(?P<final>{word['one_final']})(?=\s?(?:[,.;:!?)–]|$))"
    before = rf"(?P<before>{unit}){follows}"
    return rf"(?:(?P<not>{word['not_one']})\s+)?(?:{before}|{final})|(?:{word['one_after']})\s+(?P<after>{unit})(?!\w)"


def _build_groups(language: str, often: bool) -> str:
    """A pattern with a group for each word that is a period by itself."""
    words = "|".join(rf"({join_words([each])})" for each, _ in list_period_words(language, often))
    return rf"(?:{words or NEVER})(?!\w)"
