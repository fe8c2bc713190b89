"""The services of other companies that infrastructure shows, held against everybody whom list and notice name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from seloste.checker.evidence.resource import Resource, ServiceFact
from seloste.checker.evidence.services.named_services import Naming, find_naming, join_words
from seloste.checker.evidence.services.service_table import Service, load_services
from seloste.checker.inventory import Processor
from seloste.checker.linking.entry import DeclaredRecord
from seloste.checker.linking.index import Index
from seloste.policy.countries import is_country
from seloste.policy.law.law import LawOn

#: How many names of variables are told of a service that may be in use.
_MOST_NAMES = 5


class UsedService(NamedTuple):
    """A service, and what shows that it is in use or may be: each fact with its resource, in their order."""

    service: Service
    shown: tuple[tuple[Resource, ServiceFact], ...]


def list_used_services(index: Index) -> tuple[UsedService, ...]:
    """The services that infrastructure shows, in the order in which they are first seen."""
    return index.remember("used-services", _group_services)


def _group_services(index: Index) -> tuple[UsedService, ...]:
    if not index.evidence.services:
        return ()
    known, found = load_services(), dict[str, list[tuple[Resource, ServiceFact]]]()
    for resource, fact in index.evidence.services:
        if fact.service in known:
            found.setdefault(fact.service, []).append((resource, fact))
    return tuple(UsedService(known[id], tuple(shown)) for id, shown in found.items())


def list_undeclared_services(index: Index) -> Iterator[UsedService]:
    """The services that are certainly in use, and that nobody has declared: with the facts that are certain.

    Nothing where the processor list was not read whole, and no cloud while it is not known on what the listed
    processors run.
    """
    for used in _list_undeclared(index) if index.list_is_complete else ():
        certain = tuple((resource, fact) for resource, fact in used.shown if fact.is_certain)
        knows_hosts = index.usage_is_complete or not index.systems
        if certain and (knows_hosts or not used.service.has_regions):
            yield UsedService(used.service, certain)


def list_possible_services(index: Index) -> Iterator[str]:
    """The services that may be in use and are not declared, each with the variables that name it."""
    for used in _list_undeclared(index):
        if not any(fact.is_certain for _, fact in used.shown):
            names = list(dict.fromkeys(fact.value for _, fact in used.shown))
            shown = ", ".join((*names[:_MOST_NAMES], *(["…"] if len(names) > _MOST_NAMES else [])))
            yield f"{used.service.name} ({shown})"


def _find_processors(index: Index) -> Mapping[str, tuple[DeclaredRecord[Processor], ...]]:
    """The processors of the list that each used service is, by its id: those that name it the most clearly.

    What they are used for is no name: a company may be on the list for what it does with the service of another.
    """
    words = [
        (entry, join_words((entry.id, entry.record.name, entry.record.website))) for entry in index.processors.values()
    ]
    found: dict[str, tuple[DeclaredRecord[Processor], ...]] = {}
    for used in list_used_services(index):
        namings = [(find_naming(used.service, text), entry) for entry, text in words]
        best = max((naming for naming, _ in namings), default=Naming.NONE)
        if best is not Naming.NONE:
            found[used.service.id] = tuple(entry for naming, entry in namings if naming is best)
    return found


def list_places_elsewhere(
    processor: DeclaredRecord[Processor], index: Index, law: LawOn
) -> Iterator[tuple[Resource, ServiceFact, str]]:
    """The hosts of a processor in countries that the list does not have for it, one a country, and what it has.

    A company that is established outside the notice's area may well have data within it. In a cloud the customer
    chooses the region, and the country of the company tells nothing of it: there only countries outside are compared.
    """
    for used, owners in _list_services_of(processor, index):
        stated = next((owner.record.country for owner in owners if owner.record.country), None)
        if stated is None or not is_country(stated):
            continue
        seen = {country for owner in owners for country in _list_countries(owner, index)}
        for resource, fact in used.shown:
            country = fact.country
            if country and fact.is_certain and country not in seen:
                seen.add(country)
                if _is_elsewhere(country, stated, used, index, law):
                    yield resource, fact, stated


def _is_elsewhere(country: str, stated: str, used: UsedService, index: Index, law: LawOn) -> bool:
    transfers = index.notice.record.transfers
    area = transfers.area if transfers is not None else "eea"
    return law.is_outside(country, area) or not (used.service.has_regions or law.is_outside(stated, area))


def _list_services_of(
    processor: DeclaredRecord[Processor], index: Index
) -> Iterator[tuple[UsedService, tuple[DeclaredRecord[Processor], ...]]]:
    """The services that a processor is, each with all processors that are the same; only of the first of these."""
    if not any(fact.country for _, fact in index.evidence.services):
        return
    owners = index.remember("service-owners", _find_processors)
    for used in list_used_services(index):
        own = owners.get(used.service.id, ())
        if own and own[0].id == processor.id:
            yield used, own


def _list_countries(processor: DeclaredRecord[Processor], index: Index) -> Iterator[str]:
    """The countries that the list has for a processor, and those of the systems that it hosts."""
    record = processor.record
    yield from (record.country or "", *(item.country or "" for item in record.transfers or ()))
    yield from index.usage.host_countries.get(processor.id, ())


def _list_undeclared(index: Index) -> tuple[UsedService, ...]:
    return index.remember("undeclared-services", _compare_with_declared)


def is_declared(service: str, index: Index) -> bool:
    """Whether the list or the notice names a service of the table, by its id."""
    words = index.remember("declared-words", lambda index: join_words(_list_declared(index)))
    return find_naming(load_services()[service], words) is not Naming.NONE


def _compare_with_declared(index: Index) -> tuple[UsedService, ...]:
    words = join_words(_list_declared(index)) if index.evidence.services else ""
    return tuple(each for each in list_used_services(index) if find_naming(each.service, words) is Naming.NONE)


def _list_declared(index: Index) -> Iterable[str | None]:
    """Everything that names those who have the data: list, notice, and what the listed hosts of systems run on."""
    for entry in index.processors.values():
        record = entry.record
        yield from (entry.id, record.name, record.website, record.contact, record.service)
        yield from record.subprocessors or ()
    yield from index.listed or ()
    for host, providers in index.usage.host_providers.items():
        yield from sorted(providers) if host in (index.listed or ()) else ()
    notice = index.notice.record
    for id, named in ((notice.processors.recipients if notice.processors else None) or {}).items():
        yield from (id, named.name)
    for id in notice.disclosures.recipients if notice.disclosures else ():
        yield id
    for own in (notice.controller, *notice.joint_controllers.values()):
        yield from (own.name, own.website)
    yield from notice.joint_controllers
