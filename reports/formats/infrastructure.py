"""What infrastructure shows, for report.json; and what a change adds to it, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from seloste.checker.comparison.infrastructure_change import InfrastructureChange
from seloste.checker.evidence.services.service_table import load_services
from seloste.checker.finding import Argument, CountryName, Several
from seloste.checker.linking.shown_infrastructure import (
    ConcernedSystem,
    ShownColumn,
    ShownInfrastructure,
    ShownPlace,
    ShownService,
    ShownStore,
)
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
        "columns": [
            {"subject": column.subject, "column": column.column, "kind": column.kind} for column in shown.columns or ()
        ],
        "services": [{"subject": each.subject or None, "service": each.service} for each in shown.services or ()],
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
    yield from _describe_columns(change, language)
    yield from _describe_services(change, language)


def _describe_columns(change: InfrastructureChange, language: Language) -> Iterator[str]:
    """A line for each system with new columns of personal data: what the notice has of them, and whom it concerns."""
    by_system: dict[str, list[ShownColumn]] = {}
    for column in change.columns:
        by_system.setdefault(column.subject, []).append(column)
    section = language.word("notice.headings.fields")
    for subject in list(by_system)[:_MOST_LINES]:
        columns, system = by_system[subject], change.systems.get(subject)
        names = [f"{each.column} ({language.word(f'evidence.data.{each.kind}')})" for each in columns]
        line = language.word("effect.columns", system=system.name if system else subject, columns=_cut(names, language))
        named: dict[str, None] = {}
        for each in columns:
            named.update((language.format_value(words), None) for words in each.fields or ())
        unnamed = dict.fromkeys(language.word(f"evidence.data.{each.kind}") for each in columns if not each.fields)
        if named:
            line += " " + language.word("effect.named", section=section, fields=_cut(list(named), language))
        if unnamed:
            line += " " + language.word("effect.unnamed", section=section, kinds=_cut(list(unnamed), language))
        yield f"{line} {_describe_people(system, language)}".rstrip()
    more = sum(len(columns) for columns in list(by_system.values())[_MOST_LINES:])
    if more:
        yield language.word("effect.more", count=language.count("effect.columns-more", more))


def _describe_services(change: InfrastructureChange, language: Language) -> Iterator[str]:
    """A line for each system that uses services which it did not use before, and the sections that these concern."""
    by_system: dict[str, list[ShownService]] = {}
    for service in change.services:
        by_system.setdefault(service.subject, []).append(service)
    sections = [language.word(f"notice.headings.{part}") for part in ("processors", "transfers")]
    for subject in list(by_system)[:_MOST_LINES]:
        system = change.systems.get(subject)
        services = _cut([f"{_name_service(each.service)} ({each.sign})" for each in by_system[subject]], language)
        word = "effect.services" if subject else "effect.services-of-none"
        line = language.word(word, system=system.name if system else subject, services=services)
        line += " " + language.word("effect.sections", sections=Several(tuple(sections)))
        yield f"{line} {_describe_people(system, language) if subject else ''}".rstrip()
    more = sum(len(services) for services in list(by_system.values())[_MOST_LINES:])
    if more:
        yield language.word("effect.more", count=language.count("effect.services-more", more))


def _name_service(id: str) -> str:
    known = load_services().get(id)
    return known.name if known else id


def _cut(names: Sequence[str], language: Language) -> Several:
    """The first of some names, and how many more there are."""
    shown: list[Argument] = list(names[:_MOST_NAMES])
    if len(names) > _MOST_NAMES:
        shown.append(language.word("phrases.and-more", count=len(names) - _MOST_NAMES))
    return Several(tuple(shown))


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
    listed = _cut([store.resource for store in stores], language)
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
