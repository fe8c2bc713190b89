"""Lengths of time that words state, compared with the periods of keys as a careful reader would."""

from __future__ import annotations

from msgspec import Struct

from seloste.policy.period import Period

_MONTHS = {"Y": 12, "M": 1}
_SECONDS = {"W": 604_800, "D": 86_400, "H": 3_600, "I": 60, "S": 1}
_DAY = 86_400
#: A month has so many days at least.
_SHORTEST = 28


class Length(Struct, frozen=True):
    """A length of time: months by the calendar, seconds, and working days, whose length depends on the week."""

    months: float = 0.0
    seconds: float = 0.0
    working_days: float = 0.0

    @classmethod
    def of(cls, number: float, letter: str) -> Length:
        """So many of the unit of a letter: Y, M, W, D, H, I (minutes), S, or B (working days)."""
        if letter in _MONTHS:
            return cls(months=number * _MONTHS[letter])
        if letter == "B":
            return cls(working_days=number)
        return cls(seconds=number * _SECONDS[letter])

    @classmethod
    def of_period(cls, period: Period) -> Length:
        """The length of a period of a key."""
        parts = period.parts
        days = 7 * parts.get("weeks", 0) + parts.get("days", 0)
        seconds = 3600 * parts.get("hours", 0) + 60 * parts.get("minutes", 0) + parts.get("seconds", 0)
        return cls(float(12 * parts.get("years", 0) + parts.get("months", 0)), float(_DAY * days + seconds))

    @property
    def form(self) -> str:
        """One form for all equal lengths: 24 months and two years, a week and seven days."""
        if self.working_days:
            return f"{_write(self.working_days)}B"
        parts = []
        if self.months:
            whole = not self.months % 12
            parts.append(f"{_write(self.months / 12)}Y" if whole else f"{_write(self.months)}M")
        if self.seconds:
            letter = next((each for each in "DH" if not self.seconds % _SECONDS[each]), "I")
            parts.append(f"{_write(self.seconds / _SECONDS[letter])}{letter}")
        return "".join(parts) or "0D"

    @property
    def period(self) -> str:
        """The same as an ISO 8601 duration; empty where it is none in whole units, as working days are not."""
        if self.working_days or self.months % 1 or self.seconds % 1:
            return ""
        years, months = divmod(int(self.months), 12) if not self.months % 12 else (0, int(self.months))
        days, seconds = divmod(int(self.seconds), _DAY)
        hours, minutes = seconds // 3600, seconds % 3600 // 60
        date = "".join(f"{number}{letter}" for number, letter in ((years, "Y"), (months, "M"), (days, "D")) if number)
        time = "".join(f"{number}{letter}" for number, letter in ((hours, "H"), (minutes, "M")) if number)
        return f"P{date}{'T' if time else ''}{time}" if date or time else ""

    def plus(self, other: Length) -> Length:
        """Both lengths one after the other."""
        return Length(self.months + other.months, self.seconds + other.seconds, self.working_days + other.working_days)

    def is_part_of(self, whole: Length) -> bool:
        """Whether it can be the rest of "two years and six months": less than one of the unit before it."""
        if self.working_days or whole.working_days:
            return False
        if whole.months and not whole.seconds:
            unit = 12 if not whole.months % 12 else 1
            return self.months < unit and self.seconds < unit * _SHORTEST * _DAY
        return not self.months and not whole.months and self.seconds < _DAY <= whole.seconds

    def may_equal(self, other: Length) -> bool:
        """Whether the two are equal, or so near that a reader would call them so: 30 days and a month."""
        if self._is_like(other):
            return abs(self._sum() - other._sum()) <= self._sum() / 1000
        least, most = self._measure()
        return least <= other._measure()[1] and other._measure()[0] <= most

    def is_surely_longer(self, other: Length) -> bool:
        """Whether this length is longer, and not called equal."""
        if self._is_like(other):
            return self._sum() > other._sum() and not self.may_equal(other)
        return self._measure()[0] > other._measure()[1]

    def _is_like(self, other: Length) -> bool:
        """Whether both are of the same one kind, so that their numbers can be compared."""
        return any(not any((*each, *of)) for each, of in zip(self._list_others(), other._list_others(), strict=True))

    def _list_others(self) -> tuple[tuple[float, float], ...]:
        """For each kind, what there is of the other kinds."""
        return (
            (self.seconds, self.working_days),
            (self.months, self.working_days),
            (self.months, self.seconds),
        )

    def _sum(self) -> float:
        return self.months + self.seconds + self.working_days

    def _measure(self) -> tuple[float, float]:
        """The days that it lasts at least and at most, by the calendar, or by months of 30 days."""
        months, rest = self.months, self.seconds / _DAY + self.working_days
        least = (_SHORTEST * months if months <= 1 else 30 * months - (months in (2, 3))) + rest
        most = 30.4375 * months + (1.2 if months else 0) + self.seconds / _DAY
        return least if months else rest, most + (self.working_days * 7 / 5 + 2 if self.working_days else 0)


def _write(number: float) -> str:
    return f"{number:.4f}".rstrip("0").rstrip(".")
