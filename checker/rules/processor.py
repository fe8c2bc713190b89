"""The family `processor/`: the processor list, against the notice, the law and the systems that use it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seloste.checker.finding import RuleFinding, Several, Severity, Word
from seloste.checker.inventory import Processor, Term
from seloste.checker.linking.chains import shorten_chain
from seloste.checker.linking.entry import Arguments
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord
from seloste.checker.linking.processor_scopes import list_beyond
from seloste.checker.rules.common import (
    contradict,
    date_ahead,
    hint,
    review_overdue,
    safeguard_broken,
    safeguard_missing,
)
from seloste.checker.rules.registry import PROCESSOR
from seloste.policy.law.law import LawOn
from seloste.policy.period import Period
from seloste.policy.vocabulary import Role

#: So many systems are named in one message.
MOST_SYSTEMS = 10
#: Above these, the controller's own 72 hours (GDPR Art. 33(1)) are all but gone, or gone.
_TIGHT_NOTICE, _SLOW_NOTICE = Period("PT48H"), Period("PT72H")


def _bound(processor: LinkedRecord[Processor]) -> bool:
    """Whether GDPR Art. 28 binds it: a controller on the list has no processing agreement."""
    return processor.record.role is Role.PROCESSOR


@PROCESSOR.rule("processor/agreement-missing")
def agreement_missing(processor: LinkedRecord[Processor], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """There is no signed agreement."""
    agreement = processor.record.agreement
    if _bound(processor) and (agreement is None or agreement.signed is None):
        yield processor.found("agreement")


@PROCESSOR.rule("processor/agreement-expired")
def agreement_expired(processor: LinkedRecord[Processor], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The agreement ended before the day, or was signed after it."""
    agreement = processor.record.agreement
    if not _bound(processor) or agreement is None or agreement.signed is None:
        return
    if agreement.expires is not None and agreement.expires < law.day:
        ended = agreement.expires
        yield processor.found("agreement", "expires", value=ended.isoformat(), arguments={"ended": ended})
    elif agreement.signed > law.day:
        signed = agreement.signed
        yield processor.found(
            "agreement", "signed", value=signed.isoformat(), variant="future", arguments={"signed": signed}
        )


