"""Rules about rights: compares those in the notice with those that its legal bases give by law."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from seloste.checker.finding import RuleFinding, Several, Severity, Word
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.registry import NOTICE
from seloste.policy.law.law import LawOn
from seloste.policy.notice import Policy
from seloste.policy.processing import Purpose
from seloste.policy.vocabulary import (
    Basis,
    DisclosureRule,
    ElectronicMarketing,
    NationalIdGround,
    Right,
    SpecialCategoryBasis,
)


def _has_basis(*bases: Basis) -> Callable[[Purpose], bool | None]:
    """A function that tells whether a purpose has one of these legal bases; None if it declares none."""

    def has_basis(purpose: Purpose) -> bool | None:
        return any(each.basis in bases for each in purpose.legal_bases) if purpose.legal_bases else None

    return has_basis


def _has_consent(purpose: Purpose) -> bool | None:
    if purpose.special_category_basis is SpecialCategoryBasis.EXPLICIT_CONSENT:
        return True
    return _has_basis(Basis.CONSENT)(purpose)


def _always(purpose: Purpose) -> bool:
    return True


#: Whether a purpose gives a right: always (Art. 15–18, 77), by legal basis (7(3), 20, 21(1)) or activity (21(2), 22).
_GIVES: dict[Right, Callable[[Purpose], bool | None]] = {
    Right.ACCESS: _always,
    Right.RECTIFICATION: _always,
    Right.ERASURE: _always,
    Right.RESTRICTION: _always,
    Right.COMPLAINT: _always,
    Right.OBJECTION: _has_basis(Basis.PUBLIC_TASK, Basis.LEGITIMATE_INTERESTS),
    Right.PORTABILITY: _has_basis(Basis.CONSENT, Basis.CONTRACT),
    Right.WITHDRAW_CONSENT: _has_consent,
    Right.DIRECT_MARKETING_OBJECTION: lambda purpose: purpose.direct_marketing,
    Right.AUTOMATED_DECISION: lambda purpose: purpose.automated_decision is not None,
}
_UNCONDITIONAL = frozenset(right for right, gives in _GIVES.items() if gives is _always)


@dataclass(frozen=True, slots=True)
class _LegalRight:
    """Whether the law gives a right, certainly or possibly, and the data subjects that certainly have it."""

    certain: bool
    possible: bool
    groups: frozenset[str]


def _find_legal_right(policy: Policy, right: Right) -> _LegalRight:
    """The right that the law gives, by the purposes of the policy."""
    everyone = frozenset(policy.data_subjects)
    if right in _UNCONDITIONAL:
        return _LegalRight(True, True, everyone)
    answers = [(purpose, _GIVES[right](purpose)) for purpose in policy.purposes.values()]
    certain = any(answer for _, answer in answers)
    if right is Right.AUTOMATED_DECISION and policy.automated_decisions is not None:
        certain = certain or policy.automated_decisions.used
    groups: frozenset[str] = frozenset()
    for purpose, answer in answers:
        if answer:
            groups |= everyone if purpose.data_subjects is None else everyone & frozenset(purpose.data_subjects)
    possible = certain or any(answer is None for _, answer in answers)
    return _LegalRight(certain, possible, groups)


@NOTICE.rule("notice/right-missing")
def right_missing(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The notice lacks a right that the law gives; a warning if that depends on an undeclared legal basis."""
    given = {right for promise in notice.record.rights.values() for right in promise.rights}
    for right in Right:
        legal_right = _find_legal_right(notice.record, right)
        if right in given or not legal_right.possible:
            continue
        unknown = not legal_right.certain
        yield notice.found(
            "rights",
            subject=f"rights.{right}",
            value=right,
            variant="unknown" if unknown else "",
            severity=Severity.WARNING if unknown else None,
            arguments={"right": Word(f"phrases.right-{right}")},
        )


def _is_given_by_other_consent(policy: Policy, right: Right) -> bool:
    """Whether a consent other than that of Art. 6 gives the right."""
    purposes, transfers = policy.purposes.values(), policy.transfers
    if right is Right.PORTABILITY:  # Art. 20(1)(a) names Art. 9(2)(a) too
        return any(purpose.special_category_basis is SpecialCategoryBasis.EXPLICIT_CONSENT for purpose in purposes)
    if right is not Right.WITHDRAW_CONSENT:
        return False
    return (
        any(purpose.electronic_marketing is ElectronicMarketing.CONSENT for purpose in purposes)
        or any(field.national_id_ground is NationalIdGround.CONSENT for field in policy.fields.values())
        or (policy.disclosures is not None and policy.disclosures.rule is DisclosureRule.WITH_CONSENT)
        or (transfers is not None and "explicit-consent" in transfers.instruments)
    )


def _list_rights(notice: NoticeEntry) -> Iterator[tuple[str, Right]]:
    """Every right that the notice gives, with the id of its promise: one sentence may give several."""
    return ((key, right) for key, promise in notice.record.rights.items() for right in promise.rights)


@NOTICE.rule("notice/right-inapplicable")
def right_inapplicable(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The notice gives a right for which it has no legal basis."""
    by_basis = (Right.OBJECTION, Right.PORTABILITY, Right.WITHDRAW_CONSENT)
    for key, right in _list_rights(notice):
        given = _find_legal_right(notice.record, right).possible or _is_given_by_other_consent(notice.record, right)
        if right in by_basis and not given:
            yield notice.found("rights", key, value=right, arguments={"right": Word(f"phrases.right-{right}")})


@NOTICE.rule("notice/right-limited")
def right_limited(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The notice gives a right to fewer categories of data subjects than the law does."""
    for key, right in _list_rights(notice):
        promise = notice.record.rights[key]
        others = [p.data_subjects for p in notice.record.rights.values() if right in p.rights]
        if promise.data_subjects is None or None in others:
            continue
        given = frozenset(group for groups in others for group in groups or ())
        if _find_legal_right(notice.record, right).groups - given:
            known = notice.record.data_subjects
            groups = tuple(known[group].text for group in promise.data_subjects if group in known)
            which = f"{right}: " if len(promise.rights) > 1 else ""
            yield notice.found(
                "rights",
                key,
                value=which + ",".join(sorted(promise.data_subjects)),
                arguments={"right": Word(f"phrases.right-{right}"), "groups": Several(groups)},
            )


@NOTICE.rule("notice/right-discretionary")
def right_discretionary(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The notice makes a right depend on the controller's discretion."""
    for key, promise in notice.record.rights.items():
        if promise.at_discretion:
            yield notice.found(
                "rights",
                key,
                "at_discretion",
                subject=f"rights.{key}",
                arguments={"right": Several(tuple(Word(f"phrases.right-{right}") for right in promise.rights))},
            )
