"""Periods: ISO 8601 durations compared by the calendar, counted from the day asked about.

`P1M` is not a number of days: from 31 January it ends on 28 or 29 February. Two periods are therefore compared by the
moments at which they end when both begin on the same day. Calendar arithmetic is the isodate library's.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import isodate
from msgspec import Struct

# Whole numbers only and at most four digits each: a retention period is neither fractional nor astronomical.
_PERIOD = re.compile(
    r"P(?=[\dT])(?:(?P<weeks>\d{1,4})W|(?:(?P<years>\d{1,4})Y)?(?:(?P<months>\d{1,4})M)?(?:(?P<days>\d{1,5})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,5})H)?(?:(?P<minutes>\d{1,5})M)?(?:(?P<seconds>\d{1,5})S)?)?)",
    re.ASCII,
)

#: The same as a JSON Schema writes it: ECMA-262 knows digits by their range, and the groups need no names.
PATTERN = "^" + re.sub(r"\?P<\w+>", "", _PERIOD.pattern).replace(r"\d", "[0-9]").replace(r"[[0-9]T]", "[0-9T]") + "$"

UNITS = ("years", "months", "weeks", "days", "hours", "minutes", "seconds")


class Period(Struct, frozen=True):
    """An ISO 8601 duration as written, for example `P2Y`, `P6M`, `P14D` or `PT48H`."""

    text: str

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period of a text; ValueError when it is no ISO 8601 duration in whole units."""
        if not _PERIOD.fullmatch(text):
            raise ValueError(f"not an ISO 8601 duration: {text!r}")
        return cls(text)

    @property
    def parts(self) -> dict[str, int]:
        """The number of each unit, the longest first, without zeros: `{"years": 2}`."""
        match = _PERIOD.fullmatch(self.text)
        assert match is not None
        return {unit: int(match[unit]) for unit in UNITS if match[unit] and int(match[unit])}

    @property
    def normal(self) -> str:
        """One form for all periods that are equally long from any day: `P2Y` and `P24M`, `P1W` and `P7D`."""
        return _normalize(self)

    def end(self, start: date) -> datetime:
        """The moment at which the period ends when it begins at the start of `start`.

        A period that ends after the last day of the calendar ends on it.
        """
        return _compute_end(self.text, start)

    def before(self, end: date) -> date:
        """The day on which a period that ends on `end` begins."""
        return _compute_start(self.text, end)

    def longer_than(self, other: Period, day: date) -> bool:
        """Whether this period ends later than `other` when both begin on `day`."""
        return self.end(day) > other.end(day)

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=4096)
def _normalize(period: Period) -> str:
    parts = period.parts
    months = 12 * parts.get("years", 0) + parts.get("months", 0)
    days = 7 * parts.get("weeks", 0) + parts.get("days", 0)
    seconds = 3600 * parts.get("hours", 0) + 60 * parts.get("minutes", 0) + parts.get("seconds", 0)
    days, seconds = days + seconds // 86400, seconds % 86400
    return f"P{months}M{days}DT{seconds}S"


@lru_cache(maxsize=4096)
def _parse_duration(text: str) -> isodate.Duration | timedelta:
    return isodate.parse_duration(text)


@lru_cache(maxsize=4096)  # an inventory has few periods, each compared many times
def _compute_end(text: str, start: date) -> datetime:
    try:
        end = datetime.combine(start, time.min) + _parse_duration(text)
    except (OverflowError, ValueError):
        return datetime.max
    assert isinstance(end, datetime)
    return end


@lru_cache(maxsize=4096)
def _compute_start(text: str, end: date) -> date:
    try:
        start = datetime.combine(end, time.min) - _parse_duration(text)
    except (OverflowError, ValueError):
        return date.min
    assert isinstance(start, datetime)
    return start.date()
