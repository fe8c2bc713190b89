"""The family `evidence/`: what infrastructure shows, against what the inventory declares and the notice promises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from msgspec.structs import replace

from seloste.checker.evidence.addresses import split_address, strip_instances
from seloste.checker.evidence.mapping import group_controls
from seloste.checker.evidence.resource import Basis, ControlFact, ControlShown, Fact, PlaceFact, Resource
from seloste.checker.finding import Argument, CountryName, RuleFinding, Severity, Word
from seloste.checker.inventory import System
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord
from seloste.checker.linking.safeguards import Assessment, ControlState
from seloste.checker.position import Location
from seloste.checker.rules.common import contradict
from seloste.checker.rules.registry import INFRASTRUCTURE, RESOURCE
from seloste.policy.countries import is_country
from seloste.policy.law.law import LawOn
from seloste.policy.vocabulary import Status

F = TypeVar("F", bound=Fact)


def keep_first_instances(facts: Iterable[tuple[Resource, F]]) -> Iterator[tuple[Resource, F]]:
    """The facts, without those that further instances of one resource show alike at the same attribute and place."""
    several = list(facts)
    if len(several) == 1:
        yield several[0]
        return
    seen: set[tuple[object, ...]] = set()
    for resource, fact in several:
        base = strip_instances(split_address(resource.source, resource.address))
        identity = (resource.source, base, fact.attribute, _get_shown(fact), fact.location)
        if identity not in seen:
            seen.add(identity)
            yield resource, fact


def _get_shown(fact: Fact) -> object:
    """What a fact shows, which may differ from instance to instance."""
    if isinstance(fact, ControlFact):
        return fact.shown, fact.interval
    return fact.country if isinstance(fact, PlaceFact) else getattr(fact, "period", None)


def drop_repeated_scans(facts: Iterable[tuple[Resource, ControlFact]]) -> Iterator[tuple[Resource, ControlFact]]:
    """The facts on one control, without what scanners say against it where the resource itself, or another, says so.

    One cause is one finding, at the place of the attribute where there is one. Of scanners the word that it is off goes
    before the word that it is weaker.
    """
    against = (ControlShown.OFF, ControlShown.WEAKER)
    contradicted: set[str] = set()
    in_order = sorted(facts, key=lambda pair: (pair[1].basis is Basis.SCANNER, pair[1].shown is ControlShown.WEAKER))
    for resource, fact in in_order:
        is_repeated = fact.basis is Basis.SCANNER and resource.id in contradicted
        if fact.shown in against:
            if is_repeated:
                continue
            contradicted.add(resource.id)
        yield resource, fact


def find_at(
    system: LinkedRecord[System],
    resource: Resource,
    fact: Fact,
    value: str,
    arguments: dict[str, Argument],
    variant: str = "",
    severity: Severity | None = None,
) -> RuleFinding:
    """A finding about a system at a place of its infrastructure."""
    return RuleFinding(
        subject=system.subject,
        location=fact.location,
        variant=variant,
        severity=severity,
        arguments={"resource": resource.id, "system": system.record.name, "value": value, **arguments},
        value=f"{resource.id} {value}",
    )


@INFRASTRUCTURE.rule("evidence/country-contradicted")
def country_contradicted(system: LinkedRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A resource, or a copy of it, lies in another country than its system declares.

    That breaks the promise on transfers where the country is outside the notice's area, or is none of those in which
    the notice says that systems are hosted.
    """
    hosting, transfers = system.record.hosting, index.notice.record.transfers
    declared = hosting.effective_country if hosting else None
    if hosting is None or declared is None or not is_country(declared):
        return
    host = index.processors.get(hosting.processor or "")
    agreed = {item.country for item in host.record.transfers or ()} | {host.record.country} if host else set()
    promised = transfers.hosting if transfers else None
    places = ((mapped.resource, fact) for mapped in system.resources for fact in mapped.places)
    elsewhere = (
        (resource, fact)
        for resource, fact in places
        if fact.country != declared
        and not (fact.is_copy and fact.country in agreed and (promised is None or fact.country in promised))
    )
    for resource, fact in keep_first_instances(elsewhere):
        country = fact.country or ""
        arguments: dict[str, Argument] = {"country": CountryName(country), "declared": CountryName(declared)}
        found = find_at(system, resource, fact, country, arguments, "copy" if fact.is_copy else "")
        leaves = transfers is not None and law.is_outside(country, transfers.area)
        unpromised = promised is not None and country not in promised
        own = system.at(*hosting.country_steps)
        if leaves or unpromised:
            found = contradict(found, "transfers", index)
        else:
            found = found.contradicting(None, index.locate_promise("transfers"))
        yield replace(found, declared=(own,))


