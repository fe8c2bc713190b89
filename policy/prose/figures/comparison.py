"""Compares the figures of a text's language versions: e-mail addresses, URLs, dates, periods and numbers.

Figures are normalized, so that "two years" equals "24 kuukautta" and "25 May 2018" equals "25.5.2018". The words come
from `policy/prose/languages/`. In a language without words there, only digits are found. The other versions must
have those figures; the version need not have theirs, since it may have them in words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from msgspec import Struct, field

from seloste.policy.base import get_base_language
from seloste.policy.prose.figures.ages import write_ages_in_digits
from seloste.policy.prose.figures.citations import list_written_numbers, separate_numbers
from seloste.policy.prose.figures.dates import extract_dates
from seloste.policy.prose.figures.period_patterns import find_letter, list_period_words, load_units
from seloste.policy.prose.figures.periods import extract_repetitions, write_in_digits
from seloste.policy.prose.lazy_patterns import LazyPattern, ValuePattern, WordList, WordPattern, write_plainly
from seloste.policy.prose.words import compile_words, load_words

_ADDRESS = LazyPattern(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", needs="@")
_URL = LazyPattern(r"(?:https?://|www\.)[^\s<>()\"”’]+", re.IGNORECASE, needs="/.")
#: A phone number begins with a plus or a zero. Its last digits are the same with and without the country code.
_PHONE = LazyPattern(r"(?<![\w.,])(?:\+|0)\d*(?:[\s()-]*\d){6,}", figures=True)
_PHONE_DIGITS = 7
_TIME_12_HOURS = LazyPattern(
    r"\b(\d{1,2})(?:[.:](\d{2}))?\s?([ap])\.?\s?m\b\.?", re.IGNORECASE, needs="mM", figures=True
)
_TIME_24_HOURS = LazyPattern(r"\b(\d{1,2}):(\d{2})\b", needs=":")
#: An inflectional ending after a number: "30:n".
_ENDING = LazyPattern(r"(?<=\d):(?=[^\W\d])\w{1,4}", needs=":")
_THOUSANDS_SEPARATOR = LazyPattern(r"(?<=\d)[\s,.](?=\d{3}(?!\d))", figures=True)
#: A number that is repeated in brackets: "two (2) years".
_REPEATED = LazyPattern(r"\b(\d+)\s*\(\s*\1\s*\)", needs="(", figures=True)
#: A number that is not part of a name (2FA, B2B) or a compound (2-step).
_NUMBER = LazyPattern(r"(?<!\w)\d+(?:[.,]\d+)?(?!\d)(?!\w{2})(?!(?<=(?<!\d)\d)-[^\W\d])", figures=True)
#: The values of number words that one of a single digit may follow.
_TENS = tuple(str(value) for value in range(20, 100, 10))
_DIGITS = LazyPattern(r"\d+", figures=True)
#: At all hours: what others write as "around the clock".
_AROUND_THE_CLOCK = LazyPattern(r"(?<![\w/])24/7(?![\w/])", needs="/")
#: How many texts are remembered. The same notice is judged for many days, and again whenever it is saved.
_CACHE_SIZE = 4096
#: The larger unit of a unit, and how many make it.
_LARGER_UNITS = {"M": (12, "Y"), "I": (60, "H"), "H": (24, "D")}
#: The smaller unit of a unit, and how many make it: half a day is 12 hours.
_SMALLER_UNITS = {"Y": (12, "M"), "W": (7, "D"), "D": (24, "H"), "H": (60, "I")}


class TextFigures(Struct):
    """The figures of one language version of a text."""

    #: Each figure as it is written, by its normal form.
    forms: dict[str, str] = field(default_factory=dict)
    #: The number in each period, by the normal form of the period.
    periods: dict[str, str] = field(default_factory=dict)
    #: The normal forms of e-mail addresses and URLs, which are the same in every language.
    links: set[str] = field(default_factory=set)
    #: Every run of digits, also within other figures and names.
    digits: set[str] = field(default_factory=set)
    #: What another version may mean, though this one does not say it in a number, as it is written, by its normal form:
    #: a period of one unit ("vuoden kuluessa" means "within one year"), "nattetid", "månadsbrev", "Annex II".
    vague: dict[str, str] = field(default_factory=dict)
    #: Whether the text has a word for one.
    has_one: bool = False
    #: Whether the words of the language are known.
    known: bool = True

    def may_contain(self, figure: str, other: TextFigures) -> bool:
        """Whether this version has, or may have in unknown words, a figure of another version."""
        if figure in self.forms or figure in self.vague:
            return True
        if figure in other.links:
            return False
        if not self.known:
            return True  # in words that nobody knows
        if not other.known:  # then the other one's figures are bare digits, which may be part of a figure here
            return figure in self.digits
        if figure in other.periods:  # the number may stand alone here
            return other.periods[figure] in self.forms
        return figure in self.periods.values() or (figure == "1" and self.has_one)


def find_words_instead(texts: Mapping[str, str], language: str) -> dict[str, str]:
    """What a version that lacks figures of the others says instead, in words that the others may not mean."""
    own = extract_figures(texts[language], language)
    others = [extract_figures(text, other) for other, text in texts.items() if other != language]
    return {
        figure: written
        for figure, written in own.vague.items()
        if any(figure not in each.vague and figure not in each.forms for each in others) and figure[-1:].isalpha()
    }


def find_differing_figures(texts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The figures of each language version that another version lacks: as they are written, by their normal forms.

    Empty where no version has such a figure.
    """
    versions = {language: extract_figures(text, language) for language, text in texts.items()}
    differing = {
        language: {
            figure: written
            for figure, written in version.forms.items()
            if not all(other.may_contain(figure, version) for other in versions.values() if other is not version)
        }
        for language, version in versions.items()
    }
    return differing if any(differing.values()) else {}


