"""The family `system/`: what a system does, against what the notice promises."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from seloste.checker.finding import Argument, RuleFinding
from seloste.checker.inventory import Disclosure, RetentionRule, System
from seloste.checker.linking.entry import Arguments
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord
from seloste.checker.linking.retention import Excess, RetentionComparison
from seloste.checker.rules.common import (
    contradict,
    date_ahead,
    hint,
    review_overdue,
    safeguard_broken,
    safeguard_exempt,
    safeguard_missing,
)
from seloste.checker.rules.quoting import quote_all
from seloste.checker.rules.registry import ORGANISATION, PROCESSOR, SYSTEM
from seloste.policy.law.law import LawOn
from seloste.policy.period import Period
from seloste.policy.processing import Disclosures
from seloste.policy.vocabulary import Basis, DisclosureRule


def _undeclared(
    system: LinkedRecord[System],
    index: Index,
    section: str,
    used: Iterable[str] | None,
    at: tuple[str, ...] = (),
) -> Iterator[RuleFinding]:
    """What a system uses of a closed list of the notice that does not have it.

    `at`: the steps to the list that the numbers of what is used stand in; without them, each is a key of its section.
    """
    known = getattr(index.notice.record, section)
    for number, item in enumerate(used or ()):
        if item not in known:
            steps: tuple[str | int, ...] = (*at, number) if at else (section, item)
            found = system.found(*steps, value=item, arguments=hint(index, section, item))
            yield contradict(found, section, index)


@SYSTEM.rule("system/purpose-undeclared")
def purpose_undeclared(system: LinkedRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system processes data for a purpose that the notice does not have."""
    yield from _undeclared(system, index, "purposes", system.record.purposes)
    for field, own in (system.record.fields or {}).items():
        if own:
            yield from _undeclared(system, index, "purposes", own, at=("fields", field))


