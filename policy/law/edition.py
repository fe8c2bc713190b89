"""The edition of the law data: its version, and how far it may be relied on (`horizon.yaml`)."""

from __future__ import annotations

from datetime import date
from enum import IntEnum
from functools import cache

from msgspec import Struct

from seloste.policy.law.data import load_law_data
from seloste.policy.period import Period


class Currency(IntEnum):
    """How far the law data reach on a day, the best first."""

    #: The law of the day was checked.
    CHECKED = 0
    #: The day lies past the horizon.
    PAST = 1
    #: So long past it that the data must be checked before anybody goes by them.
    AGED = 2
    #: So long past it that nothing that rests on the data is verified.
    OUTDATED = 3


class Edition(Struct, frozen=True):
    """A version of the law data, and the days from which it grows old."""

    version: str
    #: The day on which this version was written.
    day: date
    #: The last day for which the law was checked in its sources.
    horizon: date
    aged_from: date
    outdated_from: date

    def get_currency_on(self, day: date) -> Currency:
        """How far the data reach on the day."""
        if day >= self.outdated_from:
            return Currency.OUTDATED
        if day >= self.aged_from:
            return Currency.AGED
        return Currency.PAST if day > self.horizon else Currency.CHECKED

    def list_dates(self) -> tuple[date, ...]:
        """The days on which, or after which, the data reach less far than before."""
        return self.horizon, self.aged_from, self.outdated_from


@cache
def load_edition() -> Edition:
    """The edition as packaged."""
    raw = load_law_data("horizon")
    horizon = date.fromisoformat(raw["horizon"])
    return Edition(
        version=raw["version"],
        day=date.fromisoformat(raw["day"]),
        horizon=horizon,
        aged_from=Period.parse(raw["aged"]).end(horizon).date(),
        outdated_from=Period.parse(raw["outdated"]).end(horizon).date(),
    )
