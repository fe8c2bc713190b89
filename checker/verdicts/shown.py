"""What infrastructure shows of the promises: evidence that is configured or observed, beside what is declared.

It supports a promise of a system only where it shows it of the whole system: a control of stores, of each store; a
storage period, of each store too. What it shows of a part is evidence that neither supports nor contradicts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from seloste.checker.evidence.mapping import MappedResource, group_controls, list_stores
from seloste.checker.evidence.resource import (
    ControlFact,
    ControlShown,
    EvidenceKind,
    Fact,
    KeepingFact,
    Kept,
    Resource,
)
from seloste.checker.finding import Argument, CountryName, Word
from seloste.checker.inventory import Processor, System
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord
from seloste.checker.linking.safeguards import Assessment
from seloste.checker.linking.used_services import list_places_elsewhere, list_undeclared_services
from seloste.checker.verdicts.evidence import Evidence
from seloste.policy.commitments import Retention
from seloste.policy.law.law import LawOn
from seloste.policy.processing import Transfers
from seloste.policy.vocabulary import TransferRule

#: The controls that every store of a system must have, for the system to have them.
CONTROLS_OF_EVERY_STORE = frozenset({"encryption-at-rest", "backup"})
#: The most resources of a system that are evidence of one promise, one by one.
_MOST_PIECES = 1_000


def shown_evidence(
    system: LinkedRecord[System], index: Index, law: LawOn, contradicted: Collection[str], *, is_located: bool
) -> Iterator[Evidence]:
    """What the resources of a system show of each promise. `contradicted`: the promises that its findings contradict.

    `is_located`: all else that the promise on transfers is about is known, but where the system itself runs.
    """
    stores = list_stores(system.resources)
    controls = group_controls(system.resources)
    for assessment in system.controls:
        facts = controls.get(assessment.control, ())
        yield from _show_control(system, assessment, facts, stores, law) if facts else ()
    transfers = index.notice.record.transfers
    if transfers is not None:
        unlike = "transfers" in contradicted
        yield from _show_places(system, stores, transfers, law, is_broken=unlike, is_located=is_located)
    yield from _show_columns(system, index)
    for mapped in system.resources if index.never.countries else ():
        yield from _show_ruled_out(system, mapped, index)
    yield from _show_retention(system, index, stores, law)


def summarize_shown(evidence: Iterable[Evidence]) -> dict[tuple[str, str], EvidenceKind]:
    """What infrastructure shows of each safeguard of a system as a whole: by promise and control, the strongest kind.

    A control that some resource contradicts is none of them.
    """
    found: dict[tuple[str, str], EvidenceKind] = {}
    contradicted: set[tuple[str, str]] = set()
    for piece in evidence:
        key = (piece.promise, piece.aspect)
        if piece.promise.startswith("safeguards.") and piece.holds:
            found[key] = max(found.get(key, piece.kind), piece.kind, key=lambda kind: kind.rank)
        elif piece.holds is False:
            contradicted.add(key)
    return {key: kind for key, kind in found.items() if key not in contradicted}


def hosted_evidence(processor: LinkedRecord[Processor], index: Index) -> Iterator[Evidence]:
    """What the infrastructure of the systems that a processor hosts shows of the safeguards that bind it as a host.

    It holds their data and no others, so that it has a control where each of them shows it; as strongly as the weakest.
    """
    systems = index.usage.hosts.get(processor.id, ())
    shown = [index.usage.shown.get(system, {}) for system in systems]
    for assessment in processor.controls if any(shown) else ():
        key = (f"safeguards.{assessment.promise}", assessment.control)
        if assessment.promised.applies_to is None and all(key in each for each in shown):
            yield Evidence(
                key[0],
                processor.subject,
                True,
                processor.document,
                processor.steps(),
                "hosted-systems-show",
                kind=min((each[key] for each in shown), key=lambda kind: kind.rank),
                arguments={"control": Word(f"controls.{assessment.control}")},
                aspect=assessment.control,
            )


def service_evidence(index: Index) -> Iterator[Evidence]:
    """The services of other companies that infrastructure shows and no list has, against the promise on processors."""
    if not index.locate_promise("processors"):
        return
    for service, shown in list_undeclared_services(index):
        resource, fact = max(shown, key=lambda each: each[1].strength.rank)
        arguments: dict[str, Argument] = {"processor": service.name, "sign": fact.value}
        yield _show_against("processors", f"processors.{service.id}", index, resource, fact, "uses-unlisted", arguments)


def elsewhere_evidence(processor: LinkedRecord[Processor], index: Index, law: LawOn) -> Iterator[Evidence]:
    """The hosts of a processor outside the area of the promise on transfers, in countries that its record has not."""
    transfers = index.notice.record.transfers
    for resource, fact, _ in list_places_elsewhere(processor, index, law) if transfers is not None else ():
        if transfers is not None and law.is_outside(fact.country or "", transfers.area):
            arguments: dict[str, Argument] = {"country": CountryName(fact.country or ""), "host": fact.value}
            yield _show_against("transfers", processor.subject, index, resource, fact, "sends-to", arguments)


def _show_against(
    promise: str,
    subject: str,
    index: Index,
    resource: Resource,
    fact: Fact,
    detail: str,
    arguments: dict[str, Argument],
) -> Evidence:
    return Evidence(
        promise,
        subject,
        False,
        index.notice.document,
        (),
        detail,
        kind=fact.strength,
        dated=resource.dated,
        arguments=arguments,
        place=fact.location,
        basis=fact.basis,
        resource=resource.id,
    )


def _show_control(
    system: LinkedRecord[System],
    assessment: Assessment,
    facts: Sequence[tuple[Resource, ControlFact]],
    stores: Collection[MappedResource],
    law: LawOn,
) -> Iterator[Evidence]:
    """What the resources show of one promised control: `facts` are theirs on it."""
    covers = all(fact.shown is not ControlShown.UNKNOWN for _, fact in facts)
    if assessment.control in CONTROLS_OF_EVERY_STORE:
        shown = {resource.number for resource, fact in facts if fact.shown is ControlShown.ON}
        covers = covers and all(shown & {each.resource.number, *each.dependents} for each in stores)
    promised = assessment.promised.parameters.interval
    for resource, fact in facts[:_MOST_PIECES]:
        if fact.shown is ControlShown.UNKNOWN:
            continue
        rarely = bool(promised and fact.interval and fact.interval.longer_than(promised, law.day))
        untimed = promised is not None and fact.interval is None
        against = fact.shown is not ControlShown.ON or rarely
        holds = False if against else True if covers and not untimed else None
        arguments: dict[str, Argument] = {"control": Word(f"controls.{fact.control}")}
        detail = f"shows-{fact.shown}"
        if fact.interval is not None and fact.shown is ControlShown.ON:
            detail, arguments = "shows-every", {**arguments, "interval": fact.interval}
        yield _make(system, resource, fact, f"safeguards.{assessment.promise}", holds, detail, arguments).about(
            assessment.control
        )


def _show_places(
    system: LinkedRecord[System],
    stores: Collection[MappedResource],
    promise: Transfers,
    law: LawOn,
    *,
    is_broken: bool,
    is_located: bool,
) -> Iterator[Evidence]:
    """Where the resources lie, and their copies.

    Where findings on the system break the promise, each place that it does not foresee is against it, and no other.
    """
    hosting = system.record.hosting
    declared = hosting.effective_country if hosting else None
    all_known = is_located and all(any(not place.is_copy for place in each.places) for each in stores)
    pieces = [(mapped.resource, fact) for mapped in system.resources for fact in mapped.places]
    for resource, fact in pieces[:_MOST_PIECES]:
        country = fact.country or ""
        agrees = country == declared or declared is None
        holds = None if not agrees or not all_known else True
        holds = False if is_broken and not _foresees(promise, country, declared, law) else holds
        detail = "copied-to" if fact.is_copy else "lies-in"
        arguments: dict[str, Argument] = {"country": CountryName(country), "region": fact.region}
        yield _make(system, resource, fact, "transfers", holds, detail, arguments)


def _foresees(promise: Transfers, country: str, declared: str | None, law: LawOn) -> bool:
    """Whether a promise on transfers has room for data in a country, as far as countries tell.

    Outside its area there is room only where the system declares so too: else nobody knows by what tool they are there.
    """
    if promise.hosting is not None and country not in promise.hosting:
        return False
    allowed = promise.rule is not TransferRule.NEVER and (promise.countries is None or country in promise.countries)
    return not law.is_outside(country, promise.area) or (allowed and country == declared)


def _show_columns(system: LinkedRecord[System], index: Index) -> Iterator[Evidence]:
    """The columns that hold personal data.

    One bears out that the field which names its data best is there; one that no field names is against their list.
    """
    notice = index.notice.record
    for column in system.columns[:_MOST_PIECES]:
        arguments: dict[str, Argument] = {"column": column.name, "kind": Word(f"evidence.data.{column.fact.kind}")}
        for field in column.fields[:1]:
            if field in notice.fields:
                yield _make(system, column.resource, column.fact, f"fields.{field}", True, "column-holds", arguments)
        if not column.fields and notice.fields:
            yield _make(system, column.resource, column.fact, "fields", False, "column-holds", arguments)
        for promise in index.never.find_kind(column.fact.kind, index.named_kinds):
            yield _make(system, column.resource, column.fact, f"never.{promise}", False, "column-holds", arguments)


def _show_ruled_out(system: LinkedRecord[System], mapped: MappedResource, index: Index) -> Iterator[Evidence]:
    """The places of a resource in a country in which the notice says that nothing is."""
    for fact in mapped.places:
        arguments: dict[str, Argument] = {"country": CountryName(fact.country or ""), "region": fact.region}
        detail = "copied-to" if fact.is_copy else "lies-in"
        for promise in index.never.countries.get(fact.country or "", ()):
            yield _make(system, mapped.resource, fact, f"never.{promise}", False, detail, arguments)


def _show_retention(
    system: LinkedRecord[System], index: Index, stores: Collection[MappedResource], law: LawOn
) -> Iterator[Evidence]:
    """How long the stores keep the data, against each promise that governs some of them."""
    pieces = [(mapped.resource, fact) for mapped in system.resources for fact in mapped.keepings]
    if not pieces:
        return
    ended = {resource.number for resource, fact in pieces if fact.kept is Kept.DATA}
    covers = bool(stores) and all(ended & {each.resource.number, *each.dependents} for each in stores)
    aspects: dict[str, list[str]] = {}
    for each in system.retention.comparisons:
        aspects.setdefault(each.promise, []).append(f"period-{each.number}")
    for key, promise in index.notice.record.retention.items():
        if key not in system.retention.promises:
            continue
        for resource, fact in pieces[:_MOST_PIECES]:
            holds = _compare_keeping(fact, promise, law, covers=covers)
            arguments: dict[str, Argument] = {"kept": Word(f"evidence.kept.{fact.kept}")}
            detail = "keeps-endless" if fact.period is None else "keeps-kept"
            arguments |= {"period": fact.period} if fact.period is not None else {}
            for aspect in aspects.get(key) or ("",):
                piece = _make(system, resource, fact, f"retention.{key}", holds, detail, arguments)
                yield piece.about(aspect)


def _compare_keeping(fact: KeepingFact, promise: Retention, law: LawOn, *, covers: bool) -> bool | None:
    """Whether a period of a resource bears a promise out. `covers`: each store of the system ends what it keeps.

    A store deletes what is as old as its period, counted from when it was stored. That bears out a maximum, whatever it
    counts from; but a minimum only where it counts from the collection of the data as well.
    """
    limit, least = promise.maximum, promise.minimum
    if fact.kept is Kept.DATA and fact.period is not None:
        sooner = least is not None and least.period.longer_than(fact.period, law.day)
        within = limit is not None and not fact.period.longer_than(limit.period, law.day)
        covers = covers and (least is None or least.after == "collection")
        return False if sooner else True if covers and within else None
    if fact.kept in (Kept.BACKUPS, Kept.VERSIONS, Kept.DELETED) and fact.period is not None and limit is not None:
        return False if fact.period.longer_than(limit.period, law.day) and not promise.permanent else None
    return None


def _make(
    system: LinkedRecord[System],
    resource: Resource,
    fact: Fact,
    promise: str,
    holds: bool | None,
    detail: str,
    arguments: dict[str, Argument],
) -> Evidence:
    return Evidence(
        promise,
        system.subject,
        holds,
        system.document,
        system.steps(),
        detail,
        kind=fact.strength,
        dated=resource.dated,
        arguments=arguments,
        place=fact.location,
        basis=fact.basis,
        resource=resource.id,
    )
