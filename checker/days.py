"""The days on which something may change: every other day is judged like the one before it.

A judgment asks of a date whether it has come, has passed, is near (`warn_ahead`; a year, for the end of a waiver) or is
long past (`review_within`); and it compares periods by the calendar, in which P1M is longer than P30D in one month and
shorter in another. So whatever holds a date or a period has such days, whichever rule will look at it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from pydantic import BaseModel

from checker.check import Opened
from checker.rules.waiver import LONGEST
from policy.law.law import Law
from policy.period import Period

_DAY = timedelta(days=1)
#: Months and years have no fixed length in the units below them, so that only these two kinds can change places.
_OF_THE_CALENDAR = frozenset({"years", "months"})


def days_of_change(opened: Opened, law: Law, days: Sequence[date]) -> list[date]:
    """Those of `days`, which follow one another, on which a judgment may differ from that of the day before."""
    dates, periods = {*law.dates(), *_last_days(opened)}, set()
    for record in _records(opened):
        for value in _values(record):
            if isinstance(value, Period):
                periods.add(value)
            else:
                dates.add(value)
    config = opened.workspace.config
    near, past = (config.warn_ahead, LONGEST), (config.review_within,)
    found = {*_bitten(dates, days, near, past), *_reordered(periods, days)}
    return sorted(found.intersection(days[1:]))


def _records(opened: Opened) -> Iterator[BaseModel]:
    if opened.notice is not None:
        yield opened.notice.record
    for entries in (opened.processors.entries, opened.systems.entries if opened.systems else {}):
        for entry in entries.values():
            yield entry.record


def _last_days(opened: Opened) -> Iterator[date]:
    """The last days of waivers."""
    for waiver in (*opened.waivers, *(opened.systems.waivers if opened.systems else ())):
        if waiver.until is not None:
            yield waiver.until


def _values(value: Any) -> Iterator[date | Period]:
    """Every date and period within a record."""
    if isinstance(value, date | Period):
        yield value
    elif isinstance(value, BaseModel):
        for name in value.model_fields_set:
            yield from _values(getattr(value, name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _values(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _values(item)


def _bitten(
    dates: Collection[date], days: Sequence[date], near: Iterable[Period], past: Iterable[Period]
) -> Iterator[date]:
    """Each date and the day after it; and the first days from which it is near, or long past, by some period."""
    yield from dates
    yield from (on + _DAY for on in dates if on < date.max)
    turns = [(bisect_left, [period.end(day).date() for day in days]) for period in near]
    turns += [(bisect_right, [period.before(day) for day in days]) for period in past]
    for first_after, reached in turns:
        found = {first_after(reached, on) for on in dates}
        yield from (days[number] for number in found if number < len(days))


def _reordered(periods: Iterable[Period], days: Sequence[date]) -> Iterator[date]:
    """Each day from which two of the periods compare in another way than from the day before."""
    alike = {tuple(period.parts.items()): period for period in periods}
    kinds = [_OF_THE_CALENDAR.isdisjoint(period.parts) for period in alike.values()]
    mixed = any(not _OF_THE_CALENDAR.issuperset(period.parts) for period in alike.values())
    if all(kinds) or not mixed:
        return
    before: list[int] = []
    for day in days:
        ends = [period.end(day) for period in alike.values()]
        places = {end: place for place, end in enumerate(sorted(set(ends)))}
        order = [places[end] for end in ends]
        if order != before:
            yield day
        before = order
