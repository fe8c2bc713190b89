"""Finds dates in a text and normalizes them: "25 May 2018" and "25.5.2018" are both 2018-05-25."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from msgspec import Struct

from seloste.policy.prose.lazy_patterns import NEVER, LazyPattern, WordList, WordPattern, build_word_pattern
from seloste.policy.prose.words import load_words

_ISO = LazyPattern(r"\b(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})\b", figures=True)
_DOTTED = LazyPattern(r"\b(?P<day>\d{1,2})\.\s?(?P<number>\d{1,2})\.\s?(?P<year>\d{4})\b", figures=True)
_SLASHED = LazyPattern(r"\b(?P<day>\d{1,2})/(?P<number>\d{1,2})/(?P<year>\d{4})\b", figures=True)
#: A date without a year, within a sentence: "31.12. mennessä". At the end of one it may be a number: "kohdassa 6.1."
#: It is a date after another one: "1.6.–31.8."
_WITHOUT_YEAR = LazyPattern(r"\b(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?=\s*[–-]|\s+[^\W\d_A-ZÅÄÖ])", figures=True)
_RANGE_END = LazyPattern(r"(?:(?<=\.[–-])|(?<=\.\s[–-]\s))(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?!\d)", figures=True)

#: What is a date where a text dates itself, and may be another number elsewhere: "1.2.26", "2/2026", "02.2026".
_LOOSE = (
    LazyPattern(r"(?<![\w.,])(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<century>\d{2})(?![\w.])", figures=True),
    LazyPattern(r"(?<![\w.,/])(?P<number>\d{1,2})[./](?P<year>20\d{2})(?![\w/])", figures=True),
)


_DAY_PARTS = ("year", "month", "day")


class StatedDate(Struct, frozen=True):
    """A date that a text states, as it is written there: `2018-05-25`, `2018-05`, or `--05-25` without a year."""

    form: str
    written: str
    start: int
    end: int

    def may_be(self, day: str) -> bool:
        """Whether it may be a day, or its month: "02/03/2025" is one in February or in March, as the writer has it."""
        if "/" in self.written and len(parts := self.form.split("-")) == len(_DAY_PARTS) and parts[0]:
            year, month, other = parts
            return day in (self.form, f"{year}-{other}-{month}")
        return day.startswith(self.form)


def list_dates(text: str, language: str, *, loose: bool = False) -> list[StatedDate]:
    """The dates that a text states, in their order; with `loose`, also what is one where a text dates itself."""
    found: list[StatedDate] = []

    def blank(match: re.Match[str]) -> str:
        form = _read_date(match)
        if form is None:
            return match[0]
        found.append(StatedDate(form, match[0].strip(), match.start(), match.end()))
        return "-" * len(match[0])

    for pattern in (*_list_patterns(language), *(_LOOSE if loose else ())):
        text = pattern.sub(blank, text)
    return sorted(found, key=lambda date: date.start)


def blank_dates(text: str, language: str, sign: str) -> str:
    """The text with a sign for each character of its dates."""
    for pattern in _list_patterns(language):
        text = pattern.sub(lambda match: sign * len(match[0]) if _read_date(match) else match[0], text)
    return text


def extract_dates(text: str, language: str, found: dict[str, str]) -> str:
    """The text without its dates. `found` gets each date as it is written, by its normal form."""
    for pattern in _list_patterns(language):
        text = _extract_matches(pattern, text, found)
    return text


def remove_dates(text: str, language: str) -> str:
    """The text without its dates."""
    return extract_dates(text, language, {})


def _extract_matches(pattern: LazyPattern, text: str, found: dict[str, str]) -> str:
    """The text without the dates that one pattern matches, which are put into `found`."""

    def extract(match: re.Match[str]) -> str:
        form = _read_date(match)
        if form is None:
            return match[0]
        found.setdefault(form, match[0].strip())
        return " "

    return pattern.sub(extract, text)


def _list_patterns(language: str) -> tuple[LazyPattern, ...]:
    """The patterns for dates, the most exact first."""
    return (_ISO, _DOTTED, _SLASHED, *_compile_named(language), _RANGE_END, _WITHOUT_YEAR)


def _read_date(match: re.Match[str]) -> str | None:
    """The normal form of the date that a pattern matched; None where no calendar has it."""
    parts = match.groupdict()
    month = int(parts.get("number") or 0) or _get_month(match)
    day = int(parts.get("day") or 0)
    if "/" in match[0] and month > 12:
        day, month = month, day
    if not 0 < month <= 12 or day > 31:
        return None
    year = parts.get("year") or (f"20{parts['century']}" if parts.get("century") else "-")
    return f"{year}-{month:02}" + (f"-{day:02}" if day else "")


def _get_month(match: re.Match[str]) -> int:
    """The number of the month whose name matched: the groups are `m1` to `m12`. Zero where none did: "version 1.0."."""
    months = (int(name[1:]) for name, value in match.groupdict().items() if value and name[1:].isdigit())
    return next(months, 0)


@cache
def _compile_named(language: str) -> tuple[LazyPattern, ...]:
    """The patterns for dates with the name of a month: day, month and year; month and year; day and month."""
    names = load_words("figures.months", language) or ()
    if not names:
        return ()
    short = load_words("figures.short_months", language) or names
    lists = {
        "any_month": WordList(dict.fromkeys([*names, *short]), join=_join_months(names, short)),
        "month": WordList(names, join=_join_months(names)),
        "day_words": WordList(load_words("figures.day_words", language) or ()),
    }
    return tuple(
        WordPattern({key: lists[key] for key in (month, "day_words")}, build, [[month, "figure"]], flags)
        for build, month, flags in (
            (_build_whole, "any_month", re.IGNORECASE),
            (_build_month_first, "any_month", re.IGNORECASE),
            (_build_month_and_year, "any_month", re.IGNORECASE),
            (_build_day_and_month, "month", 0),
            (_build_month_and_day, "month", 0),
        )
    )


def _join_months(names: Sequence[str], short: Sequence[str] = ()) -> Callable[[Sequence[str]], str]:
    """Makes a pattern of some names of months, with a group for each month, `m1` to `m12`."""

    def join(words: Sequence[str]) -> str:
        months: list[str] = []
        for number, name in enumerate(names, 1):
            forms = [build_word_pattern(name)] if name in words else []
            forms += [rf"{build_word_pattern(each)}\.?" for each in short[number - 1 : number] if each in words]
            if forms:
                months.append(f"(?P<m{number}>{'|'.join(forms)})")
        return "|".join(months) or NEVER

    return join


_DAY, _YEAR, _ORDINAL = r"(?P<day>\d{1,2})", r",?\s+(?P<year>\d{4})\b", r"(?:\.|st|nd|rd|th|:[ae])?"


def _build_whole(part: Mapping[str, str]) -> str:
    return rf"\b{_DAY}{_ORDINAL}\s+(?:(?:{part['day_words']})\s+)?(?:{part['any_month']})(?!\w){_YEAR}"


def _build_month_first(part: Mapping[str, str]) -> str:
    day_after = rf"\s+{_DAY}{_ORDINAL}(?!\w)(?:\s+(?:{part['day_words']})(?!\w))?"
    return rf"\b(?:{part['any_month']}){day_after}{_YEAR}"


def _build_month_and_year(part: Mapping[str, str]) -> str:
    return rf"\b(?:{part['any_month']}){_YEAR}"


def _build_day_and_month(part: Mapping[str, str]) -> str:
    return rf"\b{_DAY}{_ORDINAL}\s+(?:(?:{part['day_words']})\s+)?(?:{part['month']})(?!\w)"


def _build_month_and_day(part: Mapping[str, str]) -> str:
    return rf"\b(?:{part['month']})\s+{_DAY}(?:st|nd|rd|th)?(?!\w)"
