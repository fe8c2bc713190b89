"""The areas and countries that a sentence names, as words of its language name them.

The words are those of `policy/prose/languages/<language>/places.yaml`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

from msgspec import Struct

from seloste.policy.data import load_yaml
from seloste.policy.prose.lazy_patterns import ValuePattern, WordPattern
from seloste.policy.prose.mentions.countries import CountryMention, find_countries
from seloste.policy.prose.passages import CACHE_SIZE, MOST_NAMED, Sentence
from seloste.policy.prose.words import compile_words, load_words

#: The name of an area stands at most so many words from the word that says inside or outside.
_NEAR = 8
#: That of a country stands right beside it.
_BESIDE = 2
#: A shorter word is no town.
_SHORTEST_TOWN = 3


class AreaMention(Struct, frozen=True):
    """What lies outside or inside an area, as a sentence names it: "outside the EU or the EEA".

    Attributes:
        areas: The areas that it names together; empty for "third countries".
        first: The number of its first word in the sentence, and of its last.
    """

    areas: frozenset[str]
    outside: bool
    first: int
    last: int


@cache
def list_european() -> frozenset[str]:
    """The codes of the countries of Europe outside the Union and the European Economic Area."""
    return frozenset(load_yaml(Path(__file__).parent / "places.yaml")["europe"])


@lru_cache(maxsize=CACHE_SIZE)
def find_areas(sentence: Sentence, language: str) -> tuple[AreaMention, ...]:
    """What a sentence says lies outside or inside an area, in its order."""
    named = _find_named(sentence, language)
    countries = [(each.code, each.first, each.last) for each in find_countries(sentence, language)]
    found = [AreaMention(frozenset(), True, *span) for span in _find_words("third_countries", sentence, language)]
    for kind in ("outside", "inside"):
        for before in (True, False):
            words = _find_words(f"{kind}_{'before' if before else 'after'}", sentence, language)
            for first, last in words:
                outside = kind == "outside"
                mention = _join_with_names(first, last, named, before=before, outside=outside)
                if mention is None and outside:  # "outside Finland"
                    mention = _join_with_names(first, last, countries, before=before, outside=True, near=_BESIDE)
                if mention is not None:
                    found.append(mention)
    for first, last in _find_words("inside_names", sentence, language):
        beside = [each for each in named if first - _NEAR // 2 <= each[1] <= last]
        areas, start = frozenset(area for area, _, _ in beside), min((first, *(start for _, start, _ in beside)))
        found.append(AreaMention(areas, False, start, last))
    if compile_places("departures", language).search(sentence.text):
        for first, last in _find_words("outside_names", sentence, language):
            areas = frozenset(area for area, start, _ in named if first - _NEAR // 2 <= start <= last)
            found.append(AreaMention(areas, True, first, last))
    if countries and compile_places("leavings", language).search(sentence.text):
        endings = tuple(load_words("places.from_endings", language) or ())
        found += [
            AreaMention(frozenset({code}), True, first, last)
            for code, first, last in countries
            if endings and sentence.tokens[last].text.endswith(endings)
        ]
    left = [mention for mention in found if mention.outside]
    found = [each for each in found if each.outside or not any(_overlap(each, other) for other in left)]
    return tuple(sorted(found, key=lambda mention: (mention.first, not mention.outside)))


def names_other_place(sentence: Sentence, language: str) -> bool:
    """Whether a sentence names a place that is no country and lies in none that it names: "in Frankfurt, with …".

    A remote task is done somewhere else than where the data are, so that its words make two places as well.
    """
    if compile_places("remote", language).search(sentence.text):
        return True
    countries = find_countries(sentence, language)
    taken = {number for each in countries for number in range(each.first, each.last + 1)}
    taken |= {number for _, first, last in _find_named(sentence, language) for number in range(first, last + 1)}
    return any(
        number not in taken
        and _is_town(sentence, number, language)
        and not any(_stand_as_one(sentence, number, each, language) for each in countries)
        for number in range(1, len(sentence.tokens))
    )


def _is_town(sentence: Sentence, number: int, language: str) -> bool:
    """Whether a word with a capital follows "in", or has the case of a place: "in Frankfurt", "Frankfurtissa"."""
    word = sentence.tokens[number].text
    if not word[0].isupper() or word.isupper() or len(word) < _SHORTEST_TOWN:
        return False
    before = sentence.tokens[number - 1].folded
    endings: list[str] = load_words("places.town_endings", language) or []
    return before in (load_words("places.before_towns", language) or ()) or word.endswith(tuple(endings))


def _stand_as_one(sentence: Sentence, number: int, country: CountryMention, language: str) -> bool:
    """Whether a town and a country are one place, with nothing of weight between: "Dallas, in the United States"."""
    first, last = (number + 1, country.first) if number < country.first else (country.last + 1, number)
    if last - first > _NEAR:
        return False
    between = load_words("places.between_towns", language) or ()
    return all(token.folded in between or token.text[0].isupper() for token in sentence.tokens[first:last])


def is_only_about_part(sentence: Sentence, last: int, language: str) -> bool:
    """Whether what follows a place tells of some purpose or some people only: "in Finland for payroll"."""
    if compile_places("purposes", language).search(sentence.text[sentence.tokens[last].end :]):
        return True
    endings: list[str] = load_words("places.participles", language) or []
    return last + 1 < len(sentence.tokens) and sentence.tokens[last + 1].text.endswith(tuple(endings))


def _overlap(one: AreaMention, other: AreaMention) -> bool:
    return one.first <= other.last and other.first <= one.last


def _join_with_names(
    first: int, last: int, named: list[tuple[str, int, int]], *, before: bool, outside: bool, near: int = _NEAR
) -> AreaMention | None:
    """The mention that a word makes with the names of areas beside it; None without any."""
    if before:
        beside = [each for each in named if last < each[1] <= last + near]
        nearest = [each for each in beside if each[1] <= last + _NEAR // 2 + 1]
    else:
        beside = [each for each in named if first - near <= each[2] < first]
        nearest = [each for each in beside if each[2] >= first - _NEAR // 2 - 1]
    if not nearest:
        return None
    spans = [(first, last), *((start, end) for _, start, end in beside)]
    return AreaMention(
        frozenset(area for area, _, _ in beside),
        outside,
        min(start for start, _ in spans),
        max(end for _, end in spans),
    )


def _find_named(sentence: Sentence, language: str) -> list[tuple[str, int, int]]:
    """The names of areas in a sentence, with the numbers of their words."""
    pattern = _compile_areas(language)
    found = []
    for match in islice(pattern.finditer(sentence.text), MOST_NAMED):
        span = number_words(sentence, match)
        if span:
            found.append((pattern.get_value(match), *span))
    return found


def _find_words(key: str, sentence: Sentence, language: str) -> list[tuple[int, int]]:
    """The places of the words of one kind, as numbers of words."""
    spans = (number_words(sentence, match) for match in compile_places(key, language).finditer(sentence.text))
    return [span for span in islice(spans, MOST_NAMED) if span]


def number_words(sentence: Sentence, match: re.Match[str]) -> tuple[int, int] | None:
    """The numbers of the first and the last word that a match touches."""
    first = bisect_right(sentence.tokens, match.start(), key=lambda token: token.end)
    last = bisect_left(sentence.tokens, match.end(), key=lambda token: token.start) - 1
    return (first, last) if first <= last else None


@cache
def compile_places(key: str, language: str) -> WordPattern:
    """A pattern for the words of one kind: `moves`, `outside_before`."""
    return compile_words(load_words(f"places.{key}", language) or ())


@cache
def _compile_areas(language: str) -> ValuePattern[str]:
    """A pattern for the names of areas, with the areas."""
    by_area = load_words("places.areas", language) or {}
    known = ((name, area) for area, names in by_area.items() for name in names)
    return ValuePattern(known, after=r"(?!\w|-\w)", flags=0)