@lru_cache(maxsize=_CACHE_SIZE)
def extract_figures(text: str, language: str) -> TextFigures:
    """The figures of a text, in digits or in words. Callers share the result and must not change it."""
    text = write_plainly(text)
    figures = TextFigures(
        known=load_words("figures.units", language) is not None,
        digits={_normalize_number(digits) for digits in _DIGITS.findall(text)},
    )
    text = _extract_links(text, language, figures)
    if not figures.known:
        for digits in _DIGITS.findall(text):
            figures.forms.setdefault(_normalize_number(digits), digits)
        return figures
    text = extract_dates(separate_numbers(text, language), language, figures.forms)
    text = _normalize_times(_extract_phones(text, figures))
    text = _AROUND_THE_CLOCK.sub(" ", text)
    for number, written in list_written_numbers(text, language):
        figures.vague.setdefault(number, written)
    text = _extract_times(text, language, figures)
    text = write_in_digits(write_ages_in_digits(text, language), language)
    text = _extract_frequencies(text, language, figures)
    text = _replace_number_words(_THOUSANDS_SEPARATOR.sub("", _ENDING.sub("", text)), language, figures)
    text = _extract_vague_periods(_extract_periods(text, language, figures), language, figures)
    for match in _NUMBER.finditer(text):
        figures.forms.setdefault(_normalize_number(match[0]), match[0])
    figures.digits.update(_normalize_number(digits) for digits in _DIGITS.findall(text))
    return figures


def _extract_links(text: str, language: str, figures: TextFigures) -> str:
    """The text without e-mail addresses and URLs. In a URL, the language is not compared."""
    for match in _ADDRESS.finditer(text):
        figures.forms.setdefault(match[0].lower(), match[0])
    text = _ADDRESS.sub(" ", text)
    for match in _URL.finditer(text):
        written = match[0].rstrip(".,;:!?'/")
        bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", written.lower())
        figures.forms.setdefault(_compile_language_part(language).sub("", bare), written)
    figures.links.update(figures.forms)
    return _URL.sub(" ", text)


