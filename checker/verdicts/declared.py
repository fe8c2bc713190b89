"""Declared evidence: what systems, processors and the organisation declare of each promise.

Evidence with `holds=None` marks a record that a promise binds and that is silent on it: the promise is then unverified.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from seloste.checker.evidence.resource import EvidenceKind
from seloste.checker.finding import Argument, CountryName, Finding, Several, Severity, Word
from seloste.checker.inventory import Processor, System
from seloste.checker.linking.entry import DeclaredRecord, NoticeEntry, OrganisationRecord
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord
from seloste.checker.linking.safeguards import Assessment, ControlState, binds
from seloste.checker.reading.documents import Document
from seloste.checker.verdicts.declared_lists import list_evidence
from seloste.checker.verdicts.evidence import Evidence
from seloste.checker.verdicts.never_stated import never_evidence
from seloste.policy.notice import Policy
from seloste.policy.period import Period
from seloste.policy.vocabulary import Status

#: What marks a promise among the contradicted ones that is left open: that on transfers, when it is not known where the
#: data of a record go, or on what basis.
IN_DOUBT = "?"
TRANSFERS_IN_DOUBT = f"transfers{IN_DOUBT}"
_DOUBTS = frozenset(
    {
        "evidence/country-contradicted",
        "system/region-contradicts-country",
        "transfer/certification-scope",
        "transfer/certification-stale",
        "transfer/condition-unmet",
        "transfer/country-unknown",
        "transfer/territory-unclear",
    }
)
#: So many hosts that are in no list are named as silent.
_MOST_ABSENT = 100
#: The events that the formats name; a notice may have others of its own.
_EVENTS = frozenset({"collection", "last-contact", "contract-end", "consent-withdrawn", "account-closed"})
_SAFEGUARD = {
    ControlState.YES: True,
    ControlState.NO: False,
    ControlState.PLANNED: False,
    ControlState.WEAKER: False,
}


def system_evidence(system: LinkedRecord[System], index: Index, contradicted: Collection[str]) -> Iterator[Evidence]:
    """What a system declares of each promise. `contradicted`: the promises that its own findings contradict."""
    yield from list_evidence(system, index, contradicted)
    policy = index.notice.record
    if policy.transfers is not None:
        hosting = system.record.hosting
        country, steps = (
            (hosting.effective_country, hosting.country_steps) if hosting else (None, ("hosting", "country"))
        )
        known = country is not None and knows_recipients(system, index, contradicted)
        yield _located(system, known, "transfers" in contradicted, steps, [country])
    yield from _retention(system, index, contradicted)
    if policy.never:
        yield from never_evidence(system, index, contradicted, located=_recipients_located(system, policy))
    yield from _safeguards(system)
    yield from _assertions(system)


def knows_recipients(system: LinkedRecord[System], index: Index, contradicted: Collection[str]) -> bool:
    """Whether it is known where the data of a system go, but for where the system itself runs."""
    is_open = TRANSFERS_IN_DOUBT in contradicted or any(hop.is_open for hop in system.hops)
    return not is_open and _recipients_located(system, index.notice.record)


def _located(
    entry: DeclaredRecord[Any],
    known: bool,
    contradicts: bool,
    steps: Sequence[str | int],
    countries: Iterable[str | None],
) -> Evidence:
    """Where a record declares its data to be. With `known` false some place is not declared: the promise stays open."""
    named = Several(tuple(CountryName(country) for country in dict.fromkeys(countries) if country))
    return Evidence(
        "transfers",
        entry.subject,
        not contradicts if known else None,
        entry.document,
        entry.steps(*steps),
        "silent" if not named.items else "located" if known else "located-in-part",
        dated=entry.record.reviewed,
        arguments={"items": named},
    )


def _recipients_located(system: LinkedRecord[System], policy: Policy) -> bool:
    """Whether the system or the notice declares the country of every recipient of the system."""
    named = policy.disclosures.recipients if policy.disclosures else {}
    return all(
        disclosure.country
        or (disclosure.transfer and disclosure.transfer.country)
        or (disclosure.recipient in named and named[disclosure.recipient].country)
        for disclosure in system.record.disclosures or ()
    )


def find_contradicted(findings: Collection[Finding]) -> frozenset[str]:
    """The promises that the findings about a record contradict, and a mark on those that they leave open."""
    errors = {f.promise for f in findings if f.promise and f.severity is Severity.ERROR}
    open_ = {TRANSFERS_IN_DOUBT for f in findings if f.rule in _DOUBTS and f.promise is None}
    exceptions = {
        f"{f.promise}{IN_DOUBT}"
        for f in findings
        if f.rule == "system/retention-incomparable" and f.variant == "exception"
    }
    return frozenset(errors | open_ | exceptions)


def _retention(system: LinkedRecord[System], index: Index, contradicted: Collection[str]) -> Iterator[Evidence]:
    compared: set[str] = set()
    #: A period with a reason is for the case alone, and keeps no promise by itself.
    ordinary = {each.promise for each in system.retention.comparisons if each.declared.reason is None}
    for comparison in system.retention.comparisons:
        promise = f"retention.{comparison.promise}"
        comparable = comparison.is_comparable and f"{promise}{IN_DOUBT}" not in contradicted
        holds = promise not in contradicted if comparison.promise in ordinary or promise in contradicted else None
        otherwise = "keeps-otherwise" if comparison.limits else "keeps-unmeasured"
        compared.add(comparison.promise)
        yield Evidence(
            promise,
            system.subject,
            holds if comparable else None,
            system.document,
            system.steps("retention", comparison.number, "period"),
            "keeps" if comparable else otherwise,
            dated=system.record.reviewed,
            arguments={"period": comparison.declared.period, "after": _event(comparison.declared.after)},
            aspect=f"period-{comparison.number}",
        )
    unmeasured = system.retention.promises - compared
    for key in index.notice.record.retention if unmeasured else ():
        if key in unmeasured:
            steps = system.steps("retention")
            yield Evidence(f"retention.{key}", system.subject, None, system.document, steps, "silent")


@lru_cache(maxsize=1024)
def _event(after: str) -> Argument:
    """The event that a storage period is counted from, in words where the formats name it, else as it is written."""
    return Word(f"evidence.after.{after}") if after in _EVENTS else Word("evidence.after.other", {"event": after})


def _safeguards(record: LinkedRecord[Any]) -> Iterator[Evidence]:
    for assessment in record.controls:
        if assessment.state is not ControlState.EXEMPT:
            place = record.steps(*assessment.place)
            yield _safeguard(assessment, record.subject, record.document, place, record.record.reviewed)


def _safeguard(
    assessment: Assessment, subject: str, document: Document, steps: tuple[str | int, ...], reviewed: date | None
) -> Evidence:
    """What is declared of a promised control, documented where a document on file shows that it is as promised.

    A declaration without a day of its own has that on which its record was `reviewed`.
    """
    declared = assessment.declared
    is_documented = assessment.is_documented and assessment.state is ControlState.YES
    shown_by = declared.evidence if declared is not None and is_documented else None
    status, interval = (declared.status, declared.interval) if declared is not None else (None, None)
    detail, arguments = _describe_control(assessment.control, status, interval, shown_by)
    return Evidence(
        f"safeguards.{assessment.promise}",
        subject,
        _SAFEGUARD.get(assessment.state),
        document,
        steps,
        detail,
        EvidenceKind.DOCUMENTED if is_documented else EvidenceKind.DECLARED,
        dated=(declared.verified or reviewed) if declared else None,
        arguments=arguments,
        aspect=assessment.control,
    )


@lru_cache(maxsize=4096)  # there are few controls, and most records declare them alike
def _describe_control(
    control: str, status: Status | None, interval: Period | None, document: str | None
) -> tuple[str, Mapping[str, Argument]]:
    """The sentence for what is declared of a control, and its values. `status`: None where nothing is declared."""
    arguments: dict[str, Argument] = {"control": Word(f"controls.{control}")}
    if status is None:
        return "control-silent", arguments
    detail = "control"
    arguments["status"] = Word(f"evidence.status.{status}")
    if interval is not None:
        arguments["interval"] = interval
        detail += "-every"
    if document is not None:
        arguments["document"] = document
        detail += "-documented"
    return detail, arguments


def _assertions(record: LinkedRecord[Any]) -> Iterator[Evidence]:
    for outcome in record.assertions:
        failures = outcome.failures
        holds = None if failures is None else not failures
        steps = record.steps(*failures[0].steps) if failures else record.steps()
        detail = {True: "assertion", False: "assertion-fails", None: "assertion-slow"}[holds]
        yield Evidence(
            outcome.assertion.promise,
            record.subject,
            holds,
            record.document,
            steps,
            detail,
            dated=record.record.reviewed,
            aspect="assertion",
        )


def processor_evidence(
    processor: LinkedRecord[Processor], index: Index, contradicted: Collection[str]
) -> Iterator[Evidence]:
    """What a processor declares of the promises on processors, transfers and safeguards."""
    policy, record = index.notice.record, processor.record
    if policy.processors is not None:
        yield Evidence(
            "processors",
            processor.subject,
            "processors" not in contradicted,
            processor.document,
            processor.steps("role"),
            "role",
            dated=record.reviewed,
            arguments={"role": Word(f"phrases.role-{record.role}")},
        )
    if policy.transfers is not None:
        known = record.country is not None and TRANSFERS_IN_DOUBT not in contradicted
        known = known and index.knows_all(record.subprocessors or ())
        countries = [record.country, *(item.country for item in record.transfers or ())]
        yield _located(processor, known, "transfers" in contradicted, ("country",), countries)
    yield from _safeguards(processor)
    yield from _assertions(processor)


def organisation_evidence(organisation: LinkedRecord[OrganisationRecord], index: Index) -> Iterator[Evidence]:
    """What the organisation declares of the safeguards promised of it as a whole. Its record is the notice."""
    reviewed = index.notice.record.notice.reviewed
    for assessment in organisation.controls:
        place = organisation.steps(*assessment.place)
        steps = place if assessment.declared else ("safeguards", assessment.promise)
        yield _safeguard(assessment, organisation.subject, organisation.document, steps, reviewed)


def absent_record_evidence(
    notice: NoticeEntry, systems: Collection[str], processors: Collection[str], hosts: Collection[str] = ()
) -> Iterator[Evidence]:
    """The silence of systems and processors that the notice names, or that host a system, and that no file declares."""
    absent = sorted(host for host in hosts if host not in processors)[:_MOST_ABSENT]
    for key, safeguard in notice.record.safeguards.items():
        scope = safeguard.applies_to
        for number, system in enumerate(scope if isinstance(scope, list) else ()):
            if system not in systems:
                steps = ("safeguards", key, "applies_to", number)
                yield Evidence(f"safeguards.{key}", f"systems.{system}", None, notice.document, steps, "silent")
        for host in absent:
            if binds(safeguard, "processors", host, hosts):
                within = ("safeguards", key)
                yield Evidence(f"safeguards.{key}", f"processors.{host}", None, notice.document, within, "silent")
    promised = notice.record.processors
    for processor in (promised.recipients if promised else None) or ():
        if processor not in processors:
            place = ("processors", "recipients", processor)
            yield Evidence("processors", f"processors.{processor}", None, notice.document, place, "silent")
