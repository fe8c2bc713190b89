"""Why and what: purposes, legal bases, special categories, marketing, sources and the provision of data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from seloste.checker.finding import RuleFinding, Several, Severity
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.rules.context import Settings
from seloste.checker.rules.registry import rule
from seloste.policy.law.law import LawOn
from seloste.policy.notice import Purpose
from seloste.policy.vocabulary import Basis


def _with_basis(notice: NoticeEntry, basis: Basis) -> Iterator[tuple[str, Purpose]]:
    for key, purpose in notice.record.purposes.items():
        if purpose.legal_basis is not None and purpose.legal_basis.basis is basis:
            yield key, purpose


@rule("notice/legal-basis-missing")
def legal_basis_missing(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """A purpose has no legal basis."""
    for key, purpose in notice.record.purposes.items():
        if purpose.legal_basis is None:
            yield notice.found("purposes", key, arguments={"text": purpose.text})


@rule("notice/legitimate-interest-unexplained")
def legitimate_interest_unexplained(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """Legitimate interests are relied on, but not said; a warning, once, while a basis is unknown."""
    for key, purpose in _with_basis(notice, Basis.LEGITIMATE_INTERESTS):
        assert purpose.legal_basis is not None
        if not purpose.legal_basis.explanation:
            yield notice.found(
                "purposes", key, "legal_basis", subject=f"purposes.{key}", arguments={"text": purpose.text}
            )
    unknown = next((key for key, purpose in notice.record.purposes.items() if purpose.legal_basis is None), None)
    if unknown is not None:
        first = notice.found("purposes", unknown, variant="unknown", severity=Severity.WARNING)
        yield replace(first, stands_for="purposes")


@rule("notice/balancing-test-missing")
def balancing_test_missing(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """Legitimate interests are relied on, and no balancing test is on file."""
    for key, purpose in _with_basis(notice, Basis.LEGITIMATE_INTERESTS):
        assert purpose.legal_basis is not None
        if purpose.legal_basis.balancing_test is None:
            yield notice.found(
                "purposes", key, "legal_basis", subject=f"purposes.{key}", arguments={"text": purpose.text}
            )


@rule("notice/legal-obligation-unexplained")
def legal_obligation_unexplained(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """A legal obligation is relied on, but not the law that obliges."""
    for key, purpose in _with_basis(notice, Basis.LEGAL_OBLIGATION):
        assert purpose.legal_basis is not None
        if not purpose.legal_basis.explanation:
            yield notice.found(
                "purposes", key, "legal_basis", subject=f"purposes.{key}", arguments={"text": purpose.text}
            )


@rule("notice/special-category-basis-missing")
def special_category_basis_missing(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """A purpose uses a special category of personal data without a basis of its own."""
    fields = notice.record.fields
    for key, purpose in notice.record.purposes.items():
        used = fields if purpose.fields is None else [field for field in purpose.fields if field in fields]
        special = tuple(field for field in used if fields[field].special_category)
        if special and purpose.special_category_basis is None:
            named = Several(tuple(fields[field].text for field in special))
            yield notice.found(
                "purposes", key, value=",".join(sorted(special)), arguments={"text": purpose.text, "fields": named}
            )


@rule("notice/national-id-unjustified")
def national_id_unjustified(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """A personal identity code is processed without a ground."""
    for key, field in notice.record.fields.items():
        if field.national_id and field.national_id_ground is None:
            yield notice.found("fields", key, arguments={"text": field.text})


@rule("notice/electronic-marketing-basis-missing")
def electronic_marketing_basis_missing(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """Direct marketing does not say by which route it may be sent electronically."""
    for key, purpose in notice.record.purposes.items():
        if purpose.direct_marketing and purpose.electronic_marketing is None:
            yield notice.found("purposes", key, arguments={"text": purpose.text})


@rule("notice/provision-requirement-missing")
def provision_requirement_missing(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """Data come from the person, and nothing says whether they must be given."""
    if notice.record.provision is None and any(source.direct for source in notice.record.sources.values()):
        yield notice.found("provision")


@rule("notice/source-missing")
def source_missing(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """The notice names no source of the data."""
    if not notice.record.sources:
        yield notice.found("sources")


@rule("notice/automated-decision-unexplained")
def automated_decision_unexplained(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """Automated decisions are made, and no purpose tells their logic and consequences."""
    decisions = notice.record.automated_decisions
    explained = any(purpose.automated_decision for purpose in notice.record.purposes.values())
    if decisions is not None and decisions.used and not explained:
        yield notice.found("automated_decisions")


@rule("notice/automated-decisions-unstated")
def automated_decisions_unstated(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """Nothing says whether decisions are made by automated means."""
    explained = any(purpose.automated_decision for purpose in notice.record.purposes.values())
    if notice.record.automated_decisions is None and not explained:
        yield notice.found("notice")


@rule("notice/children-unaddressed")
def children_unaddressed(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """Children's consent is relied on, and nothing is said of their guardians."""
    for key, group in notice.record.data_subjects.items():
        asked = any(
            purpose.data_subjects is None or key in purpose.data_subjects
            for _, purpose in _with_basis(notice, Basis.CONSENT)
        )
        if group.children and asked and not group.guardian_consent:
            yield notice.found("data_subjects", key, arguments={"text": group.text})
