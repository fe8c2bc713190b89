"""Rules about where data come from, and whether they must be given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum, auto
from functools import cache

from seloste.checker.finding import RuleFinding, Severity
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.registry import NOTICE
from seloste.policy.base import Text
from seloste.policy.law.law import LawOn
from seloste.policy.prose.lazy_patterns import WordPattern
from seloste.policy.prose.likeness import split_sentences
from seloste.policy.prose.words import compile_words, load_words
from seloste.policy.texts import Steps


class _Origin(Enum):
    """Where a notice that lists no sources says that the data come from."""

    PERSON = auto()
    OTHERS = auto()
    UNKNOWN = auto()


@NOTICE.rule("notice/provision-requirement-missing")
def provision_requirement_missing(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Data come from the person, and the notice does not state whether they must be given.

    A warning where the notice does not state where the data come from either.
    """
    if notice.record.provision is not None:
        return
    if any(source.direct for source in notice.record.sources.values()):
        yield notice.found("provision")
    elif not notice.record.sources:
        origin = _find_origin(notice)
        if origin is _Origin.PERSON:
            yield notice.found("provision")
        elif origin is _Origin.UNKNOWN:
            yield notice.found("provision", variant="unknown", severity=Severity.WARNING)


@NOTICE.rule("notice/source-missing")
def source_missing(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The notice names no source of the data, nor does it say that all of them come from the person."""
    if not notice.record.sources and _find_origin(notice) is _Origin.UNKNOWN:
        yield notice.found("sources")


def _find_origin(notice: NoticeEntry) -> _Origin:
    """Where the words of a notice that lists no sources say that the data come from.

    The section's own words tell where they come from, unless they only lead to a list.
    """
    framing = [text for steps, text in notice.texts if _frames_sources(steps)]
    if any(_has_sentence(text, _is_from_person) for text in framing):
        return _Origin.PERSON
    if any(_has_sentence(text, _is_all_from_person) for _, text in notice.texts):
        return _Origin.PERSON
    are_named = any(not words.rstrip().endswith(":") for text in framing for words in text.values())
    return _Origin.OTHERS if are_named else _Origin.UNKNOWN


def _frames_sources(steps: Steps) -> bool:
    return steps in (("introductions", "sources"), ("closings", "sources"))


def _has_sentence(text: Text, is_such: Callable[[str, str], bool]) -> bool:
    """Whether a sentence of a text, in any of its languages, is such."""
    return any(is_such(sentence, language) for language, words in text.items() for sentence in split_sentences(words))


def _is_from_person(sentence: str, language: str) -> bool:
    return _has(sentence, "from_person", language) and not _has(sentence, "elsewhere", language)


def _is_all_from_person(sentence: str, language: str) -> bool:
    is_about_all = _has(sentence, "all", language) and _has(sentence, "collecting", language)
    return is_about_all and _is_from_person(sentence, language)


def _has(sentence: str, key: str, language: str) -> bool:
    return _compile(key, language).search(sentence) is not None


@cache
def _compile(key: str, language: str) -> WordPattern:
    """A pattern for the words on the origin of data under a key."""
    return compile_words(load_words(f"sources.{key}", language) or ())
