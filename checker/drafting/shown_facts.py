"""What the resources of a drafted system show: their places, their controls, their data, the services in use."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from seloste.checker.drafting.draft import DraftField, DraftHosting, DraftSafeguard, F, Shown
from seloste.checker.evidence.attributes.type_table import find_type
from seloste.checker.evidence.mapping import MappedResource, list_stores
from seloste.checker.evidence.resource import (
    ColumnFact,
    ControlFact,
    ControlShown,
    KeepingFact,
    PlaceFact,
    Resource,
    ServiceFact,
    ServiceSign,
)
from seloste.policy.period import Period
from seloste.policy.personal_data.columns import Holding
from seloste.policy.personal_data.fields import list_named_kinds
from seloste.policy.processing import PersonalData
from seloste.policy.vocabulary import Status, has_interval, load_controls

#: How many resources are named beside a value, and how many columns beside a field.
_MOST_NAMED = 20
#: Intervals are compared from a day on, whichever.
_ANY_DAY = date(2000, 1, 1)


def find_provider(resource: Resource) -> str:
    """The provider of a resource of Terraform's, by the name that `policy/regions.yaml` has; empty for others."""
    type = find_type(resource.type) if resource.source == "terraform" else None
    return type.provider if type else ""


def find_hosting(resources: Sequence[MappedResource], named: Mapping[str, str]) -> DraftHosting:
    """Where most stores of a system lie, or most of its resources where it has no store.

    `named`: the ids of the processors that services are.
    """
    stores = list_stores(resources) or resources
    places = Counter(
        (find_provider(mapped.resource), fact.region, fact.country or "")
        for mapped in stores
        for fact in mapped.places
        if not fact.is_copy
    )
    providers = Counter(filter(None, (find_provider(mapped.resource) for mapped in stores)))
    (provider, region, country), _ = (places.most_common(1) or [(("", "", ""), 0)])[0]
    provider = provider or next((name for name, _ in providers.most_common(1)), "")
    others: dict[tuple[str, str], Shown[PlaceFact]] = {}
    for mapped in resources:
        for fact in mapped.resource.facts:
            if isinstance(fact, PlaceFact) and fact.country != (country or None):
                others.setdefault((fact.country or "", "" if fact.country else fact.region), _show(mapped, fact))
    # of two clouds the company is that of the place: never the region of one and the company of the other
    own = [each for each in resources if find_provider(each.resource) == provider] if provider else resources
    return DraftHosting(provider, region, country, named.get(_find_host(own), ""), tuple(others.values())[:_MOST_NAMED])


def _find_host(resources: Iterable[MappedResource]) -> str:
    """The service that hosts most stores, else most resources."""
    hosts = Counter(
        {
            fact.service: 0
            for mapped in resources
            for fact in mapped.resource.facts
            if isinstance(fact, ServiceFact) and fact.sign is ServiceSign.PROVIDER and fact.is_certain
        }
    )
    for mapped in resources:
        for fact in mapped.resource.facts:
            if isinstance(fact, ServiceFact) and fact.service in hosts:
                hosts[fact.service] += 1000 if mapped.resource.stores_data else 1
    return next((service for service, _ in hosts.most_common(1)), "")


def list_safeguards(resources: Sequence[MappedResource]) -> tuple[DraftSafeguard, ...]:
    """What the resources of a system show of each control, in the order of the vocabulary."""
    facts: dict[str, list[tuple[MappedResource, ControlFact]]] = defaultdict(list)
    for mapped in resources:
        for fact in mapped.controls:
            facts[fact.control].append((mapped, fact))
    stores = list_stores(resources)
    return tuple(_assess(control, facts[control], stores) for control in load_controls() if control in facts)


def _assess(
    control: str, facts: Sequence[tuple[MappedResource, ControlFact]], stores: Iterable[MappedResource]
) -> DraftSafeguard:
    by_shown: dict[ControlShown, list[tuple[MappedResource, ControlFact]]] = defaultdict(list)
    for mapped, fact in facts:
        by_shown[fact.shown].append((mapped, fact))
    on = by_shown[ControlShown.ON]
    numbers = {mapped.resource.number for mapped, _ in on}
    stores = list(stores)
    covers = bool(stores) and all(numbers & {each.resource.number, *each.dependents} for each in stores)
    status, interval = None, None
    if by_shown[ControlShown.OFF]:
        status = Status.NOT_IMPLEMENTED
    elif covers and len(on) == len(facts):
        interval = _find_longest([fact.interval for _, fact in on]) if has_interval(control) else None
        status = Status.IMPLEMENTED
    order = (ControlShown.OFF, ControlShown.WEAKER, ControlShown.ON, ControlShown.UNKNOWN)
    seen = [_show(mapped, fact) for shown in order for mapped, fact in by_shown[shown]]
    return DraftSafeguard(control, status, interval, tuple(seen[:_MOST_NAMED]))


def _find_longest(intervals: Sequence[Period | None]) -> Period | None:
    """The longest of some intervals; None where one is not known."""
    known = [each for each in intervals if each is not None]
    return max(known, key=lambda each: each.end(_ANY_DAY)) if known and len(known) == len(intervals) else None


def list_fields(
    resources: Iterable[MappedResource], named: Mapping[str, PersonalData] | None
) -> tuple[DraftField, ...]:
    """The kinds of data that columns hold, each with the field of the notice that names it most narrowly.

    `named`: the fields of the notice; None where there is no notice, so that each has the id of its kind.
    """
    columns: dict[str, dict[str, None]] = defaultdict(dict)
    for mapped in resources:
        for fact in mapped.resource.facts:
            if isinstance(fact, ColumnFact) and fact.holding is Holding.YES:
                columns[fact.kind][f"{fact.table}.{fact.attribute}"] = None
    kinds = {id: list_named_kinds(id, field) for id, field in (named or {}).items()}
    found = []
    for kind, own in columns.items():
        naming = sorted((len(covered), id) for id, covered in kinds.items() if kind in covered)
        found.append(DraftField(kind, naming[0][1] if naming else "", tuple(own)))
    return tuple(found)


def count_possible_columns(resources: Iterable[MappedResource]) -> int:
    """How many columns may hold anything."""
    return sum(
        isinstance(fact, ColumnFact) and fact.holding is Holding.POSSIBLE
        for mapped in resources
        for fact in mapped.resource.facts
    )


def list_keepings(resources: Iterable[MappedResource]) -> tuple[Shown[KeepingFact], ...]:
    """How long the resources keep what they keep."""
    return tuple(_show(mapped, fact) for mapped in resources for fact in mapped.keepings)[:_MOST_NAMED]


def list_services(resources: Iterable[MappedResource], named: Mapping[str, str], *, certain: bool) -> tuple[str, ...]:
    """The ids of the processors whose services resources use; or, where not `certain`, of those that they may use."""
    facts = [f for mapped in resources for f in mapped.resource.facts if isinstance(f, ServiceFact)]
    facts = [fact for fact in facts if fact.service in named]
    used = dict.fromkeys(named[fact.service] for fact in facts if fact.is_certain)
    perhaps = dict.fromkeys(named[fact.service] for fact in facts)
    return tuple(used if certain else (id for id in perhaps if id not in used))


def _show(mapped: MappedResource, fact: F) -> Shown[F]:
    return Shown(mapped.resource.id, fact)
