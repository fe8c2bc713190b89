"""Tells whether an e-mail address is a person's own: made of the person's name, whole or in part.

`m.virtanen@`, `mvirtanen@`, `matti@`, `virmat@` and `makinen@` (for Mäkinen) are; `tietosuoja@` and `hr@` are not, even
where a person has those initials.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from seloste.policy.prose.lazy_patterns import LazyPattern, WordPattern
from seloste.policy.prose.words import compile_words, list_languages, load_words

#: What follows a name: "Maija Meri, lakimies", "Maija Meri (tietosuoja)".
_AFTER_NAME = LazyPattern(r"[,;:(/|–—]| - ")
#: Between the parts of a name or of an address.
_BETWEEN = LazyPattern(r"[\W\d_]+")
#: More parts of a name, or letters of a part of an address, are not looked at.
_MOST_PARTS, _MOST_LETTERS = 6, 64
#: Letters that Unicode does not take apart.
_SINGLE = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "ł": "l", "đ": "d"})
_DOUBLE = str.maketrans({"ä": "ae", "ö": "oe", "å": "aa", "ü": "ue", "ø": "oe", "æ": "ae", "ß": "ss"})


@cache
def _compile_roles() -> WordPattern:
    """A pattern for words by which a mailbox, or a contact, is no person, in any language."""
    words = [word for language in list_languages() for word in load_words("offices.mailboxes", language) or ()]
    return compile_words([*words, *map(_strip_marks, words)])


@cache
def _compile_organisations() -> WordPattern:
    """A pattern for the word that tells what an organisation is, in any language: "library"."""
    return compile_words(
        word for language in list_languages() for word in load_words("offices.organisations", language) or ()
    )


@cache
def _load_name_patterns() -> frozenset[str]:
    """What stands for a name in an address, in any language."""
    words = (word for language in list_languages() for word in load_words("offices.name_patterns", language) or ())
    return frozenset(_strip_marks(word) for word in words)


def _strip_marks(text: str) -> str:
    """The letters without their marks: "Mäkinen" is "makinen"."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_SINGLE))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def list_name_parts(name: str) -> list[str]:
    """The parts of a person's name; none where it is the name of a role, a team, an organisation or a place."""
    own = _AFTER_NAME.split(name, maxsplit=1)[0]
    parts = [part for part in _BETWEEN.split(own) if part]
    if (
        not parts
        or _compile_organisations().fullmatch(parts[-1])
        or all(_compile_roles().fullmatch(part) for part in parts)
    ):
        return []
    return [part for part in parts if not _compile_roles().fullmatch(part)][:_MOST_PARTS]


def is_own_mailbox(email: str | None, name: str) -> bool:
    """Whether an address is made of a person's name, or of the words that stand for one."""
    mailbox = (email or "").partition("@")[0].partition("+")[0].casefold()
    tokens = [token[:_MOST_LETTERS] for token in _BETWEEN.split(mailbox) if token]
    if any(_strip_marks(token) in _load_name_patterns() for token in tokens):
        return True
    tokens = [token for token in tokens if not _compile_roles().fullmatch(token)]
    parts = list_name_parts(name)
    for fold in (_strip_marks, lambda text: _strip_marks(text.casefold().translate(_DOUBLE))):
        folded = [fold(part) for part in parts]
        if any(_is_made_of(fold(token), folded) for token in tokens):
            return True
    return False


def _is_made_of(token: str, parts: list[str]) -> bool:
    """Whether a part of an address is a part of a name, the initials, or beginnings of several parts in any order."""
    if token in parts or token == "".join(part[0] for part in parts):
        return True
    if len(token) < 3:
        return False
    return _is_split(token, parts, frozenset(), set())


def _is_split(rest: str, parts: list[str], used: frozenset[int], seen: set[tuple[int, frozenset[int]]]) -> bool:
    """Whether the rest of a part of an address is beginnings of parts that are not used yet, two at the least."""
    if not rest:
        return len(used) > 1
    if (len(rest), used) in seen:
        return False
    seen.add((len(rest), used))
    for number, part in enumerate(parts):
        longest = _count_common(rest, part) if number not in used else 0
        if any(_is_split(rest[size:], parts, used | {number}, seen) for size in range(longest, 0, -1)):
            return True
    return False


def _count_common(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    size = 0
    while size < min(len(one), len(other)) and one[size] == other[size]:
        size += 1
    return size
