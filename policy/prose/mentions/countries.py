"""The countries that a sentence names, in any form of their names.

The names, and how a language inflects them, are data: `policy/prose/languages/<language>/countries.yaml`. A name is
known by its stems, so that a word is looked up by its beginnings and no pattern of a thousand forms is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from msgspec import Struct, field

from seloste.policy.base import get_base_language
from seloste.policy.prose.lazy_patterns import LazyPattern
from seloste.policy.prose.passages import CACHE_SIZE, MOST_NAMED, Sentence, Token
from seloste.policy.prose.words import load_words

#: What stands between the parts of one name.
_BETWEEN = LazyPattern(r"[.\s\u00a0-]+")
_PART = LazyPattern(r"[\s-]+")
#: The shortest beginning of a word that may be a name.
_SHORTEST = 2
#: What stands before a country in the name of a framework and not of a place: "EU-US".
_FRAMEWORKS = frozenset({"EU", "Swiss", "UK", "US", "U.S"})


class CountryMention(Struct, frozen=True):
    """A country that a sentence names, and the numbers of the first and the last word of the name.

    `is_part`: it is named by a place within it.
    """

    code: str
    first: int
    last: int
    is_part: bool = False


class _Name(Struct, frozen=True):
    code: str
    #: The stems of each of its words.
    parts: tuple[frozenset[str], ...]
    is_part: bool


class _Names(Struct, frozen=True):
    endings: frozenset[str]
    #: The names by the stems of their first words.
    by_stem: dict[str, list[_Name]] = field(default_factory=dict)
    homonyms: frozenset[str] = frozenset()


@lru_cache(maxsize=CACHE_SIZE)
def find_countries(sentence: Sentence, language: str) -> tuple[CountryMention, ...]:
    """The countries that a sentence names, in its order."""
    names = _load_names(get_base_language(language))
    found: list[CountryMention] = []
    tokens, number = sentence.tokens, 0
    while number < len(tokens) and len(found) < MOST_NAMED:
        mention = _match_name(sentence, number, names)
        if mention is None:
            number += 1
            continue
        if not _is_other_word(sentence, mention, names):
            found.append(mention)
        number = mention.last + 1
    return tuple(each for each in found if not _is_state(sentence, each, found, names))


def _is_state(sentence: Sentence, mention: CountryMention, found: list[CountryMention], names: _Names) -> bool:
    """Whether the word is a state's name beside that of its country: "Atlanta, Georgia"."""
    is_homonym = any(stem in names.homonyms for stem in _list_stems(sentence.tokens[mention.first], names))
    return is_homonym and any(each.code == "US" for each in found) and mention.code != "US"


def _match_name(sentence: Sentence, number: int, names: _Names) -> CountryMention | None:
    """The longest name that begins at a word."""
    best: CountryMention | None = None
    for stem in _list_stems(sentence.tokens[number], names):
        for name in names.by_stem.get(stem, ()):
            last = number + len(name.parts) - 1
            if (best is None or last > best.last) and _continues(sentence, number, name, names):
                best = CountryMention(name.code, number, last, name.is_part)
        if best is not None:
            return best
    return best


def _continues(sentence: Sentence, first: int, name: _Name, names: _Names) -> bool:
    """Whether the words after the first one are the others of a name."""
    tokens = sentence.tokens
    if first + len(name.parts) > len(tokens):
        return False
    for number, stems in enumerate(name.parts[1:], first + 1):
        between = sentence.text[tokens[number - 1].end : tokens[number].start]
        if not _BETWEEN.fullmatch(between) or stems.isdisjoint(_list_stems(tokens[number], names)):
            return False
    return True


def _list_stems(token: Token, names: _Names) -> Iterator[str]:
    """What a word may be a form of, longest first: "Intiaan" of "Intia", "USA:n" of "USA"."""
    word = token.text.partition(":")[0]
    yield word
    for length in range(len(word) - 1, _SHORTEST - 1, -1):
        if word[length:] in names.endings:
            yield word[:length]


def _is_other_word(sentence: Sentence, mention: CountryMention, names: _Names) -> bool:
    """Whether the word is no country here: part of a framework's name, a unit, a person or a word of the language."""
    tokens, first, last = sentence.tokens, mention.first, mention.last
    before = tokens[first - 1] if first else None
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    if before is not None and before.text in _FRAMEWORKS and sentence.text[before.end : tokens[first].start] in "-–":
        return True
    if (
        after is not None
        and sentence.text[tokens[last].end : after.start] in "-–"
        and after.text in ("US", "U.S", "EU")
    ):
        return True
    if tokens[last].text.isupper() and before is not None and (before.text[-1].isdigit() or _shouts(before)):
        return True
    if first == last and tokens[first].text in names.homonyms:
        joined = after is not None and after.text[0].isupper() and _stand_together(sentence, tokens[last], after)
        of_person = before is not None and before.text[0].isupper() and _stand_together(sentence, before, tokens[first])
        return first == 0 or joined or of_person
    return False


def _stand_together(sentence: Sentence, one: Token, other: Token) -> bool:
    return sentence.text[one.end : other.start] == " "


def _shouts(token: Token) -> bool:
    """Whether a word is in capitals for no reason of its own: "CONTACT US"."""
    return token.text.isalpha() and token.text.isupper() and len(token.text) > 4


@cache
def _load_names(language: str) -> _Names:
    endings = load_words("countries.endings", language)
    names = _Names(
        endings=frozenset(endings or ()),
        homonyms=frozenset(load_words("countries.homonyms", language) or ()),
    )
    rules: Mapping[str, list[str]] = load_words("countries.stems", language) or {}
    known: Mapping[str, Any] = load_words("countries.countries", language) or {}
    parts: Mapping[str, Any] = load_words("countries.parts", language) or {}
    for is_part, by_code in ((False, known), (True, parts)):
        for code, own in by_code.items():
            for name in own:
                _add_name(names, code, name, rules, is_part=is_part)
    return names


def _add_name(names: _Names, code: str, name: str, rules: Mapping[str, list[str]], *, is_part: bool) -> None:
    parts = tuple(_make_stems(part.partition(":")[0], rules) for part in _PART.split(name))
    for stem in parts[0]:
        names.by_stem.setdefault(stem, []).append(_Name(code, parts, is_part))


def _make_stems(word: str, rules: Mapping[str, list[str]]) -> frozenset[str]:
    """A word and its other stems: those of the longest end that is known."""
    for length in range(len(word), 0, -1):
        if (others := rules.get(word[-length:])) is not None:
            return frozenset((word, *(word[:-length] + other for other in others)))
    return frozenset((word,))
