"""The rules `evidence/document-…`: the documents that records name, whether they are on file, and how old they are.

None of them contradicts a promise. Without a document a safeguard is still declared, and its evidence is weaker.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from seloste.checker.evidence.documents.document_finder import DocumentState
from seloste.checker.evidence.documents.named_documents import (
    NamedDocument,
    is_evidence,
    is_outdated,
    list_notice_documents,
    list_processor_documents,
    list_safeguard_documents,
    list_system_documents,
)
from seloste.checker.finding import RuleFinding, Word
from seloste.checker.inventory import Processor, System
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord
from seloste.checker.rules.registry import NOTICE, ORGANISATION, PROCESSOR, SYSTEM
from seloste.policy.declaration import Safeguard
from seloste.policy.law.law import LawOn

#: The variants of the message for what is there, and is no document.
_VARIANTS = {DocumentState.EMPTY: "empty", DocumentState.FOLDER: "folder"}
#: So many steps lead to an entry of the notice: `purposes.billing`, and `disclosures.recipients.tax-authority`.
_STEPS_TO_ENTRY = {"purposes": 2, "disclosures": 3}


def document_missing(subject: LinkedRecord[Any] | NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A document that a record or the notice names is not on file, or is empty. One finding for each document."""
    documents = index.documents
    if documents is None:
        return
    seen: set[str] = set()
    for named in _list_documents(subject):
        if named.name in seen:
            continue
        seen.add(named.name)
        found = documents.find(named.name, subject.document.path)
        if not found.is_faulty:
            continue
        variant = _VARIANTS.get(found.state, "")
        if isinstance(subject, NoticeEntry):
            entry = ".".join(map(str, named.steps[: _STEPS_TO_ENTRY[str(named.steps[0])]]))
            yield subject.found(*named.steps, subject=entry, value=named.name, variant=variant)
        else:
            yield subject.found(*named.steps, value=named.name, variant=variant)


def _list_documents(subject: LinkedRecord[Any] | NoticeEntry) -> Iterator[NamedDocument]:
    if isinstance(subject, NoticeEntry):
        yield from list_notice_documents(subject.record)
    elif isinstance(subject.record, System):
        yield from list_system_documents(subject.record)
    elif isinstance(subject.record, Processor):
        yield from list_processor_documents(subject.record)
    else:
        yield from list_safeguard_documents(subject.record.safeguards)


def document_stale(record: LinkedRecord[Any], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The evidence of a safeguard is too old to show anything."""
    longest = index.settings.evidence_max_age
    for control, declared in _list_evidence(record, index):
        if declared.verified is not None and is_outdated(declared.verified, longest, law.day):
            yield record.found(
                *("safeguards", control, "verified"),
                value=declared.evidence or "",
                arguments={"control": Word(f"controls.{control}"), "day": declared.verified, "period": longest},
            )


def document_undated(record: LinkedRecord[Any], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The evidence of a safeguard has no day."""
    for control, declared in _list_evidence(record, index):
        if declared.verified is None:
            arguments = {"control": Word(f"controls.{control}")}
            yield record.found("safeguards", control, "evidence", value=declared.evidence or "", arguments=arguments)


def _list_evidence(record: LinkedRecord[Any], index: Index) -> Iterator[tuple[str, Safeguard]]:
    """The controls that a record calls implemented and names evidence of, which is not known to be missing."""
    documents = index.documents
    if documents is None:
        return
    for control, declared in (record.record.safeguards or {}).items():
        if declared.evidence is None or not is_evidence(declared):
            continue
        if not documents.find(declared.evidence, record.document.path).is_faulty:
            yield control, declared


NOTICE.rule("evidence/document-missing")(document_missing)
SYSTEM.rule("evidence/document-missing")(document_missing)
PROCESSOR.rule("evidence/document-missing")(document_missing)
ORGANISATION.rule("evidence/document-missing")(document_missing)
SYSTEM.rule("evidence/document-stale")(document_stale)
PROCESSOR.rule("evidence/document-stale")(document_stale)
ORGANISATION.rule("evidence/document-stale")(document_stale)
SYSTEM.rule("evidence/document-undated")(document_undated)
PROCESSOR.rule("evidence/document-undated")(document_undated)
ORGANISATION.rule("evidence/document-undated")(document_undated)
