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
from tests.support.sentence_facts import SINGLE, Sentence, list_wrong, load_sentences, load_written_with_rule, measure

#: Contradictions that the rule misses, by their first words. Each is a choice: to find it would find too much.
MISSED: tuple[str, ...] = ()


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
    assert len(sentences) >= 200
    assert {each.language for each in sentences} == {"fi", "en", "sv"}
    assert 0.4 < sum(each.contradicts for each in sentences) / len(sentences) < 0.6


def test_no_single_value_is_found_that_agrees() -> None:
    assert [each.text for each in _list_wrong() if not each.contradicts and each.kind in SINGLE] == []


def test_the_single_values_that_are_missed_are_known() -> None:
    missed = [each.text for each in _list_wrong() if each.contradicts and each.kind in SINGLE]
    assert [text for text in missed if not text.startswith(MISSED or ("-",))] == []


@pytest.mark.parametrize("by", ["language", "kind"])
def test_nine_of_ten_single_values_are_found(by: str) -> None:
    single = [each for each in load_sentences() if each.kind in SINGLE]
    shares = measure(single, contradicts, by)
    assert {name: str(share) for name, share in shares.items() if share.found < 9 * share.missed} == {}


@pytest.mark.parametrize("by", ["language", "kind"])
def test_nine_of_ten_of_the_rest_are_found_and_nothing_that_agrees(by: str) -> None:
    rest = [each for each in load_sentences() if each.kind not in SINGLE]
    shares = measure(rest, contradicts, by)
    assert {name: str(share) for name, share in shares.items() if share.false or share.found < 9 * share.missed} == {}


@pytest.mark.parametrize("name", ["single_values", "sets_and_areas"])
def test_what_words_say_and_of_what(name: str) -> None:
    wrong = list_wrong(load_written_with_rule(name), contradicts)
    assert [(each.contradicts, each.language, each.text) for each in wrong] == []
