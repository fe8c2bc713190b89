"""Which two letters are a country: the codes of ISO 3166-1 alpha-2, as data generated from the CLDR."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from policy.data import load


@cache
def countries() -> frozenset[str]:
    """Every code that is a country, or an organisation that the formats allow in its place."""
    known = load(Path(__file__).parent / "countries.yaml")
    return frozenset(known["countries"]) | frozenset(known["organisations"])


def is_country(code: str) -> bool:
    """Whether `code` is an ISO 3166-1 alpha-2 code, or that of an organisation that the formats allow in its place."""
    return code in countries()
