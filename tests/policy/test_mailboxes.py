"""A mailbox made of a person's name is the person's own; one of a role is not."""

from __future__ import annotations

import time

import pytest

from seloste.policy.prose.mailboxes import is_own_mailbox, list_name_parts

OWN = (
    ("Matti Virtanen", "matti.virtanen@x.fi"),
    ("Matti Virtanen", "m.virtanen@x.fi"),
    ("Matti Virtanen", "mvirtanen@x.fi"),
    ("Matti Virtanen", "virtanenm2@x.fi"),
    ("Matti Virtanen", "matti@x.fi"),
    ("Pekka Tukiainen", "tukiainen@x.fi"),
    ("Matti Virtanen", "virmat@x.fi"),
    ("Matti Virtanen", "mv@x.fi"),
    ("Matti Virtanen", "MATTI_VIRTANEN@x.fi"),
    ("Matti Virtanen", "etunimi.sukunimi@x.fi"),
    ("Matti Virtanen", "firstname.lastname@x.fi"),
    ("Matti Virtanen", "förnamn.efternamn@x.fi"),
    ("Matti Virtanen", "fornamn.efternamn@x.fi"),
    ("Päivi Mäkinen", "paivi.makinen@x.fi"),
    ("Päivi Mäkinen", "pmaekinen@x.fi"),
    ("Åsa Öberg", "oberg@x.fi"),
    ("Anna-Maija Virtanen-Meri", "anna-maija@x.fi"),
    ("Anna-Maija Virtanen-Meri", "annamaija.meri@x.fi"),
    ("Bo Ek", "bo.ek@x.fi"),
    ("Bo Ek", "ek@x.fi"),
    ("Li Wu", "liwu@x.fi"),
    ("Maija Meri, lakimies", "maija@x.fi"),
    ("Tietosuojavastaava Maija Meri", "mmeri@x.fi"),
    ("Søren Ærø", "soren@x.fi"),
    ("Isännöitsijä Kaisa Koski", "kaisa.koski@x.fi"),
    ("Disponent Eva Ek", "eva.ek@x.fi"),
    ("Library Director Pat Doe", "pdoe@x.fi"),
    ("Kirjaston johtaja Kaisa Koski", "koski@x.fi"),
)
OF_A_ROLE = (
    ("Matti Virtanen", "tietosuoja@x.fi"),
    ("Hanna Räsänen", "hr@x.fi"),
    ("Ida Tamm", "it@x.fi"),
    ("Ilo Asia", "asiakaspalvelu@x.fi"),
    ("Maija Meri", "merituote@x.fi"),
    ("Maija Meri, tietosuojavastaava", "tietosuojavastaava@x.fi"),
    ("Tietosuojavastaava Maija Meri", "tietosuojavastaava@x.fi"),
    ("Pat Doe, CEO", "ceo@x.fi"),
    ("Inka Forsman", "info@x.fi"),
    ("Maija Meri", "tietosuoja+maija@x.fi"),
    ("Åsa Öberg", "dataskydd@x.fi"),
    ("Isännöitsijä Kaisa Koski", "isannoitsija@x.fi"),
    ("Disponent Eva Ek", "disponent@x.fi"),
    ("Property Manager Pat Doe", "property.manager@x.fi"),
    ("Hiekkalahden kirjasto", "kirjasto@x.fi"),
)


@pytest.mark.parametrize(("name", "email"), OWN)
def test_a_mailbox_made_of_the_name_is_the_persons_own(name: str, email: str) -> None:
    assert is_own_mailbox(email, name)


@pytest.mark.parametrize(("name", "email"), OF_A_ROLE)
def test_a_mailbox_of_a_role_is_not(name: str, email: str) -> None:
    assert not is_own_mailbox(email, name)


@pytest.mark.parametrize(
    "name",
    [
        "Customer Service",
        "Tietosuoja-asiat",
        "Asiakaspalvelu / tietosuoja",
        "Data Protection Team",
        "–",
        "HR IT",
        "Hiekkalahden kirjasto",
        "Sandvikens bibliotek",
        "Hiekkalahti Library",
        "Kiuru Oy",
    ],
)
def test_a_role_has_no_name_of_a_person(name: str) -> None:
    assert list_name_parts(name) == []


def test_any_name_is_compared_in_no_time() -> None:
    started = time.process_time()
    is_own_mailbox("a" * 5_000 + "@x.fi", " ".join(["a" * 900] * 500))
    assert time.process_time() - started < 0.5
