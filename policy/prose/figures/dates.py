"""Finds dates in a text and normalizes them: "25 May 2018" and "25.5.2018" are both 2018-05-25."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from seloste.policy.prose.words import build_word_pattern, load_words

_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})\b")
_DOTTED = re.compile(r"\b(?P<day>\d{1,2})\.\s?(?P<number>\d{1,2})\.\s?(?P<year>\d{4})\b")
_SLASHED = re.compile(r"\b(?P<day>\d{1,2})/(?P<number>\d{1,2})/(?P<year>\d{4})\b")
#: A date without a year, within a sentence: "31.12. mennessä". At the end of one it may be a number: "kohdassa 6.1."
#: It is a date after another one: "1.6.–31.8."
_WITHOUT_YEAR = re.compile(r"\b(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?=\s*[–-]|\s+[^\W\d_A-ZÅÄÖ])")
_RANGE_END = re.compile(r"(?:(?<=\.[–-])|(?<=\.\s[–-]\s))(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?!\d)")

#: What is a date where a text dates itself, and may be another number elsewhere: "1.2.26", "2/2026", "02.2026".
_LOOSE = (
    re.compile(r"(?<![\w.,])(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<century>\d{2})(?![\w.])"),
    re.compile(r"(?<![\w.,/])(?P<number>\d{1,2})[./](?P<year>20\d{2})(?![\w/])"),
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
        form = _read_date(match.re, match)
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
        text = pattern.sub(lambda match: sign * len(match[0]) if _read_date(match.re, match) else match[0], text)
    return text


def extract_dates(text: str, language: str, found: dict[str, str]) -> str:
    """The text without its dates. `found` gets each date as it is written, by its normal form."""
    for pattern in _list_patterns(language):
        text = _extract_matches(pattern, text, found)
    return text


def remove_dates(text: str, language: str) -> str:
    """The text without its dates."""
    return extract_dates(text, language, {})


def _extract_matches(pattern: re.Pattern[str], text: str, found: dict[str, str]) -> str:
    """The text without the dates that one pattern matches, which are put into `found`."""

    def extract(match: re.Match[str]) -> str:
        form = _read_date(pattern, match)
        if form is None:
            return match[0]
        found.setdefault(form, match[0].strip())
        return " "

    return pattern.sub(extract, text)


def _list_patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """The patterns for dates, the most exact first."""
    return (_ISO, _DOTTED, _SLASHED, *_compile_named(language), _RANGE_END, _WITHOUT_YEAR)


def _read_date(pattern: re.Pattern[str], match: re.Match[str]) -> str | None:
    """The normal form of the date that a pattern matched; None where no calendar has it."""
    parts = match.groupdict()
    month = int(parts.get("number") or 0) or _get_month(match)
    day = int(parts.get("day") or 0)
    if pattern is _SLASHED and month > 12:
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
def _compile_named(language: str) -> tuple[re.Pattern[str], ...]:
    """The patterns for dates with the name of a month: day, month and year; month and year; day and month."""
    names = load_words("figures.months", language) or ()
    if not names:
        return ()
    short = load_words("figures.short_months", language) or names
    month = "|".join(f"(?P<m{number}>{build_word_pattern(name)})" for number, name in enumerate(names, 1))
    any_month = "|".join(
        rf"(?P<m{number}>{build_word_pattern(name)}|{build_word_pattern(abbreviated)}\.?)"
        for number, (name, abbreviated) in enumerate(zip(names, short, strict=True), 1)
    )
    after = between = "|".join(map(build_word_pattern, load_words("figures.day_words", language) or ())) or "(?!)"
    ordinal = r"(?:\.|st|nd|rd|th|:[ae])?"
    between = rf"(?:(?:{between})\s+)?"
    day, before_month = r"(?P<day>\d{1,2})", rf"{ordinal}\s+{between}"
    day_after = rf"\s+{day}{ordinal}(?!\w)(?:\s+(?:{after})(?!\w))?"
    year = r",?\s+(?P<year>\d{4})\b"
    return (
        re.compile(rf"\b{day}{before_month}(?:{any_month})(?!\w){year}", re.IGNORECASE),
        re.compile(rf"\b(?:{any_month}){day_after}{year}", re.IGNORECASE),
        re.compile(rf"\b(?:{any_month}){year}", re.IGNORECASE),
        re.compile(rf"\b{day}{before_month}(?:{month})(?!\w)"),
        re.compile(rf"\b(?:{month})\s+{day}(?:st|nd|rd|th)?(?!\w)"),
    )
