"""Finds hedges: words that leave open whether something is done, and which a notice must do without (WP260 rev.01).

Which words are hedges hangs on what the text is about. What looks like one and is none is taken out first: the month
of May, a prohibition ("may not"), what people may do ("you may"), an aim ("so that we may").
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from seloste.policy.prose.figures.dates import remove_dates
from seloste.policy.prose.words import build_word_pattern, compile_words, load_words

#: The lists of words by what a text is about.
PROCESSING, RETENTION, RIGHTS = "hedges", "hedges_of_retention", "hedges_of_rights"
#: How many texts are remembered. The same notice is judged for many days, and again whenever it is saved.
_CACHE_SIZE = 1024
#: The end of a sentence; that of an abbreviation does no harm.
_SENTENCE_END = re.compile(r"([.!?](?=\s)|[;\n])")


@lru_cache(maxsize=_CACHE_SIZE)
def find_hedges(text: str, language: str, about: str) -> tuple[str, ...]:
    """The hedges in a text as they are written; `about`: the list of words."""
    text = remove_dates(text, language)
    if about == RIGHTS:
        text = _compile_words("not_hedges_of_rights", language).sub(" ", text)
    always = _compile_words("always", language)
    found = always.findall(text)
    text = always.sub(" ", text)
    text = _compile_words("not_hedges", language).sub(" ", text)
    text = _compile_people(language).sub(" ", text)
    conditions = ("consent",) if about == PROCESSING else ("consent", "law")
    text = "".join(_remove_modals(sentence, language, conditions) for sentence in _SENTENCE_END.split(text))
    return (*found, *_compile_words(about, language).findall(text))


def _remove_modals(sentence: str, language: str, conditions: tuple[str, ...]) -> str:
    """The sentence without its "may", where it names what decides when: "longer where the law requires".

    The law decides, or the person's own consent.
    """
    if not any(_compile_words(key, language).search(sentence) for key in conditions):
        return sentence
    return _compile_words("modals", language).sub(" ", sentence)


@cache
def _compile_words(key: str, language: str) -> re.Pattern[str]:
    return compile_words(load_words(f"hedges.{key}", language) or ())


@cache
def _compile_people(language: str) -> re.Pattern[str]:
    """A pattern for what a person may: "you may", "may you"; not where something may be done to the person.

    It also finds what others may, or what may happen, as a relative clause tells: "companies that may need it"; not
    where that is the processing itself.
    """
    lists = ("persons", "verbs", "between", "not_before", "relatives", "verbs_of_others", "processing")
    people, verbs, between, not_before, relatives, of_others, processing = (
        _join(f"hedges.{key}", language) for key in lists
    )
    does = rf"(?!\s+(?:{not_before})(?!\w))"
    may = rf"(?:{people})(?:\s+(?:{between}))?\s+(?:{verbs})(?!\w)|(?:{verbs})\s+(?:{people})(?!\w)"
    others = rf"(?:{relatives})\s+(?:{of_others})(?!\w)(?!\s+(?:{processing})(?!\w))"
    return re.compile(rf"(?<!\w)(?:(?:{may}){does}|{others})", re.IGNORECASE)


def _join(key: str, language: str) -> str:
    """The words under a key as alternatives; a pattern that matches nothing where the language has none."""
    return "|".join(sorted(map(build_word_pattern, load_words(key, language) or ()), key=len, reverse=True)) or "(?!)"
