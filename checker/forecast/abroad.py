"""The records whose data may leave the European Economic Area: only these are judged by the law of transfers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel

from seloste.checker.inventory import Hosting
from seloste.checker.judging.loaded_workspace import LoadedWorkspace
from seloste.policy.countries import is_country
from seloste.policy.declaration import Transfer
from seloste.policy.law.law import Law

#: Stands among the words of a record for a transfer that it declares; no key and no id is spelled so.
_TRANSFER = "<transfer>"


def find_abroad(loaded: LoadedWorkspace, law: Law, days: Collection[date]) -> set[str]:
    """The subjects of the systems and processors that the law of transfers may bear on, on days up to the last.

    These name a country that is outside the area on one of the days, or a transfer, or a processor that does so itself
    or by those it names in turn. Where infrastructure was read, that is all of them, for it may show any country.
    """
    processors, systems = loaded.processors.entries, loaded.systems.entries if loaded.systems else {}
    entries = {entry.subject: entry.record for entry in (*processors.values(), *systems.values())}
    if loaded.evidence.is_given:
        return set(entries)
    subjects = {id: entry.subject for id, entry in processors.items()}
    users: dict[str, list[str]] = defaultdict(list)
    found: list[str] = []
    for subject, record in entries.items():
        words = set(_list_words(record))
        if _TRANSFER in words or any(not _stays_inside(word, law, days) for word in filter(is_country, words)):
            found.append(subject)
        for named in words & subjects.keys():
            users[subjects[named]].append(subject)
    return _follow(found, users)


def _follow(found: Iterable[str], users: Mapping[str, Iterable[str]]) -> set[str]:
    """Some records, with those that use them, and those that use these."""
    reached, waiting = set[str](), list(found)
    while waiting:
        subject = waiting.pop()
        if subject not in reached:
            reached.add(subject)
            waiting += users.get(subject, ())
    return reached


def _stays_inside(country: str, law: Law, days: Collection[date]) -> bool:
    return all(law.places.is_inside(country, "eea", day) for day in days)


def _list_words(value: Any) -> Iterator[str]:
    """Every text within a record, keys too, the country that a region lies in, and a word for a transfer."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Transfer):
        yield _TRANSFER
    elif isinstance(value, BaseModel):
        if isinstance(value, Hosting):
            yield value.region_country or ""
        for name in value.model_fields_set:
            yield from _list_words(getattr(value, name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _list_words(key)
            yield from _list_words(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _list_words(item)
