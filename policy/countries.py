"""The codes of countries, ISO 3166-1 alpha-2, as data generated from the CLDR."""

from __future__ import annotations

from functools import cache

from seloste.policy.data import FOLDER, load_yaml


@cache
def load_countries() -> frozenset[str]:
    """The codes of countries, and of the organisations that the formats allow in their place."""
    known = load_yaml(FOLDER / "countries.yaml")
    return frozenset(known["countries"]) | frozenset(known["organisations"])


def is_country(code: str) -> bool:
    """Whether `code` is an ISO 3166-1 alpha-2 code, or that of an organisation that the formats allow in its place."""
    return code in load_countries()
