"""Which promises of a notice an entry of the law bears on (`policy/law/topics.yaml`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from msgspec import Struct

from seloste.policy.circumstances import find_establishment
from seloste.policy.law.authorities import find_authorities, load_authorities
from seloste.policy.law.data import load_law_data
from seloste.policy.law.duties import load_duties
from seloste.policy.law.law import LawOn
from seloste.policy.notice import Policy
from seloste.policy.promise import list_promises


class UsedTransfers(Struct, frozen=True):
    """The countries that data go to, and the grounds given for it: those of the notice and of the inventories."""

    countries: Collection[str] = frozenset()
    instruments: Collection[str] = frozenset()


def list_concerned(policy: Policy, law: LawOn, references: Iterable[str], used: UsedTransfers) -> tuple[str, ...]:
    """The ids of the promises that entries bear on, each entry by its file and id, in the order of the notice."""
    found = {promise for reference in references for promise in _list_of_entry(policy, law, reference, used)}
    return tuple(promise.id for promise in list_promises(policy) if promise.id in found)


def _list_of_entry(policy: Policy, law: LawOn, reference: str, used: UsedTransfers) -> Iterator[str]:
    file, _, id = reference.partition("/")
    if file in ("adequacy", "instruments", "membership"):
        topics = ["transfers"] if _is_used(law, file, id, used) else []
    elif file == "processor_terms":
        topics = ["processors"]
    elif _is_foreign(policy, law, file, id):
        topics = []
    else:
        topics = load_law_data("topics").get(reference, [])
    for topic in topics:
        yield from _list_of_topic(policy, topic)


def _is_used(law: LawOn, file: str, id: str, used: UsedTransfers) -> bool:
    """Whether data go to a country, or on a ground, that the entry is about."""
    if file == "instruments":
        return id in used.instruments
    if file == "adequacy":
        return law.law.decisions[id].country in used.countries
    places = (place for place in law.law.places.list_entries() if place.id == id)
    return any(country in used.countries for place in places for country in place.countries)


def _is_foreign(policy: Policy, law: LawOn, file: str, id: str) -> bool:
    """Whether an entry is the law of a country in which the controller is not established, or not known to be."""
    where = find_establishment(policy.controller)
    countries = _list_countries(file, id)
    if not countries or None in countries:
        return False
    return where is None or not any(law.law.places.is_within(where, each, law.day) for each in countries if each)


def _list_countries(file: str, id: str) -> set[str | None]:
    """The countries whose law an authority is, or that a duty cites; None among them: law of the Union."""
    if file == "authorities":
        return {each.country for entries in load_authorities().values() for each in entries if each.id == id}
    if file != "duties":
        return set()
    duty = load_duties()[id]
    cited = (authority for citation in duty.law for authority in find_authorities(citation))
    return {duty.country} if duty.country else {authority.country for authority in cited}


def _list_of_topic(policy: Policy, topic: str) -> Iterator[str]:
    """The promises of a topic: those of a section, or the entries of one that have a value."""
    section, _, test = topic.partition(".")
    if not test:
        yield from (promise.id for promise in list_promises(policy) if promise.section == section)
        return
    name, _, value = test.partition("=")
    for key, entry in getattr(policy, section).items():
        if _has_value(entry, name, value):
            yield f"{section}.{key}"


def _has_value(entry: Any, name: str, value: str) -> bool:
    if name == "basis":
        return any(each.basis == value for each in entry.legal_bases)
    if name == "right":
        return value in entry.rights
    return bool(getattr(entry, name))
