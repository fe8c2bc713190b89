"""The nearest known name: the suggestion for a name that is misspelled."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice

#: Names are compared up to here, in characters: the comparison takes quadratic time. And with so many names at most.
_LONGEST = 80
_MOST_NAMES = 1_000
#: Of so many names it is known how each is written with a letter less.
_MOST_SPELLED = 2_000
#: Of so many names that are alike but for one letter, the first are looked at.
_MOST_ALIKE = 20
#: And so many for one wrong name.
_MOST_TRIED = 200
#: A shorter name has no letter to spare: `it` and `at` are two names.
_SHORTEST = 3
#: An ending has so many letters at most; before it a name has so many at least, and its last word so many.
_ENDING = 3
_SHORTEST_STEM, _SHORTEST_WORD = 5, 4


def nearest_name(name: str, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """The known name most like a name, by a likeness of at least `cutoff` (0 to 1); empty where none is."""
    names = [*islice(known, _MOST_NAMES)]
    normal = _normalize(name)
    alike = next((each for each in names if _normalize(each) == normal), "")
    return alike or _find_likest(name[:_LONGEST], names, cutoff)


def _find_likest(name: str, names: list[str], cutoff: float) -> str:
    from difflib import get_close_matches  # only where a name is wrong

    return next(iter(get_close_matches(name, names, n=1, cutoff=cutoff)), "")


class NearNames:
    """Known names, to find the one that was meant by a name that differs by case, hyphens, one letter or its ending.

    To find one takes no longer the more names there are, so that each wrong name of a large file can have its hint.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._alike: dict[str, str] = {}
        self._shorter: dict[str, list[str]] = {}
        self._endings: dict[str, list[str]] = {}
        for number, name in enumerate(known):
            normal = _normalize(name)
            self._alike.setdefault(normal, name)
            if number < _MOST_SPELLED and len(normal) <= _LONGEST:
                for stem in (normal, *_list_stems(normal)):
                    endings = self._endings.setdefault(stem, [])
                    endings += [name] * (len(endings) < 2)
                for spelling in {normal, *_drop_letter(normal)}:
                    alike = self._shorter.setdefault(spelling, [])
                    if len(alike) < _MOST_ALIKE:
                        alike.append(name)

    def find(self, name: str) -> str:
        """The known name that was meant by one that is not known; empty where none is so near."""
        normal = _normalize(name)
        if normal in self._alike:
            return self._alike[normal]
        if not _SHORTEST <= len(normal) <= _LONGEST:
            return ""
        spellings = dict.fromkeys((normal, *_drop_letter(normal)))
        alike = dict.fromkeys(known for spelling in spellings for known in self._shorter.get(spelling, ()))
        slip = next((known for known in islice(alike, _MOST_TRIED) if _is_slip(normal, _normalize(known))), "")
        return slip or self._find_ending(normal)

    def _find_ending(self, normal: str) -> str:
        """The one known name that has another ending, such as that of a plural; empty where none has, or several."""
        for stem in (normal, *reversed(_list_stems(normal))):
            meant = self._endings.get(stem, [])
            if meant:
                return meant[0] if len(meant) == 1 else ""
        return ""


def is_letter_away(name: str, known: str) -> bool:
    """Whether a name is a known one, or differs from it by case or one letter."""
    normal, meant = _normalize(name[:_LONGEST]), _normalize(known)
    if normal == meant:
        return True
    are_alike = not {normal, *_drop_letter(normal)}.isdisjoint({meant, *_drop_letter(meant)})
    return are_alike and _is_slip(normal, meant)


def _normalize(name: str) -> str:
    """A name without what people write in several ways: case, spaces, underscores and forms of letters."""
    return "-".join(unicodedata.normalize("NFKC", name).casefold().replace("_", " ").split())


def _list_stems(name: str) -> list[str]:
    """A name without its last letters, as far as they may be an ending: `allergy` and `allergies` have one stem."""
    shortest = max(_SHORTEST_STEM, len(name) - _ENDING, name.rfind("-") + _SHORTEST_WORD + 1)
    stems = [name[:length] for length in range(shortest, len(name)) if name[length:].isalpha()]
    return stems if len(name) <= _LONGEST else []


def _drop_letter(name: str) -> Iterator[str]:
    return (name[:place] + name[place + 1 :] for place in range(len(name)))


def _is_slip(name: str, known: str) -> bool:
    """Whether two names that are alike but for a letter are one: not where numbers differ (`shop-1`, `shop-2`)."""
    if [*filter(str.isdigit, name)] != [*filter(str.isdigit, known)] or len(known) < _SHORTEST:
        return False
    longer, shorter = sorted((name, known), key=len, reverse=True)
    if len(longer) != len(shorter):
        return len(longer) == len(shorter) + 1
    differing = [place for place, pair in enumerate(zip(name, known, strict=True)) if pair[0] != pair[1]]
    if len(differing) == 2:
        first, second = differing
        return second == first + 1 and name[first] == known[second] and name[second] == known[first]
    return len(differing) == 1
