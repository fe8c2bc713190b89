"""The countries that sentences name: every country by its name in the CLDR, and the forms that names take."""

from __future__ import annotations

import re

import pytest
from babel import Locale

from seloste.policy.countries import load_countries
from seloste.policy.prose.mentions.countries import find_countries
from seloste.policy.prose.passages import split_passages
from seloste.policy.prose.words import load_words

LANGUAGES = ("fi", "en", "sv")


def name(words: str, language: str) -> list[str]:
    """The codes of the countries that a text names."""
    return [each.code for sentence in split_passages(words, language) for each in find_countries(sentence, language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_is_known_by_its_name(language: str) -> None:
    names = load_words("countries.countries", language)
    assert set(names) == load_countries() - {"X-EPO"}
    homonyms = set(load_words("countries.homonyms", language))
    for code, known in names.items():
        full = Locale(language).territories[code].replace("’", "'")
        assert re.sub(r"\W+", " ", full)[:1] == re.sub(r"\W+", " ", known[0])[:1], code
        if known[0] not in homonyms:
            assert name(f"– {known[0]}.", language) == [code], known[0]


@pytest.mark.parametrize(
    ("language", "words", "codes"),
    [
        ("fi", "Yhdysvaltoihin, Yhdysvalloissa, Yhdysvaltain ja Yhdysvaltojen", "US US US US"),
        ("fi", "Isossa-Britanniassa, Isoon-Britanniaan, Iso-Britanniassa, Ison-Britannian", "GB GB GB GB"),
        ("fi", "Yhdistyneeseen kuningaskuntaan, Yhdistyneessä kuningaskunnassa", "GB GB"),
        ("fi", "Intiaan, Sveitsissä, Kanadalle, Japanista, Israeliin", "IN CH CA JP IL"),
        ("fi", "Filippiineillä, Filippiineille, Alankomaihin, Bahamalla", "PH PH NL BS"),
        ("fi", "Uudessa-Seelannissa, Uuteen-Seelantiin, Etelä-Koreaan", "NZ NZ KR"),
        ("fi", "USA:han, USA:n, UK:hon, Irlannissa, Turkissa, Marokossa", "US US GB IE TR MA"),
        ("fi", "yhdysvaltalainen, Intianvaltameri, IN, NO, IT", ""),
        ("en", "the United States', the U.S., the States, India's, the UK", "US US US IN GB"),
        ("en", "Northern Ireland, Ireland, New Zealand, South Korea, Hong Kong", "GB IE NZ KR HK"),
        ("en", "EU-US Data Privacy Framework, Swiss-U.S. framework, 20 GB, CONTACT US, Jordan Smith", ""),
        ("sv", "USA:s, Indiens, Förenta staterna, Storbritanniens, Nya Zeeland", "US IN US GB NZ"),
    ],
)
def test_names_are_known_in_their_forms(language: str, words: str, codes: str) -> None:
    assert name(words, language) == codes.split()
