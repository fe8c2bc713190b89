"""Who and what a notice tells of is read into its keys, in its words, and nothing is invented."""

from __future__ import annotations

from typing import Any

import pytest

from seloste.policy.notice import Policy
from tests.support.notice_blocks import draft


def read(section: str, body: str) -> dict[str, Any]:
    """The policy of a notice with one section of interest."""
    return draft(f"# Rekisterinpitäjä\nJamix Oy\n# Oikeudet\nSinulla on oikeus.\n# {section}\n{body}").policy


@pytest.mark.parametrize(
    "lines",
    [
        "Jamix Oy\nY-tunnus: 1234567-8\nKatu 1 A 2\n00100 Helsinki\npuh. 040 123 4567\ninfo@jamix.example",
        "Jamix Oy, Y-tunnus 1234567-8, Katu 1 A 2, 00100 Helsinki, puh. 040 123 4567, info@jamix.example",
        "Nimi: Jamix Oy\nOsoite: Katu 1 A 2, 00100 Helsinki\nY-tunnus: 1234567-8\nPuhelin: 040 123 4567\n"
        "Sähköposti: info@jamix.example",
        "Rekisterinpitäjänä toimii Jamix Oy (Y-tunnus 1234567-8), Katu 1 A 2, 00100 Helsinki, puh. 040 123 4567,"
        " info@jamix.example.",
    ],
)
def test_the_controller_in_one_line_or_many(lines: str) -> None:
    made = draft(f"# Rekisterinpitäjä\n{lines}\n# Tietolähteet\nAsiakas\n# Oikeudet\nOikeus")
    assert made.policy["controller"] == {
        "name": "Jamix Oy",
        "business_id": "1234567-8",
        "phone": "040 123 4567",
        "email": "info@jamix.example",
        "address": {"street": "Katu 1 A 2", "postal_code": "00100", "city": "Helsinki"},
    }
    assert "country-unstated" in [remark.key for remark in made.remarks]


def test_what_is_no_address_of_the_controller_is_not_lost() -> None:
    lines = "Jamix Oy\nKäyntiosoite: Katu 1, 00100 Helsinki\nPostiosoite: PL 1, 00101 Helsinki\n[email\u00a0protected]"
    policy = draft(f"# Rekisterinpitäjä\n{lines}\n# Tietolähteet\nAsiakas\n# Oikeudet\nOikeus").policy
    assert policy["controller"]["address"]["street"] == "Katu 1"
    assert policy["controller"]["email"] == "[email\u00a0protected]"
    assert "PL 1, 00101 Helsinki" in str(policy["closings"])


@pytest.mark.parametrize(
    ("line", "contact"),
    [
        ("Tietoturvapäällikkö – Timo Lehto", {"name": "Timo Lehto", "role": "Tietoturvapäällikkö"}),
        ("Rehtori Maija Meri, maija@koulu.example", {"name": "Maija Meri", "role": "Rehtori"}),
        ("Maija Meri, rehtori", {"name": "Maija Meri", "role": "rehtori"}),
        ("Tietosuojavastaava: Olli Ora", {"name": "Olli Ora", "role": "Tietosuojavastaava", "duty": "dpo"}),
        ("tietosuoja@koulu.example", {"email": "tietosuoja@koulu.example"}),
    ],
)
def test_contacts(line: str, contact: dict[str, str]) -> None:
    policy = read("Yhteyshenkilöt", line)
    (found,) = policy["contacts"].values()
    words = {key: value["fi"] if isinstance(value, dict) else value for key, value in found.items()}
    assert words.items() >= contact.items()
    assert policy["controller"].get("dpo_designated") == (True if "duty" in contact else None)
    assert ("duty" in words) == ("duty" in contact)


def test_an_officer_that_is_not_designated() -> None:
    policy = read("Tietosuojavastaava", "Yhtiö ei ole nimennyt tietosuojavastaavaa.")
    assert policy["controller"]["dpo_designated"] is False
    assert "contacts" not in policy


def test_another_controller_is_joint() -> None:
    lines = "Jamix Oy\nYhteisrekisterinpitäjänä toimii Toinen Oy."
    made = draft(f"# Rekisterinpitäjä\n{lines}\n# Oikeudet\nOikeus\n# Tietolähteet\nA")
    (joint,) = made.policy["joint_controllers"].values()
    assert joint == {"name": "Toinen Oy", "text": {"fi": "Yhteisrekisterinpitäjänä toimii Toinen Oy."}}


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("Laadittu 24.5.2018, viimeisin muutos 1.3.2024", {"drawn_up": "2018-05-24", "updated": "2024-03-01"}),
        ("Päivitetty viimeksi 12.3.2024", {"updated": "2024-03-12"}),
        ("Laki tuli voimaan 1.1.2019 kaikille.", {}),
    ],
)
def test_the_days_of_a_notice(line: str, days: dict[str, str]) -> None:
    notice = draft(f"Tietosuojaseloste\n{line}\n# Rekisterinpitäjä\nJamix Oy\n# Oikeudet\nO\n# Tietolähteet\nA").policy[
        "notice"
    ]
    assert {key: notice[key] for key in ("drawn_up", "updated", "reviewed") if key in notice} == days


