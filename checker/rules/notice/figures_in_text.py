"""What two language versions of one text must have in common: e-mail addresses, URLs, dates, periods and numbers.

Each is brought to one form, so that "two years" equals "24 kuukautta" and "25 May 2018" equals "25.5.2018". The words
are data, `checker/rules/wording.yaml`. Of a language without data only digits are known: those that it has must be in
the others, but it is not asked for theirs, which it may have in words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from seloste.checker.rules.notice.dates_in_text import extract_dates
from seloste.checker.rules.wording import form, wording

_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>()\"”’]+", re.IGNORECASE)
#: A phone number begins with a plus or a zero; its last digits are the same with and without the country's code.
_PHONE = re.compile(r"(?<![\w.,])(?:\+|0)\d*(?:[\s()-]*\d){6,}")
_PHONE_DIGITS = 7
_AFTERNOON = re.compile(r"\b(\d{1,2})(?:[.:](\d{2}))?\s?([ap])\.?\s?m\b\.?", re.IGNORECASE)
_CLOCK = re.compile(r"\b(\d{1,2}):(\d{2})\b")
_ENDING = re.compile(r"(?<=\d):(?=[^\W\d])\w{1,4}")
_GROUPED = re.compile(r"(?<=\d)[\s,.](?=\d{3}(?!\d))")
#: "two (2) years" says it twice.
_TWICE = re.compile(r"\b(\d+)\s*\(\s*\1\s*\)")
#: A number, but neither a part of a name (2FA, B2B) nor of a compound (2-step).
_NUMBER = re.compile(r"(?<!\w)\d+(?:[.,]\d+)?(?!\d)(?!\w{2})(?!(?<=(?<!\d)\d)-[^\W\d])")
_DIGITS = re.compile(r"\d+")
#: So many texts are remembered, each in its language: a notice is judged for many days, and anew with every save.
_KEPT = 4096
#: How many of the smaller unit make the larger one.
_LARGER = {"M": (12, "Y"), "H": (24, "D")}


@dataclass(slots=True)
class TextFigures:
    """What one language version says in figures, or in words for them."""

    #: The form of each figure → how it is written there.
    forms: dict[str, str] = field(default_factory=dict)
    #: The form of each period → the number that it is written with.
    periods: dict[str, str] = field(default_factory=dict)
    #: E-mail addresses and URLs among the forms: the same in every language, whether we know it or not.
    links: set[str] = field(default_factory=set)
    #: Every run of digits, whatever it is a part of.
    digits: set[str] = field(default_factory=set)
    #: The units of time that stand without a number: "vuoden kuluessa" is "within one year".
    units: set[str] = field(default_factory=set)
    has_one: bool = False
    known: bool = True

    def tells(self, figure: str, other: TextFigures) -> bool:
        """Whether this version has a figure of `other`, as far as can be seen."""
        if figure in self.forms:
            return True
        if figure in other.links:
            return False
        if not self.known:
            return True
        if not other.known:
            return figure in self.digits
        if figure in other.periods:
            return other.periods[figure] in self.forms or (figure[:-1] == "1" and figure[-1] in self.units)
        return figure in self.periods.values() or (figure == "1" and self.has_one)


def find_differing_figures(texts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The figures that some language versions of a text have and others lack: by language, each form as written there.

    Empty where the versions agree.
    """
    said = {language: extract_figures(words, language) for language, words in texts.items()}
    own = {
        language: {
            figure: written
            for figure, written in version.forms.items()
            if not all(other.tells(figure, version) for other in said.values() if other is not version)
        }
        for language, version in said.items()
    }
    return own if any(own.values()) else {}


@lru_cache(maxsize=_KEPT)
def extract_figures(text: str, language: str) -> TextFigures:
    """What `text` says in figures, or in words for them. The answer is shared: it is only read."""
    said = TextFigures(known=language in wording("units"), digits={_plain(run) for run in _DIGITS.findall(text)})
    text = _links(text, language, said)
    if not said.known:
        for run in _DIGITS.findall(text):
            said.forms.setdefault(_plain(run), run)
        return said
    text = extract_dates(text, language, said.forms)
    text = _clock(_phones(text, said))
    text = _frequencies(text, language, said)
    text = _in_figures(_GROUPED.sub("", _ENDING.sub("", text)), language, said)
    text = _periods(text, language, said)
    for match in _NUMBER.finditer(text):
        said.forms.setdefault(_plain(match[0]), match[0])
    said.digits.update(_plain(run) for run in _DIGITS.findall(text))
    return said


def _links(text: str, language: str, said: TextFigures) -> str:
    for match in _ADDRESS.finditer(text):
        said.forms.setdefault(match[0].lower(), match[0])
    text = _ADDRESS.sub(" ", text)
    for match in _URL.finditer(text):
        written = match[0].rstrip(".,;:!?'/")
        bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", written.lower())
        said.forms.setdefault(re.sub(rf"/{re.escape(language)}(?=/|$)", "", bare), written)
    said.links.update(said.forms)
    return _URL.sub(" ", text)


