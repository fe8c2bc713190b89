"""What the words of a notice name though the key for it is absent: a finding then says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.rules.notice.text_facts.sections import list_section_texts
from seloste.policy.base import Text
from seloste.policy.law.law import LawOn
from seloste.policy.prose.figures.periods import list_periods
from seloste.policy.prose.lazy_patterns import WordPattern
from seloste.policy.prose.mentions.countries import find_countries
from seloste.policy.prose.mentions.instruments import find_tools
from seloste.policy.prose.passages import Sentence
from seloste.policy.prose.stance import denies
from seloste.policy.prose.words import compile_words, load_words

#: So many of the words are quoted.
_MOST_QUOTED = 10


def quote_tools(notice: NoticeEntry) -> dict[str, str]:
    """The transfer tools that the words on transfers rely on, as they are written, by language."""
    found: dict[str, list[str]] = {}
    for text in list_section_texts(notice, "transfers"):
        for sentence in text.sentences:
            tools = (tool.quoted for tool in find_tools(sentence, text.language) if tool.asserted)
            found.setdefault(text.language, []).extend(tools)
    return _join(found)


def quote_countries(notice: NoticeEntry, law: LawOn) -> dict[str, str]:
    """The third countries to which, as the words on transfers have it, data go, as they are written, by language."""
    found: dict[str, list[str]] = {}
    for text in list_section_texts(notice, "transfers"):
        for sentence in text.sentences:
            found.setdefault(text.language, []).extend(_list_countries(sentence, text.language, law))
    return _join(found)


def _list_countries(sentence: Sentence, language: str, law: LawOn) -> Iterator[str]:
    for mention in find_countries(sentence, language):
        if law.is_third_country(mention.code) and not denies(sentence.find_clause(mention.first), language):
            yield sentence.quote(mention.first, mention.last)


def quote_periods(text: Text) -> dict[str, str]:
    """The periods that a text states, as they are written, by language."""
    return _join(
        {
            language: [period.written for period in list_periods(words, language) if not period.often]
            for language, words in text.items()
        }
    )


def tells_arrangement(text: Text | None) -> bool:
    """Whether words say what joint controllers have agreed, and who answers for what."""
    return bool(text) and any(
        _compile("agreed", language).search(words) and _compile("duties", language).search(words)
        for language, words in (text or {}).items()
    )


@cache
def _compile(key: str, language: str) -> WordPattern:
    return compile_words(load_words(f"arrangement.{key}", language) or ())


def _join(found: dict[str, list[str]]) -> dict[str, str]:
    """The words of each language that has some, each once."""
    return {language: ", ".join(_pick(words)) for language, words in found.items() if words}


def _pick(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(" ".join(each.split()) for each in words))[:_MOST_QUOTED]
