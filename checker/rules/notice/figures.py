"""What two language versions of one text must have in common: e-mail addresses, URLs, dates, periods and numbers.

Each is brought to one form, so that "two years" equals "2 vuotta" and "25 May 2018" equals "25.5.2018". The words are
data, `checker/rules/wording.yaml`; a language without data is compared by its digits alone.
"""

from __future__ import annotations

import re
from functools import cache

from checker.rules.wording import wording

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>()\"”’]+", re.IGNORECASE)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_DOTTED = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_GROUPED = re.compile(r"(?<=\d)[   ,.](?=\d{3}(?!\d))")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def figures(text: str, language: str) -> frozenset[str]:
    """What `text`, written in `language`, says in figures or in words for them."""
    found: set[str] = set()

    def take(kind: re.Pattern[str], form: str = "{0}") -> None:
        nonlocal text
        for match in kind.finditer(text):
            found.add(form.format(match[0].rstrip(".,;:").lower(), *match.groups()))
        text = kind.sub(" ", text)

    take(_ADDRESS)
    take(_URL)
    take(_ISO)
    for day, month, year in _DOTTED.findall(text):
        found.add(f"{year}-{int(month):02}-{int(day):02}")
    text = _DOTTED.sub(" ", text)
    text = _long_dates(text, language, found)
    text = _frequencies(text, language, found)
    text = _in_figures(_GROUPED.sub("", text), language)
    text = _periods(text, language, found)
    found.update(match.replace(",", ".") for match in _NUMBER.findall(text))
    return frozenset(found)


def _long_dates(text: str, language: str, found: set[str]) -> str:
    kind = _dates(language)
    months = wording("months").get(language, [])
    if kind is None:
        return text
    for match in kind.finditer(text):
        day, month, year = match["day"] or match["day2"], (match["month"] or match["month2"]).lower(), match["year"]
        number = next(i for i, name in enumerate(months, 1) if month.startswith(name))
        found.add(f"{year}-{number:02}-{int(day):02}")
    return kind.sub(" ", text)


@cache
def _dates(language: str) -> re.Pattern[str] | None:
    months = "|".join(wording("months").get(language, []))
    if not months:
        return None
    return re.compile(
        rf"\b(?:(?P<day>\d{{1,2}})\.?(?:st|nd|rd|th)?\s+(?P<month>(?:{months})\w*)"
        rf"|(?P<month2>(?:{months})\w*)\s+(?P<day2>\d{{1,2}})),?\s+(?P<year>\d{{4}})\b",
        re.IGNORECASE,
    )


def _frequencies(text: str, language: str, found: set[str]) -> str:
    for word, period in wording("frequencies").get(language, {}).items():
        kind = _word(word)
        if kind.search(text):
            found.add(period)
            text = kind.sub(" ", text)
    return text


def _in_figures(text: str, language: str) -> str:
    for word, number in wording("numbers").get(language, {}).items():
        text = _word(word).sub(number, text)
    units = "|".join(_form(unit) for unit in wording("units").get(language, {}))
    ones = "|".join(wording("ones").get(language, ()))
    return re.sub(rf"(?<!\w)(?:{ones})\s+(?=(?:{units})(?!\w))", "1 ", text, flags=re.IGNORECASE) if ones else text


def _periods(text: str, language: str, found: set[str]) -> str:
    for unit, letter in sorted(wording("units").get(language, {}).items(), key=lambda item: -len(item[0])):
        kind = re.compile(rf"(\d+)[\s-]+(?:{_form(unit)})(?!\w)", re.IGNORECASE)
        found.update(f"{int(number)}{letter}" for number in kind.findall(text))
        text = kind.sub(" ", text)
    return text


@cache
def _word(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_form(word)})(?!\w)", re.IGNORECASE)


def _form(word: str) -> str:
    return re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
