"""Which of the periods that sentences state is the least, and which the most, for which data are kept."""

from __future__ import annotations

from collections.abc import Sequence

from seloste.policy.drafting.readers.storage_terms import StatedLimit, StorageTerms
from seloste.policy.period import Period
from seloste.policy.prose.figures.lengths import Length

#: At once, when something has ended.
_AT_ONCE = "P0D"


def select_limits(terms: Sequence[StorageTerms]) -> dict[str, StatedLimit]:
    """The `minimum` and the `maximum` of the sentences of an entry, as far as they say them."""
    found: dict[str, StatedLimit] = {}
    minimum = _select_minimum(terms)
    maximum = _select_maximum(terms, minimum)
    if minimum is not None:
        found["minimum"] = minimum
    if maximum is not None:
        found["maximum"] = maximum
    return found


def _list_limits(terms: Sequence[StorageTerms]) -> list[StatedLimit]:
    return [limit for each in terms for limit in each.limits]


def _measure(limit: StatedLimit) -> float:
    length = Length.of_period(Period.parse(limit.period))
    return length.months * 30.4 + length.seconds / 86_400


def _select_minimum(terms: Sequence[StorageTerms]) -> StatedLimit | None:
    limits = _list_limits(terms)
    least = [limit for limit in limits if limit.bound == "least"]
    if least:
        return min(least, key=_measure)
    ranged = [limit for limit in limits if sum(limit.place == other.place for other in limits) > 1]
    if len(ranged) > 1 and not any(limit.bound for limit in ranged):
        return min(ranged, key=_measure)
    plain = [limit for limit in limits if not limit.bound and not limit.erases]
    last = [limit for limit in limits if limit.erases or limit.bound == "most"]
    if plain and last and min(map(_measure, plain)) < max(map(_measure, last)):
        return min(plain, key=_measure)
    lasting = next((each for each in terms if each.lasting), None)
    if lasting is None or lasting.limits:
        return None
    return _end_at_once(lasting) if lasting.at_least or last else None


def _select_maximum(terms: Sequence[StorageTerms], minimum: StatedLimit | None) -> StatedLimit | None:
    limits = [limit for limit in _list_limits(terms) if limit is not minimum and limit.bound != "least"]
    return max(limits, key=_measure, default=None)


def _end_at_once(terms: StorageTerms) -> StatedLimit:
    return StatedLimit(_AT_ONCE, terms.lasting, "", erases=False, place=0)
