"""How often a schedule runs, by its cron expression.

The interval is the longest time between two runs: "every day" is borne out only by a schedule that leaves no gap of
more than a day. What cannot be read with certainty has no interval, since programs read some forms differently.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import pairwise

from seloste.policy.period import Period

#: The longest expression that is read.
_LONGEST = 200
_DAY = 86_400
#: The most days that a period of ours can have.
_MOST_DAYS = 99_999
_NAMED = {
    "@hourly": "PT1H", "@daily": "P1D", "@midnight": "P1D", "@weekly": "P7D", "@monthly": "P1M",
    "@yearly": "P1Y", "@annually": "P1Y",
}  # fmt: skip
_WEEKLY = {"@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0"}
#: The minutes of a week.
_WEEK = 10_080
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_RATE = re.compile(r"rate\(\s*+(\d{1,5})\s++(minute|hour|day)s?\s*+\)", re.ASCII)
_DURATION = re.compile(r"(?:(\d{1,6})h)?+(?:(\d{1,6})m)?+(?:(\d{1,7})s)?+", re.ASCII)
_UNITS = {"minute": 60, "hour": 3_600, "day": _DAY}


def read_cron_interval(text: str) -> Period | None:
    """The longest time between two runs of a schedule; None where it cannot be told.

    Reads five fields, six with seconds first, `@daily` and its like, `@every 12h`, and `cron(…)` and `rate(…)` of AWS.
    """
    return _read_interval(text) if len(text) <= _LONGEST else None


def read_joint_interval(texts: Sequence[str]) -> Period | None:
    """The longest time between two runs of several schedules together, as far as each is the same every week.

    A full backup on Sundays and a smaller one on the other days are a backup each day.
    """
    runs = sorted(set().union(*(_list_week(text.strip().lower()) for text in texts if len(text) <= _LONGEST)))
    return (
        make_period(60 * max(after - before for before, after in pairwise([*runs, runs[0] + _WEEK]))) if runs else None
    )


@lru_cache(maxsize=1024)
def _list_week(text: str) -> frozenset[int]:
    """The minutes of the week at which a schedule of five fields runs; none where the day of the month decides too."""
    is_aws = text.startswith("cron(") and text.endswith(" *)")
    fields = text[len("cron(") : -len(" *)")].split() if is_aws else _WEEKLY.get(text, text).split()
    if len(fields) != 5 or not {fields[2], fields[3]} <= {"*", "?"}:
        return frozenset()
    sunday = 1 if is_aws else 0
    minutes, hours = _read_field(fields[0], 0, 59), _read_field(fields[1], 0, 23)
    weekdays = _read_field(fields[4], sunday, sunday + 7, _WEEKDAYS, sunday)
    runs = _list_runs(hours or (), minutes or ())
    return frozenset((day - sunday) % 7 * 1_440 + run for day in weekdays or () for run in runs)


@lru_cache(maxsize=1024)  # a whole inventory has few schedules, and a hostile one no more than it pays for
def _read_interval(text: str) -> Period | None:
    lower = text.strip().lower()
    if lower.startswith(("tz=", "cron_tz=")):
        lower = lower.partition(" ")[2].strip()
    if lower in _NAMED:
        return Period(_NAMED[lower])
    if lower.startswith("@every "):
        return read_duration(lower.removeprefix("@every ").strip())
    if rate := _RATE.fullmatch(lower):
        return make_period(int(rate[1]) * _UNITS[rate[2]])
    if lower.startswith("cron(") and lower.endswith(")"):
        fields = lower[len("cron(") : -1].split()
        if len(fields) != 6 or fields.pop() != "*":  # the last one is the year
            return None
        return _compute_interval(["0", *fields], first_weekday=1)
    fields = lower.split()
    if len(fields) not in (5, 6):
        return None
    return _compute_interval(fields if len(fields) == 6 else ["0", *fields], first_weekday=0)


def read_duration(text: str) -> Period | None:
    """The period of a duration as Go writes it: `720h`, `1h30m`, `720h0m0s`."""
    match = _DURATION.fullmatch(text) if text else None
    if match is None:
        return None
    hours, minutes, seconds = (int(number or 0) for number in match.groups())
    return make_period(hours * 3_600 + minutes * 60 + seconds)


def make_period(seconds: int) -> Period | None:
    """The period of a number of seconds; None where that is not above zero, or too large for a period."""
    days, rest = divmod(seconds, _DAY)
    if seconds <= 0 or days > _MOST_DAYS:
        return None
    hours, minutes, left = rest // 3_600, rest % 3_600 // 60, rest % 60
    time = "".join(f"{number}{unit}" for number, unit in ((hours, "H"), (minutes, "M"), (left, "S")) if number)
    return Period(f"P{f'{days}D' if days else ''}{f'T{time}' if time else ''}")


def _compute_interval(fields: Sequence[str], first_weekday: int) -> Period | None:
    """The interval of six fields, seconds first. The number of Sunday is 0, or 1 for AWS."""
    seconds, minutes, hours = (_read_field(field, 0, last) for field, last in zip(fields, (59, 59, 23), strict=False))
    months = _read_field(fields[4], 1, 12, _MONTHS)
    weekdays = _read_field(fields[5], first_weekday, first_weekday + 7, _WEEKDAYS, first_weekday)
    is_last_day = fields[3] == "l"
    days = frozenset(range(28, 32)) if is_last_day else _read_field(fields[3], 1, 31)
    if not (seconds and minutes and hours and months and weekdays and days):
        return None
    of_week = frozenset((day - first_weekday) % 7 for day in weekdays)
    any_day, any_weekday = fields[3] in ("*", "?"), fields[5] in ("*", "?")
    if not any_day and not any_weekday and "*" in fields[3] + fields[5]:
        return None  # of `*/2 * 1`, one cron runs on days that fit both, another on those that fit either
    runs = _list_runs(hours, minutes)
    if any_weekday and (is_last_day or (len(days) == 1 and max(days) <= 28)) and len(runs) == len(seconds) == 1:
        return _count_months(sorted(months))
    longest_day_gap = _find_day_gap(days, months, of_week, any_day or any_weekday)
    if is_last_day or longest_day_gap is None:
        return None
    return make_period(_find_longest_gap(runs, sorted(seconds), longest_day_gap))


def _list_runs(hours: Iterable[int], minutes: Iterable[int]) -> list[int]:
    """The minutes of the day at which it runs."""
    return sorted(hour * 60 + minute for hour in hours for minute in minutes)


def _find_longest_gap(runs: Sequence[int], seconds: Sequence[int], days: int) -> int:
    """The longest gap in seconds: within a minute, within a day, or over the days between two that have runs."""
    within = max((after - before for before, after in pairwise(seconds)), default=0)
    over = seconds[0] - seconds[-1]
    in_day = max(((after - before) * 60 + over for before, after in pairwise(runs)), default=0)
    return max(within, in_day, days * _DAY + (runs[0] - runs[-1]) * 60 + over)


def _count_months(months: Sequence[int]) -> Period:
    """The longest gap between months, for one run in each."""
    gaps = [after - before for before, after in pairwise([*months, months[0] + 12])]
    longest = max(gaps)
    return Period("P1Y" if longest == 12 else f"P{longest}M")


@lru_cache(maxsize=256)
def _find_day_gap(
    days: frozenset[int], months: frozenset[int], weekdays: frozenset[int], fits_both: bool
) -> int | None:
    """The longest gap between two days that have runs, in days; None where it runs on hardly any day."""
    if fits_both and len(days) == 31 and len(months) == 12 and len(weekdays) == 7:
        return 1
    found, before = 0, -1
    for number, (month, day, weekday) in enumerate(_list_days()):
        is_day, is_weekday = day in days, weekday in weekdays
        if month in months and ((is_day and is_weekday) if fits_both else (is_day or is_weekday)):
            found, before = max(found, number - before if before >= 0 else 0), number
    return found or None


@cache
def _list_days() -> list[tuple[int, int, int]]:
    """The month, the day and the weekday (0 for Sunday) of each day of nine years, two leap years among them."""
    first = date(2023, 1, 1)
    days = (first + timedelta(number) for number in range(9 * 365 + 2))
    return [(day.month, day.day, day.isoweekday() % 7) for day in days]


def _read_field(
    field: str, first: int, last: int, names: Sequence[str] = (), first_name: int = 1
) -> frozenset[int] | None:
    """The numbers of a field; None where it is of another form, or a number is out of its bounds."""
    numbers: set[int] = set()
    for part in field.split(","):
        bounds, has_step, step = part.partition("/")
        start, is_range, end = bounds.partition("-")
        every = bounds in ("*", "?")
        low = first if every else _read_number(start, names, first_name)
        goes_on = every or (has_step and not is_range)
        high = last if goes_on else _read_number(end if is_range else start, names, first_name)
        if goes_on and not every and names is _WEEKDAYS:
            return None  # whether `1/2` goes on to Sunday, programs do not agree
        width = _read_number(step) if has_step else 1
        if low is None or high is None or not width or not first <= low <= high <= last:
            return None
        numbers |= set(range(low, high + 1, width))
    return frozenset(numbers)


def _read_number(text: str, names: Sequence[str] = (), first_name: int = 1) -> int | None:
    if text in names:
        return names.index(text) + first_name
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None
