"""Tells whether words name an act: "laki yleisistä kirjastoista", "the Church Act (652/2023)", "6 §".

"As the law demands" names none, and the law on data protection lays down no task, but for some of its sections.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from seloste.policy.prose.lazy_patterns import LazyPattern, WordPattern
from seloste.policy.prose.words import compile_words, load_words

#: The number of an act of Finland, Sweden or the Union, and the sign of a section. Below 13 it may be a month.
_NUMBER = LazyPattern(
    r"(?<![\w/.:-])(?:1[3-9]|[2-9]\d|\d{3,4})/(?:1[789]|20)\d\d(?![\w/])"
    r"|(?<![\w/.:-])(?:1[789]|20)\d\d:\d{1,4}(?![\w:])"
    r"|\((?:EU|EY|EG|EC|EEC|ETY|EEG)\) ?(?:N:o |nr |No )?(?!2016/679)\d{1,4}/\d{1,4}"
    r"|§",
    needs="/:§",
)


def names_act(text: Mapping[str, str] | None) -> bool:
    """Whether a text names an act, in any of its languages."""
    return any(_names_act(words, language) for language, words in (text or {}).items())


def names_collective_agreement(text: Mapping[str, str] | None) -> bool:
    """Whether a text names a collective agreement, in any of its languages."""
    return any(bool(_compile("agreements", language).search(words)) for language, words in (text or {}).items())


def _names_act(text: str, language: str) -> bool:
    if _NUMBER.search(text) or _compile("sections", language).search(text):
        return True
    text = _compile("not_acts", language).sub(" ", text)
    bare = load_words("acts.bare", language) or ()
    if any(match[0].casefold() not in bare for match in _compile("names", language).finditer(text)):
        return True
    return any(match[0][0].isupper() for match in _compile("capitalised", language).finditer(text))


@cache
def _compile(key: str, language: str) -> WordPattern:
    return compile_words(load_words(f"acts.{key}", language) or ())
