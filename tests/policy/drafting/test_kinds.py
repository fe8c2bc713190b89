"""Kinds of notices that are published: their looks and their ways to say who is responsible, in made-up words."""

from __future__ import annotations

from typing import Any

import pytest

from seloste.policy.drafting.draft_policy import draft_policy
from seloste.policy.drafting.recognition import is_notice
from seloste.policy.prose.formats.reading import read_document
from tests.support.notice_blocks import draft, make_document

ROWS = (
    ("Rekisterin nimi", "Uimahallin asiakasrekisteri"),
    ("Rekisterinpitäjä", "<p>Nimi</p><p>Rantalan kunta</p><p>Osoite</p><p>Uimarinne 2, 00100 Helsinki</p>"),
    ("Tietosuojavastaava", "<p>Tehtävänimike</p><p>Lakimies Outi Aalto</p>"),
    ("Rekisterin tietosisältö", "Nimi ja puhelinnumero."),
    ("Tietojen säännönmukaiset luovutukset", "Tietoja ei luovuteta."),
)


def read_page(body: str) -> dict[str, Any]:
    return dict(draft_policy(read_document(f"<html><body>{body}</body></html>".encode(), "a.html")).policy)


def test_a_form_with_a_cell_for_the_number_of_each_section() -> None:
    rows = "".join(
        f"<tr><td>{number}</td><td>{one}</td><td>{two}</td></tr>" for number, (one, two) in enumerate(ROWS, 1)
    )
    policy = read_page(f"<h1>TIETOSUOJASELOSTE</h1><table>{rows}</table>")
    assert policy["notice"]["name"] == {"fi": "Uimahallin asiakasrekisteri"}
    assert policy["controller"]["name"] == "Rantalan kunta"
    assert [(each["name"], each["duty"]) for each in policy["contacts"].values()] == [("Outi Aalto", "dpo")]
    assert policy["disclosures"]["rule"] == "never"


@pytest.mark.parametrize(
    ("language", "sentence", "name"),
    [
        ("sv", "Brf Måsen 12 är personuppgiftsansvarig för uppgifterna.", "Brf Måsen 12"),
        ("en", "The Friends of Kettle Lane (see below) is the data controller.", "Friends of Kettle Lane"),
        ("en", "Data are held by the Bureau of Weights which is the data controller.", "Bureau of Weights"),
        ("en", "Each club is the data controller of its own register.", "TODO"),
        ("sv", "Föreningen är personuppgiftsansvarig.", "TODO"),
    ],
)
def test_who_is_said_to_be_the_controller(language: str, sentence: str, name: str) -> None:
    made = draft_policy(make_document(f"# Information\n{sentence}"), language)
    assert made.policy["controller"]["name"] == name


def test_a_controller_that_is_a_person_with_a_trade() -> None:
    lines = "Hieroja Aino Koski\nSarkatie 3, 33100 Tampere\nPuh. 040 123 4567"
    policy = draft(f"# Rekisterinpitäjä\n{lines}\n# Tietolähteet\nAsiakas\n# Oikeudet\nOikeus").policy
    assert policy["controller"]["name"] == "Hieroja Aino Koski"
    assert policy["controller"]["address"]["city"] == "Tampere"
    assert "contacts" not in policy


@pytest.mark.parametrize(
    "page",
    [
        "<p>Tietosuoja</p><h1>Tietosuojaseloste</h1><h2>Rekisterinpitäjä</h2><p>Koivu Oy</p><h2>Oikeudet</h2><p>a</p>",
        "<div><h1>Tietosuojaseloste</h1></div><main><p>Päivitetty: [pvm]</p><h2>Rekisterinpitäjä</h2><p>Koivu Oy</p>"
        "<h2>Oikeudet</h2><p>Sinulla on oikeus saada tietää kaikki, mitä sinusta on kirjoitettu muistiin.</p></main>",
    ],
)
def test_the_title_of_a_page_is_its_heading(page: str) -> None:
    assert read_page(page)["notice"]["title"] == {"fi": "Tietosuojaseloste"}


