"""What words in names of tables and columns mean: kinds of personal data, people, things, and what is none of them.

The words are in `words/`, a language a file; `words/en.yaml` says what each section means. A name may mix languages, so
there is one lexicon of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from seloste.policy.data import load_yaml
from seloste.policy.personal_data.tokens import spell_in_ascii, split_tokens

_FOLDER = Path(__file__).parent
#: As many words of a name are one phrase at most: "date of birth".
LONGEST_PHRASE = 5
#: A part of a word written in one has this many letters at least, and a word of more letters is not taken apart.
_SHORTEST_PART, _LONGEST_WORD = 4, 40
#: Sections that are lists of words, each a role; the others are read apart.
_ROLES = (
    *("people", "things", "dealings", "messages", "message_words", "free_text", "payload", "key_value", "descriptions"),
    *(
        "neutral",
        "technical",
        "code_endings",
        "time_endings",
        "key_endings",
        "number_endings",
        "flag_openings",
        "organisation_signs",
    ),
    *("machine_signs", "animal_signs", "beside_address", "never_numbers", "never_alone", "care", "care_words"),
)


class Strength(IntEnum):
    """Where a word names personal data."""

    #: Only in a table of people, or with a word for a person before it.
    BY_TABLE = 1
    #: But for tables of things.
    LIKELY = 2
    CERTAIN = 3


class Meaning(Struct, frozen=True, eq=False):
    """What a word means: the kinds of personal data that it names, and its roles, the sections that it is in."""

    kinds: Mapping[str, Strength] = field(default_factory=dict)
    #: Kinds that it names even as a yes or no.
    flags: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()


#: A word that is not known.
UNKNOWN = Meaning()


class Lexicon(Struct, frozen=True):
    """The words of all languages, in ASCII without spaces.

    Attributes:
        standalone: The short ones that are no part of a word written in one.
        beginnings: The first letters of the others, by which most of a word is seen to be none of them.
        openings: The first letters of every word, by which most phrases are seen to be none.
        heads: Those that may end one whose beginning is not known.
        wide: Words of notices, each with the kinds that it covers.
    """

    meanings: Mapping[str, Meaning]
    standalone: frozenset[str]
    beginnings: frozenset[str]
    openings: frozenset[str]
    heads: frozenset[str]
    wide: Mapping[str, frozenset[str]]


@cache
def load_kinds() -> dict[str, dict[str, Any]]:
    """The kinds of personal data by id, in order: their DPV terms, and the types of columns that may hold them."""
    return dict(load_yaml(_FOLDER / "kinds.yaml"))


@cache
def list_languages() -> tuple[str, ...]:
    """The languages that have words."""
    return tuple(sorted(path.stem for path in (_FOLDER / "words").glob("*.yaml")))


def load_words(language: str) -> dict[str, Any]:
    """The words of a language by section, as its file has them."""
    return dict(load_yaml(_FOLDER / "words" / f"{language}.yaml"))


@cache
def load_lexicon() -> Lexicon:
    """The words of every language."""
    meanings: dict[str, Meaning] = {}
    bare: set[str] = set()
    short: set[str] = set()
    heads: set[str] = set()
    wide: dict[str, frozenset[str]] = {}
    for language in list_languages():
        words = load_words(language)
        endings = words["endings"]
        short.update(words["short_parts"])
        heads.update(_inflect(words.get("compounds", ()), endings))
        for word, meaning in _read_words(words).items():
            spellings = spell_in_ascii(word)
            bare |= spellings
            for form in _add_endings(spellings, endings):
                known = meanings.setdefault(form, meaning)
                if known is not meaning:
                    meanings[form] = _merge(known, meaning)
        for phrase, kinds in words["wide"].items():
            wide |= {word: wide.get(word, frozenset()) | set(kinds) for word in _inflect([phrase], endings)}
    # An ending changes neither the first letters of a word nor whether it is short: short words have none.
    standalone = frozenset(word for word in bare if len(word) < _SHORTEST_PART and word not in short)
    beginnings = frozenset(word[:_SHORTEST_PART] for word in bare - standalone)
    openings = frozenset(word[:_SHORTEST_PART] for word in bare)
    return Lexicon(meanings, standalone, beginnings, openings, frozenset(heads & meanings.keys()), wide)


def _read_words(words: Mapping[str, Any]) -> dict[str, Meaning]:
    """The words of a language, each with what it means in all sections that it is in."""
    meanings: dict[str, Meaning] = {}
    for listed, meaning in _list_sections(words):
        for word in listed:
            meanings[word] = _merge(meanings[word], meaning) if word in meanings else meaning
    return meanings


def _list_sections(words: Mapping[str, Any]) -> Iterator[tuple[Iterable[str], Meaning]]:
    """Lists of words, each with what its words mean."""
    for kind, sections in words["kinds"].items():
        for section, listed in sections.items():
            if section == "flags":
                yield listed, Meaning(flags=frozenset({kind}))
            else:
                yield listed, Meaning(kinds={kind: Strength[section.upper()]})
    for role in _ROLES:
        yield words[role], Meaning(roles=frozenset({role}))


def _merge(one: Meaning, other: Meaning) -> Meaning:
    """What means both; of two strengths the greater."""
    kinds = dict(one.kinds)
    for kind, strength in other.kinds.items():
        kinds[kind] = max(strength, kinds.get(kind, strength))
    return Meaning(kinds, one.flags | other.flags, one.roles | other.roles)


def _inflect(words: Iterable[str], endings: Iterable[str]) -> set[str]:
    """Every spelling of the words, bare and with each ending; short ones have none."""
    return _add_endings({spelling for word in words for spelling in spell_in_ascii(word)}, endings)


def _add_endings(bare: set[str], endings: Iterable[str]) -> set[str]:
    return bare | {word + ending for word in bare if len(word) >= _SHORTEST_PART for ending in endings}


@lru_cache(maxsize=1 << 16)
def read_meanings(name: str) -> tuple[Meaning, ...]:
    """What the words of a name mean, in order: the longest phrases that are known, and `UNKNOWN` for other words."""
    parts = [part for token in split_tokens(name) for part in split_compound(token)]
    found = []
    start = 0
    while start < len(parts):
        size, meaning = _find_longest(parts[start : start + LONGEST_PHRASE])
        if meaning is not UNKNOWN or not parts[start].isdigit():
            found.append(meaning)
        start += size
    return tuple(found)


def _find_longest(parts: list[str]) -> tuple[int, Meaning]:
    """The longest phrase that a list of words begins with: of how many words, and what it means."""
    lexicon = load_lexicon()
    phrase = "".join(parts)
    if any(phrase[:size] in lexicon.openings for size in range(_SHORTEST_PART, 0, -1)):
        for size in range(len(parts), 0, -1):
            if meaning := lexicon.meanings.get(phrase):
                return size, meaning
            phrase = phrase[: -len(parts[size - 1])]
    return 1, UNKNOWN


@lru_cache(maxsize=1 << 16)
def split_compound(token: str) -> tuple[str, ...]:
    """A word written in one as the words it is made of: `kotiosoite`, `mothersname`; itself where it is not.

    It is made of known words wholly, or it ends as compounds of Finnish and Swedish do: `lahiosoite`.
    """
    lexicon = load_lexicon()
    meanings = lexicon.meanings
    if token in meanings or not _SHORTEST_PART < len(token) <= _LONGEST_WORD:
        return (token,)
    best: list[tuple[str, ...] | None] = [(), *([None] * len(token))]
    for start in range(len(token) - 1):
        before = best[start]
        if before is None:
            continue
        longest = _LONGEST_WORD if token[start : start + _SHORTEST_PART] in lexicon.beginnings else _SHORTEST_PART - 1
        for end in range(start + 2, min(start + longest, len(token)) + 1):
            current, part = best[end], token[start:end]
            if (
                (current is None or len(before) + 1 < len(current))
                and part in meanings
                and part not in lexicon.standalone
            ):
                best[end] = (*before, part)
    if whole := best[-1]:
        return whole
    for start in range(3, len(token) - _SHORTEST_PART + 1):
        if token[start:] in lexicon.heads:
            return token[:start], token[start:]
    return (token,)
