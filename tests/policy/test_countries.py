"""The list of countries, held against the CLDR."""

from __future__ import annotations

import re

import pytest
from babel import Locale

from seloste.policy.countries import is_country
from seloste.policy.data import FOLDER, load_yaml

#: What the CLDR names and ISO 3166-1 does not assign: exceptional reservations (Ascension, Clipperton, Sark, Diego
#: Garcia, Ceuta and Melilla, the EU, the euro zone, the Canaries, Tristan da Cunha, the UN), and codes of its own.
UNASSIGNED = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}


def listed() -> dict[str, list[str]]:
    content: dict[str, list[str]] = load_yaml(FOLDER / "countries.yaml")
    return content


def test_the_list_is_the_cldrs_without_what_iso_does_not_assign() -> None:
    territories = {code for code in Locale("en").territories if re.fullmatch("[A-Z]{2}", code)}
    assert set(listed()["countries"]) == territories - UNASSIGNED


def test_the_list_has_as_many_codes_as_the_standard_each_once_and_in_order() -> None:
    countries = listed()["countries"]
    assert len(countries) == 249
    assert countries == sorted(set(countries))


@pytest.mark.parametrize("code", ["FI", "NO", "US", "GB", "AX", "GL", "TW", "PS", "XK", "X-EPO"])
def test_a_code_that_is_assigned_is_a_country(code: str) -> None:
    assert is_country(code)


@pytest.mark.parametrize("code", ["UK", "EU", "XKX", "ZZ", "AN", "SU", "YU", "fi", "FIN", "", "X-EPA", "EPO", "No"])
def test_anything_else_is_none(code: str) -> None:
    assert not is_country(code)
