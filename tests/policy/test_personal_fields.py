"""Which kinds of personal data a field of a notice names."""

from __future__ import annotations

from pathlib import Path

import pytest

from seloste.policy.data import load_yaml
from seloste.policy.personal_data.fields import list_kinds_of_term, list_named_kinds, load_hierarchy
from seloste.policy.personal_data.lexicon import load_kinds
from seloste.policy.processing import PersonalData

POLICY = Path(__file__).resolve().parents[2] / "policy"


def name_kinds(id: str, text: dict[str, str], **keys: object) -> frozenset[str]:
    """The kinds that a field names."""
    return list_named_kinds(id, PersonalData.model_validate({"text": text, **keys}))


def test_every_term_is_one_of_the_vocabulary() -> None:
    terms = set(load_yaml(POLICY / "dpv.yaml")["personal_data"])
    used = {term for facts in load_kinds().values() for term in facts["dpv"]}
    used |= {term for wide, narrower in load_hierarchy().items() for term in (wide, *narrower)}
    assert used - terms == set()


def test_every_kind_has_a_term_and_every_wide_word_names_kinds() -> None:
    assert all(facts["dpv"] for facts in load_kinds().values())
    for language in ("en", "fi", "sv"):
        wide = load_yaml(POLICY / "personal_data" / "words" / f"{language}.yaml")["wide"]
        assert {kind for kinds in wide.values() for kind in kinds} <= set(load_kinds())


@pytest.mark.parametrize(
    ("term", "kinds"),
    [
        ("Contact", {"email", "phone", "address"}),
        ("EmailAddressWork", {"email"}),
        ("Identifying", {"name", "national-id", "online-id"}),
        ("Financial", {"bank-account", "finance", "payment-card"}),
        ("MedicalHealth", {"health"}),
        ("Family", {"family"}),
        ("OfficialID", {"national-id", "passport"}),
        ("DeviceBased", {"ip", "device"}),
    ],
)
def test_a_wide_term_covers_the_narrower_ones(term: str, kinds: set[str]) -> None:
    assert kinds <= list_kinds_of_term(term)


def test_a_narrow_term_covers_no_others() -> None:
    assert list_kinds_of_term("Name") == {"name"}
    assert not list_kinds_of_term("EmailAddress") & {"phone", "address", "name"}
    assert "national-id" not in list_kinds_of_term("Contact")
    assert list_kinds_of_term("no such term") == frozenset()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ({"fi": "Yhteystiedot (nimi, osoite, sähköposti)"}, {"name", "address", "email", "phone"}),
        ({"en": "Contact details"}, {"name", "address", "email", "phone"}),
        ({"sv": "Kontaktuppgifter"}, {"name", "address", "email", "phone"}),
        ({"fi": "Käyttäjätunnus ja salasana"}, {"online-id", "credential"}),
        ({"fi": "Laskutustiedot"}, {"bank-account", "address"}),
        ({"sv": "Faktureringsuppgifter"}, {"bank-account", "address"}),
        ({"en": "Your name, your date of birth and the languages that you speak"}, {"name", "birth-date", "language"}),
        ({"fi": "Lapsen äidinkieli ja huoltajien puhelinnumerot"}, {"language", "phone", "family"}),
        ({"fi": "Lokitiedot"}, {"ip", "device", "activity", "actor"}),
        ({"en": "Log data of the use of the service"}, {"ip", "device", "activity", "actor"}),
        ({"fi": "Henkilötunnus, kun asiakas maksaa laskulla"}, {"national-id"}),
        ({"en": "Where you live"}, set()),
        ({"en": "x " * 30 + "and at last your e-mail address"}, {"email"}),
        ({"fi": "Tieto turvakiellosta"}, {"protection-order"}),
        ({"sv": "Uppgift om skyddad identitet"}, {"protection-order"}),
    ],
)
def test_the_words_of_a_field_name_kinds(text: dict[str, str], kinds: set[str]) -> None:
    assert kinds <= name_kinds("f", text)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ({"fi": "Henkilötunnus, kun asiakas maksaa laskulla"}, {"national-id"}),
        ({"en": "Personal identity code, when the customer pays by invoice"}, {"national-id"}),
        ({"sv": "Personbeteckning, när kunden betalar mot faktura"}, {"national-id"}),
        ({"fi": "Sähköpostiosoite (lapsen osalta huoltajan osoite)"}, {"email"}),
        ({"en": "E-mail address (for a child, the guardian's address)"}, {"email"}),
        ({"sv": "E-postadress (för barn vårdnadshavarens adress)"}, {"email"}),
        ({"fi": "Allergiatiedot, jotka annat ruokapalvelun laskulla"}, {"health"}),
        ({"en": "Driving licence, if you pay by invoice, and passport number"}, {"driving-licence", "passport"}),
    ],
)
def test_what_tells_when_or_whose_names_no_data(text: dict[str, str], kinds: set[str]) -> None:
    assert name_kinds("f", text) == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ({"fi": "Nimi ja sähköposti, lapsen osalta myös allergiat"}, {"name", "email", "health"}),
        ({"fi": "Asiakkaan nimi (lapsen osalta myös syntymäaika)"}, {"name", "birth-date"}),
        ({"fi": "Terveystiedot, joihin kuuluvat allergiat, ja asiakasnumero"}, {"health", "person-id"}),
        ({"fi": "Asiakastiedot, joihin kuuluu henkilötunnus"}, {"name", "national-id"}),
        ({"fi": "Tiedot, jotka annat: nimi ja sähköposti"}, {"name", "email"}),
        ({"fi": "Numero, jonka saat passista"}, {"passport"}),
        ({"en": "Your name and, if you pay by invoice, your personal identity code"}, {"name", "national-id"}),
        ({"en": "Your name, if you pay by invoice your social security number"}, {"name", "national-id"}),
        ({"en": "Contact details (name, e-mail), when you order, and your date of birth"}, {"email", "birth-date"}),
        ({"en": "Data on you (for example your health)"}, {"health"}),
        ({"sv": "Namn, om din hälsa diagnos och om din familj civilstånd"}, {"name", "health", "family"}),
    ],
)
def test_data_that_clauses_add_are_named(text: dict[str, str], kinds: set[str]) -> None:
    assert kinds <= name_kinds("f", text)


def test_wide_words_do_not_cover_a_national_identification_number() -> None:
    for text in ({"en": "Contact details"}, {"fi": "Perustiedot"}, {"sv": "Personuppgifter"}, {"en": "Identity data"}):
        assert "national-id" not in name_kinds("f", text)
    assert "national-id" in name_kinds("f", {"en": "Number"}, national_id=True)


def test_the_id_names_kinds_too_and_is_all_there_is_of_a_field_that_the_notice_lacks() -> None:
    assert "email" in name_kinds("email", {"en": "How we reach you"})
    assert list_named_kinds("work-email", None) >= {"email"}
    assert list_named_kinds("henkilotunnus", None) == {"national-id"}
    assert list_named_kinds("f1", None) == frozenset()


def test_a_text_is_read_as_far_as_its_limit() -> None:
    assert name_kinds("f", {"en": "word " * 100_000 + "e-mail address"}) == frozenset()
    assert name_kinds("f", {"en": "a_" * 200_000}) == frozenset()
