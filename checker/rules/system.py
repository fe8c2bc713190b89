"""The family `system/`: what a system does, against what the notice promises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from seloste.checker.assertions.assertions import assertions, failures
from seloste.checker.finding import RuleFinding, Several
from seloste.checker.inventory import Disclosure, Processor, RetentionRule, System
from seloste.checker.linking.entry import DeclaredRecord
from seloste.checker.linking.index import Index, compared
from seloste.checker.linking.retention import RetentionComparison, uncovered
from seloste.checker.rules import common
from seloste.checker.rules.registry import rule
from seloste.policy.law.law import LawOn
from seloste.policy.notice import Disclosures
from seloste.policy.period import Period
from seloste.policy.vocabulary import Basis, DisclosureRule


def _promise(index: Index, section: str) -> str | None:
    """The promise that a section of the notice is as a whole; none where the notice does not have the section."""
    return section if getattr(index.notice.record, section) else None


def _undeclared(
    system: DeclaredRecord[System], index: Index, section: str, used: Iterable[tuple[tuple[str | int, ...], str]]
) -> Iterator[RuleFinding]:
    """What a system uses, and where it says so, of a closed list of the notice that does not have it."""
    known = getattr(index.notice.record, section)
    for steps, item in used:
        if item not in known:
            promise = _promise(index, section)
            yield system.found(*steps, value=item, promise=promise, see=index.see(section))


def _listed(section: str, items: Iterable[str] | None) -> Iterator[tuple[tuple[str, str], str]]:
    return (((section, item), item) for item in items or ())


@rule("system/purpose-undeclared")
def purpose_undeclared(system: DeclaredRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system processes data for a purpose that the notice does not have."""
    yield from _undeclared(system, index, "purposes", _listed("purposes", system.record.purposes))
    of_fields = (
        (("fields", field, number), purpose)
        for field, purposes in (system.record.fields or {}).items()
        for number, purpose in enumerate(purposes or ())
    )
    yield from _undeclared(system, index, "purposes", of_fields)


