"""Numbers that languages write each in its own way, where they cite a law, name an annex or tell a time.

"Artikel 6.1 f" is "Article 6(1)(f)", "Annex II" is "liite 2", "the 2025/26 season" is "kausi 2025–2026".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from seloste.policy.prose.figures.numbers import join_words
from seloste.policy.prose.words import load_words

#: The digits of an article and its paragraphs, and a point: "6.1 f".
_ARTICLE = r"\d{1,3}(?:\.\d{1,2}){0,3}+(?:\.?\s?[a-z](?!\w))?"
#: Two years that follow each other, the second without its century.
_SEASON = re.compile(r"(?<![\w.,/])(20\d{2})/(\d{2})(?![\w/])")
#: Roman numerals. One of a single letter is a number only beside a word such as "annex".
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ROMAN = re.compile(r"(?<!\w)(?:VIII|VII|III|XII|XI|IX|IV|VI|II|I|V|X)(?!\.?\w)")


def separate_numbers(text: str, language: str) -> str:
    """The text with the numbers of its articles apart, and both years of a season in full."""
    text = _SEASON.sub(_write_season, text)
    return _compile_articles(language).sub(lambda match: re.sub(r"(?<=\d)\.(?=[\da-z])", " ", match[0]), text)


def _write_season(match: re.Match[str]) -> str:
    first, second = match[1], match[1][:2] + match[2]
    return f"{first} {second}" if int(second) == int(first) + 1 else match[0]


@cache
def _compile_articles(language: str) -> re.Pattern[str]:
    """A pattern for a word such as "article" with the numbers that follow it, or with the one before it."""
    words = join_words(load_words("figures.articles", language) or ())
    joints = join_words(load_words("figures.article_joints", language) or ())
    more = rf"(?:(?:\s?[,–-]\s?|\s+(?:{joints})\s+){_ARTICLE}){{0,20}}"
    return re.compile(
        rf"(?<!\w)(?:(?:{words})\s?{_ARTICLE}{more}|(?<!\.){_ARTICLE}\s+(?:{words})(?!\w))", re.IGNORECASE
    )


def list_written_numbers(text: str, language: str) -> Iterator[tuple[str, str]]:
    """The numbers that other languages may have in digits: "Annex II", "twice", "midnight"; each as it is written."""
    words, numbers = _compile_number_words(language)
    for match in words.finditer(text):
        for number in numbers[" ".join(match[0].lower().split())]:
            yield number, match[0]
    beside = _compile_numbered(language)
    for match in _ROMAN.finditer(text):
        if len(match[0]) > 1 or beside.search(text[max(0, match.start() - 24) : match.end() + 12]):
            yield str(_NUMERALS.index(match[0]) + 1), match[0]


@cache
def _compile_number_words(language: str) -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """A pattern for words that are numbers elsewhere, and the numbers of each."""
    numbers: dict[str, tuple[str, ...]] = {
        word: tuple(str(number) for number in each)
        for word, each in (load_words("figures.clock", language) or {}).items()
    }
    for number, words in (load_words("periods.times", language) or {}).items():
        numbers |= {word: (str(number),) for word in words}
    return re.compile(rf"(?<!\w)(?:{join_words(numbers)})(?!\w)", re.IGNORECASE), numbers


@cache
def _compile_numbered(language: str) -> re.Pattern[str]:
    """A pattern for a word such as "annex", beside which a letter is a numeral."""
    words = join_words(load_words("figures.numbered", language) or ())
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