@cache
def _compile_language_part(language: str) -> re.Pattern[str]:
    """A pattern for the part of a URL that names the language."""
    names = dict.fromkeys((language.lower(), get_base_language(language)))
    return re.compile(rf"/(?:{'|'.join(map(re.escape, names))})(?=/|$)")


def _extract_phones(text: str, figures: TextFigures) -> str:
    """The text without phone numbers."""
    for match in _PHONE.finditer(text):
        figures.forms.setdefault("tel. " + re.sub(r"\D", "", match[0])[-_PHONE_DIGITS:], match[0])
    return _PHONE.sub(" ", text)


def _normalize_times(text: str) -> str:
    """The text with times of day as decimals of the 24-hour clock: "16.30" for "4:30 p.m."."""

    def to_decimal(match: re.Match[str]) -> str:
        hour = int(match[1]) % 12 + (12 if match[3].lower() == "p" else 0)
        return f"{hour}.{match[2] or '00'}"

    return _TIME_24_HOURS.sub(r"\1.\2", _TIME_12_HOURS.sub(to_decimal, text))


def _extract_times(text: str, language: str, figures: TextFigures) -> str:
    """The text without words such as "twice a day", each of which counts as a period: that from one to the next."""
    text, repetitions = extract_repetitions(text, language)
    for number, stated in repetitions:
        if number == 1:  # "once a week" has no number in other languages
            figures.vague.setdefault(stated.length.form, stated.written)
            continue
        figures.forms.setdefault(stated.length.form, stated.written)
        figures.periods.setdefault(stated.length.form, _normalize_number(f"{number:f}"))
    return text


def _extract_frequencies(text: str, language: str, figures: TextFigures) -> str:
    """The text without words such as "annually", each of which counts as a period."""
    pattern = _compile_frequencies(language)
    for match in pattern.finditer(text):
        period = pattern.get_value(match)
        figures.forms.setdefault(period, match[0])
        figures.periods.setdefault(period, period[:-1])
    return pattern.sub(" ", text)


@cache
def _compile_frequencies(language: str) -> ValuePattern[str]:
    """A pattern for words such as "annually", with their periods."""
    return _compile_period_words(load_words("figures.frequencies", language) or {})


def _compile_period_words(words: Mapping[str, str]) -> ValuePattern[str]:
    return ValuePattern((word, _normalize_period(value[:-1], value[-1])) for word, value in words.items())


def _replace_number_words(text: str, language: str, figures: TextFigures) -> str:
    """The text with number words in digits, and a 1 for the article in "a year"."""
    values, number, any_one, one_before_unit = _compile_numbers(language)

    def to_digits(match: re.Match[str]) -> str:
        if match["word"]:
            return values[" ".join(match["word"].lower().split())]
        return str(int(values[match["tens"].lower()]) + int(values[match["ones"].lower()]))

    text = _REPEATED.sub(r"\1", number.sub(to_digits, text))
    figures.has_one = any_one.search(text) is not None
    return one_before_unit.sub("1 ", text)


@cache
def _compile_numbers(language: str) -> tuple[dict[str, str], WordPattern, WordPattern, WordPattern]:
    """The value of each number word, and patterns for number words, for a word for one, and for one before a unit."""
    by_value: Mapping[str, list[str]] = load_words("figures.numbers", language) or {}
    values = {word: value for value, words in by_value.items() for word in words}
    words_for_one = load_words("figures.ones", language) or []
    ones = [word for word, value in values.items() if len(value) == 1] + words_for_one
    unit = WordList(load_units(language))
    numbers = {
        "tens": WordList((word for word, value in values.items() if value in _TENS), ends=False),
        "ones": WordList(ones, starts=False),
        "words": WordList(values),
        "unit": unit,
    }
    return (
        values | dict.fromkeys(words_for_one, "1"),
        WordPattern(numbers, _build_number_words, [["words"], ["tens", "ones"]]),
        compile_words(words_for_one),
        WordPattern(
            {"one": WordList(words_for_one), "unit": unit},
            lambda part: rf"(?<!\w)(?:{part['one']})[\s-]+(?=(?:{part['unit']})(?!\w))",
            [["one", "unit"]],
        ),
    )


