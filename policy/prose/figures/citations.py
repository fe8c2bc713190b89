"""Numbers that languages write each in its own way, where they cite a law, name an annex or tell a time.

"Artikel 6.1 f" is "Article 6(1)(f)", "Annex II" is "liite 2", "the 2025/26 season" is "kausi 2025–2026".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from seloste.policy.prose.lazy_patterns import LazyPattern, ValuePattern, WordList, WordPattern
from seloste.policy.prose.words import compile_words, load_words

#: The digits of an article and its paragraphs, and a point: "6.1 f".
_ARTICLE = r"\d{1,3}(?:\.\d{1,2}){0,3}+(?:\.?\s?[a-z](?!\w))?"
#: Two years that follow each other, the second without its century.
_SEASON = LazyPattern(r"(?<![\w.,/])(20\d{2})/(\d{2})(?![\w/])", needs="/")
#: Roman numerals. One of a single letter is a number only beside a word such as "annex".
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ROMAN = LazyPattern(r"(?<!\w)(?:VIII|VII|III|XII|XI|IX|IV|VI|II|I|V|X)(?!\.?\w)", needs="IVX")


def separate_numbers(text: str, language: str) -> str:
    """The text with the numbers of its articles apart, and both years of a season in full."""
    text = _SEASON.sub(_write_season, text)
    return _compile_articles(language).sub(lambda match: re.sub(r"(?<=\d)\.(?=[\da-z])", " ", match[0]), text)


def _write_season(match: re.Match[str]) -> str:
    first, second = match[1], match[1][:2] + match[2]
    return f"{first} {second}" if int(second) == int(first) + 1 else match[0]


@cache
def _compile_articles(language: str) -> WordPattern:
    """A pattern for a word such as "article" with the numbers that follow it, or with the one before it."""
    lists = {
        "words": WordList(load_words("figures.articles", language) or (), ends=False),
        "joints": WordList(load_words("figures.article_joints", language) or ()),
    }
    return WordPattern(lists, _build_articles, [["words", "figure"]])


def _build_articles(part: Mapping[str, str]) -> str:
    words = part["words"]
    more = rf"(?:(?:\s?[,–-]\s?|\s+(?:{part['joints']})\s+){_ARTICLE}){{0,20}}"
    return rf"(?<!\w)(?:(?:{words})\s?{_ARTICLE}{more}|(?<!\.){_ARTICLE}\s+(?:{words})(?!\w))"


def list_written_numbers(text: str, language: str) -> Iterator[tuple[str, str]]:
    """The numbers that other languages may have in digits: "Annex II", "twice", "midnight"; each as it is written."""
    words = _compile_number_words(language)
    for match in words.finditer(text):
        for number in words.get_value(match):
            yield number, match[0]
    beside = _compile_numbered(language)
    for match in _ROMAN.finditer(text):
        if len(match[0]) > 1 or beside.search(text[max(0, match.start() - 24) : match.end() + 12]):
            yield str(_NUMERALS.index(match[0]) + 1), match[0]


@cache
def _compile_number_words(language: str) -> ValuePattern[tuple[str, ...]]:
    """A pattern for words that are numbers elsewhere, with the numbers of each."""
    numbers: dict[str, tuple[str, ...]] = {
        word: tuple(str(number) for number in each)
        for word, each in (load_words("figures.clock", language) or {}).items()
    }
    for number, words in (load_words("periods.times", language) or {}).items():
        numbers |= {word: (str(number),) for word in words}
    return ValuePattern(numbers.items())


@cache
def _compile_numbered(language: str) -> WordPattern:
    """A pattern for a word such as "annex", beside which a letter is a numeral."""
    return compile_words(load_words("figures.numbered", language) or ())
