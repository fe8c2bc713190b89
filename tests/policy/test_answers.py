"""Answers to requests: within what time words promise them, and what they ask for them."""

from __future__ import annotations

import pytest

from seloste.policy.law.authorities import load_authorities
from seloste.policy.prose.answers import list_answer_periods, list_fees
from seloste.policy.prose.mentions.authorities import find_current_names


@pytest.mark.parametrize(
    ("language", "text", "periods"),
    [
        ("fi", "Vastaamme pyyntöön kahden kuukauden kuluessa.", ["2M"]),
        ("fi", "Toteutamme pyynnön 90 päivän kuluessa.", ["90D"]),
        ("fi", "Pyyntö käsitellään neljässä kuukaudessa.", ["4M"]),
        ("fi", "Säilytämme pyynnön 2 vuotta vastauksesta.", []),
        ("fi", "Voit tarkastaa tietosi kerran vuodessa.", []),
        ("fi", "Tiedot poistetaan kahden vuoden kuluttua pyynnön käsittelystä.", []),
        ("sv", "Vi besvarar din begäran inom två månader.", ["2M"]),
        ("sv", "En begäran behandlas inom 45 dagar.", ["45D"]),
        ("sv", "Vi bevarar din begäran i två år.", []),
        ("en", "We respond to requests within 45 days.", ["45D"]),
        ("en", "Your request is processed within six weeks.", ["42D"]),
        ("en", "We give you the data of the last 12 months upon request, and answer.", []),
        ("en", "We keep requests for 2 years after we have answered.", []),
        ("de", "Wir antworten in drei Monaten.", []),
    ],
)
def test_the_time_of_an_answer_is_read_and_no_other_period(language: str, text: str, periods: list[str]) -> None:
    assert [period.length.form for period in list_answer_periods(text, language)] == periods


@pytest.mark.parametrize(
    ("language", "text", "fees"),
    [
        ("fi", "Perimme tietojen tarkastamisesta 20 euroa.", ["20 euroa"]),
        ("fi", "Pyyntö on maksullinen.", ["maksullinen"]),
        ("fi", "Pyyntö on maksuton.", []),
        ("fi", "Emme peri maksua pyynnöstä.", []),
        ("fi", "Kohtuuttomasta pyynnöstä perimme 20 euroa.", []),
        ("fi", "Useammista jäljennöksistä perimme 5 € sivulta.", []),
        ("fi", "Pyyntö maksaa 0 euroa.", []),
        ("sv", "En begäran kostar 100 kronor.", ["100 kronor"]),
        ("sv", "Det är avgiftsfritt att göra en begäran.", []),
        ("sv", "Vi tar inte ut någon avgift för en begäran.", []),
        ("sv", "För ytterligare kopior tar vi ut 10 euro.", []),
        ("en", "A copy of your data costs EUR 15.00.", ["EUR 15.00"]),
        ("en", "We charge a fee for access to your data.", ["we charge"]),
        ("en", "Requests are free of charge.", []),
        ("en", "We do not charge a fee for requests.", []),
        ("en", "We may charge a reasonable fee if a request is manifestly unfounded.", []),
    ],
)
def test_a_price_is_read_where_the_law_allows_none(language: str, text: str, fees: list[str]) -> None:
    assert [fee.casefold() for fee in list_fees(text, language)] == [fee.casefold() for fee in fees]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("fi", "henkilötietolaissa, henkilötietolakiin, HENKILÖTIETOLAKI", {"act-523-1999"}),
        ("fi", "lain 523/1999 mukaan", {"act-523-1999"}),
        ("fi", "rekisteriselosteessa; tietosuojalautakunnalta", {"register-description", "data-protection-board"}),
        ("fi", "Tämä seloste korvaa aiemman rekisteriselosteen.", set()),
        ("fi", "Norjan henkilötietolakia sovelletaan.", set()),
        ("fi", "Liikenne- ja viestintävirasto Traficom valvoo.", set()),
        ("fi", "Viestintävirasto valvoo.", {"communications-authority"}),
        ("sv", "Transport- och kommunikationsverket Traficom övervakar.", set()),
        ("sv", "enligt personuppgiftslagens 26 §", {"act-523-1999"}),
        ("sv", "enligt personuppgiftslagen (1998:204)", set()),
        ("en", "The European Data Protection Board issues guidelines.", set()),
        ("en", "the Information Society Code", {"act-917-2014-code"}),
        ("en", "The former Article 29 Working Party adopted it.", set()),
    ],
)
def test_what_is_no_longer_is_found_by_its_names(language: str, text: str, found: set[str]) -> None:
    ended = [entry for entries in load_authorities().values() for entry in entries if entry.names and entry.last]
    assert {entry.id for entry in ended if find_current_names(text, language, entry, at_home=True)} == found