def test_purposes_with_their_bases() -> None:
    policy = read(
        "Tarkoitukset ja oikeusperusteet",
        "Käsittelemme tietoja seuraaviin tarkoituksiin:\n- Tilausten toimittaminen (sopimus)\n- Suoramarkkinointi"
        " (oikeutettu etu)\n- Tilastointi\nKäsittely perustuu myös suostumukseen.\n"
        "Tietoja käytetään lisäksi uutiskirjeen lähettämiseen.",
    )
    purposes = list(policy["purposes"].values())
    assert [each.get("legal_basis", {}).get("basis") for each in purposes] == [
        *("contract", "legitimate-interests", None, None)
    ]
    assert [each.get("direct_marketing", False) for each in purposes] == [False, True, False, True]
    assert policy["legal_bases"] == [
        {"basis": "consent", "explanation": {"fi": "Käsittely perustuu myös suostumukseen."}}
    ]


def test_purposes_in_a_table() -> None:
    policy = read(
        "Tarkoitukset", "| Tarkoitus | Peruste | Tiedot |\n| --- | --- | --- |\n| Laskutus | Sopimus | nimi |"
    )
    (purpose,) = policy["purposes"].values()
    assert purpose == {"text": {"fi": "Laskutus\nTiedot: nimi"}, "legal_basis": {"basis": "contract"}}


@pytest.mark.parametrize(
    ("text", "bases"),
    [
        ("Käsittely perustuu 6 artiklan 1 kohdan c alakohtaan.", ["legal-obligation"]),
        ("Käsittelyn peruste on yleistä etua koskeva tehtävä (laki kirjastoista).", ["public-task"]),
        ("Käsittely perustuu kirjanpitolakiin.", ["legal-obligation"]),
        ("Käsittely ei perustu suostumukseen.", []),
        ("Käsittely perustuu sopimukseen ja oikeutettuun etuun.", ["contract", "legitimate-interests"]),
    ],
)
def test_legal_bases_of_the_whole_notice(text: str, bases: list[str]) -> None:
    policy = read("Käsittelyn oikeusperuste", text)
    assert [each["basis"] for each in policy.get("legal_bases", ())] == bases
    assert text in str(policy)


def test_fields_in_a_sentence_are_told_apart_only_where_they_are_a_list() -> None:
    words = "etu- ja sukunimi, yhteystiedot (osoite, puhelin), tiedot tilauksista ja niiden muutoksista, henkilötunnus"
    fields = read("Tietosisältö", f"Rekisteriin tallennetaan seuraavat tiedot: {words}.")["fields"]
    assert [each["text"]["fi"] for each in fields.values()] == [
        *("etu- ja sukunimi", "yhteystiedot (osoite, puhelin)", "tiedot tilauksista ja niiden muutoksista"),
        "henkilötunnus",
    ]
    assert [each.get("national_id", False) for each in fields.values()] == [False, False, False, True]
    whole = read("Tietosisältö", "Keräämme asiakkaan nimen ja osoitteen.")["fields"]
    assert [each["text"]["fi"] for each in whole.values()] == ["Keräämme asiakkaan nimen ja osoitteen."]


def test_labels_of_fields_are_groups() -> None:
    policy = read("Tietosisältö", "Asiakkaat:\n- Nimi\n- Terveystiedot\nTyönhakijat:\n- Hakemus")
    assert [group["text"]["fi"] for group in policy["groups"]["fields"].values()] == ["Asiakkaat", "Työnhakijat"]
    fields = list(policy["fields"].values())
    assert [each["group"] for each in fields] == ["asiakkaat", "asiakkaat", "tyonhakijat"]
    assert fields[1]["special_category"] is True


def test_whose_data_they_are() -> None:
    policy = read("Keiden tietoja käsitellään?", "- Asiakkaat\n- Työntekijät\n- Lapset")
    assert [each["text"]["fi"] for each in policy["data_subjects"].values()] == ["Asiakkaat", "Työntekijät", "Lapset"]
    flags = [(each.get("employees", False), each.get("children", False)) for each in policy["data_subjects"].values()]
    assert flags == [(False, False), (True, False), (False, True)]


