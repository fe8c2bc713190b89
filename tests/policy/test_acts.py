"""Words name an act, or only speak of the law."""

from __future__ import annotations

import pytest

from seloste.policy.prose.acts import names_act, names_collective_agreement

NAMED = (
    ("fi", "laki yleisistä kirjastoista"),
    ("fi", "yleisistä kirjastoista annetun lain 13 §:n mukaiset maksut"),
    ("fi", "Kirkkojärjestys (657/2023)"),
    ("fi", "perusopetuslain mukainen opetus"),
    ("fi", "tietosuojalain 4 §:n 1 momentin 3 kohta"),
    ("fi", "laki sosiaalihuollon asiakkaan asemasta ja oikeuksista"),
    ("fi", "valtioneuvoston asetuksen nojalla"),
    ("sv", "lagen om allmänna bibliotek"),
    ("sv", "socialvårdslagen"),
    ("sv", "enligt 6 § i lagen"),
    ("sv", "skollagen (2010:800)"),
    ("en", "the Accounting Act"),
    ("en", "Act on Public Libraries"),
    ("en", "Regulation (EU) 2017/745"),
    ("en", "section 4 of the Data Protection Act (1050/2018)"),
    ("en", "Scientific research (Data Protection Act section 4)"),
    ("fi", "Tutkimus perustuu tietosuojalain neljänteen pykälään."),
    ("de", "Gesetz 1492/2016"),
)
UNNAMED = (
    ("fi", "lain nojalla"),
    ("fi", "Laki edellyttää käsittelyä."),
    ("fi", "lakisääteinen tehtävämme"),
    ("fi", "tietosuoja-asetuksen 6 artiklan 1 kohdan e alakohta"),
    ("fi", "Käsittelemme sellaista ja tällaista tietoa, myös ulkomaalaista."),
    ("fi", "päivitetty 3/2024"),
    ("fi", "Kunnan tehtävä on järjestää opetusta."),
    ("sv", "lagen kräver det"),
    ("sv", "förslagen från bolagen"),
    ("sv", "artikel 6.1 e i dataskyddsförordningen"),
    ("en", "we act on your behalf"),
    ("en", "as the law demands"),
    ("en", "Article 6(1)(e) of the GDPR, Regulation (EU) 2016/679"),
    ("en", "the General Data Protection Regulation and the Data Protection Act"),
    ("en", "24/7 since 2019"),
)


@pytest.mark.parametrize(("language", "words"), NAMED)
def test_an_act_is_named(language: str, words: str) -> None:
    assert names_act({language: words})


@pytest.mark.parametrize(("language", "words"), UNNAMED)
def test_the_law_is_spoken_of_and_no_act_is_named(language: str, words: str) -> None:
    assert not names_act({language: words})


def test_no_words_name_none() -> None:
    assert not names_act(None)


@pytest.mark.parametrize(
    ("language", "words"),
    [("fi", "työehtosopimuksen mukaan"), ("sv", "enligt kollektivavtalet"), ("en", "our collective agreement")],
)
def test_a_collective_agreement_is_named(language: str, words: str) -> None:
    assert names_collective_agreement({language: words})
    assert not names_act({language: words})