@SYSTEM.rule("system/purpose-missing")
def purpose_missing(system: LinkedRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system holds data for no purpose, or one of its fields for none."""
    declared = system.record
    if not declared.every_purpose:
        yield contradict(system.found("purposes"), "purposes", index)
        return
    for field, own in (declared.fields or {}).items():
        if not (declared.purposes if own is None else own):
            yield contradict(system.found("fields", field, value=field, variant="field"), "purposes", index)


@SYSTEM.rule("system/field-undeclared")
def field_undeclared(system: LinkedRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system holds a field that the notice does not have."""
    return _undeclared(system, index, "fields", system.record.fields)


@SYSTEM.rule("system/field-unneeded")
def field_unneeded(system: LinkedRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system holds a field that none of its purposes needs."""
    known = index.notice.record.fields
    shared = _list_needed(system.record.purposes, index)
    for field, own in (system.record.fields or {}).items():
        needed = shared if own is None else _list_needed(own, index)
        if needed is not None and field not in needed and field in known:
            yield contradict(system.found("fields", field, value=field), "purposes", index)


def _list_needed(purposes: Sequence[str] | None, index: Index) -> frozenset[str] | None:
    """The fields that some purposes need; None where that may be any, or is not known."""
    if not purposes:
        return None
    needed: dict[str, frozenset[str] | None] = index.remember("needed-fields", _index_needed)
    found: set[str] = set()
    for purpose in purposes:
        own = needed.get(purpose)
        if own is None:  # it needs any field, or the notice does not have it
            return None
        found |= own
    return frozenset(found)


def _index_needed(index: Index) -> dict[str, frozenset[str] | None]:
    """The fields that each purpose of the notice needs; None: any."""
    purposes = index.notice.record.purposes.items()
    return {id: None if purpose.fields is None else frozenset(purpose.fields) for id, purpose in purposes}


@SYSTEM.rule("system/source-undeclared")
def source_undeclared(system: LinkedRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system gets data from a source that the notice does not have."""
    return _undeclared(system, index, "sources", system.record.sources)


@SYSTEM.rule("system/data-subject-undeclared")
def data_subject_undeclared(system: LinkedRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system holds data of a category of people that the notice does not have."""
    return _undeclared(system, index, "data_subjects", system.record.data_subjects)


@SYSTEM.rule("system/processor-unlisted")
def processor_unlisted(system: LinkedRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system uses a processor that is not on the processor list."""
    hosting = system.record.hosting
    places: list[tuple[tuple[str | int, ...], str]] = [
        (("processors", number), processor) for number, processor in enumerate(system.record.processors or ())
    ]
    if hosting and hosting.processor and hosting.processor not in (system.record.processors or ()):
        places.append((("hosting", "processor"), hosting.processor))
    for steps, processor in places:
        if index.listed is not None and processor not in index.listed:
            named = {"processor": processor, **hint(index, "processors", processor)}
            found = system.found(*steps, value=processor, arguments=named)
            yield contradict(found, "processors", index)


@SYSTEM.rule("system/disclosure-undeclared")
def disclosure_undeclared(system: LinkedRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system discloses data against the rule that the notice gives for it."""
    promised = index.notice.record.disclosures
    for number, disclosure in enumerate(system.record.disclosures or ()):
        variant = _forbidden(disclosure, promised)
        if variant is not None:
            found = system.found(
                "disclosures",
                number,
                "recipient",
                value=disclosure.recipient,
                variant=variant,
                arguments={"recipient": disclosure.recipient, **hint(index, "disclosures", disclosure.recipient)},
            )
            yield contradict(found, "disclosures", index)


def _forbidden(disclosure: Disclosure, promised: Disclosures | None) -> str | None:
    """Which message tells why the notice does not allow a disclosure; None when it does, or does not say."""
    if promised is None:
        return ""
    wanted = unicodedata.normalize("NFC", disclosure.recipient).casefold()
    for key, recipient in promised.recipients.items():
        if wanted in (key, *(words.casefold() for words in recipient.text.values())):
            return None
    if promised.rule is DisclosureRule.WITH_CONSENT:
        return None if disclosure.basis is Basis.CONSENT else "with-consent"
    if promised.rule is None and not promised.recipients:
        return None
    return promised.rule or DisclosureRule.LISTED


@SYSTEM.rule("system/retention-missing")
def retention_missing(system: LinkedRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system does not say how long it keeps data, or not for all of them."""
    if not system.record.retention:
        yield system.found("retention")
        return
    missing = system.retention.uncovered
    if missing:
        yield system.found(
            "retention",
            key=True,
            value=",".join(sorted(missing)),
            **_explain_missing(system.record, missing, index),
        )


def _explain_missing(record: System, missing: tuple[str, ...], index: Index) -> dict[str, Any]:
    """Which message says that periods are missing: perhaps one is there, under an id that is a letter away."""
    named: Arguments = {"missing": quote_all(_find_words(id, index) for id in missing)}
    lacking = frozenset(missing)
    for rule in record.retention or ():
        for section in ("data_subjects", "purposes", "fields"):
            for name in getattr(rule, section) or ():
                if name in getattr(index.notice.record, section):
                    continue
                meant = index.suggest(section, name)
                if meant in lacking or (meant and section == "data_subjects"):
                    return {"variant": "misspelled", "arguments": {**named, "value": name, "suggestion": meant}}
    return {"variant": "partial", "arguments": named}


def _find_words(id: str, index: Index) -> Argument:
    """The notice's words for a purpose, a group or a field; one that it does not have, as it is written."""
    policy = index.notice.record
    known = (section.get(id) for section in (policy.purposes, policy.data_subjects, policy.fields))
    return next((entry.text for entry in known if entry is not None), id)


@SYSTEM.rule("system/retention-exceeded")
def retention_exceeded(system: LinkedRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system keeps data longer than the maximum that holds for the group, purpose and field, or its exception."""
    for comparison in system.retention.comparisons:
        excess = comparison.find_excess(law.day)
        if excess is None or not excess.comparable:
            continue
        found = _period(system, index, comparison, excess.limit.period)
        yield _about_exception(found, comparison, excess, index)


def _about_exception(found: RuleFinding, comparison: RetentionComparison, excess: Excess, index: Index) -> RuleFinding:
    """The finding as one about an exception of the promise, where it is the exception that sets the limit."""
    if excess.exception is None:
        return found
    text = comparison.promised.exceptions[excess.exception].text or comparison.promised.text
    place = index.notice.at("retention", comparison.promise, "exceptions", excess.exception)
    varied = replace(found, variant="exception", arguments={**found.arguments, "exception": text})
    return varied.contradicting(f"retention.{comparison.promise}", (place,))


@SYSTEM.rule("system/retention-too-short")
def retention_too_short(system: LinkedRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system keeps data for less than the promised minimum."""
    for comparison in system.retention.comparisons:
        minimum, declared = comparison.promised.minimum, comparison.declared
        if minimum and minimum.after == declared.after and minimum.period.longer_than(declared.period, law.day):
            yield _period(system, index, comparison, minimum.period)


def _period(
    system: LinkedRecord[System], index: Index, comparison: RetentionComparison, promised: Period
) -> RuleFinding:
    declared = comparison.declared
    found = system.found(
        "retention",
        comparison.number,
        "period",
        value=f"{_scope(declared)}{declared.period.normal}/{promised.normal}",
        arguments={"period": declared.period, "promised": promised},
    )
    return contradict(found, f"retention.{comparison.promise}", index)


def _scope(rule: RetentionRule) -> str:
    """The data that a period is for, which tells it apart from others of the system."""
    reason = None if rule.reason is None else [rule.reason]
    named = (("data_subjects", rule.data_subjects), ("purposes", rule.purposes), ("fields", rule.fields))
    parts = [*named, ("reason", reason)]
    return "".join(f"{key}={','.join(sorted(set(items)))} " for key, items in parts if items is not None)


@SYSTEM.rule("system/retention-incomparable")
def retention_incomparable(system: LinkedRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system counts its period from another event than the notice does."""
    for comparison in system.retention.comparisons:
        excess, limits = comparison.find_excess(law.day), comparison.limits
        if excess is not None and not excess.comparable:
            found = _event(system, index, comparison, excess.limit.after)
            yield _about_exception(found, comparison, excess, index)
        elif limits and not comparison.is_comparable:
            yield _event(system, index, comparison, limits[-1].after)


def _event(system: LinkedRecord[System], index: Index, comparison: RetentionComparison, promised: str) -> RuleFinding:
    declared = comparison.declared
    found = system.found(
        "retention",
        comparison.number,
        "after",
        value=f"{_scope(declared)}{declared.after}",
        arguments={"event": declared.after, "promised": promised},
    )
    return contradict(found, f"retention.{comparison.promise}", index)


SYSTEM.rule("system/safeguard-missing")(safeguard_missing)
SYSTEM.rule("system/safeguard-broken")(safeguard_broken)
ORGANISATION.rule("system/safeguard-broken")(safeguard_broken)
SYSTEM.rule("system/safeguard-exempt")(safeguard_exempt)
SYSTEM.rule("system/date-ahead")(date_ahead)
ORGANISATION.rule("system/date-ahead")(date_ahead)
SYSTEM.rule("system/review-overdue")(review_overdue)


def assertion_failed(record: LinkedRecord[Any], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system or a processor does not meet the assertion of a promise."""
    for outcome in record.assertions:
        assertion = outcome.assertion
        for failure in outcome.failures or ():
            found = record.found(
                *failure.steps,
                value=failure.value,
                severity=assertion.severity,
                arguments={"system": record.record.name, "text": assertion.text, "detail": failure.message},
            )
            yield contradict(found, assertion.promise, index)


SYSTEM.rule("system/assertion-failed")(assertion_failed)
PROCESSOR.rule("system/assertion-failed")(assertion_failed)


@SYSTEM.rule("system/owner-missing")
def owner_missing(system: LinkedRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system has no owner."""
    if system.record.owner is None:
        yield system.found()


@SYSTEM.rule("evidence/system-unobserved")
def system_unobserved(system: LinkedRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Evidence was given, and none of it is about this system."""
    if index.evidence.is_given and not system.resources and not index.evidence.is_exhausted:
        yield system.found()
