"""The documents that records name: evidence of safeguards, agreements, assessments and tests, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from seloste.checker.inventory import Processor, System
from seloste.policy.declaration import Document, Safeguard, Transfer
from seloste.policy.notice import Policy
from seloste.policy.period import Period
from seloste.policy.vocabulary import Status

Steps = tuple[str | int, ...]


class NamedDocument(Struct, frozen=True):
    """A document by its name, and the steps to that name within the record."""

    name: str
    steps: Steps


def list_safeguard_documents(safeguards: Mapping[str, Safeguard] | None) -> Iterator[NamedDocument]:
    """The evidence of safeguards."""
    for control, declared in (safeguards or {}).items():
        if declared.evidence is not None:
            yield NamedDocument(declared.evidence, ("safeguards", control, "evidence"))


def list_system_documents(system: System) -> Iterator[NamedDocument]:
    """The documents that a system names."""
    if system.hosting is not None and system.hosting.transfer is not None:
        yield from _list_assessment(system.hosting.transfer, ("hosting", "transfer"))
    for number, disclosure in enumerate(system.disclosures or ()):
        if disclosure.transfer is not None:
            yield from _list_assessment(disclosure.transfer, ("disclosures", number, "transfer"))
    yield from list_safeguard_documents(system.safeguards)


def list_processor_documents(processor: Processor) -> Iterator[NamedDocument]:
    """The documents that a processor names."""
    agreement = processor.agreement
    if agreement is not None and agreement.document is not None:
        yield NamedDocument(agreement.document, ("agreement", "document"))
    for number, transfer in enumerate(processor.transfers or ()):
        yield from _list_assessment(transfer, ("transfers", number))
    yield from list_safeguard_documents(processor.safeguards)


def list_notice_documents(policy: Policy) -> Iterator[NamedDocument]:
    """The documents that the notice names, other than those of the organisation's safeguards."""
    for key, purpose in policy.purposes.items():
        for number, basis in enumerate(purpose.legal_bases):
            yield from _list_document(basis.balancing_test, ("purposes", key, "legal_basis", number, "balancing_test"))
        yield from _list_document(purpose.impact_assessment, ("purposes", key, "impact_assessment"))
    recipients = policy.disclosures.recipients if policy.disclosures else {}
    for key, recipient in recipients.items():
        yield from _list_assessment(recipient.transfer, ("disclosures", "recipients", key, "transfer"))


def _list_assessment(transfer: Transfer | None, steps: Steps) -> Iterator[NamedDocument]:
    yield from _list_document(transfer.assessment if transfer else None, (*steps, "assessment"))


def _list_document(document: Document | None, steps: Steps) -> Iterator[NamedDocument]:
    if document is not None and document.document is not None:
        yield NamedDocument(document.document, (*steps, "document"))


def is_evidence(declared: Safeguard) -> bool:
    """Whether a declaration names a document that is to show it. A plan, or an exemption, has nothing to show yet."""
    return declared.evidence is not None and declared.status is Status.IMPLEMENTED


def is_outdated(verified: date, longest: Period, day: date) -> bool:
    """Whether a document of a day is too old, on another day, to document anything."""
    return verified < longest.before(day)


def has_current_day(declared: Safeguard, longest: Period, day: date) -> bool:
    """Whether what a declaration names was verified by a day, and not too long before it."""
    verified = declared.verified
    return verified is not None and verified <= day and not is_outdated(verified, longest, day)
