"""The acts, judgments and guidance that findings cite: which of them could be cited on a day (`authorities.yaml`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from seloste.policy.law.data import load_law_data
from seloste.policy.law.dated import DatedEntry, parse_entry


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Authority(DatedEntry):
    """An act, a judgment, a decision or a piece of guidance; `citation` is its short name in each language."""

    #: The words with which a citation of it begins, the same in every language.
    key: str


def find_authorities(citation: str) -> tuple[Authority, ...]:
    """The authority that a citation belongs to, under each of its names; the longest key wins.

    Raises:
        ValueError: The citation begins with the key of no authority.
    """
    found = load_authorities()
    for key in _longest_first():
        if citation.startswith(key) and not citation[len(key) : len(key) + 1].isalnum():
            return found[key]
    raise ValueError(f"no authority is known for the citation {citation!r}")


def find_authority_on(citation: str, day: date) -> Authority | None:
    """The authority of a citation as it stood on the day, or None where it did not hold then."""
    return next((authority for authority in find_authorities(citation) if authority.on(day)), None)


@cache
def load_authorities() -> Mapping[str, tuple[Authority, ...]]:
    """Every authority by its key; an act that changed its name has one entry a name."""
    found: dict[str, list[Authority]] = defaultdict(list)
    for raw in load_law_data("authorities")["authorities"]:
        authority = _authority(raw)
        found[authority.key].append(authority)
    return {key: tuple(entries) for key, entries in found.items()}


@cache
def _longest_first() -> tuple[str, ...]:
    return tuple(sorted(load_authorities(), key=len, reverse=True))


def _authority(raw: Mapping[str, Any]) -> Authority:
    return Authority(**parse_entry(raw), key=raw["key"])
