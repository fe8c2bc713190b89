"""The rule itself: the words of a promise and its own keys say different things, in any of its languages."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from seloste.checker.finding import RuleFinding, Several
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.notice.text_facts.area import find_contradicting_areas
from seloste.checker.rules.notice.text_facts.companies import find_contradicting_companies
from seloste.checker.rules.notice.text_facts.contradiction import Contradiction, join_contradictions
from seloste.checker.rules.notice.text_facts.countries import find_contradicting_countries
from seloste.checker.rules.notice.text_facts.entries import find_contradicting_entries
from seloste.checker.rules.notice.text_facts.instruments import find_contradicting_instruments
from seloste.checker.rules.notice.text_facts.values import find_contradicting_values
from seloste.checker.rules.registry import NOTICE
from seloste.policy.law.law import LawOn

#: The most languages whose words a message quotes.
_MOST_QUOTED = 5


@NOTICE.rule("notice/text-contradicts-facts")
def text_contradicts_facts(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The words of a promise and its own keys say different things."""
    for contradiction in find_contradictions(notice, index, law):
        yield _make_finding(notice, contradiction)


def find_contradictions(notice: NoticeEntry, index: Index, law: LawOn) -> list[Contradiction]:
    """What the words of a notice say otherwise than its keys: one for each promise and kind."""
    return join_contradictions(
        (
            *find_contradicting_values(notice, law),
            *find_contradicting_areas(notice, law),
            *find_contradicting_countries(notice, law),
            *find_contradicting_instruments(notice, law),
            *find_contradicting_companies(notice, index, law),
            *find_contradicting_entries(notice, law),
        )
    )


def _make_finding(notice: NoticeEntry, contradiction: Contradiction) -> RuleFinding:
    """The finding: at the words in the first language that contradicts, with the keys as related places."""
    language = next(iter(contradiction.words))
    found = notice.found(
        *contradiction.words_at,
        language,
        subject=contradiction.promise,
        value=contradiction.value,
        variant=contradiction.message,
        severity=contradiction.severity,
        arguments={
            "words": _quote(contradiction, several=len(notice.record.notice.languages) > 1),
            "keys": Several(contradiction.keys),
            "rule": contradiction.rule,
        },
    )
    places = tuple(dict.fromkeys(notice.at(*steps, key=True) for steps in contradiction.keys_at))
    return replace(found, related=places)


def _quote(contradiction: Contradiction, *, several: bool) -> str:
    """The words as they are written: in a notice of several languages each with its language, "fi: Intiaan"."""
    quoted = list(contradiction.words.items())[:_MOST_QUOTED]
    return "; ".join(f"{language}: {words}" if several else words for language, words in quoted)
