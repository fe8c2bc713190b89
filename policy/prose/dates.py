"""Finds dates in a text and normalizes them: "25 May 2018" and "25.5.2018" are both 2018-05-25."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from seloste.policy.prose.words import build_word_pattern, load_words

_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})\b")
_DOTTED = re.compile(r"\b(?P<day>\d{1,2})\.\s?(?P<number>\d{1,2})\.\s?(?P<year>\d{4})\b")
_SLASHED = re.compile(r"\b(?P<day>\d{1,2})/(?P<number>\d{1,2})/(?P<year>\d{4})\b")
#: A date without a year, within a sentence: "31.12. mennessä". At the end of one it may be a number: "kohdassa 6.1."
_WITHOUT_YEAR = re.compile(r"\b(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?=\s*[–-]|\s+[^\W\d_A-ZÅÄÖ])")


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date that a text states, as it is written there: `2018-05-25`, `2018-05`, or `--05-25` without a year."""

    form: str
    written: str
    start: int
    end: int


def list_dates(text: str, language: str) -> list[StatedDate]:
    """The dates that a text states, in their order."""
    found: list[StatedDate] = []

    def blank(match: re.Match[str]) -> str:
        form = _read_date(match.re, match)
        if form is None:
            return match[0]
        found.append(StatedDate(form, match[0].strip(), match.start(), match.end()))
        return "-" * len(match[0])

    for pattern in _list_patterns(language):
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
    return (_ISO, _DOTTED, _SLASHED, *_compile_named(language), _WITHOUT_YEAR)


def _read_date(pattern: re.Pattern[str], match: re.Match[str]) -> str | None:
    """The normal form of the date that a pattern matched; None where no calendar has it."""
    parts = match.groupdict()
    month = int(parts.get("number") or 0) or _get_month(match)
    day = int(parts.get("day") or 0)
    if pattern is _SLASHED and month > 12:
        day, month = month, day
    if month > 12 or day > 31:
        return None
    year = parts.get("year") or "-"
    return f"{year}-{month:02}" + (f"-{day:02}" if day else "")


def _get_month(match: re.Match[str]) -> int:
    """The number of the month whose name matched: the groups are `m1` to `m12`."""
    return next(int(name[1:]) for name, value in match.groupdict().items() if value and name[1:].isdigit())


@cache
def _compile_named(language: str) -> tuple[re.Pattern[str], ...]:
    """The patterns for dates with the name of a month: day, month and year; month and year; day and month."""
    names = load_words("figures.months", language) or ()
    if not names:
        return ()
    month = "|".join(f"(?P<m{number}>{build_word_pattern(name)})" for number, name in enumerate(names, 1))
    between = "|".join(build_word_pattern(word) for word in load_words("figures.day_words", language) or ()) or "(?!)"
    day = rf"(?P<day>\d{{1,2}})\.?(?:st|nd|rd|th)?\s+(?:(?:{between})\s+)?(?:{month})(?!\w)"
    day_after = rf"(?:{month})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\w)"
    year = r",?\s+(?P<year>\d{4})\b"
    return (
        re.compile(rf"\b{day}{year}", re.IGNORECASE),
        re.compile(rf"\b{day_after}{year}", re.IGNORECASE),
        re.compile(rf"\b(?:{month}){year}", re.IGNORECASE),
        re.compile(rf"\b{day}"),
        re.compile(rf"\b{day_after}"),
    )
