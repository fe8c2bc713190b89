"""Whether somebody names a service: a processor of the list, a recipient of the notice, the controller itself.

Names are compared in whole words, without case: "Amazon Web Services EMEA SARL" and `aws` both name Amazon Web
Services, and so does "Amazonin pilvi", with the endings of Finnish and Swedish. It is enough that one of the names of a
service is among the words: to accuse falsely is worse than to miss.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache

from seloste.checker.evidence.services.service_table import Service
from seloste.policy.prose.likeness import fold

#: How much of a text is looked at.
_LONGEST = 2_000
#: The endings of cases that a name may have in Finnish (with the vowel that binds them to a consonant) and in Swedish,
#: and the shortest name that is looked for with them.
_CASES = ("n", "a", "ä", "ta", "tä", "ssa", "ssä", "sta", "stä", "lla", "llä", "lta", "ltä", "lle", "ksi", "na", "nä")
_ENDINGS = ("", *_CASES, *(f"i{case}" for case in _CASES), "en", "een", "iin", "oon", "s")
_SHORTEST_INFLECTED = 4


class Naming(IntEnum):
    """How clearly a text names a service."""

    NONE = 0
    #: By the name of its company, which may have other services.
    COMPANY = 1
    #: By its own name or its id.
    OWN = 2


def join_words(texts: Iterable[str | None]) -> str:
    """The words of some texts in one line, with a space before and after each, and a bar between the texts."""
    return f" {' | '.join(' '.join(_split(text)) for text in texts if text)} "


def find_naming(service: Service, words: str) -> Naming:
    """How clearly some words (`join_words`) name a service."""
    own, company = _list_names(service)
    if any(name in words for name in own):
        return Naming.OWN
    return Naming.COMPANY if any(name in words for name in company) else Naming.NONE


@lru_cache(maxsize=512)
def _list_names(service: Service) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The forms of the names of a service, its own and the others: as words, and as one word."""

    def spell(names: Iterable[str]) -> tuple[str, ...]:
        parts = [_split(name) for name in names]
        stems = dict.fromkeys(form for part in parts for form in (" ".join(part), "".join(part)))
        return tuple(
            f" {stem}{ending} "
            for stem in stems
            for ending in (_ENDINGS if len(stem) >= _SHORTEST_INFLECTED else ("",))
        )

    return spell((service.id, service.name)), spell(service.names[1:])


def _split(text: str) -> list[str]:
    """The words of a text: letters and digits, folded."""
    folded = fold(text[:_LONGEST])
    return "".join(letter if letter.isalnum() else " " for letter in folded).split()
