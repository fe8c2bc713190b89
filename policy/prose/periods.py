"""The periods that a text states: how long, "a year and a half", and how often, "twice a day".

Each comes with how it is written and where. Ages, dates, links and phone numbers are none. What each is about, and
whether it is a promise at all, others tell (`seloste.policy.prose.asides`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from seloste.policy.prose.dates import blank_dates
from seloste.policy.prose.lengths import Length
from seloste.policy.prose.numbers import read_number
from seloste.policy.prose.period_patterns import compile_patterns, find_letter, list_period_words
from seloste.policy.prose.words import load_words

_CACHE_SIZE = 4096
#: How many periods of one text are read.
MAXIMUM = 50
#: What is put in the place of what has been read: neither a letter nor white space.
_BLANK = "\N{OBJECT REPLACEMENT CHARACTER}"
#: So many characters before a word for a period are looked at for "every".
_BEFORE = 12
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>]+|[\w.+-]{1,64}@[\w.-]+", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w.,])(?:\+|0)\d*(?:[\s()-]*\d){6,}")


@dataclass(frozen=True, slots=True)
class StatedPeriod:
    """A period that a text states, as it is written there; `often`: it is how often something is done."""

    length: Length
    written: str
    start: int
    end: int
    often: bool = False


@lru_cache(maxsize=_CACHE_SIZE)
def list_periods(text: str, language: str) -> tuple[StatedPeriod, ...]:
    """The periods that a text states, in their order; none in a language without words."""
    if load_words("figures.units", language) is None:
        return ()
    text = _LINK.sub(_blank_match, text)
    text = blank_dates(text, language, _BLANK)
    reader = _Reader(_PHONE.sub(_blank_match, text), language)
    return tuple(reader.read()[:MAXIMUM])


def extract_repetitions(text: str, language: str) -> tuple[str, list[tuple[float, StatedPeriod]]]:
    """The text without words such as "twice a day", and these, each with how many times they say."""
    found: list[tuple[float, StatedPeriod]] = []
    reader = _Reader(text, language)

    def extract(match: re.Match[str]) -> str:
        times = reader.read_count(match["times"])
        periods = list(reader.read_times(match)) if times and times > 1 else []
        found.extend((times or 0, period) for period in periods)
        return " " if periods else match[0]

    return compile_patterns(language).times.sub(extract, text), found


class _Reader:
    """Reads one text: what has been read is blanked, so that it is not read twice."""

    def __init__(self, text: str, language: str) -> None:
        self._text = text
        self._original = text
        self._language = language
        self._patterns = compile_patterns(language)
        self._found: list[StatedPeriod] = []
        self._weak: list[StatedPeriod] = []

    def read(self) -> list[StatedPeriod]:
        """The periods in their order."""
        for pattern, read in (
            (self._patterns.often, self._read_often),
            (self._patterns.times, self.read_times),
            (self._patterns.every, self._read_every),
            (self._patterns.ages, self._read_nothing),
            (self._patterns.first_of_sum, self._read_one),
            (self._patterns.period, self._read_period),
            (self._patterns.lengths, self._read_length),
            (self._patterns.one, self._read_one),
        ):
            for match in pattern.finditer(self._text):
                self._found.extend(read(match))
            self._text = _blank(pattern, self._text)
        return self._join_sums(sorted([*self._found, *self._weak], key=lambda period: period.start))

    def _read_nothing(self, match: re.Match[str]) -> Iterator[StatedPeriod]:
        return iter(())

    def _read_often(self, match: re.Match[str]) -> Iterator[StatedPeriod]:
        yield self._make(match, _load_lengths(self._language, often=True)[_find_word(match)], often=True)

    def _read_length(self, match: re.Match[str]) -> Iterator[StatedPeriod]:
        often = (
            self._patterns.every_before.search(self._original[max(0, match.start() - _BEFORE) : match.start()])
            is not None
        )
        yield self._make(match, _load_lengths(self._language, often=False)[_find_word(match)], often=often)

    def read_times(self, match: re.Match[str]) -> Iterator[StatedPeriod]:
        """The interval of "twice a day"."""
        times = self.read_count(match["times"])
        number = self._read_ordinal(match["ordinal"]) if match["ordinal"] else self._read_number(match["number"] or "1")
        if times and number:
            length = Length.of(number / times, self._find_letter(match["unit"]))
            yield self._make(match, length, often=True)

    def _read_every(self, match: re.Match[str]) -> Iterator[StatedPeriod]:
        number = self._read_ordinal(match["ordinal"]) if match["ordinal"] else self._read_number(match["number"] or "1")
        if number:
            yield self._make(match, Length.of(number, self._find_letter(match["unit"])), often=True)

    def _read_period(self, match: re.Match[str]) -> Iterator[StatedPeriod]:
        letter = self._find_letter(match["unit"])
        often = self._patterns.every_after.match(self._original, match.end()) is not None
        half = 0.5 if match["half"] else 0.0
        for number in self._patterns.number.finditer(match["numbers"]):
            value = self._read_number(number[0])
            if value is not None:
                yield self._make(match, Length.of(value + half, letter), often=often)

    def _read_one(self, match: re.Match[str]) -> Iterator[StatedPeriod]:
        parts = match.groupdict()
        unit = next(unit for key in ("before", "after", "final", "sum") if (unit := parts.get(key)))
        letter = self._find_letter(unit)
        if parts.get("not") or (parts.get("after") and letter not in "YMW"):
            return
        often = self._patterns.every_after.match(self._original, match.end()) is not None
        period = replace(self._make(match, Length.of(1, letter), often=often), written=" ".join(unit.split()))
        if parts.get("sum"):
            self._weak.append(period)
        else:
            yield period

    def _join_sums(self, periods: list[StatedPeriod]) -> list[StatedPeriod]:
        """The periods with those that follow each other, "one year and six months", as one."""
        joined: list[StatedPeriod] = []
        for period in periods:
            last = joined[-1] if joined else None
            between = self._original[last.end : period.start] if last else ""
            if (
                last is not None
                and not (last.often or period.often)
                and self._patterns.sums.fullmatch(between)
                and period.length.is_part_of(last.length)
            ):
                written = " ".join(self._original[last.start : period.end].split())
                joined[-1] = StatedPeriod(last.length.plus(period.length), written, last.start, period.end)
            else:
                joined.append(period)
        weak = set(self._weak)
        return [period for period in joined if period not in weak]

    def _make(self, match: re.Match[str], length: Length, often: bool = False) -> StatedPeriod:
        return StatedPeriod(length, " ".join(match[0].split()), match.start(), match.end(), often)

    def _find_letter(self, unit: str) -> str:
        return find_letter(unit, self._language)

    def _read_number(self, written: str) -> float | None:
        return read_number(written, self._language)

    def read_count(self, written: str) -> float | None:
        """The number of "twice" or "three times"."""
        text = " ".join(written.lower().split())
        for number, words in (load_words("periods.times", self._language) or {}).items():
            if text in words:
                return float(number)
        return self._read_number(text.rpartition(" ")[0] or text)

    def _read_ordinal(self, written: str) -> float | None:
        text = written.lower()
        for number, words in (load_words("periods.ordinals", self._language) or {}).items():
            if text in words:
                return float(number)
        digits = re.match(r"\d+", text)
        return float(digits[0]) if digits else None


def _find_word(match: re.Match[str]) -> int:
    return (match.lastindex or 1) - 1


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(_blank_match, text)


def _blank_match(match: re.Match[str]) -> str:
    return _BLANK * len(match[0])


@cache
def _load_lengths(language: str, often: bool) -> list[Length]:
    return [Length.of(float(value[:-1]), value[-1]) for _, value in list_period_words(language, often)]
