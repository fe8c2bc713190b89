"""Dated entries, the common parts of all law: words, days, the source, and how each date was checked.

Days are inclusive at both ends. `first` and `last` are the `from` and `until` of the YAML; an open end is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

#: Words for people: language → text. A further language is a change of data.
Words = Mapping[str, str]


class Confidence(StrEnum):
    """The ways in which a legal fact was checked, the best first."""

    VERIFIED_PRIMARY = "verified_primary"
    VERIFIED_SECONDARY = "verified_secondary"
    FROM_MEMORY = "from_memory"

    @staticmethod
    def weakest(found: Iterable[Confidence]) -> Confidence:
        """The least of several confidences: that of an answer that needs all the facts."""
        order = list(Confidence)
        return max(found, key=order.index)


class Condition(Struct, frozen=True, eq=False):
    """A limit in the text of a decision or an instrument, with its own days."""

    text: Words
    first: date
    last: date | None
    confidence: Confidence

    def on(self, day: date) -> bool:
        """Whether the condition applied on the day."""
        return _is_within(day, self.first, self.last)


class Event(Struct, frozen=True, eq=False):
    """An event that changed an act or a decision without ending it."""

    day: date
    text: Words
    confidence: Confidence
    #: Whether the law of the country has to be assessed anew after it.
    reassess: bool = False


class KnownEnd(Struct, frozen=True, eq=False):
    """A last day as it was known from a day on; None while no end was known."""

    since: date
    last: date | None


class DatedEntry(Struct, frozen=True, kw_only=True, eq=False):
    """A piece of law that is in force from its first day to its last, both inclusive."""

    id: str
    title: Words
    citation: Words
    first: date
    last: date | None
    source: str
    #: How each date was checked: `from`, `until` and, where there are any, `new_contracts_until` and `known_from`.
    confidences: Mapping[str, Confidence]
    checked: date
    events: tuple[Event, ...] = ()
    #: The authority that ended it, a key of `authorities.yaml`, where its own last day was not fixed from the start.
    ended_by: str | None = None
    #: Its last day as it was known over time: a judgment is not known before it is given.
    ends: tuple[KnownEnd, ...] = ()

    def on(self, day: date) -> bool:
        """Whether it was in force on the day."""
        return _is_within(day, self.first, self.last)

    def get_end_known_on(self, day: date) -> date | None:
        """Its last day as known on the day; None where no end was known."""
        return next((end.last for end in reversed(self.ends) if end.since <= day), None)

    @property
    def confidence(self) -> Confidence:
        """The confidence of its least checked date."""
        return Confidence.weakest(self.confidences.values())

    def list_dates(self) -> Iterator[date]:
        """Every date on which an answer about it may change."""
        yield self.first
        if self.last is not None:
            yield self.last
        for end in self.ends:
            yield end.since
            if end.last is not None:
                yield end.last
        yield from (event.day for event in self.events if event.reassess)

    def list_events_by(self, day: date) -> tuple[Event, ...]:
        """The events up to the day."""
        return tuple(event for event in self.events if event.day <= day)


def parse_entry(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The common fields of a raw entry, as keyword arguments of its class."""
    return {
        "id": raw["id"],
        "title": raw["title"],
        "citation": raw["citation"],
        "first": date.fromisoformat(raw["from"]),
        "last": parse_last_day(raw["until"]),
        "source": raw["source"],
        "confidences": {fact: Confidence(level) for fact, level in raw["confidence"].items()},
        "checked": date.fromisoformat(raw["checked"]),
        "events": parse_events(raw),
        "ended_by": raw.get("ended_by"),
        "ends": _parse_ends(raw),
    }


def parse_events(raw: Mapping[str, Any]) -> tuple[Event, ...]:
    """The events of a raw entry, in its order."""
    return tuple(
        Event(
            date.fromisoformat(event["date"]),
            select_words(event),
            Confidence(event["confidence"]),
            event.get("reassess") == "true",
        )
        for event in raw.get("events", ())
    )


def _parse_ends(raw: Mapping[str, Any]) -> tuple[KnownEnd, ...]:
    """The last days as known over time. One without `known_from` was fixed from the start; each period has its own."""
    first = date.fromisoformat(raw["from"])
    stages = raw.get("periods") or [raw]
    ends = [
        KnownEnd(date.fromisoformat(stage.get("known_from", raw["from"])), parse_last_day(stage["until"]))
        for stage in stages
    ]
    return tuple(ends) if ends[0].since == first else (KnownEnd(first, None), *ends)


def suppose_ends(ends: tuple[KnownEnd, ...], until: date | None) -> tuple[KnownEnd, ...]:
    """The known ends of an entry supposed to end on another day: a later day is known always, an earlier one never."""
    if until is None:
        return tuple(replace(end, last=None) for end in ends)
    return tuple(end if end.last is None else replace(end, last=max(end.last, until)) for end in ends)


def parse_conditions(raw: Mapping[str, Any], entry: Mapping[str, Any]) -> tuple[Condition, ...]:
    """The conditions of a raw entry; missing days and confidences are those of the parsed entry."""
    weakest = Confidence.weakest(entry["confidences"].values())
    return tuple(
        Condition(
            select_words(item),
            date.fromisoformat(item["from"]) if "from" in item else entry["first"],
            parse_last_day(item["until"]) if "until" in item else entry["last"],
            Confidence(item.get("confidence", weakest)),
        )
        for item in raw.get("conditions", ())
    )


def parse_last_day(text: str) -> date | None:
    """The last day of a text; None, an open end, for `null`."""
    return None if text == "null" else date.fromisoformat(text)


_FACTS = frozenset({"date", "from", "until", "confidence", "reassess", "kind", "entries", "rules"})


def select_words(raw: Mapping[str, Any]) -> Words:
    """The words by language of an item that has both languages and facts as keys."""
    return {language: text for language, text in raw.items() if language not in _FACTS}


def _is_within(day: date, first: date, last: date | None) -> bool:
    return first <= day and (last is None or day <= last)
