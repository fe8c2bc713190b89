"""The family `processor/`: the processor list, against the notice, the law and the systems that use it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seloste.checker.finding import RuleFinding, Several, Word
from seloste.checker.inventory import Processor, Terms
from seloste.checker.linking.entry import DeclaredRecord
from seloste.checker.linking.index import Index, shortened
from seloste.checker.rules import common
from seloste.checker.rules.registry import rule
from seloste.policy.law.law import LawOn
from seloste.policy.vocabulary import Role

#: So many systems are named in one message.
MOST_SYSTEMS = 10


def _bound(processor: DeclaredRecord[Processor]) -> bool:
    """Whether GDPR Art. 28 binds it: a controller on the list has no processing agreement."""
    return processor.record.role is Role.PROCESSOR


@rule("processor/agreement-missing")
def agreement_missing(processor: DeclaredRecord[Processor], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """There is no signed agreement."""
    agreement = processor.record.agreement
    if _bound(processor) and (agreement is None or agreement.signed is None):
        yield processor.found("agreement")


@rule("processor/agreement-expired")
def agreement_expired(processor: DeclaredRecord[Processor], index: Index, law: LawOn) -> Iterator[RuleFinding]:
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


@rule("processor/agreement-incomplete")
def agreement_incomplete(processor: DeclaredRecord[Processor], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The agreement lacks terms that Art. 28(3)(a)–(h) asks for."""
    agreement = processor.record.agreement
    if not _bound(processor) or agreement is None or agreement.signed is None:
        return
    missing = [term for term in Terms.__args__ if term not in (agreement.terms or ())]  # type: ignore[attr-defined]
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


@rule("processor/role-conflict")
def role_conflict(processor: DeclaredRecord[Processor], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Systems use it as a processor and the list says otherwise, or the notice promises other roles."""
    role = processor.record.role
    promised = index.notice.record.processors
    promise = "processors" if promised else None
    users = index.usage.processors.get(processor.id)
    if promised and promised.roles is not None and role not in promised.roles:
        variant = "promised"
    elif users and role is not Role.PROCESSOR:
        variant = ""
    else:
        return
    yield processor.found(
        "role",
        value=role,
        promise=promise,
        variant=variant,
        see=index.see("processors"),
        arguments={"role": Word(f"phrases.role-{role}"), "system": _few(users or ())},
    )


def _beyond(
    processor: DeclaredRecord[Processor], index: Index, section: str, used: Sequence[str] | None
) -> Iterator[RuleFinding]:
    known = getattr(index.notice.record, section)
    for item in used or ():
        if item not in known:
            yield processor.found(section, item, value=item, promise=section, see=index.see(section))


@rule("processor/purpose-undeclared")
def purpose_undeclared(processor: DeclaredRecord[Processor], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A processor processes for a purpose that the notice does not have."""
    yield from _beyond(processor, index, "purposes", processor.record.purposes)


@rule("processor/field-undeclared")
def field_undeclared(processor: DeclaredRecord[Processor], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A processor holds a field that the notice does not have."""
    yield from _beyond(processor, index, "fields", processor.record.fields)


@rule("processor/scope-exceeded")
def scope_exceeded(processor: DeclaredRecord[Processor], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Systems give it fields or purposes that its own entry does not have."""
    for section, variant in (("purposes", "purpose"), ("fields", "field")):
        own = getattr(processor.record, section)
        if own is None:
            continue
        for item, systems in index.usage.given.get(processor.id, {}).get(section, {}).items():
            if item not in own:
                yield processor.found(
                    section,
                    key=True,
                    value=f"{section}.{item}",
                    variant=variant,
                    arguments={"value": item, "system": _few(systems)},
                )


@rule("processor/undisclosed")
def undisclosed(processor: DeclaredRecord[Processor], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The notice names its recipients, and this one is not among them."""
    promised = index.notice.record.processors
    if promised is not None and promised.recipients is not None and processor.id not in promised.recipients:
        yield processor.found(promise="processors", see=index.see("processors"))


@rule("processor/subprocessor-unauthorised")
def subprocessor_unauthorised(processor: DeclaredRecord[Processor], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """It uses subprocessors without the controller's authorisation."""
    subprocessors = processor.record.subprocessors
    if _bound(processor) and subprocessors and processor.record.subprocessor_authorisation is None:
        yield processor.found(
            "subprocessors",
            key=True,
            value=",".join(sorted(set(subprocessors))),
            arguments={"subprocessors": Several(tuple(subprocessors))},
        )


@rule("processor/subprocessor-cycle")
def subprocessor_cycle(processor: DeclaredRecord[Processor], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Processors use one another in a circle. Told once, of the one whose id comes first."""
    cycle = index.cycle(processor.id)
    if cycle and min(cycle) == processor.id:
        yield processor.found(
            "subprocessors",
            key=True,
            value=",".join(cycle),
            arguments={"chain": " → ".join(shortened((*cycle, cycle[0])))},
        )


rule("processor/safeguard-missing")(common.safeguard_missing)
rule("processor/safeguard-broken")(common.safeguard_broken)
rule("processor/review-overdue")(common.review_overdue)


@rule("processor/breach-notice-missing")
def breach_notice_missing(processor: DeclaredRecord[Processor], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Nothing says how soon it tells of a personal data breach."""
    if _bound(processor) and processor.record.breach_notice is None:
        yield processor.found()


@rule("processor/unused")
def unused(processor: DeclaredRecord[Processor], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """No system uses it, directly or through a chain of subprocessors."""
    if index.context.usage is not None and not index.chains(processor.id):
        yield processor.found()
