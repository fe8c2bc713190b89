"""Whether words tell of the risks of a transfer, which consent to it must rest on."""

from __future__ import annotations

import pytest

from seloste.policy.prose.risks import tells_risks


@pytest.mark.parametrize(
    ("language", "text", "tells"),
    [
        ("fi", "Siirrosta voi aiheutua riskejä, koska maan tietosuojan taso ei ole riittävä.", True),
        ("fi", "Intian viranomaiset voivat saada tietosi.", True),
        ("fi", "Maassa ei ole EU:ta vastaavaa tietosuojaa.", True),
        ("fi", "Siirrämme tietoja Intiaan suostumuksellasi.", False),
        ("fi", "Siirroista ei aiheudu riskejä.", False),
        ("sv", "Överföringen medför risker eftersom skyddsnivån inte är adekvat.", True),
        ("sv", "I landet saknas adekvat skydd.", True),
        ("sv", "Vi överför uppgifter till Indien med ditt samtycke.", False),
        ("sv", "Överföringsverktyg saknas inte.", False),
        ("en", "Possible risks: authorities may access the data.", True),
        ("en", "There is no adequate level of protection in that country.", True),
        ("en", "Transfers without an adequacy decision rest on your consent.", False),
        ("en", "The transfer carries no risk.", False),
    ],
)
def test_risks_are_told_or_not(language: str, text: str, tells: bool) -> None:
    assert tells_risks({language: text}, anywhere=False) is tells


def test_a_text_about_something_else_tells_of_the_risks_of_transfers_alone() -> None:
    assert not tells_risks({"en": "We manage risks of fire."}, anywhere=True)
    assert tells_risks({"en": "A transfer to India carries risks."}, anywhere=True)
