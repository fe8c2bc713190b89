"""Finds acts, bodies and forms that a text names: by the names in the data of the law, in any inflection."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from seloste.policy.base import get_base_language
from seloste.policy.law.authorities import Authority
from seloste.policy.prose.words import compile_words


def compile_names(authority: Authority, language: str, *, at_home: bool) -> re.Pattern[str]:
    """A pattern for the names of an authority; `at_home`: in its own country, whose acts need no more of a name."""
    return _compile(authority.id, _list_names(authority, get_base_language(language), at_home))


def names_authority(text: Mapping[str, str], authority: Authority, *, at_home: bool) -> bool:
    """Whether a text names an authority, in any of its languages."""
    return any(
        compile_names(authority, language, at_home=at_home).search(words) is not None
        for language, words in text.items()
    )


def _list_names(authority: Authority, language: str, at_home: bool) -> tuple[str, ...]:
    return authority.names.get(language, ()) + (authority.home_names.get(language, ()) if at_home else ())


@cache
def _compile(id: str, names: tuple[str, ...]) -> re.Pattern[str]:
    return compile_words(names)
