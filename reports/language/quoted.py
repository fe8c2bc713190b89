"""In which language a report quotes the notice's own words where the notice lacks its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from seloste.reports.language import cldr
from seloste.reports.language.language import Language, choose_tag


def describe_quoted(texts: Iterable[Mapping[str, str]], language: Language) -> str:
    """That texts are quoted in other languages than that of the report, and in which; empty where none is."""
    quoted = [_choose_base(words, language) for words in texts if any(words.values())]
    others = sorted({base for base in quoted if base != language.base})
    if not others:
        return ""
    key = "audit.quoted.some" if language.base in quoted else "audit.quoted.all"
    names = [_name(base, language) for base in others]
    return language.word(key, language=_name(language.base, language), quoted=language.format_list(names))


def _choose_base(words: Mapping[str, str], language: Language) -> str:
    """The language of the words that a report shows of a text, without its variant."""
    offered = tuple(tag for tag, text in words.items() if text)
    return choose_tag(language.code, offered).partition("-")[0]


def _name(base: str, language: Language) -> str:
    return cldr.language_name_in(base, language.locale) or base
