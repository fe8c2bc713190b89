"""Whether somebody names a service: a processor of the list, a recipient of the notice, the controller itself.

Names are compared in whole words, without case: "Amazon Web Services EMEA SARL" and `aws` both name Amazon Web
Services. It is enough that one of the names of a service is among the words: to accuse falsely is worse than to miss.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache

from seloste.checker.evidence.services.service_table import Service
from seloste.policy.prose.likeness import fold

#: How much of a text is looked at.
_LONGEST = 2_000


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
        return tuple(dict.fromkeys(form for part in parts for form in (f" {' '.join(part)} ", f" {''.join(part)} ")))

    return spell((service.id, service.name)), spell(service.names[1:])


def _split(text: str) -> list[str]:
    """The words of a text: letters and digits, folded."""
    folded = fold(text[:_LONGEST])
    return "".join(letter if letter.isalnum() else " " for letter in folded).split()
