"""What infrastructure shows, for report.json; and what a change adds to it, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from seloste.checker.comparison.shown_infrastructure import (
    ConcernedSystem,
    InfrastructureChange,
    ShownInfrastructure,
    ShownPlace,
    ShownStore,
)
from seloste.checker.finding import Argument, CountryName, Several
from seloste.reports.language.language import Language

#: The most countries that have a line each; and the most stores and groups of people that a line names.
_MOST_LINES = 10
_MOST_NAMES = 5


def build_infrastructure(shown: ShownInfrastructure | InfrastructureChange) -> dict[str, Any]:
    """The places and the stores, as plain values."""
    return {
        "places": [
            {
                "subject": place.subject,
                "country": place.country,
                "resource": place.resource or None,
                "copy": place.is_copy,
            }
            for place in shown.places
        ],
        "stores": [{"subject": store.subject or None, "resource": store.resource} for store in shown.stores],
    }


def list_change_lines(change: InfrastructureChange, language: Language) -> Iterator[str]:
    """A line for each country that a system's data were not in before, and for the new stores of each system."""
    for place in change.places[:_MOST_LINES]:
        yield _describe_place(place, change, language)
    more = len(change.places) - _MOST_LINES
    if more > 0:
        yield language.word("effect.more", count=language.count("counted.place", more))
    by_system: dict[str, list[ShownStore]] = {}
    for store in change.stores:
        by_system.setdefault(store.subject, []).append(store)
    for subject in list(by_system)[:_MOST_LINES]:
        yield _describe_stores(subject, by_system[subject], change, language)
    more = sum(len(stores) for stores in list(by_system.values())[_MOST_LINES:])
    if more:
        yield language.word("effect.more", count=language.count("effect.stores", more))


def _describe_place(place: ShownPlace, change: InfrastructureChange, language: Language) -> str:
    system = change.systems.get(place.subject)
    line = language.word(
        "effect.country-copy" if place.is_copy else "effect.country",
        system=system.name if system else place.subject,
        country=CountryName(place.country),
        resource=place.resource,
    )
    return f"{line} {_describe_people(system, language)}".rstrip()


def _describe_stores(
    subject: str, stores: Sequence[ShownStore], change: InfrastructureChange, language: Language
) -> str:
    names: list[Argument] = [store.resource for store in stores[:_MOST_NAMES]]
    if len(stores) > _MOST_NAMES:
        names.append(language.word("phrases.and-more", count=len(stores) - _MOST_NAMES))
    listed = Several(tuple(names))
    if not subject:
        return language.word("effect.store-of-none", resources=listed)
    system = change.systems.get(subject)
    line = language.word("effect.store", system=system.name if system else subject, resources=listed)
    return f"{line} {_describe_people(system, language)}".rstrip()


def _describe_people(system: ConcernedSystem | None, language: Language) -> str:
    """Whom it concerns; that it is not declared, where the system does not declare it."""
    if system is None or system.people is None:
        return language.word("effect.concerns-unstated")
    people: list[Argument] = list(system.people[:_MOST_NAMES])
    if len(system.people) > _MOST_NAMES:
        people.append(language.word("phrases.and-more", count=len(system.people) - _MOST_NAMES))
    return language.word("effect.concerns", people=Several(tuple(people))) if people else ""
