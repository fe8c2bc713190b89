"""The rule itself: the words of a promise and its own keys say different things, in any of its languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from seloste.checker.finding import RuleFinding, Several
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.notice.text_facts.area import find_contradicting_areas
from seloste.checker.rules.notice.text_facts.contradiction import Contradiction, join_contradictions
from seloste.checker.rules.notice.text_facts.values import find_contradicting_values
from seloste.checker.rules.registry import NOTICE
from seloste.policy.law.law import LawOn

#: Each compares one kind of fact with the words of a notice.
_FINDERS: tuple[Callable[[NoticeEntry, LawOn], Iterable[Contradiction]], ...] = (
    find_contradicting_values,
    find_contradicting_areas,
)
#: The most languages whose words a message quotes.
_MOST_QUOTED = 5


@NOTICE.rule("notice/text-contradicts-facts")
def text_contradicts_facts(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The words of a promise and its own keys say different things."""
    found = (each for find in _FINDERS for each in find(notice, law))
    for contradiction in join_contradictions(found):
        yield _make_finding(notice, contradiction)


def _make_finding(notice: NoticeEntry, contradiction: Contradiction) -> RuleFinding:
    """The finding: at the words in the first language that contradicts, with the keys as related places."""
    language = next(iter(contradiction.words))
    found = notice.found(
        *contradiction.words_at,
        language,
        subject=contradiction.promise,
        value=contradiction.value,
        variant=contradiction.kind.value,
        severity=contradiction.severity,
        arguments={
            "words": _quote(contradiction, several=len(notice.record.notice.languages) > 1),
            "keys": Several(contradiction.keys),
        },
    )
    places = tuple(dict.fromkeys(notice.at(*steps, key=True) for steps in contradiction.keys_at))
    return replace(found, related=places)


def _quote(contradiction: Contradiction, *, several: bool) -> str:
    """The words as they are written: in a notice of several languages each with its language, "fi: Intiaan"."""
    quoted = list(contradiction.words.items())[:_MOST_QUOTED]
    return "; ".join(f"{language}: {words}" if several else words for language, words in quoted)
