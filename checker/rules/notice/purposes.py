"""Rules about purposes, legal bases, special categories and identity codes."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from seloste.checker.finding import RuleFinding, Severity
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.national import as_unknown, is_bound
from seloste.checker.rules.notice.bases import list_bases, select_fields, select_used
from seloste.checker.rules.quoting import quote_all
from seloste.checker.rules.registry import NOTICE
from seloste.policy.law.law import LawOn
from seloste.policy.processing import LegalBasis, Purpose
from seloste.policy.prose.interests import names_interest
from seloste.policy.vocabulary import Basis, Section

#: What leaves it to the member states whether a personal identity code needs a ground.
_NATIONAL_IDS = "GDPR Art. 87"


@NOTICE.rule("notice/legal-basis-missing")
def legal_basis_missing(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A purpose has no legal basis, and neither has the notice as a whole."""
    if not notice.record.legal_bases:
        yield from _find_without_basis(notice)


@NOTICE.rule("notice/legal-basis-unlinked")
def legal_basis_unlinked(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The notice lists legal bases for itself as a whole, and a purpose has none of its own."""
    if notice.record.legal_bases:
        yield from _find_without_basis(notice)


def _find_without_basis(notice: NoticeEntry) -> Iterator[RuleFinding]:
    for key, purpose in notice.record.purposes.items():
        if not purpose.legal_bases:
            yield notice.found("purposes", key, arguments={"text": purpose.text})


def _find_unexplained(notice: NoticeEntry, basis: Basis) -> Iterator[RuleFinding]:
    """The bases of that kind without an explanation. One that the notice lists as a whole may be that of a purpose.

    A legitimate interest may be named by the words of the purpose itself, or around the purposes.
    """
    is_interest = basis is Basis.LEGITIMATE_INTERESTS
    around = is_interest and _names_interest_around(notice)
    for stated in list_bases(notice, basis):
        named = around or (is_interest and names_interest(stated.purpose.text))
        if not stated.basis.explanation and not named:
            yield stated.found(notice)
    if not notice.has_unlinked_bases:
        return
    for number, each in enumerate(notice.record.legal_bases):
        if each.basis is basis and not each.explanation and not around:
            found = notice.found("legal_bases", number, subject="legal_bases", value=basis, variant="listed")
            yield replace(found, severity=Severity.WARNING)


def _names_interest_around(notice: NoticeEntry) -> bool:
    """Whether the words before or after the purposes name a legitimate interest, or the list of bases explains it."""
    record = notice.record
    texts = (record.introductions.get(Section.PURPOSES), record.closings.get(Section.PURPOSES))
    listed = (each.basis is Basis.LEGITIMATE_INTERESTS and each.explanation for each in record.legal_bases)
    return any(text and names_interest(text) for text in texts) or any(listed)


@NOTICE.rule("notice/legitimate-interest-unexplained")
def legitimate_interest_unexplained(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A purpose relies on unnamed legitimate interests; one warning if the basis of a purpose is unknown."""
    yield from _find_unexplained(notice, Basis.LEGITIMATE_INTERESTS)
    if notice.record.legal_bases:
        return
    unknown = next((key for key, purpose in notice.record.purposes.items() if not purpose.legal_bases), None)
    if unknown is not None:
        first = notice.found("purposes", unknown, variant="unknown", severity=Severity.WARNING)
        yield replace(first, stands_for="purposes")


@NOTICE.rule("notice/balancing-test-missing")
def balancing_test_missing(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A purpose relies on legitimate interests, and no balancing test is on file: on a past day, none made by then."""
    for stated in list_bases(notice, Basis.LEGITIMATE_INTERESTS):
        test = stated.basis.balancing_test
        if test is None:
            yield stated.found(notice)
        elif index.settings.is_past(law.day):
            made = test.date or notice.record.notice.reviewed
            if made is None or made > law.day:
                yield stated.found(notice, "later" if made else "undated", **({"day": made} if made else {}))


@NOTICE.rule("notice/legal-obligation-unexplained")
def legal_obligation_unexplained(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A purpose relies on a legal obligation without naming the law."""
    yield from _find_unexplained(notice, Basis.LEGAL_OBLIGATION)


@NOTICE.rule("notice/special-category-basis-missing")
def special_category_basis_missing(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A purpose uses a special category of personal data without a basis of its own."""
    fields = select_fields(notice, lambda field: field.special_category)
    for key, purpose in notice.record.purposes.items():
        special = select_used(purpose, fields)
        if special and purpose.special_category_basis is None:
            named = quote_all(field.text for field in special.values())
            yield notice.found(
                "purposes", key, value=",".join(sorted(special)), arguments={"text": purpose.text, "fields": named}
            )


@NOTICE.rule("notice/national-id-unjustified")
def national_id_unjustified(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A personal identity code is processed without a ground; a warning where it is not known whether one is needed."""
    binding = is_bound("notice/national-id-unjustified", law)
    if binding is False:
        return
    for key, field in notice.record.fields.items():
        if field.national_id and field.national_id_ground is None:
            found = notice.found("fields", key, arguments={"text": field.text})
            yield found if binding else as_unknown(found, _NATIONAL_IDS)


@NOTICE.rule("notice/children-unaddressed")
def children_unaddressed(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A purpose relies on the consent of children, and the notice does not mention their guardians."""
    listed = any(each.basis is Basis.CONSENT for each in notice.record.legal_bases)
    purposes = notice.record.purposes.values()
    for key, group in notice.record.data_subjects.items():
        if not group.children or group.guardian_consent:
            continue
        needs_consent = any(
            _concerns(stated.purpose, key) and _concerns(stated.basis, key)
            for stated in list_bases(notice, Basis.CONSENT)
        )
        may_need_it = any(not purpose.legal_bases and _concerns(purpose, key) for purpose in purposes) or not purposes
        if needs_consent or (listed and may_need_it):
            yield notice.found("data_subjects", key, arguments={"text": group.text})


def _concerns(entry: Purpose | LegalBasis, group: str) -> bool:
    """Whether a purpose, or a basis, is about a category of data subjects."""
    return entry.data_subjects is None or group in entry.data_subjects
