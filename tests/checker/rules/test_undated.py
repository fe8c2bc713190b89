"""A notice is dated by its keys, or by its own words; what they date otherwise does not date it."""

from __future__ import annotations

import pytest

from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.reading.documents import Document
from seloste.checker.rules.notice.maintenance import undated
from seloste.policy.notice import Policy

DATED = [
    ("fi", "Päivitetty 1.2.2026"),
    ("fi", "Henkilötietolain (523/1999) mukainen rekisteriseloste, laadittu 24.5.2018."),
    ("fi", "Kerromme, miten käsittelemme tietojasi. Selostetta on viimeksi päivitetty helmikuussa 2026."),
    ("fi", "Laadittu 24.5.2018, päivitetty 1.2.2026."),
    ("fi", "Tämä seloste on voimassa 1.2.2026 alkaen."),
    ("en", "This notice was last updated on 1 February 2026."),
    ("en", "Privacy notice (published 25 May 2018)"),
    ("en", "Last updated: Feb 1, 2026"),
    ("sv", "Uppdaterad den 1 februari 2026."),
    ("sv", "Den här beskrivningen publicerades den 25 maj 2018 och gäller tills vidare."),
]
UNDATED = [
    ("fi", "Selostetta päivitetään tarvittaessa."),
    ("fi", "Noudatamme selosteessa tietosuojalakia (1050/2018), joka tuli voimaan 1.1.2019."),
    ("fi", "Hinnasto on päivitetty 1.2.2026."),
    ("fi", "Seloste tarkistetaan seuraavan kerran 1.2.2027."),
    ("en", "We updated our cookie tool on 1 February 2026."),
    ("en", "The standard clauses, updated on 4 June 2021, apply."),
    ("en", "This notice will be reviewed by 1 March 2027."),
    ("sv", "Prislistan uppdaterades den 1 februari 2026."),
    ("sv", "Dataskyddslagen trädde i kraft den 1 januari 2019."),
]


def is_undated(language: str, **more: object) -> bool:
    notice = {"name": {language: "Oy"}, "languages": [language], **more.pop("notice", {})}  # type: ignore[dict-item]
    content = {"notice": notice, "controller": {"name": "Oy"}, **more}
    entry = NoticeEntry(Policy.model_validate(content), Document("policy.yaml", content, ""))
    return any(True for _ in undated(entry, None, None))  # type: ignore[arg-type]


@pytest.mark.parametrize(("language", "words"), DATED)
def test_a_notice_that_its_words_date(language: str, words: str) -> None:
    assert not is_undated(language, notice={"opening": {language: words}})
    section = {"heading": {language: "-"}, "text": {language: words}}
    assert not is_undated(language, sections={"changes": section})


@pytest.mark.parametrize(("language", "words"), UNDATED)
def test_words_that_date_something_else(language: str, words: str) -> None:
    assert is_undated(language, notice={"opening": {language: words}})


def test_a_title_with_a_date() -> None:
    assert not is_undated("fi", notice={"title": {"fi": "Tietosuojaseloste 25.5.2018"}})
    assert is_undated("fi", notice={"title": {"fi": "Tietosuojaseloste"}})
    assert not is_undated("fi", notice={"drawn_up": "2018-05-24"})
