"""The status of countries and territories: inside the Union or the EEA, outside, or disputed (`membership.yaml`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from msgspec import Struct

from seloste.policy.law.data import load_law_data
from seloste.policy.law.dated import DatedEntry, parse_entry


class EeaStatus(StrEnum):
    """The ways in which countries relate to the unions. Free flow: outside, but data sent there are no transfer."""

    MEMBER = "member"
    TREATED_AS_MEMBER = "treated-as-member"
    FREE_FLOW = "free-flow"
    PART_OF = "part-of"
    OUTSIDE = "outside"
    DISPUTED = "disputed"


class Territory(DatedEntry, frozen=True, kw_only=True, eq=False):
    """The status of some countries between two days."""

    status: EeaStatus
    countries: tuple[str, ...]
    #: The unions that its countries belong to, or if disputed may belong to.
    unions: frozenset[str] = frozenset()
    #: The country whose status a territory shares.
    follows: str | None = None


_INSIDE = (EeaStatus.MEMBER, EeaStatus.TREATED_AS_MEMBER)


class Places(Struct, frozen=True, eq=False):
    """The countries and territories in the data of the law."""

    #: Area → unions: a country is inside the area if it belongs to one of them.
    areas: Mapping[str, frozenset[str]]
    by_country: Mapping[str, tuple[Territory, ...]]

    def is_inside(self, country: str, area: str, day: date) -> bool:
        """Whether the country was a member, was treated as one, or was part of one."""
        unions = self.areas[area]
        for place in self._list_on(country, day):
            if place.status in _INSIDE and not unions.isdisjoint(place.unions):
                return True
            if place.follows is not None and self.is_inside(place.follows, area, day):
                return True
        return False

    def is_within(self, country: str, whole: str, day: date) -> bool:
        """Whether the country is another, or was a part of it: Åland of Finland."""
        followed = (place.follows for place in self._list_on(country, day) if place.follows is not None)
        return country == whole or any(self.is_within(each, whole, day) for each in followed)

    def has_free_flow(self, country: str, day: date) -> bool:
        """Whether data sent to the country, though outside, were no transfer under GDPR Chapter V."""
        return any(place.status is EeaStatus.FREE_FLOW for place in self._list_on(country, day))

    def is_disputed(self, country: str, area: str, day: date) -> bool:
        """Whether sources differ on the country's status, so that nothing may be decided."""
        unions = self.areas[area]
        return any(
            place.status is EeaStatus.DISPUTED and not unions.isdisjoint(place.unions)
            for place in self._list_on(country, day)
        )

    def list_entries(self) -> tuple[Territory, ...]:
        """Every entry once: one may be about several countries."""
        return tuple({place.id: place for places in self.by_country.values() for place in places}.values())

    def list_dates(self) -> frozenset[date]:
        """Every date on which an answer about a place may change."""
        return frozenset(day for entry in self.list_entries() for day in entry.list_dates())

    def list_history(self, country: str) -> Iterator[Territory]:
        """The entries about the country and about those whose status it shared, in no order."""
        for place in self.by_country.get(country, ()):
            yield place
            if place.follows is not None:
                yield from self.list_history(place.follows)

    def _list_on(self, country: str, day: date) -> Iterator[Territory]:
        return (place for place in self.by_country.get(country, ()) if place.on(day))


@cache
def load_places() -> Places:
    """The places as packaged."""
    raw = load_law_data("membership")
    by_country: dict[str, list[Territory]] = defaultdict(list)
    for place in map(_parse_territory, raw["entries"]):
        for country in place.countries:
            by_country[country].append(place)
    return Places(
        areas={area: frozenset(unions) for area, unions in raw["areas"].items()},
        by_country={country: tuple(found) for country, found in by_country.items()},
    )


def _parse_territory(raw: Mapping[str, Any]) -> Territory:
    return Territory(
        **parse_entry(raw),
        status=EeaStatus(raw["standing"]),
        countries=tuple(raw["countries"]),
        unions=frozenset(raw.get("unions", ())),
        follows=raw.get("follows"),
    )
