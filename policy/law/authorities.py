"""The acts, judgments and guidance that findings cite, with the days of each (`authorities.yaml`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Any

from msgspec import field

from seloste.policy.law.data import load_law_data
from seloste.policy.law.dated import DatedEntry, Words, parse_entry


class Authority(DatedEntry, frozen=True, kw_only=True, eq=False):
    """An act, a judgment, a decision or a piece of guidance; `citation` is its short name in each language."""

    #: The beginning of its citations, the same in every language.
    key: str
    #: The country whose law it is: it binds only controllers established there. None: law of the Union.
    country: str | None = None
    #: What has come in its place, where that is no authority: another body, another form.
    successor: Words | None = None
    #: By language, the names by which texts call it; a star stands for any ending.
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Names that acts of other countries have too, and that mean it where the controller is established in its country.
    home_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@lru_cache(maxsize=1024)
def find_authorities(citation: str) -> tuple[Authority, ...]:
    """The authority of a citation, an entry for each of its names. Of several keys that fit, the longest one counts.

    Raises:
        ValueError: The citation begins with the key of no authority.
    """
    found = load_authorities()
    for key in _sort_keys():
        if citation.startswith(key) and not citation[len(key) : len(key) + 1].isalnum():
            return found[key]
    raise ValueError(f"no authority is known for the citation {citation!r}")


def find_authority_on(citation: str, day: date) -> Authority | None:
    """The authority of a citation under its name of the day; None where it was not in force."""
    return next((authority for authority in find_authorities(citation) if authority.on(day)), None)


@cache
def load_authorities() -> Mapping[str, tuple[Authority, ...]]:
    """The authorities by key; an act that changed its name has an entry for each name."""
    found: dict[str, list[Authority]] = defaultdict(list)
    for raw in load_law_data("authorities")["authorities"]:
        authority = _parse_authority(raw)
        found[authority.key].append(authority)
    return {key: tuple(entries) for key, entries in found.items()}


@cache
def load_national_laws() -> frozenset[str]:
    """The countries of whose own law the data know something."""
    countries = (authority.country for named in load_authorities().values() for authority in named)
    return frozenset(country for country in countries if country is not None)


@cache
def _sort_keys() -> tuple[str, ...]:
    return tuple(sorted(load_authorities(), key=len, reverse=True))


def _parse_authority(raw: Mapping[str, Any]) -> Authority:
    names, home_names = (
        {language: tuple(words.split("; ")) for language, words in raw.get(key, {}).items()}
        for key in ("names", "home_names")
    )
    return Authority(
        **parse_entry(raw),
        key=raw["key"],
        country=raw.get("country"),
        successor=raw.get("successor"),
        names=names,
        home_names=home_names,
    )
