"""A sentence is of the section of its heading, unless its words are surely of another."""

from __future__ import annotations

import pytest

from seloste.policy.drafting.topics import find_topic
from tests.support.notice_blocks import draft


@pytest.mark.parametrize(
    ("language", "own", "sentence", "topic"),
    [
        ("fi", "purposes", "Henkilötietoja säilytetään vähintään asiakassopimuksen ajan.", "retention"),
        ("fi", "disclosures", "Yhtiö hyödyntää alihankkijoita.", "processors"),
        ("fi", "disclosures", "Tietoja ei siirretä EU:n ulkopuolelle.", "transfers"),
        ("fi", "disclosures", "Emme myy tietojasi.", "never"),
        ("fi", "retention", "Tiedot on suojattu palomuurilla.", "safeguards"),
        ("fi", "purposes", "Voit peruuttaa suostumuksesi milloin tahansa.", "rights"),
        ("en", "purposes", "We keep your data for two years.", "retention"),
        ("en", "disclosures", "We never sell your data.", "never"),
        ("sv", "disclosures", "Uppgifterna överförs inte utanför EU.", "transfers"),
        # in doubt it stays
        ("fi", "transfers", "Alihankkijamme siirtävät tietoja Yhdysvaltoihin.", ""),
        ("fi", "purposes", "Tietoja käytetään laskutukseen, ja niitä säilytetään lain vaatiman ajan.", ""),
        ("fi", "safeguards", "Varmuuskopiot säilytetään 30 päivää.", ""),
        ("fi", "cookies", "Evästeet säilytetään vuoden ajan.", ""),
    ],
)
def test_sentences_that_are_surely_of_another_section(language: str, own: str, sentence: str, topic: str) -> None:
    assert find_topic(sentence, language, (own,)) == topic


def test_items_go_with_what_leads_to_them() -> None:
    policy = draft(
        "# Rekisterinpitäjä\nJamix Oy\n# Käyttötarkoitus\nTietoja käytetään laskutukseen.\n"
        "Rekisteriin tallennetaan seuraavia tietoja:\n- Nimi\n- Osoite\n# Oikeudet\nOikeus tarkastaa tiedot."
    ).policy
    assert len(policy["purposes"]) == 1
    assert [entry["text"] for entry in policy["fields"].values()] == [{"fi": "Nimi"}, {"fi": "Osoite"}]
    assert policy["introductions"] == {"fields": {"fi": "Rekisteriin tallennetaan seuraavia tietoja:"}}


def test_a_notice_without_headings_is_read_by_its_sentences() -> None:
    made = draft(
        "Yhdistys ry pitää jäsenrekisteriä. Käytämme tietoja jäsenrekisterin ylläpitoon. Tietoja säilytetään kaksi"
        " vuotta. Tiedot on suojattu salasanalla. Sinulla on oikeus tarkastaa tietosi."
    )
    assert {"purposes", "retention", "safeguards", "rights"} <= made.policy.keys()
    assert made.policy["controller"] == {"name": "Yhdistys ry"}
    assert len(made.places) == made.total