@PROCESSOR.rule("processor/agreement-incomplete")
def agreement_incomplete(processor: LinkedRecord[Processor], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The agreement lacks terms that Art. 28(3)(a)–(h) asks for."""
    agreement = processor.record.agreement
    if not _bound(processor) or agreement is None or agreement.signed is None:
        return
    missing = [term for term in Term.__args__ if term not in (agreement.terms or ())]  # type: ignore[attr-defined]
    if missing:
        yield processor.found(
            "agreement",
            "terms",
            value=",".join(missing),
            arguments={"missing": Several(tuple(Word(f"phrases.term-{term}") for term in missing))},
        )


def _few(systems: Sequence[str]) -> Several:
    """The systems, to be listed; of many only the first, and how many more there are."""
    more = len(systems) - MOST_SYSTEMS
    rest = Word("phrases.and-more", {"count": more})
    return Several((*systems[:MOST_SYSTEMS], rest) if more > 0 else tuple(systems))


@PROCESSOR.rule("processor/role-conflict")
def role_conflict(processor: LinkedRecord[Processor], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Systems use it as a processor and the list says otherwise, or the notice promises other roles."""
    role = processor.record.role
    promised = index.notice.record.processors
    users = index.usage.processors.get(processor.id)
    if promised and promised.roles is not None and role not in promised.roles:
        variant = "promised"
    elif users and role is not Role.PROCESSOR:
        variant = ""
    else:
        return
    arguments: Arguments = {"role": Word(f"phrases.role-{role}"), "system": _few(users or ())}
    yield contradict(processor.found("role", value=role, variant=variant, arguments=arguments), "processors", index)


def _beyond(
    processor: LinkedRecord[Processor], index: Index, section: str, used: Sequence[str] | None
) -> Iterator[RuleFinding]:
    known = getattr(index.notice.record, section)
    for item in used or ():
        if item not in known:
            found = processor.found(section, item, value=item, arguments=hint(index, section, item))
            yield found.contradicting(section, index.locate_promise(section))


@PROCESSOR.rule("processor/purpose-undeclared")
def purpose_undeclared(processor: LinkedRecord[Processor], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A processor processes for a purpose that the notice does not have."""
    yield from _beyond(processor, index, "purposes", processor.record.purposes)


@PROCESSOR.rule("processor/field-undeclared")
def field_undeclared(processor: LinkedRecord[Processor], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A processor holds a field that the notice does not have."""
    yield from _beyond(processor, index, "fields", processor.record.fields)


@PROCESSOR.rule("processor/scope-exceeded")
def scope_exceeded(processor: LinkedRecord[Processor], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Systems give it fields that its own entry does not have, or purposes that none of their processors has.

    A system may have a processor for each of its purposes; which of its fields go to whom it does not say. Not under a
    wrong id, nor where a wrong id in the entry may have meant what they give it: that has its own finding.
    """
    for section, variant in (("purposes", "purpose"), ("fields", "field")):
        own = getattr(processor.record, section)
        if own is None:
            continue
        known = getattr(index.notice.record, section)
        own = frozenset((*own, *index.find_meant(section, own, known)))
        for item, systems in list_beyond(index, processor.id, section, own).items():
            yield processor.found(
                section,
                key=True,
                value=f"{section}.{item}",
                variant=variant,
                arguments={"value": item, "system": _few(systems)},
            )


@PROCESSOR.rule("processor/undisclosed")
def undisclosed(processor: LinkedRecord[Processor], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The notice names its recipients, and this one is not among them, nor may a wrong id there have meant it."""
    promised = index.notice.record.processors
    if promised is None or promised.recipients is None or processor.id in promised.recipients:
        return
    if processor.id not in index.meant_recipients:
        yield contradict(processor.found(), "processors", index)


@PROCESSOR.rule("processor/subprocessor-unauthorised")
def subprocessor_unauthorised(processor: LinkedRecord[Processor], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """It uses subprocessors without the controller's authorisation."""
    subprocessors = processor.record.subprocessors
    if _bound(processor) and subprocessors and processor.record.subprocessor_authorisation is None:
        yield processor.found(
            "subprocessors",
            key=True,
            value=",".join(sorted(set(subprocessors))),
            arguments={"subprocessors": Several(tuple(subprocessors))},
        )


@PROCESSOR.rule("processor/subprocessor-cycle")
def subprocessor_cycle(processor: LinkedRecord[Processor], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Processors use one another in a circle. Told once, of the one whose id comes first."""
    cycle = index.find_cycle(processor.id)
    if cycle and min(cycle) == processor.id:
        yield processor.found(
            "subprocessors",
            key=True,
            value=",".join(cycle),
            arguments={"chain": " → ".join(shorten_chain((*cycle, cycle[0])))},
        )


PROCESSOR.rule("processor/safeguard-missing")(safeguard_missing)
PROCESSOR.rule("processor/safeguard-broken")(safeguard_broken)
PROCESSOR.rule("processor/date-ahead")(date_ahead)
PROCESSOR.rule("processor/review-overdue")(review_overdue)


@PROCESSOR.rule("processor/breach-notice-missing")
def breach_notice_missing(processor: LinkedRecord[Processor], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The entry does not declare how soon the processor reports a personal data breach."""
    if _bound(processor) and processor.record.breach_notice is None:
        yield processor.found()


@PROCESSOR.rule("processor/breach-notice-slow")
def breach_notice_slow(processor: LinkedRecord[Processor], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The processor reports a personal data breach so late that the controller can hardly notify in its 72 hours."""
    promised = processor.record.breach_notice
    if not _bound(processor) or promised is None or not promised.longer_than(_TIGHT_NOTICE, law.day):
        return
    tight = not promised.longer_than(_SLOW_NOTICE, law.day)
    yield processor.found(
        "breach_notice",
        value=promised.normal,
        variant="tight" if tight else "",
        severity=Severity.NOTE if tight else None,
        arguments={"period": promised},
    )


@PROCESSOR.rule("processor/unused")
def unused(processor: LinkedRecord[Processor], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """No system uses it, directly or through a chain of subprocessors.

    Not where a processor could not be read, which may pass data on to it, nor where a wrong id may have meant it.
    """
    if not (index.usage_is_complete and index.knows_chains) or index.list_chains(processor.id):
        return
    if processor.id not in index.meant_processors:
        yield processor.found()
