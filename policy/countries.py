"""The codes of countries, ISO 3166-1 alpha-2, as data generated from the CLDR."""

from __future__ import annotations

from functools import cache

from seloste.policy.data import FOLDER, load_yaml


@cache
def load_countries() -> frozenset[str]:
    """The codes of countries, with those that ISO does not assign, and of the organisations that the formats allow."""
    return frozenset(code for codes in load_yaml(FOLDER / "countries.yaml").values() for code in codes)


def is_country(code: str) -> bool:
    """Whether `code` is that of a country (ISO 3166-1, or the Union's own), or of an organisation in its place."""
    return code in load_countries()


@cache
def load_iso_countries() -> frozenset[str]:
    """The codes that ISO 3166-1 assigns: those that other vocabularies have as well."""
    return frozenset(load_yaml(FOLDER / "countries.yaml")["countries"])
