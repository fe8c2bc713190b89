"""Where countries and territories stand: inside the Union, inside the EEA, outside, or disputed (`membership.yaml`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from seloste.policy.law.data import load_law_data
from seloste.policy.law.dated import DatedEntry, parse_entry


class EeaStatus(StrEnum):
    """What an entry says of its countries."""

    MEMBER = "member"
    TREATED_AS_MEMBER = "treated-as-member"
    PART_OF = "part-of"
    OUTSIDE = "outside"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Territory(DatedEntry):
    """How some countries stood to the unions between two days."""

    standing: EeaStatus
    countries: tuple[str, ...]
    #: The unions that its countries belong to, or, if disputed, those for which that is open.
    unions: frozenset[str] = frozenset()
    #: The country whose standing a territory shares.
    follows: str | None = None


_INSIDE = (EeaStatus.MEMBER, EeaStatus.TREATED_AS_MEMBER)


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Every country and territory that the law data speaks of."""

    #: Area → the unions of which one must hold a country for it to be inside the area.
    areas: Mapping[str, frozenset[str]]
    by_country: Mapping[str, tuple[Territory, ...]]

    def is_inside(self, country: str, area: str, day: date) -> bool:
        """Whether the country was a member, was treated as one, or was part of one."""
        unions = self.areas[area]
        for place in self._on(country, day):
            if place.standing in _INSIDE and not unions.isdisjoint(place.unions):
                return True
            if place.follows is not None and self.is_inside(place.follows, area, day):
                return True
        return False

    def is_disputed(self, country: str, area: str, day: date) -> bool:
        """Whether sources differ on the country's standing, so that nothing may be decided."""
        unions = self.areas[area]
        return any(
            place.standing is EeaStatus.DISPUTED and not unions.isdisjoint(place.unions)
            for place in self._on(country, day)
        )

    def list_history(self, country: str) -> Iterator[Territory]:
        """Every entry about the country and about those it followed, in no order."""
        for place in self.by_country.get(country, ()):
            yield place
            if place.follows is not None:
                yield from self.list_history(place.follows)

    def _on(self, country: str, day: date) -> Iterator[Territory]:
        return (place for place in self.by_country.get(country, ()) if place.on(day))


@cache
def load_places() -> Places:
    """The places as packaged."""
    raw = load_law_data("membership")
    by_country: dict[str, list[Territory]] = defaultdict(list)
    for place in map(_place, raw["entries"]):
        for country in place.countries:
            by_country[country].append(place)
    return Places(
        areas={area: frozenset(unions) for area, unions in raw["areas"].items()},
        by_country={country: tuple(found) for country, found in by_country.items()},
    )


def _place(raw: Mapping[str, Any]) -> Territory:
    return Territory(
        **parse_entry(raw),
        standing=EeaStatus(raw["standing"]),
        countries=tuple(raw["countries"]),
        unions=frozenset(raw.get("unions", ())),
        follows=raw.get("follows"),
    )
