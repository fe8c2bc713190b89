"""Must people be told again? Each pair of notices gets the answer that a lawyer would give, and for that reason."""

from __future__ import annotations

from seloste.policy.change.comparison import NoticeComparison
from seloste.reports.change.words import format_reason
from seloste.reports.language.language import language_codes, load_language
from tests.support.change_pairs import PAIRS, Pair
from tests.support.each import each
from tests.support.notice_pairs import compared, reasons


def test_there_are_sixty_pairs_and_more() -> None:
    assert len(PAIRS) >= 60
    assert len({repr(pair) for pair in PAIRS}) == len(PAIRS)


@each("pair", PAIRS)
def test_there(pair: Pair) -> None:
    found = compared(pair.base, {}, pair.edits)
    assert pair.why in reasons(found)
    assert found.inform == pair.tell
    assert_told(found)


def assert_told(found: NoticeComparison) -> None:
    """The values that a change gives fill its sentences in every language."""
    for reason in (reason for change in found.changes for reason in change.reasons):
        for language in map(load_language, language_codes()):
            for words in ("change.reason", "change.people"):
                if language.has_word(f"{words}.{reason.id}"):
                    sentence = format_reason(reason, language, words)
                    assert "{" not in sentence and "  " not in sentence, sentence  # noqa: PT018


@each("pair", [pair for pair in PAIRS if pair.back])
def test_and_back(pair: Pair) -> None:
    found = compared(pair.base, pair.edits, {})
    assert pair.why_back in reasons(found)
    assert found.inform == pair.back
    assert_told(found)
