"""The patterns by which periods are found in a language, made of its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from msgspec import Struct

from seloste.policy.prose.figures.lengths import Length
from seloste.policy.prose.figures.numbers import build_number, load_numerals
from seloste.policy.prose.lazy_patterns import (
    NEVER,
    LazyPattern,
    ValuePattern,
    WordList,
    WordPattern,
    join_literally,
)
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
_Builder = Callable[[Mapping[str, str]], str]


class PeriodPatterns(Struct, frozen=True):
    """The patterns of one language: each finds one way to say how long or how often.

    All but `often`, `number` and `half` are for a text in which the numbers are marked.
    """

    #: "Daily", and "fortnight".
    often: ValuePattern[Length]
    lengths: ValuePattern[Length]
    #: "Twice a day", and "every third day".
    times: LazyPattern
    every: LazyPattern
    #: "13-year-olds", "under the age of 13".
    ages: LazyPattern
    #: "The current year and the two following".
    current: LazyPattern
    #: "Two to three years", and one number with its unit.
    period: LazyPattern
    amount: LazyPattern
    #: A number, and "and a half" after a unit.
    number: LazyPattern
    half: LazyPattern
    #: A unit without a number that means one: before more ("vuosi ja kuusi kuukautta"), and by itself.
    first_of_sum: LazyPattern
    one: LazyPattern
    #: What joins two periods to one, and what makes one how often: before it and after it.
    sums: LazyPattern
    every_before: LazyPattern
    every_after: LazyPattern


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
    lists = _load_lists(language)

    def make(build: _Builder, *choices: Sequence[str], needs: str = "", before: str = r"(?<!\w)") -> WordPattern:
        return WordPattern(lists, lambda part: rf"{before}(?:{build(part)})", choices, needs=needs)

    return PeriodPatterns(
        often=_compile_lengths(language, often=True),
        lengths=_compile_lengths(language, often=False),
        times=make(_build_times, ["times", "unit"], ["times_words", "unit"]),
        every=make(_build_every, ["every", "unit"]),
        ages=make(_build_ages, ["years_old"], ["age_before"], ["years", "age_after"], needs=NUMBER),
        current=make(_build_current, ["current_year", "current_joints"], needs=NUMBER),
        period=make(_build_period, ["unit"], needs=NUMBER),
        amount=make(_build_amount, ["unit"], needs=NUMBER),
        number=_compile_number(language),
        half=_compile_half(language),
        first_of_sum=make(_build_first_of_sum, ["first", "sums", "unit"], needs=NUMBER),
        one=make(_build_one, *(["unit", key] for key in ("one_before", "endings", "one_after")), ["one_final"]),
        sums=make(lambda part: rf"\s*,?\s*(?:(?:{part['sums']})\s+)?", before=""),
        every_before=make(lambda part: rf"(?:{part['every']})\s+$", ["every"]),
        every_after=make(lambda part: rf"[\s-]{{0,3}}(?:{part['every_after']})(?!\w)", ["every_after"], before=""),
    )


def _load_lists(language: str) -> dict[str, WordList]:
    """The lists of words of the patterns."""
    words = {key: load_words(f"periods.{key}", language) or () for key in _LISTS}
    for key in _BY_NUMBER:
        by_number: Mapping[str, list[str]] = load_words(f"periods.{key}", language) or {}
        words[key] = [each for words_of_number in by_number.values() for each in words_of_number]
    words["unit"] = load_units(language)
    words["years"] = (load_words("figures.units", language) or {}).get("Y", ())
    words["first"] = words["unit"] if words["one_before"] else ()
    lists = {key: WordList(each) for key, each in words.items()}
    lists |= {key: WordList(words[key], starts=False) for key in ("every_after", "sums")}
    lists["endings"] = WordList(load_words("periods.from_which", language) or (), starts=False, join=join_literally)
    return lists


def _compile_lengths(language: str, often: bool) -> ValuePattern[Length]:
    """A pattern for the words that are a period by themselves."""
    words = list_period_words(language, often)
    return ValuePattern((word, Length.of(float(value[:-1]), value[-1])) for word, value in words)


def _compile_number(language: str) -> WordPattern:
    unit = WordList(load_units(language), starts=False)
    return WordPattern(
        {**load_numerals(language).lists, "unit": unit},
        lambda part: rf"{build_number(part)}(?=(?!\w)|(?:{part['unit']})(?!\w))",
        [["figure"], ["numeral"]],
    )


def _compile_half(language: str) -> WordPattern:
    lists = {
        "half_after": WordList(load_words("periods.half_after", language) or ()),
        "unit": WordList(load_units(language), ends=False),
    }
    return WordPattern(
        lists, lambda part: rf"(?<=\w )(?:{part['half_after']})(?!\w)(?! (?:{part['unit']}))", [["half_after"]]
    )


def _build_amount(part: Mapping[str, str]) -> str:
    """A pattern for one number with its unit."""
    return rf"{_NUMBER}[\s-]*(?P<unit>{part['unit']})(?!\w)(?P<half>\s+{HALF}+)?"


def _build_period(part: Mapping[str, str]) -> str:
    """A pattern for some numbers with one unit."""
    joint = rf"(?:\s?[–—/-]\s?|\s?\(\s?|\s+(?:{part['joints']})\s+|(?<={FROM_NUMBER})\s+)"
    gap = rf"(?::\w{{1,3}}\s|\s?\))?[\s-]*(?:(?:{part['between']})\s+)?"
    numbers = rf"(?P<numbers>{_NUMBER}(?:{joint}{_NUMBER}){{0,4}})"
    return rf"{numbers}{gap}(?P<unit>{part['unit']})(?!\w)(?P<half>\s+{HALF}+)?"


def _build_times(part: Mapping[str, str]) -> str:
    """A pattern for so many times in a unit."""
    times = rf"(?P<times>{part['times']}|{_NUMBER}\s+(?:{part['times_words']}))"
    return rf"{times}\s+(?:(?:{part['per']})\s+)?{_build_some(part)}"


def _build_every(part: Mapping[str, str]) -> str:
    return rf"(?:{part['every']})\s+{_build_some(part)}"


def _build_some(part: Mapping[str, str]) -> str:
    """A pattern for a unit, with how many of them or which of them."""
    ordinals = rf"{part['ordinals']}|{_NUMBER}(?::[ean]\w{{0,2}}|\.)|\d{{1,3}}(?:th|st|nd|rd)"
    return rf"(?:(?P<number>{_NUMBER})[\s-]*|(?P<ordinal>{ordinals})\s+)?(?P<unit>{part['unit']})(?!\w)"


def _build_ages(part: Mapping[str, str]) -> str:
    """A pattern for a person's age."""
    years = part["years"]
    before = rf"(?:{part['age_before']})\s+(?:\w+\s+){{0,2}}?{_NUMBER}(?:[\s-]*(?:{years})(?!\w))?"
    after = rf"{_NUMBER}[\s-]*(?:{years})\s+(?:{part['age_after']})(?!\w)"
    return rf"{_NUMBER}[\s-]*(?:{part['years_old']})(?!\w)|{before}|{after}"


