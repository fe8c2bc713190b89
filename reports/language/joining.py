"""Several names in one line. After a semicolon a common word begins with a small letter; a name keeps its capital."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pydantic import BaseModel

from seloste.policy.notice import Policy
from seloste.policy.texts import list_texts
from seloste.reports.language.language import uncapitalize

#: Languages that write every noun with a capital.
_NOUNS_WITH_CAPITALS = frozenset({"de", "lb"})
#: A word with a capital that no sentence begins with: a name, or the beginning of one.
_WITHIN_SENTENCE = re.compile(r"(?<=[\w,)] )[^\W\d_]\w*")
_WORD = re.compile(r"\w+")
#: Endings that a name may have in a text, cut off before two forms of it are compared.
_LONGEST_ENDING, _SHORTEST_STEM = 3, 4


def find_proper_stems(policy: Policy, code: str) -> frozenset[str]:
    """The stems of the words that the notice writes with a capital within a sentence, and of the names in its keys."""
    found = set(_list_names(policy))
    for _, words in list_texts(policy):
        found |= {word for word in _WITHIN_SENTENCE.findall(words.get(code, "")) if word[0].isupper()}
    return frozenset(map(_find_stem, found))


def join_names(names: Iterable[str], proper_stems: frozenset[str], code: str) -> str:
    """The names after semicolons: the first as it is; of the others, a common word begins small."""
    return "; ".join(begin_others_small(names, proper_stems, code))


def begin_others_small(names: Iterable[str], proper_stems: frozenset[str], code: str) -> tuple[str, ...]:
    """The names as they stand in one line: the first as it is; of the others, a common word begins small."""
    first, *others = [*names] or [""]
    return (first, *(_begin_small(name, proper_stems, code) for name in others))


def _begin_small(name: str, proper_stems: frozenset[str], code: str) -> str:
    word = _WORD.match(name)
    if code.split("-")[0] in _NOUNS_WITH_CAPITALS or word is None or not word[0][1:].islower():
        return name
    stem = _find_stem(word[0])
    is_proper = any(stem.startswith(other) or other.startswith(stem) for other in proper_stems)
    return name if is_proper else uncapitalize(name)


def _find_stem(word: str) -> str:
    return word[: max(_SHORTEST_STEM, len(word) - _LONGEST_ENDING)][:7].casefold()


def _list_names(record: BaseModel) -> Iterable[str]:
    """The words of the names that the notice has as keys: of companies, persons and places."""
    for field in type(record).model_fields:
        value = getattr(record, field)
        for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else (value,):
            if isinstance(item, BaseModel):
                yield from _list_names(item)
            elif isinstance(item, str) and field in ("name", "city"):
                yield from _WORD.findall(item)
