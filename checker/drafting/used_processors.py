"""The services of other companies that resources use, beside the processors that are listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from seloste.checker.drafting.draft import DraftProcessor
from seloste.checker.evidence.resource import Basis, PlaceFact, Resource, ServiceFact, ServiceSign
from seloste.checker.evidence.services.named_services import Naming, find_naming, join_words
from seloste.checker.evidence.services.service_table import Service, load_services
from seloste.checker.inventory import Processor

#: How many resources are named that show a service.
_MOST_SEEN = 20


def name_processors(
    resources: Iterable[Resource], listed: Mapping[str, Processor], drafted: Collection[str]
) -> dict[str, str]:
    """The id of the processor that each used service is, by the id of the service.

    One that is listed has the id of the list. One that a person has removed of an earlier draft has none.
    """
    used = dict.fromkeys(fact.service for each in resources for fact in each.facts if isinstance(fact, ServiceFact))
    named: dict[str, str] = {}
    for id in used:
        service = load_services().get(id)
        if service is None or service.serves:
            continue
        own = _find_listed(service, listed)
        if own or id not in drafted:
            named[id] = own or id
    return named


def _find_listed(service: Service, listed: Mapping[str, Processor]) -> str:
    """The id of the listed processor that a service is; empty where none is."""
    namings = {id: find_naming(service, join_words((id, each.name, each.website))) for id, each in listed.items()}
    best = max(namings.values(), default=Naming.NONE)
    return next((id for id, naming in namings.items() if naming is best), "") if best is not Naming.NONE else ""


def draft_processors(
    resources: Iterable[Resource], named: Mapping[str, str], listed: Collection[str], users: Mapping[str, Sequence[str]]
) -> list[DraftProcessor]:
    """The services that are certainly in use and that no list has, in the order of the resources that show them.

    Args:
        resources: All resources.
        named: The id of the processor that each service is.
        listed: The ids of the processors that are listed.
        users: The ids of the systems that use each processor.
    """
    seen: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    countries: dict[str, set[str]] = defaultdict(set)
    for resource in resources:
        for fact in resource.facts:
            if isinstance(fact, ServiceFact) and fact.is_certain and fact.service in named:
                seen[fact.service][resource.id, fact.value] = None
                countries[fact.service] |= _list_countries(resource, fact)
    drafts = []
    for id, own in seen.items():
        if named[id] not in listed:
            service, places = load_services()[id], countries[id] - {""}
            country = next(iter(places)) if len(places) == 1 and "" not in countries[id] else ""
            shown = tuple(own)[:_MOST_SEEN]
            drafts.append(DraftProcessor(id, service.name, country, service.country, tuple(users.get(id, ())), shown))
    return drafts


def _list_countries(resource: Resource, fact: ServiceFact) -> set[str]:
    """Where data are that a resource has with a service; empty for what is not known."""
    if fact.sign is not ServiceSign.PROVIDER:
        return {fact.country or ""}
    places = (each for each in resource.facts if isinstance(each, PlaceFact) and each.basis is not Basis.HINT)
    return {each.country or "" for each in places} or ({""} if resource.stores_data else set())