def _build_number_words(part: Mapping[str, str]) -> str:
    end = rf"(?!\w)(?!-(?!(?:{part['unit']})(?!\w))[^\W\d])"
    compound = rf"(?P<tens>{part['tens']})-?(?P<ones>{part['ones']})"
    return rf"(?<![\w-])(?:{compound}|(?P<word>{part['words']})){end}"


def _extract_periods(text: str, language: str, figures: TextFigures) -> str:
    """The text without periods and units of time. Ages ("13-year-olds") become plain numbers."""
    pattern = _compile_units(language)
    text = _compile_ages(language).sub(r"\1 ", text)
    for match in pattern.finditer(text):
        letter = find_letter(match["unit"], language)
        if match["number"] is None:
            figures.vague.setdefault(_normalize_period("1", letter), match[0])
            continue
        period = _normalize_period(match["number"], letter)
        figures.forms.setdefault(period, match[0])
        figures.periods.setdefault(period, _normalize_number(match["number"]))
    return pattern.sub(" ", text)


def _extract_vague_periods(text: str, language: str, figures: TextFigures) -> str:
    """The text without words that may be a period by themselves, beside one that another version states."""
    pattern = _compile_vague_periods(language)
    for match in pattern.finditer(text):
        figures.vague.setdefault(pattern.get_value(match), match[0])
    return pattern.sub(" ", text)


@cache
def _compile_vague_periods(language: str) -> ValuePattern[str]:
    """A pattern for such words, with their periods."""
    known = [*list_period_words(language, often=True), *list_period_words(language, often=False)]
    stated = load_words("figures.frequencies", language) or {}
    vague = {word: value for word, value in known if word not in stated}
    return _compile_period_words({**vague, **(load_words("figures.compounds", language) or {})})


@cache
def _compile_ages(language: str) -> WordPattern:
    """A pattern for an age: a number before a word such as "year-olds"."""
    words = WordList(load_words("figures.ages", language) or (), starts=False)
    return WordPattern(
        {"words": words}, lambda part: rf"(?<!\d)(\d+)[\s-]*(?:{part['words']})(?!\w)", [["words", "figure"]]
    )


@cache
def _compile_units(language: str) -> WordPattern:
    """A pattern for a unit of time with the number before it, if there is one."""
    number = r"(?<![\w.,])(?P<number>\d+(?:[.,]\d+)?)[\s-]*"
    return WordPattern(
        {"units": WordList(load_units(language), starts=False)},
        lambda part: rf"(?:{number}|(?<!\w))(?P<unit>{part['units']})(?!\w)",
        [["units"]],
    )


def _normalize_period(number: str, letter: str) -> str:
    """The form that periods of the same length share: 24 months are 2 years, 14 days are 2 weeks."""
    amount = float(number.replace(",", "."))
    while letter in _SMALLER_UNITS and (letter == "W" or not amount.is_integer()):
        size, letter = _SMALLER_UNITS[letter]
        amount *= size
    while letter in _LARGER_UNITS and amount and not amount % _LARGER_UNITS[letter][0]:
        size, letter = _LARGER_UNITS[letter]
        amount /= size
    return f"{_normalize_number(f'{amount:f}')}{letter}"


def _normalize_number(number: str) -> str:
    """A number without leading zeros and trailing decimals of zero, with a decimal point."""
    number = number.replace(",", ".").lstrip("0") or "0"
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    return f"0{number}" if number.startswith(".") else number or "0"
