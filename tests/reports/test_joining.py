"""Names in one line: a common word begins small after a semicolon, a name keeps its capital."""

from __future__ import annotations

import pytest

from seloste.reports.language.joining import find_proper_stems, join_names
from tests.support.samples import minimal

TEXT = "Annamme tietoja Kelalle ja kerromme niistä Asiakkaalle. Tietoja saa myös Posti."


@pytest.mark.parametrize(
    ("names", "joined"),
    [
        (["Nimi", "Puhelinnumero", "Sähköpostiosoite"], "Nimi; puhelinnumero; sähköpostiosoite"),
        (["Etuudet", "Kelan päätökset", "Postin lähetykset"], "Etuudet; Kelan päätökset; Postin lähetykset"),
        (["Nimi", "IP-osoite", "Y-tunnus", "3D-kuva", "A"], "Nimi; IP-osoite; Y-tunnus; 3D-kuva; A"),
        (["Nimi", "Lumikiurun jäsennumero"], "Nimi; Lumikiurun jäsennumero"),
        (["Nimi"], "Nimi"),
        ([], ""),
    ],
)
def test_a_common_word_begins_small_and_a_name_does_not(names: list[str], joined: str) -> None:
    policy = minimal(controller={"name": "Lumikiuru Oy"}, purposes={"a": {"text": {"fi": TEXT}}})
    assert join_names(names, find_proper_stems(policy, "fi"), "fi") == joined


def test_german_nouns_keep_their_capitals() -> None:
    assert join_names(["Name", "Anschrift"], frozenset(), "de") == "Name; Anschrift"