def test_sources_are_direct_only_where_the_words_say_so() -> None:
    sources = read(
        "Tietolähteet", "- Rekisteröidyltä itseltään\n- Väestötietojärjestelmä\n- Sopimukset\n- Kameravalvonta"
    )
    assert [each.get("direct") for each in sources["sources"].values()] == [True, False, None, True]


@pytest.mark.parametrize(
    ("controller", "heading", "text"),
    [
        (
            "# Controller\nAcme OÜ is the controller.",
            "Sources",
            "We get the data from you and from the commercial register.",
        ),
        ("# Personuppgiftsansvarig\nFjällmoln AB", "Källor", "Uppgifterna får vi från dig och från Bolagsverket."),
    ],
)
def test_a_register_of_another_country_beside_the_person_leaves_the_source_open(
    controller: str, heading: str, text: str
) -> None:
    [source] = draft(f"{controller}\n# {heading}\n{text}").policy["sources"].values()
    assert "direct" not in source


def test_a_draft_is_a_policy() -> None:
    made = draft(
        "# Tietosuojaseloste\n# Rekisterinpitäjä\nJamix Oy\n# Käsittelyn tarkoitus\nMyynti\n# Tietosisältö\n- Nimi\n"
        "# Jotain muuta\n# Oikeudet\nSinulla on oikeus tarkastaa tietosi."
    )
    assert Policy.model_validate(made.policy).notice.draft
    assert len(made.places) == made.total


def test_what_is_denied_is_no_purpose() -> None:
    policy = read(
        "Käyttötarkoitus", "Tietoja käytetään laskutukseen. Henkilötietoja ei käytetä markkinointitarkoituksiin."
    )
    assert [each["text"]["fi"] for each in policy["purposes"].values()] == ["Tietoja käytetään laskutukseen."]
    assert "direct_marketing" not in str(policy["purposes"])
    assert "ei käytetä markkinointitarkoituksiin" in str(policy)


def test_laws_under_a_heading_on_legal_bases_are_no_purposes() -> None:
    made = draft(
        "# Rekisterinpitäjä\nJamix Oy\n# Tarkoitus\nLaskutus\n# Käsittelyn oikeusperuste\nLakisääteinen velvoite:\n"
        "- Kirjanpitolaki (1336/1997)\n- Tietosuojalaki (1050/2018)\n# Oikeudet\nOikeus"
    )
    assert list(made.policy["purposes"]) == ["laskutus"]
    assert [each["basis"] for each in made.policy["legal_bases"]] == ["legal-obligation"]
    assert len(made.places) == made.total


def test_a_controller_named_in_a_sentence_alone() -> None:
    stated = "Rekisterinpitäjä on Maija Meri, Y-tunnus 1234567-8."
    text = f"# Johdanto\n{stated}\n# Tietolähteet\nA\n# Oikeudet\nO\n# Suojaus\nS"
    made = draft(text)
    assert made.policy["controller"] == {"name": "Maija Meri", "business_id": "1234567-8"}
    assert "controller-from-words" in [remark.key for remark in made.remarks]


def test_a_form_with_labels_on_lines_of_their_own() -> None:
    made = draft(
        "1a Rekisterinpitäjä\nNimi\nJamix ry\nOsoite\nKatu 1, 00100 Helsinki\n2. Yhteyshenkilö\nNimi\nMaija Meri\n"
        "3. Rekisterin nimi\nJäsenet\n4. Tietolähteet\nJäsen"
    )
    assert made.policy["controller"]["name"] == "Jamix ry"
    assert made.policy["controller"]["address"]["city"] == "Helsinki"
    assert [each["name"] for each in made.policy["contacts"].values()] == ["Maija Meri"]
    assert not {"introductions", "closings"} & made.policy.keys()


def test_several_registers_are_joined_and_remarked() -> None:
    one = "1. Rekisterinpitäjä\nJamix Oy\n2. Rekisterin nimi\n{}\n3. Tietolähteet\n{}\n"
    made = draft(one.format("Asiakkaat", "Asiakas") + "Työnhakijarekisteri\n" + one.format("Hakijat", "Hakija"))
    assert [each["text"]["fi"] for each in made.policy["sources"].values()] == ["Asiakas", "Hakija"]
    assert ("several-registers", {"count": "2"}) in [(each.key, each.values) for each in made.remarks]
    assert "Työnhakijarekisteri" in str(made.policy)
    assert "Hakijat" in str(made.policy)
