"""The ages that words state, and numbers that are none."""

from __future__ import annotations

import pytest

from seloste.policy.prose.figures.ages import list_ages


@pytest.mark.parametrize(
    ("language", "text", "ages"),
    [
        ("fi", "alle 13-vuotiaan huoltaja", [13]),
        ("fi", "alle kolmetoistavuotias lapsi", [13]),
        ("fi", "lapsi, joka ei ole täyttänyt 16 vuotta", [16]),
        ("fi", "13–15-vuotiaat itse, alle 13 v. huoltaja", [13]),
        ("fi", "säilytämme suostumuksen 2 vuotta; pyyntö vanhenee 14 päivässä", []),
        ("sv", "den som inte har fyllt 13 år", [13]),
        ("sv", "barn under tretton år", [13]),
        ("sv", "en 12-åring, svar inom 14 dagar", [12]),
        ("en", "a child under the age of thirteen", [13]),
        ("en", "children aged 15 or younger", [16]),
        ("fi", "12-vuotiaat ja sitä nuoremmat", [13]),
        ("sv", "tolvåringar och yngre; samtycket bevaras i 10 år", [13]),
        ("en", "the consent is kept for 10 years; not yet fourteen", [14]),
        ("fi", "kerho on 7–12-vuotiaille; se on toiminut 16 vuotta", []),
        ("en", "on behalf of under-13s", [13]),
        ("en", "below 16, within 14 days, 30 days", [16]),
        ("en", "a 12-year-old and her guardian", [12]),
        ("en", "under 14 days", []),
        ("de", "unter 16 Jahren", []),
    ],
)
def test_ages_are_read_and_nothing_else(language: str, text: str, ages: list[int]) -> None:
    assert [age.limit for age in list_ages(text, language)] == ages
