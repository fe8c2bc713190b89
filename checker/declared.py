"""Declared evidence: what systems, processors and the organisation say of each promise.

Evidence with `holds=None` marks a record that a promise binds and that is silent on it: the promise is then unverified.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from checker.assertion import asserted
from checker.entry import Entry, NoticeEntry
from checker.finding import Finding, Severity
from checker.index import Index, assessed, compared
from checker.inventory import Processor, System
from checker.retention import governing, pairs
from checker.safeguards import Assessment, Holds, assess
from checker.verdict import Evidence
from policy.law.law import LawOn
from policy.notice import Policy

#: The closed lists, and what a system declares of each.
_LISTS = {"purposes": "every_purpose", "fields": "fields", "sources": "sources", "data_subjects": "data_subjects"}
#: What is put among the contradicted promises when it is not known where the data of a record go, or on what basis.
TRANSFERS_IN_DOUBT = "transfers?"
_DOUBTS = frozenset({"transfer/country-unknown", "transfer/condition-unmet", "transfer/territory-unclear"})
_SAFEGUARD = {
    Holds.YES: True,
    Holds.NO: False,
    Holds.PLANNED: False,
    Holds.WEAKER: False,
}


def of_system(system: Entry[System], index: Index, contradicted: Collection[str], law: LawOn) -> Iterator[Evidence]:
    """What a system says of each promise. `contradicted` are the promises that its own findings contradict."""
    policy, record = index.notice.record, system.record

    def say(promise: str, declared: bool, *steps: str | int, detail: str, value: str = "") -> Evidence:
        holds = promise not in contradicted if declared else None
        return Evidence(
            promise,
            system.subject,
            holds,
            system.document,
            system.steps(*steps),
            detail,
            dated=record.reviewed,
            value=value,
        )

    for section, attribute in _LISTS.items():
        known, used = getattr(policy, section), getattr(record, attribute)
        if not known:
            continue
        yield say(section, bool(used), section, detail="declares", value=_listed(used))
        if section != "data_subjects":
            for item in used or ():
                if item in known:
                    yield say(f"{section}.{item}", True, section, item, detail="uses", value=item)
    if policy.disclosures is not None:
        disclosed = [disclosure.recipient for disclosure in record.disclosures or ()]
        yield say(
            "disclosures", record.disclosures is not None, "disclosures", detail="discloses", value=_listed(disclosed)
        )
    if policy.processors is not None:
        used = record.processors
        yield say("processors", used is not None, "processors", detail="engages", value=_listed(used))
    if policy.transfers is not None:
        country = record.hosting.country if record.hosting else None
        known = country is not None and TRANSFERS_IN_DOUBT not in contradicted and _recipients_located(system, policy)
        yield say("transfers", known, "hosting", "country", detail="located", value=country or "")
    yield from _retention(system, index, contradicted)
    yield from _safeguards(system, assessed(system, index, law))
    yield from asserted(system, policy)


def _recipients_located(system: Entry[System], policy: Policy) -> bool:
    """Whether it is known of every recipient of a system in which country it is, from the system or from the notice."""
    named = policy.disclosures.recipients if policy.disclosures else {}
    return all(
        disclosure.country
        or (disclosure.transfer and disclosure.transfer.country)
        or (disclosure.recipient in named and named[disclosure.recipient].country)
        for disclosure in system.record.disclosures or ()
    )


def contradicted_by(findings: Iterable[Finding]) -> frozenset[str]:
    """The promises that the findings about a record contradict, and a mark where they leave open where data go."""
    errors = {f.promise for f in findings if f.promise and f.severity is Severity.ERROR}
    open_ = {TRANSFERS_IN_DOUBT for f in findings if f.rule in _DOUBTS and f.promise is None}
    return frozenset(errors | open_)


def _retention(system: Entry[System], index: Index, contradicted: Collection[str]) -> Iterator[Evidence]:
    policy = index.notice.record
    told: set[str] = set()
    for comparison in compared(system, index):
        promise = f"retention.{comparison.promise}"
        limits = [limit for limit in (comparison.promised.minimum, comparison.promised.maximum) if limit]
        comparable = any(limit.after == comparison.declared.after for limit in limits)
        told.add(comparison.promise)
        yield Evidence(
            promise,
            system.subject,
            promise not in contradicted if comparable else None,
            system.document,
            system.steps("retention", comparison.number, "period"),
            "keeps",
            dated=system.record.reviewed,
            value=f"{comparison.declared.period} ({comparison.declared.after})",
        )
    if not policy.retention:
        return
    binding = {
        key
        for group, purpose in pairs(policy, system.record)
        for key, _ in governing(policy.retention.items(), group, purpose)
    }
    for key in policy.retention:
        if key in binding - told:
            yield Evidence(
                f"retention.{key}", system.subject, None, system.document, system.steps("retention"), "silent"
            )


def _safeguards(entry: Entry[Any], assessments: Iterable[Assessment]) -> Iterator[Evidence]:
    for found in assessments:
        if found.holds is Holds.EXEMPT:
            continue
        yield Evidence(
            f"safeguards.{found.promise}",
            entry.subject,
            _SAFEGUARD.get(found.holds),
            entry.document,
            entry.steps(*found.place),
            "control",
            dated=found.declared.verified if found.declared else None,
            value=_stated(found),
        )


def _stated(found: Assessment) -> str:
    if found.declared is None:
        return ""
    interval = f", {found.declared.interval}" if found.declared.interval else ""
    return f"{found.control}: {found.declared.status}{interval}"


def of_processor(
    processor: Entry[Processor], index: Index, contradicted: Collection[str], law: LawOn
) -> Iterator[Evidence]:
    """What a processor says of the promises on processors, transfers and safeguards."""
    policy, record = index.notice.record, processor.record

    def say(promise: str, declared: bool, step: str, detail: str, value: str) -> Evidence:
        holds = promise not in contradicted if declared else None
        steps = processor.steps(step)
        return Evidence(
            promise, processor.subject, holds, processor.document, steps, detail, dated=record.reviewed, value=value
        )

    if policy.processors is not None:
        yield say("processors", True, "role", "role", record.role)
    if policy.transfers is not None:
        countries = dict.fromkeys([record.country, *(item.country for item in record.transfers or ())])
        value = _listed([country for country in countries if country])
        known = record.country is not None and TRANSFERS_IN_DOUBT not in contradicted
        yield say("transfers", known, "country", "located", value)
    yield from _safeguards(processor, assessed(processor, index, law))
    yield from asserted(processor, policy)


def of_organisation(notice: NoticeEntry, law: LawOn) -> Iterator[Evidence]:
    """What the organisation says of the safeguards promised of it as a whole."""
    declared = notice.record.organisation.safeguards
    for found in assess(notice.record, "organisation", "organisation", declared, law):
        steps = ("organisation", *found.place) if found.declared else ("safeguards", found.promise)
        dated = found.declared.verified if found.declared else None
        holds = _SAFEGUARD.get(found.holds)
        promise = f"safeguards.{found.promise}"
        yield Evidence(
            promise, "organisation", holds, notice.document, steps, "control", dated=dated, value=_stated(found)
        )


def of_absent(notice: NoticeEntry, systems: Collection[str], processors: Collection[str]) -> Iterator[Evidence]:
    """The silence of systems and processors that the notice names and that no file declares."""
    for key, safeguard in notice.record.safeguards.items():
        scope = safeguard.applies_to
        for number, system in enumerate(scope if isinstance(scope, list) else ()):
            if system not in systems:
                steps = ("safeguards", key, "applies_to", number)
                yield Evidence(f"safeguards.{key}", f"systems.{system}", None, notice.document, steps, "silent")
    promised = notice.record.processors
    for number, processor in enumerate((promised.recipients if promised else None) or ()):
        if processor not in processors:
            place = ("processors", "recipients", number)
            yield Evidence("processors", f"processors.{processor}", None, notice.document, place, "silent")


def _listed(items: Sequence[str] | Collection[str] | None) -> str:
    return ", ".join(items or ())
