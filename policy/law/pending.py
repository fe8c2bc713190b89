"""What is pending: proposals, and acts that were adopted and apply later (`pending.yaml`). No finding rests on them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from seloste.policy.law.data import load_law_data
from seloste.policy.law.dated import Confidence, Event, Words, parse_events, parse_last_day


class PendingKind(StrEnum):
    """The two kinds of law that is not applied yet."""

    PROPOSAL = "proposal"
    ADOPTED = "adopted"


class PendingLaw(Struct, frozen=True, eq=False):
    """A proposal, or an act that applies later.

    Attributes:
        known_from: The day on which it was made public.
        first: The day from which it applies; None where that is not fixed, and may never come.
        country: The member state whose law it would be; None: law of the Union.
        entries: The entries of the law that it would change, by file and id.
        rules: The rules of the catalogue that it would bear on, and `keys` those of people's files.
    """

    id: str
    kind: PendingKind
    title: Words
    citation: Words
    text: Words
    entries: tuple[str, ...]
    rules: tuple[str, ...]
    keys: tuple[str, ...]
    known_from: date
    first: date | None
    country: str | None
    source: str
    confidences: Mapping[str, Confidence]
    checked: date
    events: tuple[Event, ...]


@cache
def load_pending() -> tuple[PendingLaw, ...]:
    """All that is pending, as packaged: what applies later first, by day; then proposals."""
    entries = [_parse_pending(raw) for raw in load_law_data("pending")["pending"]]
    return tuple(sorted(entries, key=lambda entry: (entry.first or date.max, entry.known_from)))


def list_pending(day: date) -> tuple[PendingLaw, ...]:
    """What was known on the day and did not apply yet, with what had happened to it by then."""
    return tuple(
        replace(entry, events=tuple(event for event in entry.events if event.day <= day))
        for entry in load_pending()
        if entry.known_from <= day and (entry.first is None or day < entry.first)
    )


def list_coming(first: date, last: date) -> tuple[PendingLaw, ...]:
    """What begins to apply after the first day and by the last one."""
    return tuple(entry for entry in list_pending(first) if entry.first is not None and entry.first <= last)


def _parse_pending(raw: Mapping[str, Any]) -> PendingLaw:
    return PendingLaw(
        id=raw["id"],
        kind=PendingKind(raw["kind"]),
        title=raw["title"],
        citation=raw["citation"],
        text=raw["text"],
        entries=tuple(raw["entries"]),
        rules=tuple(raw["rules"]),
        keys=tuple(raw["keys"]),
        known_from=date.fromisoformat(raw["known_from"]),
        first=parse_last_day(raw["from"]),
        country=raw.get("country"),
        source=raw["source"],
        confidences={fact: Confidence(level) for fact, level in raw["confidence"].items()},
        checked=date.fromisoformat(raw["checked"]),
        events=parse_events(raw),
    )
