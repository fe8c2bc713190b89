"""A record with everything that is derived from it: made once, and given to the rules and to the evidence alike."""

from __future__ import annotations

from typing import Any, TypeVar

from msgspec.structs import replace

from seloste.checker.evidence.documents.named_documents import has_current_day, is_evidence
from seloste.checker.evidence.mapping import MappedResource
from seloste.checker.inventory import Processor, System
from seloste.checker.linking.bound_assertions import AssertionOutcome, evaluate_assertions
from seloste.checker.linking.entry import DeclaredRecord, NamedRecord, OrganisationRecord, declare_organisation
from seloste.checker.linking.hops import Hop, system_hops
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_columns import LinkedColumn, link_columns
from seloste.checker.linking.resource_hops import resource_hops
from seloste.checker.linking.retention import NO_RETENTION, LinkedRetention, link_retention
from seloste.checker.linking.safeguards import Assessment, assess_controls
from seloste.policy.law.law import LawOn

R = TypeVar("R", bound=NamedRecord)


class LinkedRecord(DeclaredRecord[R], frozen=True, eq=False):
    """A declared record beside the promises that bind it.

    Attributes:
        controls: Its declaration of each control that is promised of it, assessed on the day.
        retention: Its storage periods beside the promised ones (systems only).
        hops: The steps by which data go from it to a country.
        assertions: The outcomes of the assertions that bind it.
        resources: The resources of infrastructure that belong to it (systems only).
        columns: The columns of its tables that hold personal data, beside its fields (systems only).
    """

    controls: tuple[Assessment, ...] = ()
    retention: LinkedRetention = NO_RETENTION
    hops: tuple[Hop, ...] = ()
    assertions: tuple[AssertionOutcome, ...] = ()
    resources: tuple[MappedResource, ...] = ()
    columns: tuple[LinkedColumn, ...] = ()


def link_system(system: DeclaredRecord[System], index: Index, law: LawOn | None) -> LinkedRecord[System]:
    """The system, linked on the day; without a law, its controls are left to `assess_on` each day."""
    resources = index.evidence.list_resources(system.id, system.record)
    return LinkedRecord(
        system.kind,
        system.id,
        system.record,
        system.document,
        controls=_assess(system, index, law) if law is not None else (),
        retention=link_retention(index.notice, system.record, index.get_memo("retention")),
        hops=(*system_hops(system, index.processors), *resource_hops(system, index.processors, resources)),
        assertions=evaluate_assertions(index.assertions, system),
        resources=resources,
        columns=link_columns(system.record, resources, index.named_kinds) if resources else (),
    )


def link_processor(processor: DeclaredRecord[Processor], index: Index, law: LawOn) -> LinkedRecord[Processor]:
    """The processor, linked on the day.

    The index must hold the usage of all systems, since the chains that lead to a processor begin at them.
    """
    return LinkedRecord(
        processor.kind,
        processor.id,
        processor.record,
        processor.document,
        controls=_assess(processor, index, law),
        hops=index.list_processor_hops(processor),
        assertions=evaluate_assertions(index.assertions, processor),
    )


def link_organisation(index: Index, law: LawOn) -> LinkedRecord[OrganisationRecord]:
    """The organisation as the policy file declares it, linked on the day."""
    declared = declare_organisation(index.notice)
    controls = _assess(declared, index, law)
    return LinkedRecord(declared.kind, declared.id, declared.record, declared.document, controls=controls)


def assess_on(linked: LinkedRecord[R], index: Index, law: LawOn) -> LinkedRecord[R]:
    """The record with its controls assessed on the day. Nothing else that is derived depends on the day."""
    return replace(linked, controls=_assess(linked, index, law))


def _assess(entry: DeclaredRecord[Any], index: Index, law: LawOn) -> tuple[Assessment, ...]:
    promised = index.list_promised_controls(entry.kind, entry.id)
    assessed = assess_controls(promised, entry.record.safeguards, law.day)
    return tuple([_add_document(each, entry.document.path, index, law) if each.document else each for each in assessed])


def _add_document(assessment: Assessment, path: str, index: Index, law: LawOn) -> Assessment:
    """The assessment, documented where the declaration names evidence that is on file and not too old on the day.

    Neither may it be younger: what was written later documents nothing of a past day.
    """
    declared, documents = assessment.declared, index.documents
    if documents is None or declared is None or declared.evidence is None or not is_evidence(declared):
        return assessment
    if not has_current_day(declared, index.settings.evidence_max_age, law.day):
        return assessment
    found = documents.find(declared.evidence, path)
    return replace(assessment, is_documented=found.is_on_file and (found.dated is None or found.dated <= law.day))
