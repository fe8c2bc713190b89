"""Declared evidence: what systems, processors and the organisation say of each promise.

Evidence with `holds=None` marks a record that a promise binds and that is silent on it: the promise is then unverified.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from seloste.checker.assertions.assertions import asserted
from seloste.checker.finding import Argument, CountryName, Finding, Several, Severity, Word
from seloste.checker.inventory import Processor, System
from seloste.checker.linking.entry import DeclaredRecord, NoticeEntry
from seloste.checker.linking.index import Index, assessed, compared
from seloste.checker.linking.retention import pairs, promises_for
from seloste.checker.linking.safeguards import Assessment, ControlState, assess
from seloste.checker.reading.documents import Document
from seloste.checker.verdict import NOTHING, Evidence
from seloste.policy.law.law import LawOn
from seloste.policy.notice import Policy

#: The closed lists, and what a system declares of each.
_LISTS = {"purposes": "every_purpose", "fields": "fields", "sources": "sources", "data_subjects": "data_subjects"}
#: What is put among the contradicted promises when it is not known where the data of a record go, or on what basis.
TRANSFERS_IN_DOUBT = "transfers?"
_DOUBTS = frozenset({"transfer/country-unknown", "transfer/condition-unmet", "transfer/territory-unclear"})
#: The events that the formats name; a notice may have others of its own.
_EVENTS = frozenset({"collection", "last-contact", "contract-end", "consent-withdrawn", "account-closed"})
_SAFEGUARD = {
    ControlState.YES: True,
    ControlState.NO: False,
    ControlState.PLANNED: False,
    ControlState.WEAKER: False,
}


def of_system(
    system: DeclaredRecord[System], index: Index, contradicted: Collection[str], law: LawOn
) -> Iterator[Evidence]:
    """What a system says of each promise. `contradicted` are the promises that its own findings contradict."""
    policy, record = index.notice.record, system.record

    def say(promise: str, declared: bool, *steps: str | int, detail: str, **arguments: Argument) -> Evidence:
        holds = promise not in contradicted if declared else None
        place, dated = system.steps(*steps), record.reviewed
        said = detail if declared else "silent"
        return Evidence(
            promise, system.subject, holds, system.document, place, said, dated=dated, arguments=arguments or NOTHING
        )

    for section, attribute in _LISTS.items():
        known, used = getattr(policy, section), getattr(record, attribute)
        if not known:
            continue
        yield say(section, bool(used), section, detail="declares", items=_entries(used, known))
        if section != "data_subjects":
            for item in used or ():
                if item in known:
                    yield say(f"{section}.{item}", True, section, item, detail="uses", item=known[item].text)
    if policy.disclosures is not None:
        disclosed = [disclosure.recipient for disclosure in record.disclosures or ()]
        recipients = _entries(disclosed, policy.disclosures.recipients)
        detail = "discloses" if disclosed else "discloses-none"
        yield say("disclosures", record.disclosures is not None, "disclosures", detail=detail, items=recipients)
    if policy.processors is not None:
        engaged = Several(tuple(_called(processor, index) for processor in record.processors or ()))
        detail = "engages" if record.processors else "engages-none"
        yield say("processors", record.processors is not None, "processors", detail=detail, items=engaged)
    if policy.transfers is not None:
        country = record.hosting.country if record.hosting else None
        located = country is not None and TRANSFERS_IN_DOUBT not in contradicted and _recipients_located(system, policy)
        yield _located(system, located, "transfers" in contradicted, ("hosting", "country"), [country])
    yield from _retention(system, index, contradicted)
    yield from _safeguards(system, assessed(system, index, law))
    yield from asserted(system, policy)


def _entries(ids: Collection[str] | None, known: Mapping[str, Any]) -> Several:
    """What a record names of the notice's entries, in the notice's own words; what the notice lacks, by its id."""
    return Several(tuple(known[id].text if id in known else id for id in ids or ()))


def _called(processor: str, index: Index) -> str:
    entry = index.processors.get(processor)
    return entry.record.name if entry else processor


def _located(
    entry: DeclaredRecord[Any],
    known: bool,
    contradicts: bool,
    steps: Sequence[str | int],
    countries: Iterable[str | None],
) -> Evidence:
    """Where a record says that data are. Some place may be told and another not: then it leaves the promise open."""
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


def _recipients_located(system: DeclaredRecord[System], policy: Policy) -> bool:
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


def _retention(system: DeclaredRecord[System], index: Index, contradicted: Collection[str]) -> Iterator[Evidence]:
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
            "keeps" if comparable else "keeps-otherwise",
            dated=system.record.reviewed,
            arguments={"period": comparison.declared.period, "after": _event(comparison.declared.after)},
        )
    if not policy.retention:
        return
    binding = {
        key for group, purpose in pairs(policy, system.record) for key, _ in promises_for(policy, group, purpose)
    }
    for key in policy.retention:
        if key in binding - told:
            yield Evidence(
                f"retention.{key}", system.subject, None, system.document, system.steps("retention"), "silent"
            )


def _event(after: str) -> Argument:
    """The event that a storage period is counted from: words for those that the formats name, else as written."""
    return Word(f"evidence.after.{after}") if after in _EVENTS else Word("evidence.after.other", {"event": after})


def _safeguards(entry: DeclaredRecord[Any], assessments: Iterable[Assessment]) -> Iterator[Evidence]:
    for found in assessments:
        if found.holds is not ControlState.EXEMPT:
            yield _safeguard(found, entry.subject, entry.document, entry.steps(*found.place))


def _safeguard(found: Assessment, subject: str, document: Document, steps: tuple[str | int, ...]) -> Evidence:
    """What is declared of a control that is promised."""
    declared = found.declared
    arguments: dict[str, Argument] = {"control": Word(f"controls.{found.control}")}
    if declared is not None:
        arguments["status"] = Word(f"evidence.status.{declared.status}")
    if declared is not None and declared.interval is not None:
        arguments["interval"] = declared.interval
    return Evidence(
        f"safeguards.{found.promise}",
        subject,
        _SAFEGUARD.get(found.holds),
        document,
        steps,
        "control-silent" if declared is None else "control-every" if "interval" in arguments else "control",
        dated=declared.verified if declared else None,
        arguments=arguments,
    )


def of_processor(
    processor: DeclaredRecord[Processor], index: Index, contradicted: Collection[str], law: LawOn
) -> Iterator[Evidence]:
    """What a processor says of the promises on processors, transfers and safeguards."""
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
        countries = [record.country, *(item.country for item in record.transfers or ())]
        yield _located(processor, known, "transfers" in contradicted, ("country",), countries)
    yield from _safeguards(processor, assessed(processor, index, law))
    yield from asserted(processor, policy)


def of_organisation(notice: NoticeEntry, law: LawOn) -> Iterator[Evidence]:
    """What the organisation says of the safeguards promised of it as a whole."""
    declared = notice.record.organisation.safeguards
    for found in assess(notice.record, "organisation", "organisation", declared, law):
        steps = ("organisation", *found.place) if found.declared else ("safeguards", found.promise)
        yield _safeguard(found, "organisation", notice.document, steps)


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
