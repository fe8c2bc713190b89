"""The words of the rules, in each language: that every rule says all that it must."""

from __future__ import annotations

import pytest

from seloste.checker.rules.catalogue import FAMILIES, find_rule, load_catalogue
from seloste.reports.language.language import language_codes, load_language
from seloste.reports.language.rule_words import RuleWords

#: Rules of the notice that no wording can mend, and why.
WITHOUT_WORDING = {
    "notice/draft": "the mark is taken away, and no word is changed",
    "notice/placeholder-in-text": "what belongs in the gap, the user alone knows",
    "notice/balancing-test-missing": "the test is kept inside",
    "notice/retention-contradictory": "two of the notice's own periods contradict one another",
    "notice/right-inapplicable": "there is a wording too many",
    "notice/translation-missing": "the wording is there in another language",
    "notice/translation-differs": "the wording is there, in two versions",
    "notice/date-ahead": "a date is corrected",
    "notice/review-overdue": "what is missing is a review",
    "notice/promise-unverifiable": "the wording stands; what is missing is what checks it",
    "notice/purpose-unused": "there is a wording too many",
    "notice/field-unused": "there is a wording too many",
    "notice/source-unused": "there is a wording too many",
    "notice/data-subject-unused": "there is a wording too many",
    "notice/text-contradicts-facts": "the wording is there, and the keys say something else",
    "notice/contradicts-itself": "the notice says two things, of which one is right",
    "notice/law-unverified": "it is about our law data, not about the notice",
}


def words() -> dict[str, RuleWords]:
    return {f"{code} {rule}": load_language(code).rule(rule) for code in language_codes() for rule in load_catalogue()}


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("code", language_codes())
def test_there_are_words_for_the_rules_and_for_no_others(code: str, family: str) -> None:
    assert [f"{family}/{name}" for name in load_language(code).data["rules"][family]] == [
        rule for rule in load_catalogue() if rule.startswith(f"{family}/")
    ]


def test_every_rule_says_all_that_it_must() -> None:
    for entry in words().values():
        texts = [entry.title, entry.why, *entry.messages.values(), *entry.fixes.values()]
        assert all(text and text.strip() == text for text in texts)
        assert set(entry.fixes) <= {"system", "promise"}


def test_every_rule_says_how_to_mend_what_it_finds() -> None:
    for key, entry in words().items():
        drift = find_rule(key.split()[1]).family in ("system", "processor", "transfer", "evidence")
        assert bool(entry.fixes) is drift
        assert bool(entry.fix) is not drift


def test_every_rule_of_the_notice_has_a_wording_where_one_would_mend_it() -> None:
    for key, entry in words().items():
        rule = key.split()[1]
        assert bool(entry.wording) is (rule.startswith("notice/") and rule not in WITHOUT_WORDING)
