"""Made-up notices, frozen before they were imported: what an import finds in them, and what it must not lose."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from seloste.checker.reading.problem import Limits
from seloste.checker.reading.reader import read_yaml
from seloste.policy.notice import Policy
from tests.support.imported_notices import BUILT, SETS, NoticeCase, import_notice, list_cases
from tests.support.notice_scores import Scores, find_disorder, new_scores, score_notice, write_scores
from tests.support.source_sentences import find_lost, list_sentences

PLAIN = {name: [case for case in list_cases(name) if case.format not in BUILT] for name in SETS}
BUILT_CASES = {name: [case for case in list_cases(name) if case.format in BUILT] for name in SETS}
LEAST = 0.95


@cache
def draft(name: str, number: int) -> tuple[str, Any]:
    """The draft of a notice of a set, as text and as read."""
    text = import_notice(list_cases(name)[number])
    reading = read_yaml(text.encode(), Limits())
    assert not reading.problems, reading.problems
    return text, reading.documents[0]


def draft_of(case: NoticeCase) -> tuple[str, Any]:
    name = case.source.parent.name
    return draft(name, list_cases(name).index(case))


def score(cases: list[NoticeCase]) -> Scores:
    scores = new_scores()
    for case in cases:
        score_notice(case, draft_of(case)[1], scores)
    return scores


def find_poor(scores: Scores) -> list[str]:
    """What is wrong in sections of which too little is found, or too much."""
    poor = [tally for tally in scores.values() if min(tally.precision, tally.recall) < LEAST]
    return [fault for tally in poor for fault in tally.faults]


def list_faults(cases: list[NoticeCase]) -> list[str]:
    """What no draft may have: lost sentences, sections in another order, and what is no policy or no draft."""
    faults = []
    for case in cases:
        text, policy = draft_of(case)
        faults += [f"{case.stem}: lost: {sentence}" for sentence in find_lost(list_sentences(case), text, policy)]
        faults += find_disorder(case, policy)
        assert Policy.model_validate(policy).notice.draft, case.stem
    return faults


def test_there_are_notices_of_each_language_and_format() -> None:
    assert [len(list_cases(name)) for name in SETS] == [45, 30]
    for name in SETS:
        assert {case.expected["language"] for case in list_cases(name)} == {"fi", "en", "sv"}
        assert {case.format for case in list_cases(name)} == {"txt", "md", "html", *BUILT}


@pytest.mark.parametrize("name", SETS)
def test_of_each_section_enough_is_found_and_nothing_is_invented(name: str) -> None:
    scores = score(PLAIN[name])
    assert not find_poor(scores), "\n".join(write_scores(scores))


@pytest.mark.parametrize("name", SETS)
def test_no_sentence_is_lost_and_the_order_is_kept(name: str) -> None:
    assert not list_faults(PLAIN[name])


@pytest.mark.parametrize("name", SETS)
def test_the_language_is_that_of_the_notice(name: str) -> None:
    for case in PLAIN[name]:
        assert draft_of(case)[1]["notice"]["languages"] == [case.expected["language"]], case.stem


@pytest.mark.heavy
@pytest.mark.parametrize("name", SETS)
def test_documents_of_word_and_pdf_give_the_same(name: str) -> None:
    scores = score(BUILT_CASES[name])
    assert not find_poor(scores), "\n".join(write_scores(scores))
    assert not list_faults(BUILT_CASES[name])


def test_a_sentence_that_a_draft_lacks_is_told() -> None:
    case = PLAIN[SETS[0]][0]
    sentences = list_sentences(case)
    text, policy = draft_of(case)
    assert not find_lost(sentences, text, policy)
    longest = max(sentences, key=len)
    assert find_lost([f"{longest} Lisäksi tuntematonta."], text, policy)