def _build_current(part: Mapping[str, str]) -> str:
    """A pattern for a year begun with the years that follow it or come before it, in either order."""
    years = rf"(?:\s+(?:{part['following']}|{part['years']})(?!\w)){{1,3}}"
    joint = rf",?\s+(?:{part['current_joints']})\s+"
    first = rf"(?:{part['current_year']}){joint}(?:\w+\s+){{0,3}}(?P<number>{_NUMBER}){years}"
    last = rf"(?P<before>{_NUMBER}){years}\.?{joint}(?:\w+\s+)?(?:{part['current_year']})(?!\w)"
    return f"{first}|{last}"


def _build_first_of_sum(part: Mapping[str, str]) -> str:
    """A pattern for a unit without a number that means one of it, before more."""
    return rf"(?P<sum>{part['first']})(?=\s+(?:{part['sums']})\s+{_NUMBER}[\s-]*(?:{part['unit']})(?!\w))"


def _build_one(part: Mapping[str, str]) -> str:
    """A pattern for a unit without a number that means one of it."""
    from_which = NEVER
    if part["endings"] != NEVER:
        from_which = rf"\s+(?!(?:{part['not_from']})(?!\w))(?:\w+\s+)?\w+(?:{part['endings']})(?!\w)"
    follows = rf"(?=\s+(?:{part['one_before']})(?!\w)|{from_which})"
    final = rf"(?P<final>{part['one_final']})(?=\s?(?:[,.;:!?)–]|$))"
    before = rf"(?P<before>{part['unit']}){follows}"
    after = rf"(?:{part['one_after']})\s+(?P<after>{part['unit']})(?!\w)"
    return rf"(?:(?P<not>{part['not_one']})\s+)?(?:{before}|{final})|{after}"