def _phones(text: str, said: TextFigures) -> str:
    for match in _PHONE.finditer(text):
        said.forms.setdefault("tel. " + re.sub(r"\D", "", match[0])[-_PHONE_DIGITS:], match[0])
    return _PHONE.sub(" ", text)


def _clock(text: str) -> str:
    """The text with times of day as decimals of the 24-hour clock: "4:30 p.m." and "16.30" agree."""

    def decimal(match: re.Match[str]) -> str:
        hour = int(match[1]) % 12 + (12 if match[3].lower() == "p" else 0)
        return f"{hour}.{match[2] or '00'}"

    return _CLOCK.sub(r"\1.\2", _AFTERNOON.sub(decimal, text))


def _frequencies(text: str, language: str, said: TextFigures) -> str:
    pattern, periods = _frequency(language)
    for match in pattern.finditer(text):
        period = periods[(match.lastindex or 1) - 1]
        said.forms.setdefault(period, match[0])
        said.periods.setdefault(period, period[:-1])
    return pattern.sub(" ", text)


@cache
def _frequency(language: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    known = sorted(wording("frequencies").get(language, {}).items(), key=lambda item: -len(item[0]))
    words = "|".join(f"({form(word)})" for word, _ in known)
    pattern = re.compile(rf"(?<!\w)(?:{words or '(?!)'})(?!\w)", re.IGNORECASE)
    return pattern, tuple(_period(value[:-1], value[-1]) for _, value in known)


def _in_figures(text: str, language: str, said: TextFigures) -> str:
    """The text with number words in digits, and with a one for "a year"."""
    values, number, one = _numbers(language)

    def digits(match: re.Match[str]) -> str:
        if match["word"]:
            return values[" ".join(match["word"].lower().split())]
        return str(int(values[match["tens"].lower()]) + int(values[match["ones"].lower()]))

    text = _TWICE.sub(r"\1", number.sub(digits, text))
    said.has_one = one[0].search(text) is not None
    return one[1].sub("1 ", text)


@cache
def _numbers(language: str) -> tuple[dict[str, str], re.Pattern[str], tuple[re.Pattern[str], re.Pattern[str]]]:
    """The value of each number word, what finds the words, and what finds a one: anywhere, or before a unit."""
    by_value: Mapping[str, list[str]] = wording("numbers").get(language, {})
    values = {word: value for value, words in by_value.items() for word in words}
    single = wording("ones").get(language, [])
    ones = [word for word, value in values.items() if len(value) == 1] + single
    tens = [word for word, value in values.items() if re.fullmatch(r"[2-9]0", value)]
    unit = rf"(?:{_any(list(_units(language)[1]))})(?!\w)"
    end = rf"(?!\w)(?!-(?!{unit})[^\W\d])"
    words = rf"(?<![\w-])(?:(?P<tens>{_any(tens)})-?(?P<ones>{_any(ones)})|(?P<word>{_any(list(values))})){end}"
    a_one = rf"(?<!\w)(?:{_any(single)})"
    flags = re.IGNORECASE
    one = re.compile(rf"{a_one}(?!\w)", flags), re.compile(rf"{a_one}[\s-]+(?={unit})", flags)
    return values | dict.fromkeys(single, "1"), re.compile(words, flags), one


def _periods(text: str, language: str, said: TextFigures) -> str:
    pattern, letters = _units(language)
    ages = re.compile(rf"(?<!\d)(\d+)[\s-]*(?:{_any(wording('ages').get(language, []))})(?!\w)", re.IGNORECASE)
    text = ages.sub(r"\1 ", text)
    for match in pattern.finditer(text):
        letter = letters[" ".join(match["unit"].lower().split())]
        if match["number"] is None:
            said.units.add(letter)
            continue
        period = _period(match["number"], letter)
        said.forms.setdefault(period, match[0])
        said.periods.setdefault(period, _plain(match["number"]))
    return pattern.sub(" ", text)


@cache
def _units(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds a unit of time with the number before it, if there is one, and the letter of each unit."""
    by_letter: Mapping[str, list[str]] = wording("units").get(language, {})
    letters = {word: letter for letter, words in by_letter.items() for word in words}
    units = _any(list(letters))
    number = r"(?<![\w.,])(?P<number>\d+(?:[.,]\d+)?)[\s-]*"
    return re.compile(rf"(?:{number}|(?<!\w))(?P<unit>{units})(?!\w)", re.IGNORECASE), letters


def _any(words: list[str]) -> str:
    return "|".join(form(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"


def _period(number: str, letter: str) -> str:
    """One form for periods that are equally long by the calendar: 24 months are 2 years, 14 days are 2 weeks."""
    amount = float(number.replace(",", "."))
    if letter == "Y" and not amount.is_integer():
        amount, letter = amount * 12, "M"
    if letter == "W":
        amount, letter = amount * 7, "D"
    size, larger = _LARGER.get(letter, (0, ""))
    if size and amount and not amount % size:
        amount, letter = amount / size, larger
    return f"{_plain(f'{amount:f}')}{letter}"


def _plain(number: str) -> str:
    """A number without zeros that say nothing, and with a decimal point."""
    number = number.replace(",", ".").lstrip("0") or "0"
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    return f"0{number}" if number.startswith(".") else number or "0"
