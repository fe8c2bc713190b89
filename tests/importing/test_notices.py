"""Made-up notices, frozen before there was an importer: what an import finds in them, and what it must not lose."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from seloste.checker.reading.problem import Limits
from seloste.checker.reading.reader import read_yaml
from seloste.policy.notice import Policy
from tests.support.imported_notices import BUILT, NoticeCase, import_notice, list_cases
from tests.support.notice_scores import Scores, find_disorder, new_scores, score_notice, write_scores
from tests.support.source_sentences import find_lost, list_sentences

PLAIN = [case for case in list_cases() if case.format not in BUILT]
BUILT_CASES = [case for case in list_cases() if case.format in BUILT]
LEAST = 0.95


@cache
def draft(case_number: int) -> tuple[str, Any]:
    """The draft of a notice, as text and as read."""
    text = import_notice(list_cases()[case_number])
    reading = read_yaml(text.encode(), Limits())
    assert not reading.problems, reading.problems
    return text, reading.documents[0]


def draft_of(case: NoticeCase) -> tuple[str, Any]:
    return draft(list_cases().index(case))


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
    assert len(list_cases()) >= 44
    assert {case.expected["language"] for case in list_cases()} == {"fi", "en", "sv"}
    assert {case.format for case in list_cases()} == {"txt", "md", "html", *BUILT}


def test_of_each_section_enough_is_found_and_nothing_is_invented() -> None:
    scores = score(PLAIN)
    assert not find_poor(scores), "\n".join(write_scores(scores))


def test_no_sentence_is_lost_and_the_order_is_kept() -> None:
    assert not list_faults(PLAIN)


@pytest.mark.parametrize("case", PLAIN, ids=lambda case: case.stem)
def test_the_language_is_that_of_the_notice(case: NoticeCase) -> None:
    assert draft_of(case)[1]["notice"]["languages"] == [case.expected["language"]]


@pytest.mark.heavy
def test_documents_of_word_and_pdf_give_the_same() -> None:
    scores = score(BUILT_CASES)
    assert not find_poor(scores), "\n".join(write_scores(scores))
    assert not list_faults(BUILT_CASES)


def test_a_sentence_that_a_draft_lacks_is_told() -> None:
    case = PLAIN[0]
    sentences = list_sentences(case)
    text, policy = draft_of(case)
    assert not find_lost(sentences, text, policy)
    longest = max(sentences, key=len)
    assert find_lost([f"{longest} Lisäksi tuntematonta."], text, policy)