def test_a_short_notice_with_a_title_is_one_and_an_invoice_is_none() -> None:
    notice = "Tietosuojaseloste\n\n# Rekisterinpitäjä\nKoivu Oy\n# Oikeusperuste\nKäsittely perustuu suostumukseen."
    assert is_notice(draft(notice))
    assert not is_notice(draft("Lasku 12\n\n# Toimittaja\nKoivu Oy\n# Yhteyshenkilö\nAino Koski, aino@koivu.example"))


def test_a_contact_under_another_heading_is_another_one() -> None:
    lines = "- Kirjastotoimen johtaja\n## Rekisterin yhteyshenkilö\nAino Koski, asiakassihteeri\naino@rantala.example"
    policy = draft(
        f"# Rekisterinpitäjä\nRantalan kunta\n# Rekisterin vastuuhenkilö\n{lines}\n# Oikeudet\nOikeus"
    ).policy
    assert [(each.get("name"), each["role"]["fi"]) for each in policy["contacts"].values()] == [
        (None, "Kirjastotoimen johtaja"),
        ("Aino Koski", "asiakassihteeri"),
    ]


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("Rekisterin tarkoituksena on lainojen seuraaminen ja palautusten valvominen.", "purposes"),
        ("Palvelu tallentaa ne tiedot, jotka asiakas luovuttaa tilatessaan.", "sources"),
        ("Kaikilla jäsenillä on oikeus nähdä muiden jäsenten nimet.", "disclosures"),
    ],
)
def test_what_a_sentence_is_of(line: str, key: str) -> None:
    headings = {"purposes": "Käyttötarkoitus", "sources": "Tietolähteet", "disclosures": "Luovutukset"}
    policy = draft(f"# Rekisterinpitäjä\nKoivu Oy\n# {headings[key]}\n{line}").policy
    assert line in str(policy[key]) or line in str(policy["introductions"][key])
    assert not {"rights", "disclosures", "fields"} - {key} & {*policy}


def test_the_officer_among_the_contacts_of_one_heading() -> None:
    lines = (
        "Tietosuoja-asioissa voit kirjoittaa: palvelu@koivu.example\nTietosuojavastaava: Outi Aalto, outi@koivu.example"
    )
    heading = "Tietosuoja-asioiden yhteyshenkilö ja tietosuojavastaava"
    policy = draft(f"# Rekisterinpitäjä\nKoivu Oy\n# {heading}\n{lines}\n# Oikeudet\nOikeus").policy
    assert [(each["email"], each["duty"]) for each in policy["contacts"].values()] == [
        ("palvelu@koivu.example", "requests"),
        ("outi@koivu.example", "dpo"),
    ]


def test_what_is_denied_is_no_special_category() -> None:
    policy = draft("# Rekisterinpitäjä\nKoivu Oy\n# Tietosisältö\n- Nimi\n- Emme tallenna terveystietoja").policy
    assert not any("special_category" in each for each in policy["fields"].values())


def test_a_sentence_on_bases_before_a_list_of_purposes() -> None:
    lines = "Käsittelyn perusteena on asiakkaan suostumus.\n- ajanvaraus ja muistutukset\n- laskutus ja perintä"
    policy = draft(f"# Rekisterinpitäjä\nKoivu Oy\n# Käsittelyn tarkoitus\n{lines}").policy
    assert [each["basis"] for each in policy["legal_bases"]] == ["consent"]
    assert len(policy["purposes"]) == 2


def test_the_act_on_personal_data_itself_obliges_to_nothing() -> None:
    line = "Tietoja käytetään laskutukseen. Käsittely perustuu henkilötietolain 8 §:n 1 momentin 5 kohtaan."
    policy = draft(f"# Rekisterinpitäjä\nKoivu Oy\n# Käsittelyn tarkoitus\n{line}").policy
    assert "legal-obligation" not in str(policy)
