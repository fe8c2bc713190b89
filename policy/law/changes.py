"""What has changed: in the law data, version by version (`changes.yaml`), and in the law itself, day by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from msgspec import Struct

from seloste.policy.law.authorities import Authority
from seloste.policy.law.data import load_law_data
from seloste.policy.law.dated import DatedEntry, Words, select_words
from seloste.policy.law.duties import Duty, ProcessorTerm
from seloste.policy.law.law import Law
from seloste.policy.law.places import Territory
from seloste.policy.law.transfers import Decision, Instrument


class ChangeKind(StrEnum):
    """What was done to entries of the data."""

    ADDED = "added"
    CHANGED = "changed"
    CORRECTED = "corrected"
    REMOVED = "removed"


class LegalEventKind(StrEnum):
    """What happened in the law itself."""

    BEGINS = "begins"
    ENDS = "ends"
    EVENT = "event"


class DataChange(Struct, frozen=True, eq=False):
    """A change of the data.

    Attributes:
        entries: The entries that it is about, each by its file and id: `authorities/gdpr`.
        rules: The rules that find something else because of it.
    """

    kind: ChangeKind
    text: Words
    entries: tuple[str, ...]
    rules: tuple[str, ...]


class DataVersion(Struct, frozen=True, eq=False):
    """A version of the data, and what it changed in the one before."""

    version: str
    day: date
    changes: tuple[DataChange, ...]


class LegalEvent(Struct, frozen=True, eq=False):
    """A day on which an entry came into force, was in force for the last time, or something happened to it."""

    day: date
    kind: LegalEventKind
    entry: DatedEntry
    #: What happened, where it neither began nor ended.
    text: Words | None = None

    @property
    def reference(self) -> str:
        """The entry by its file and id; it is empty where no version of the data speaks of such entries."""
        return name_entry(self.entry)


@cache
def load_versions() -> tuple[DataVersion, ...]:
    """The versions of the data, the newest first."""
    return tuple(map(_parse_version, load_law_data("changes")["versions"]))


def list_versions_since(since: str | date) -> tuple[DataVersion, ...]:
    """The versions after a day, or after a version. Raises KeyError for an unknown version."""
    versions = load_versions()
    if isinstance(since, date):
        return tuple(each for each in versions if each.day > since)
    names = [each.version for each in versions]
    if since not in names:
        raise KeyError(since)
    return versions[: names.index(since)]


def list_legal_events(law: Law, since: date, until: date) -> tuple[LegalEvent, ...]:
    """What came into force, ended or happened after the day `since`, up to `until`, by day."""
    events = [event for entry in law.list_entries() for event in _list_events_of(entry, since, until)]
    return tuple(sorted(events, key=lambda event: (event.day, event.reference, event.kind)))


def _list_events_of(entry: DatedEntry, since: date, until: date) -> Iterator[LegalEvent]:
    if isinstance(entry, Instrument) and entry.decision is not None:
        return  # it has the days of its decision, which tells them
    if since < entry.first <= until:
        yield LegalEvent(entry.first, LegalEventKind.BEGINS, entry)
    if entry.last is not None and since <= entry.last < until:
        yield LegalEvent(entry.last, LegalEventKind.ENDS, entry)
    for event in entry.events:
        if since < event.day <= until:
            yield LegalEvent(event.day, LegalEventKind.EVENT, entry, event.text)


def name_entry(entry: DatedEntry) -> str:
    """The file and the id of an entry: `adequacy/<id>`."""
    match entry:
        case Authority():
            file = "authorities"
        case Decision():
            file = "adequacy"
        case Instrument():
            file = "instruments"
        case Territory():
            file = "membership"
        case Duty():
            file = "duties"
        case ProcessorTerm():
            file = "processor_terms"
        case _:
            file = "record_fields"
    return f"{file}/{entry.id}"


def _parse_version(raw: Mapping[str, Any]) -> DataVersion:
    return DataVersion(raw["version"], date.fromisoformat(raw["day"]), tuple(map(_parse_change, raw["changes"])))


def _parse_change(raw: Mapping[str, Any]) -> DataChange:
    return DataChange(ChangeKind(raw["kind"]), select_words(raw), tuple(raw["entries"]), tuple(raw["rules"]))
