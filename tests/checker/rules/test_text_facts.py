"""How well the words of a promise are told from its keys: the frozen sentences, all of them, through the rule."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.linking.settings import Settings
from seloste.checker.rules.notice.text_facts.rule import text_contradicts_facts
from seloste.policy.law.law import LawOn, load_law
from seloste.policy.period import Period
from tests.support.sentence_facts import Sentence, list_wrong, load_sentences, load_written_with_rule, measure

#: Contradictions that the rule misses, by their first words. Each is a choice: to find it would find too much.
#: "Swiss" and "British" are words of a people as well as of a place.
MISSED = (
    "Outside the EEA we use exclusively Swiss and British service providers.",
    # The fourth set, of which nothing was put right but what was found falsely.
    "Osa alihankkijoistamme toimii EU/ETA-alueen ulkopuolella.",
    "Rekisterin tietoja käsittelee rekisterinpitäjän oman henkilöstön lisäksi",
    "Deleted content remains in our encrypted backups",
    "We use the following sub-processors to deliver the Service",
    "We share limited contact details with Eventbrite",
    "Överföringen till Förenta staterna grundar sig på EU-kommissionens standardavtalsklausuler",
)


@cache
def _law() -> LawOn:
    return load_law().on(date(2026, 11, 22))


def contradicts(notice: NoticeEntry) -> bool:
    """Whether the rule finds anything in a notice."""
    index = Index(notice, {}, None, Settings(Period("P1Y"), Period("P30D")))
    return any(True for _ in text_contradicts_facts(notice, index, _law()))


@cache
def _list_wrong() -> tuple[Sentence, ...]:
    return tuple(list_wrong(load_sentences(), contradicts))


def test_there_are_enough_sentences() -> None:
    sentences = load_sentences()
    assert len(sentences) >= 650
    assert {each.language for each in sentences} == {"fi", "en", "sv"}
    assert 0.4 < sum(each.contradicts for each in sentences) / len(sentences) < 0.6


def test_nothing_is_found_that_agrees() -> None:
    assert [each.text for each in _list_wrong() if not each.contradicts] == []


def test_what_is_missed_is_known() -> None:
    assert [each.text for each in _list_wrong() if each.contradicts and not each.text.startswith(MISSED)] == []


@pytest.mark.parametrize("by", ["language", "kind", "set"])
def test_nine_of_ten_contradictions_are_found(by: str) -> None:
    shares = measure(load_sentences(), contradicts, by)
    assert {name: str(share) for name, share in shares.items() if share.found < 9 * share.missed} == {}


@pytest.mark.parametrize("name", ["single_values", "sets_and_areas"])
def test_what_words_say_and_of_what(name: str) -> None:
    wrong = list_wrong(load_written_with_rule(name), contradicts)
    assert [(each.contradicts, each.language, each.text) for each in wrong] == []
