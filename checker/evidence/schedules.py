"""How often a schedule runs: the longest time between two runs of `0 3 * * *`, `cron(0 5 ? * 2-6 *)`, `rate(1 day)`."""

from __future__ import annotations

from seloste.checker.evidence.readings import make_period
from seloste.policy.period import Period

_LONGEST = 200
_DAYS = {name: number for number, name in enumerate(("sun", "mon", "tue", "wed", "thu", "fri", "sat"))}
_NAMED = {"@hourly": "PT1H", "@daily": "P1D", "@midnight": "P1D", "@weekly": "P7D", "@monthly": "P1M", "@yearly": "P1Y"}
_EVERY = ("*", "?")


def find_interval(schedule: str) -> Period | None:
    """The longest time between two runs of a schedule; None where it can't be told."""
    text = schedule.strip().lower()
    if len(text) > _LONGEST:
        return None
    if text in _NAMED:
        return Period(_NAMED[text])
    kind, _, inner = text.removesuffix(")").partition("(")
    if kind == "rate":
        return _read_rate(inner.split())
    fields = (inner if kind == "cron" else text).split()
    if kind == "cron" and len(fields) == 6:
        if fields[5] not in _EVERY:
            return None
        return _read_fields(fields[:5], sunday=1)
    return _read_fields(fields, sunday=0) if len(fields) == 5 else None


def _read_rate(words: list[str]) -> Period | None:
    """The period of `1 day`, `12 hours`."""
    if len(words) != 2 or not words[0].isdecimal() or len(words[0]) > 5:
        return None
    unit = words[1] if words[1].endswith("s") else f"{words[1]}s"
    return make_period(int(words[0]), unit) if unit in ("minutes", "hours", "days") else None


def _read_fields(fields: list[str], sunday: int) -> Period | None:
    """The longest time between two runs by the fields of cron. `sunday`: the number that it has there."""
    minute, hour, day, month, weekday = fields
    if month not in _EVERY:
        return None
    if day in _EVERY and weekday in _EVERY:
        return _find_interval_of_day(minute, hour)
    if day in _EVERY:
        weekdays = _list_numbers(weekday, 7, sunday)
        return make_period(_find_gap(weekdays, 7), "days") if weekdays else None
    if weekday not in _EVERY:
        return None
    return Period("P1M") if day == "l" or _list_numbers(day, 32, 0) else None


def _find_interval_of_day(minute: str, hour: str) -> Period | None:
    if hour in _EVERY:
        minutes = _list_numbers(minute, 60, 0)
        return make_period(_find_gap(minutes, 60), "minutes") if minutes else None
    hours = _list_numbers(hour, 24, 0)
    return make_period(_find_gap(hours, 24), "hours") if hours else None


def _find_gap(numbers: list[int], size: int) -> int:
    """The longest way from a number to the next one around a circle."""
    following = [*numbers[1:], numbers[0] + size]
    return max(after - before for before, after in zip(numbers, following, strict=True))


def _list_numbers(field: str, size: int, first: int) -> list[int]:
    """The numbers that a field of cron means, in order; none where it can't be read. `first`: what zero is called."""
    numbers: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        start, _, end = span.partition("-")
        low = 0 if span in _EVERY else _read_number(start, first)
        high = size - 1 if span in _EVERY or (step and not end) else _read_number(end, first) if end else low
        if size == len(_DAYS) and low is not None and high is not None:  # Sunday is 0 and 7
            low, high = low % size, high % size
        stride = int(step) if step.isdecimal() and len(step) < 4 else 0 if step else 1
        if low is None or high is None or not stride or not 0 <= low < size:
            return []
        numbers |= {number % size for number in range(low, (high if high >= low else high + size) + 1, stride)}
    return sorted(numbers)


def _read_number(text: str, first: int) -> int | None:
    """A number of a field, or a weekday by its name."""
    if text in _DAYS:
        return _DAYS[text]
    if not text.isdecimal() or len(text) > 2:
        return None
    return int(text) - first
