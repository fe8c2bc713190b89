"""The settings of a check that rules go by."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from seloste.policy.period import Period

YEAR = Period("P1Y")


class Settings(Struct, frozen=True):
    """How long a review holds, how long ahead an end is warned of, and whether later days are still to come.

    `evidence_max_age`: how long after its day a document documents a safeguard.
    `is_today`: the day is the clock's. Of a past day that was asked about, later ones may have come since.
    `today`: the day that the clock shows; None: the day asked about, whichever that is.
    """

    review_within: Period
    warn_ahead: Period
    is_today: bool = False
    evidence_max_age: Period = YEAR
    today: date | None = None

    def lies_ahead(self, day: date, asked: date) -> bool:
        """Whether a day lies after the one asked about, and has not come by the clock either."""
        return day > asked and (self.today is None or day > self.today)

    def is_past(self, day: date) -> bool:
        """Whether a day lies before the one that the clock shows."""
        return self.today is not None and day < self.today