@INFRASTRUCTURE.rule("evidence/safeguard-contradicted")
def safeguard_contradicted(system: LinkedRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A resource shows a promised control off, or weaker than promised, whatever the inventory declares."""
    shown = group_controls(system.resources)
    for assessment in system.controls:
        promised = assessment.promised.parameters.interval
        for resource, fact in keep_first_instances(drop_repeated_scans(shown.get(assessment.control, ()))):
            arguments: dict[str, Argument] = {
                "control": Word(f"controls.{assessment.control}"),
                "attribute": fact.attribute,
            }
            if fact.shown is ControlShown.OFF:
                variant = ""
            elif fact.shown is ControlShown.WEAKER:
                variant = "weak"
            elif is_too_rare(fact, assessment, law) and fact.interval and promised:
                variant = "weaker"
                arguments |= {"actual": fact.interval, "promised": promised}
            else:
                continue
            value = f"{assessment.control}:{fact.attribute}"
            found = find_at(system, resource, fact, value, arguments, variant)
            found = contradict(found, f"safeguards.{assessment.promise}", index)
            yield replace(found, declared=(_locate_declaration(system, assessment.control),))


def is_too_rare(fact: ControlFact, assessment: Assessment, law: LawOn) -> bool:
    """Whether a control that is on is done less often than promised, as far as both are known."""
    promised = assessment.promised.parameters.interval
    return promised is not None and fact.interval is not None and fact.interval.longer_than(promised, law.day)


def _locate_declaration(system: LinkedRecord[System], control: str) -> Location:
    """Where the system declares a control; its safeguards, or itself, where it does not."""
    return system.at("safeguards", control) if control in (system.record.safeguards or {}) else system.at()


@INFRASTRUCTURE.rule("evidence/safeguard-understated")
def safeguard_understated(system: LinkedRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A resource shows a control on that the inventory declares off, and none shows it off. One finding a control."""
    off = {
        control: safeguard
        for control, safeguard in (system.record.safeguards or {}).items()
        if safeguard.status in (Status.NOT_IMPLEMENTED, Status.PLANNED)
    }
    contradicted = {a.control for a in system.controls if a.state in (ControlState.NO, ControlState.PLANNED)}
    lacking = (ControlShown.OFF, ControlShown.WEAKER)
    shown = (fact for mapped in system.resources if off for fact in mapped.controls)
    seen = {fact.control for fact in shown if fact.shown in lacking}
    for mapped in system.resources if off else ():
        for fact in mapped.controls:
            if fact.shown is ControlShown.ON and fact.control in off and fact.control not in seen:
                seen.add(fact.control)
                arguments: dict[str, Argument] = {
                    "control": Word(f"controls.{fact.control}"),
                    "attribute": fact.attribute,
                }
                found = find_at(system, mapped.resource, fact, fact.control, arguments)
                promises = [a.promise for a in system.controls if a.control == fact.control]
                places = index.locate_promise(f"safeguards.{promises[0]}") if fact.control in contradicted else ()
                declared = (system.at("safeguards", fact.control),)
                yield replace(found.contradicting(None, places), declared=declared)


@RESOURCE.rule("evidence/resource-unmapped")
def resource_unmapped(resource: Resource, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A resource that stores data belongs to no system. A tag may name a system that no inventory has."""
    tag = next(iter(resource.systems), "")
    meant = index.suggest("systems", tag) if tag else ""
    yield RuleFinding(
        subject=resource.id,
        location=resource.location,
        variant=("unknown-system-suggestion" if meant else "unknown-system") if tag else "",
        arguments={"resource": resource.id, "value": tag} | ({"suggestion": meant} if meant else {}),
        value=resource.id,
    )
