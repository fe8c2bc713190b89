"""Finds acts, bodies and forms that a text names: by the names in the data of the law, in any inflection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from seloste.policy.base import get_base_language
from seloste.policy.law.authorities import Authority, load_authorities
from seloste.policy.prose.lazy_patterns import WordPattern
from seloste.policy.prose.passages import split_passages
from seloste.policy.prose.words import compile_words, load_words

#: So many of the words are told.
_MOST_NAMED = 10


def compile_names(authority: Authority, language: str, *, at_home: bool) -> WordPattern:
    """A pattern for the names of an authority; `at_home`: in its own country, whose acts need no more of a name."""
    return _compile(authority.id, _list_names(authority, get_base_language(language), at_home=at_home))


def names_authority(text: Mapping[str, str], authority: Authority, *, at_home: bool) -> bool:
    """Whether a text names an authority, in any of its languages."""
    return any(
        compile_names(authority, language, at_home=at_home).search(words) is not None
        for language, words in text.items()
    )


def names_any(text: Mapping[str, str], authorities: Iterable[Authority]) -> bool:
    """Whether a text has a name of any of several authorities, as it would be called at home: one question for all."""
    ids = tuple(authority.id for authority in authorities)
    return any(_compile_all(ids, get_base_language(language)).search(words) for language, words in text.items())


def find_current_names(text: str, language: str, authority: Authority, *, at_home: bool) -> list[str]:
    """The words by which a text names an authority as one that is: not in a sentence that speaks of the past."""
    pattern = compile_names(authority, language, at_home=at_home)
    found: list[str] = []
    for sentence in split_passages(text, language) if pattern.search(text) else ():
        if not _compile_words("past", language).search(sentence.text):
            rest = _compile_words("others", language).sub(" ", sentence.text)
            found += (match[0] for match in pattern.finditer(rest))
    return list(dict.fromkeys(found))[:_MOST_NAMED]


@cache
def _compile_words(key: str, language: str) -> WordPattern:
    return compile_words(load_words(f"law.{key}", language) or ())


def _list_names(authority: Authority, language: str, *, at_home: bool) -> tuple[str, ...]:
    return authority.names.get(language, ()) + (authority.home_names.get(language, ()) if at_home else ())


@cache
def _compile_all(ids: tuple[str, ...], language: str) -> WordPattern:
    known = (authority for named in load_authorities().values() for authority in named if authority.id in ids)
    return compile_words(dict.fromkeys(name for each in known for name in _list_names(each, language, at_home=True)))


@cache
def _compile(id: str, names: tuple[str, ...]) -> WordPattern:
    return compile_words(names)
