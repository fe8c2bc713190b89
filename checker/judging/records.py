"""Judges one record: a linked record in, its findings and its evidence out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from seloste.checker.capping import cap_record
from seloste.checker.evidence.mapping import MOST_STEPS
from seloste.checker.finding import Finding, input_finding
from seloste.checker.inventory import Processor, System
from seloste.checker.judging.memo import RecordJudgment
from seloste.checker.linking.bound_assertions import find_overruns
from seloste.checker.linking.hops import (
    Hop,
    goes_to_third_country,
    list_unplaced_disclosures,
    list_unplaced_recipients,
    list_wrong_countries,
    notice_hops,
)
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord, link_organisation
from seloste.checker.linking.retention import find_retention_overrun
from seloste.checker.rules.registry import (
    INFRASTRUCTURE,
    NOTICE,
    ORGANISATION,
    PROCESSOR,
    RESOURCE,
    SYSTEM,
    THIRD_COUNTRY,
    TRANSFER,
)
from seloste.checker.verdicts.declared import (
    absent_record_evidence,
    find_contradicted,
    knows_recipients,
    organisation_evidence,
    processor_evidence,
    system_evidence,
)
from seloste.checker.verdicts.evidence import Evidence
from seloste.checker.verdicts.resting_days import date_declared
from seloste.checker.verdicts.shown import (
    elsewhere_evidence,
    hosted_evidence,
    service_evidence,
    shown_evidence,
    summarize_shown,
)
from seloste.policy.law.law import LawOn

#: What stands before the colon in the name of a record that nobody has written yet. A system may be named "TODO list".
_SAMPLE = "TODO"


def find_in_system(system: LinkedRecord[System], index: Index, law: LawOn) -> Sequence[Finding]:
    """The findings about a system and its hops, without its evidence."""
    hops = chain(system.hops, list_unplaced_disclosures(system, index.notice))
    found = chain(SYSTEM.apply(system, index, law), _judge_hops(hops, index, law))
    if system.resources:
        found = chain(found, INFRASTRUCTURE.apply(system, index, law))
    found = chain(found, find_retention_overrun(system, system.retention))
    return cap_record(
        chain(found, find_overruns(system.assertions, index.notice), _find_mapping_overrun(system, index))
    )


def judge_system(system: LinkedRecord[System], index: Index, law: LawOn) -> RecordJudgment:
    """Judges a system and its hops."""
    findings = find_in_system(system, index, law)
    contradicted = find_contradicted(findings)
    own = [each for each in findings if each.promise is None or each.location.path == system.document.path]
    declared = system_evidence(system, index, find_contradicted(own) if system.resources else contradicted)
    evidence = _count_declared(_withhold_sample(system, declared), system, index, law)
    if not system.resources:
        return RecordJudgment(findings, evidence)
    located = knows_recipients(system, index, contradicted)
    shown = _count_on(shown_evidence(system, index, law, contradicted, is_located=located), index, law)
    claimed = tuple(mapped.resource.number for mapped in system.resources)
    users = list_service_users(system, index)
    return RecordJudgment(findings, (*evidence, *shown), claimed, summarize_shown(shown), users)


def _withhold_sample(record: LinkedRecord[Any], declared: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """What a record declares. One whose name is still TODO, as in what `seloste init` writes, supports nothing."""
    if _SAMPLE not in record.record.name or record.record.name.partition(":")[0].strip() != _SAMPLE:
        return tuple(declared)
    return tuple(each.withhold() for each in declared)


def _count_on(evidence: Iterable[Evidence], index: Index, law: LawOn) -> tuple[Evidence, ...]:
    """The evidence as it counts on the day of the law. What is dated later supports nothing on it."""
    today = index.settings.today or law.day
    return tuple([each.count_on(law.day, today) if each.holds else each for each in evidence])


def _count_declared(
    evidence: Iterable[Evidence], record: LinkedRecord[Any], index: Index, law: LawOn
) -> tuple[Evidence, ...]:
    """What a record declares as it counts on the day. On a past one, what it rests on must have been there too."""
    if index.settings.is_past(law.day):
        evidence = date_declared(evidence, record, index, law.day)
    return _count_on(evidence, index, law)


def list_service_users(system: LinkedRecord[System], index: Index) -> tuple[int, ...]:
    """The numbers of the resources of a system that show services of other companies."""
    users = index.evidence.service_users
    return tuple(mapped.resource.number for mapped in system.resources if mapped.resource.number in users)


def _find_mapping_overrun(system: LinkedRecord[System], index: Index) -> Iterator[Finding]:
    """A finding where the patterns of a system, or those before it, took too long to compare with all resources."""
    if system.record.resources and index.evidence.is_exhausted:
        found = system.found("resources", variant="resource-patterns", arguments={"limit": MOST_STEPS})
        yield input_finding("limit-exceeded", found)


def find_in_processor(processor: LinkedRecord[Processor], index: Index, law: LawOn) -> Sequence[Finding]:
    """The findings about a processor and its hops, without its evidence."""
    found = chain(PROCESSOR.apply(processor, index, law), _judge_hops(processor.hops, index, law))
    return cap_record(chain(found, find_overruns(processor.assertions, index.notice)))


def judge_processor(processor: LinkedRecord[Processor], index: Index, law: LawOn) -> RecordJudgment:
    """Judges a processor and its hops."""
    findings = find_in_processor(processor, index, law)
    declared = _withhold_sample(processor, processor_evidence(processor, index, find_contradicted(findings)))
    evidence = _count_declared(declared, processor, index, law)
    shown = (*hosted_evidence(processor, index), *elsewhere_evidence(processor, index, law))
    return RecordJudgment(findings, (*evidence, *shown))


def judge_organisation(
    index: Index, law: LawOn, systems: Collection[str], processors: Collection[str]
) -> RecordJudgment:
    """Judges the organisation and the recipients that the notice names, given the ids of all declared records."""
    organisation = link_organisation(index, law)
    notice = index.notice
    named = chain(notice_hops(notice), list_wrong_countries(notice), list_unplaced_recipients(notice))
    hops = _judge_hops(named, index, law)
    findings = cap_record(chain(ORGANISATION.apply(organisation, index, law), hops))
    absent = absent_record_evidence(index.notice, systems, processors, index.usage.hosts)
    declared = _count_on(organisation_evidence(organisation, index), index, law)
    return RecordJudgment(findings, (*declared, *absent, *service_evidence(index)))


def judge_notice(index: Index, law: LawOn) -> RecordJudgment:
    """Judges the notice itself, by the law."""
    return RecordJudgment(cap_record(NOTICE.apply(index.notice, index, law)))


def judge_resources(index: Index, law: LawOn, claimed: set[int]) -> RecordJudgment:
    """Judges the resources that store data and belong to no system. `claimed`: the numbers of those that do."""
    stores = index.evidence.list_unclaimed_stores(claimed)
    return RecordJudgment(cap_record(chain.from_iterable(RESOURCE.apply(each, index, law) for each in stores)))


def _judge_hops(hops: Iterable[Hop], index: Index, law: LawOn) -> Iterator[Finding]:
    for hop in hops:
        yield from TRANSFER.apply(hop, index, law)
        if goes_to_third_country(hop, law):
            yield from THIRD_COUNTRY.apply(hop, index, law)
