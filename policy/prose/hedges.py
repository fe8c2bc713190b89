"""Finds hedges: words that leave open whether something is done, and which a notice must do without (WP260 rev.01).

Which words are hedges hangs on what the text is about. What looks like one and is none is taken out first: the month
of May, a prohibition ("may not"), what people may do ("you may"), an aim ("so that we may").
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from seloste.policy.prose.figures.dates import remove_dates
from seloste.policy.prose.lazy_patterns import LazyPattern, WordList, WordPattern, join_longest
from seloste.policy.prose.words import compile_words, load_words

#: The lists of words by what a text is about.
PROCESSING, RETENTION, RIGHTS = "hedges", "hedges_of_retention", "hedges_of_rights"
#: How many texts are remembered. The same notice is judged for many days, and again whenever it is saved.
_CACHE_SIZE = 1024
#: The end of a sentence; that of an abbreviation does no harm.
_SENTENCE_END = LazyPattern(r"([.!?](?=\s)|[;\n])")


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
def _compile_words(key: str, language: str) -> WordPattern:
    return compile_words(load_words(f"hedges.{key}", language) or ())


@cache
def _compile_people(language: str) -> WordPattern:
    """A pattern for what a person may: "you may", "may you"; not where something may be done to the person.

    It also finds what others may, or what may happen, as a relative clause tells: "companies that may need it"; not
    where that is the processing itself.
    """
    keys = ("persons", "verbs", "between", "not_before", "relatives", "verbs_of_others", "processing")
    lists = {key: WordList(load_words(f"hedges.{key}", language) or (), join=join_longest) for key in keys}
    return WordPattern(lists, _build_people, [["persons", "verbs"], ["relatives", "verbs_of_others"]])


def _build_people(part: Mapping[str, str]) -> str:
    people, verbs = part["persons"], part["verbs"]
    does = rf"(?!\s+(?:{part['not_before']})(?!\w))"
    may = rf"(?:{people})(?:\s+(?:{part['between']}))?\s+(?:{verbs})(?!\w)|(?:{verbs})\s+(?:{people})(?!\w)"
    is_processing = rf"\s+(?:{part['processing']})(?!\w)"
    others = rf"(?:{part['relatives']})\s+(?:{part['verbs_of_others']})(?!\w)(?!{is_processing})"
    return rf"(?<!\w)(?:(?:{may}){does}|{others})"
