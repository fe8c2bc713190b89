"""The country that follows from a known region of a known cloud provider (`regions.yaml`).

A general region, an unknown one and an unknown provider tell nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

from msgspec import Struct

from seloste.policy.data import FOLDER, load_yaml
from seloste.policy.names import NearNames

_DIGITS = "0123456789"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
#: What a name of a provider may have or lack: "Cloudflare, Inc." is "cloudflare inc".
_PUNCTUATION = str.maketrans(dict.fromkeys(" \t\n\u00a0.,-_&/()"))
#: The longest names that are looked up.
_LONGEST = 100


class Provider(Struct, frozen=True):
    """The regions of a provider with their countries, and the ends of its zones' names: `a` a letter, `0` a number."""

    countries: Mapping[str, str]
    zones: tuple[str, ...]

    def find_country(self, region: str) -> str | None:
        """The country of a region, or of a zone in it."""
        name = _normalize_region(region)
        return next((self.countries[known] for known in self._list_candidates(name) if known in self.countries), None)

    def _list_candidates(self, name: str) -> Iterator[str]:
        """The name, and the region that it is a zone of by the end of its name."""
        yield name
        for zone in self.zones:
            mark, letters = zone[:-1], zone[-1] == "a"
            region = _strip_letter(name) if letters else name.rstrip(_DIGITS)
            if region != name and region.endswith(mark):
                yield region.removesuffix(mark)


def find_region_country(provider: str | None, region: str | None) -> str | None:
    """The country in which a provider's region lies; None where that is not known."""
    if not provider or not region or max(len(provider), len(region)) > _LONGEST:
        return None
    return _find(provider, region)


@lru_cache(maxsize=1024)  # asked several times for each system
def _find(provider: str, region: str) -> str | None:
    known = load_providers().get(_normalize_provider(provider))
    return known.find_country(region) if known else None


@cache
def load_providers() -> Mapping[str, Provider]:
    """The providers by each of their names, read once."""
    providers: dict[str, Provider] = {}
    for entry in load_yaml(FOLDER / "regions.yaml").values():
        tables: Iterable[Mapping[str, list[str]]] = (table["regions"] for table in entry["tables"])
        countries = {
            _normalize_region(region): country
            for table in tables
            for country, regions in table.items()
            for region in regions
        }
        provider = Provider(countries, tuple(entry.get("zones", ())))
        providers |= {_normalize_provider(name): provider for name in entry["names"]}
    return providers


def suggest_hosting(provider: str | None, region: str | None) -> str:
    """The provider, or its region, that may be meant by one that is not known and differs by a letter; empty: none."""
    if not provider or not region or max(len(provider), len(region)) > _LONGEST:
        return ""
    known = load_providers().get(_normalize_provider(provider))
    if known is None:
        meant = NearNames(load_providers()).find(_normalize_provider(provider))
        return meant if meant and load_providers()[meant].find_country(region) else ""
    return "" if known.find_country(region) else NearNames(known.countries).find(_normalize_region(region))


def _normalize_provider(name: str) -> str:
    return name.casefold().translate(_PUNCTUATION)


def _normalize_region(name: str) -> str:
    return "".join(name.casefold().split()).replace("_", "-")


def _strip_letter(name: str) -> str:
    return name[:-1] if name[-1:] in _LETTERS else name


def list_regions(provider: str | None) -> dict[str, str]:
    """The first region of a provider in each country where it has one; empty for an unknown provider."""
    known = load_providers().get(_normalize_provider(provider or ""))
    regions: dict[str, str] = {}
    for region, country in (known.countries if known else {}).items():
        regions.setdefault(country, region)
    return regions