@rule("system/purpose-missing")
def purpose_missing(system: DeclaredRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system holds data for no purpose, or one of its fields for none."""
    declared, promise, see = system.record, _promise(index, "purposes"), index.see("purposes")
    if not declared.every_purpose:
        yield system.found("purposes", promise=promise, see=see)
        return
    for field, own in (declared.fields or {}).items():
        if not (declared.purposes if own is None else own):
            yield system.found("fields", field, value=field, promise=promise, variant="field", see=see)


@rule("system/field-undeclared")
def field_undeclared(system: DeclaredRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system holds a field that the notice does not have."""
    yield from _undeclared(system, index, "fields", _listed("fields", system.record.fields))


@rule("system/field-unneeded")
def field_unneeded(system: DeclaredRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system holds a field that none of its purposes needs."""
    policy = index.notice.record
    for field, own in (system.record.fields or {}).items():
        named = system.record.purposes if own is None else own
        purposes = [policy.purposes[purpose] for purpose in named or () if purpose in policy.purposes]
        needed = any(purpose.fields is None or field in purpose.fields for purpose in purposes)
        if field in policy.fields and purposes and not needed:
            yield system.found("fields", field, value=field, promise="purposes", see=index.see("purposes"))


@rule("system/source-undeclared")
def source_undeclared(system: DeclaredRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system gets data from a source that the notice does not have."""
    yield from _undeclared(system, index, "sources", _listed("sources", system.record.sources))


@rule("system/data-subject-undeclared")
def data_subject_undeclared(system: DeclaredRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system holds data of a category of people that the notice does not have."""
    yield from _undeclared(system, index, "data_subjects", _listed("data_subjects", system.record.data_subjects))


@rule("system/processor-unlisted")
def processor_unlisted(system: DeclaredRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system uses a processor that is not on the processor list."""
    hosting = system.record.hosting
    places: list[tuple[tuple[str | int, ...], str]] = [
        (("processors", number), processor) for number, processor in enumerate(system.record.processors or ())
    ]
    if hosting and hosting.processor and hosting.processor not in (system.record.processors or ()):
        places.append((("hosting", "processor"), hosting.processor))
    for steps, processor in places:
        if index.listed is not None and processor not in index.listed:
            yield system.found(
                *steps,
                value=processor,
                promise=_promise(index, "processors"),
                see=index.see("processors"),
                arguments={"processor": processor},
            )


@rule("system/disclosure-undeclared")
def disclosure_undeclared(system: DeclaredRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system discloses data against the rule that the notice gives for it."""
    promised = index.notice.record.disclosures
    for number, disclosure in enumerate(system.record.disclosures or ()):
        variant = _forbidden(disclosure, promised)
        if variant is not None:
            yield system.found(
                "disclosures",
                number,
                "recipient",
                value=disclosure.recipient,
                promise="disclosures" if promised else None,
                variant=variant,
                see=index.see("disclosures"),
                arguments={"recipient": disclosure.recipient},
            )


def _forbidden(disclosure: Disclosure, promised: Disclosures | None) -> str | None:
    """Which message tells why the notice does not allow a disclosure; None when it does, or does not say."""
    if promised is None:
        return ""
    wanted = disclosure.recipient.casefold()
    for key, recipient in promised.recipients.items():
        if wanted in (key, *(words.casefold() for words in recipient.text.values())):
            return None
    if promised.rule is DisclosureRule.WITH_CONSENT:
        return None if disclosure.basis is Basis.CONSENT else "with-consent"
    if promised.rule is None and not promised.recipients:
        return None
    return promised.rule or DisclosureRule.LISTED


@rule("system/retention-missing")
def retention_missing(system: DeclaredRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system does not say how long it keeps data, or not for all of them."""
    if not system.record.retention:
        yield system.found("retention")
        return
    missing = uncovered(index.notice.record, system.record)
    if missing:
        yield system.found(
            "retention",
            key=True,
            value=",".join(sorted(missing)),
            variant="partial",
            arguments={"missing": Several(missing)},
        )


@rule("system/retention-exceeded")
def retention_exceeded(system: DeclaredRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system keeps data longer than the maximum that holds for the group and purpose."""
    for comparison in compared(system, index):
        maximum, declared = comparison.promised.maximum, comparison.declared
        if maximum and maximum.after == declared.after and declared.period.longer_than(maximum.period, law.day):
            yield _period(system, index, comparison, maximum.period)


@rule("system/retention-too-short")
def retention_too_short(system: DeclaredRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system keeps data for less than the promised minimum."""
    for comparison in compared(system, index):
        minimum, declared = comparison.promised.minimum, comparison.declared
        if minimum and minimum.after == declared.after and minimum.period.longer_than(declared.period, law.day):
            yield _period(system, index, comparison, minimum.period)


def _period(
    system: DeclaredRecord[System], index: Index, comparison: RetentionComparison, promised: Period
) -> RuleFinding:
    declared, promise = comparison.declared, f"retention.{comparison.promise}"
    return system.found(
        "retention",
        comparison.number,
        "period",
        value=f"{_scope(declared)}{declared.period.normal}/{promised.normal}",
        promise=promise,
        see=index.see(promise),
        arguments={"period": declared.period, "promised": promised},
    )


def _scope(rule: RetentionRule) -> str:
    """The data that a period is for, which tells it apart from others of the system."""
    named = (("data_subjects", rule.data_subjects), ("purposes", rule.purposes))
    return "".join(f"{key}={','.join(sorted(set(items)))} " for key, items in named if items is not None)


@rule("system/retention-incomparable")
def retention_incomparable(system: DeclaredRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system counts its period from another event than the notice does."""
    for comparison in compared(system, index):
        limits = [limit for limit in (comparison.promised.minimum, comparison.promised.maximum) if limit]
        declared = comparison.declared
        if limits and all(limit.after != declared.after for limit in limits):
            promise = f"retention.{comparison.promise}"
            yield system.found(
                "retention",
                comparison.number,
                "after",
                value=f"{_scope(declared)}{declared.after}",
                promise=promise,
                see=index.see(promise),
                arguments={"event": declared.after, "promised": limits[-1].after},
            )


rule("system/safeguard-missing")(common.safeguard_missing)
rule("system/safeguard-broken", "system", "organisation")(common.safeguard_broken)
rule("system/safeguard-exempt")(common.safeguard_exempt)
rule("system/review-overdue")(common.review_overdue)


@rule("system/assertion-failed", "system", "processor")
def assertion_failed(
    subject: DeclaredRecord[System] | DeclaredRecord[Processor], index: Index, law: LawOn
) -> Iterator[RuleFinding]:
    """A system or a processor does not meet the assertion of a promise."""
    for assertion in assertions(index.notice.record, subject.kind, subject.id):
        for failure in failures(assertion.schema, subject):
            yield subject.found(
                *failure.steps,
                value=failure.value,
                promise=assertion.promise,
                severity=assertion.severity,
                see=index.see(assertion.promise),
                arguments={"system": subject.record.name, "text": assertion.text, "detail": failure.said},
            )


@rule("system/owner-missing")
def owner_missing(system: DeclaredRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system has no owner."""
    if system.record.owner is None:
        yield system.found()
