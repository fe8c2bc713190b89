"""Wordings: words that tell something where they stand together in a sentence, in any order and with any between.

In the data a wording is `oikeus + tarkast*`: each of its parts is looked for as `words.compile_words` does. A list of
wordings is met where any of them is; a mapping gives names to lists of wordings.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from seloste.policy.prose.lazy_patterns import WordPattern
from seloste.policy.prose.words import compile_words, load_words

#: What joins the parts of a wording.
_JOINT = " + "
#: Each wording by the patterns of its parts; wordings of one part are one pattern.
_Wordings = tuple[tuple[WordPattern, ...], ...]


@cache
def _compile_wordings(key: str, name: str, language: str) -> _Wordings:
    """The wordings of a list, or of a name in a mapping."""
    known = load_words(key, language) or ()
    wordings = known.get(name, ()) if isinstance(known, Mapping) else known
    parted = [wording.split(_JOINT) for wording in wordings]
    single = [parts[0] for parts in parted if len(parts) == 1]
    joined = [tuple(compile_words([part]) for part in parts) for parts in parted if len(parts) > 1]
    return ((compile_words(single),), *joined) if single else tuple(joined)


def find_wording(text: str, key: str, language: str, name: str = "") -> int | None:
    """Where the first wording of a list stands in a text: where its first part does; None where none does."""
    found: int | None = None
    for parts in _compile_wordings(key, name, language):
        first = parts[0].search(text)
        if first is None or (found is not None and first.start() >= found):
            continue
        if all(part.search(text) for part in parts[1:]):
            found = first.start()
    return found


def has_wording(text: str, key: str, language: str, name: str = "") -> bool:
    """Whether any wording of a list stands in a text."""
    return find_wording(text, key, language, name) is not None


def list_named(text: str, key: str, language: str) -> list[str]:
    """The names whose wordings stand in a text, in the order of the text.

    The wordings of `not_<key>` under the same name are taken out first: they only look like those of the name.
    """
    file, _, words = key.partition(".")
    without = f"{file}.not_{words}"
    known: Mapping[str, object] = load_words(key, language) or {}
    places: list[tuple[int, str]] = []
    for name in known:
        place = find_wording(blank_wordings(text, without, language, name), key, language, name)
        if place is not None:
            places.append((place, name))
    return [name for _, name in sorted(places, key=lambda found: found[0])]


def blank_wordings(text: str, key: str, language: str, name: str = "") -> str:
    """The text, of the same length, with dashes in the place of the wordings of one part."""
    for parts in _compile_wordings(key, name, language):
        if len(parts) == 1:
            text = parts[0].sub(lambda match: "-" * len(match[0]), text)
    return text
