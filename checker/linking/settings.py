"""The settings of a check that rules go by."""

from __future__ import annotations

from dataclasses import dataclass

from seloste.policy.period import Period


@dataclass(frozen=True, slots=True)
class Settings:
    """How long a review holds, and how long ahead an end is warned of."""

    review_within: Period
    warn_ahead: Period
