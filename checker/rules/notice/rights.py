"""Which rights: what the notice gives, against what the law gives on the legal bases that the notice declares."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from seloste.checker.finding import RuleFinding, Several, Severity, Word
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.rules.context import Settings
from seloste.checker.rules.registry import rule
from seloste.policy.law.law import LawOn
from seloste.policy.notice import Policy, Purpose
from seloste.policy.vocabulary import (
    Basis,
    DisclosureRule,
    ElectronicMarketing,
    NationalIdGround,
    Right,
    SpecialCategoryBasis,
)


def _on(*bases: Basis) -> Callable[[Purpose], bool | None]:
    """Whether a purpose rests on one of `bases`; None while it declares none."""

    def rests(purpose: Purpose) -> bool | None:
        return None if purpose.legal_basis is None else purpose.legal_basis.basis in bases

    return rests


def _consent(purpose: Purpose) -> bool | None:
    if purpose.special_category_basis is SpecialCategoryBasis.EXPLICIT_CONSENT:
        return True
    return _on(Basis.CONSENT)(purpose)


def _always(purpose: Purpose) -> bool:
    return True


#: When a purpose gives rise to a right: always (Art. 15–18, 77), by legal basis (7(3), 20, 21(1)) or deed (21(2), 22).
_ARISES: dict[Right, Callable[[Purpose], bool | None]] = {
    Right.ACCESS: _always,
    Right.RECTIFICATION: _always,
    Right.ERASURE: _always,
    Right.RESTRICTION: _always,
    Right.COMPLAINT: _always,
    Right.OBJECTION: _on(Basis.PUBLIC_TASK, Basis.LEGITIMATE_INTERESTS),
    Right.PORTABILITY: _on(Basis.CONSENT, Basis.CONTRACT),
    Right.WITHDRAW_CONSENT: _consent,
    Right.DIRECT_MARKETING_OBJECTION: lambda purpose: purpose.direct_marketing,
    Right.AUTOMATED_DECISION: lambda purpose: purpose.automated_decision is not None,
}
_UNCONDITIONAL = frozenset(right for right, arises in _ARISES.items() if arises is _always)


@dataclass(frozen=True, slots=True)
class _Standing:
    """Whether the law gives a right: for sure, perhaps, and to which categories of data subjects."""

    certain: bool
    possible: bool
    groups: frozenset[str]


def _standing(policy: Policy, right: Right) -> _Standing:
    everyone = frozenset(policy.data_subjects)
    if right in _UNCONDITIONAL:
        return _Standing(True, True, everyone)
    answers = [(purpose, _ARISES[right](purpose)) for purpose in policy.purposes.values()]
    certain = any(answer for _, answer in answers)
    if right is Right.AUTOMATED_DECISION and policy.automated_decisions is not None:
        certain = certain or policy.automated_decisions.used
    groups: frozenset[str] = frozenset()
    for purpose, answer in answers:
        if answer:
            groups |= everyone if purpose.data_subjects is None else everyone & frozenset(purpose.data_subjects)
    possible = certain or any(answer is None for _, answer in answers)
    return _Standing(certain, possible, groups)


@rule("notice/right-missing")
def right_missing(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """A right that the law gives is not told of; a warning where it hangs on a legal basis that is not declared."""
    given = {promise.right for promise in notice.record.rights.values()}
    for right in Right:
        standing = _standing(notice.record, right)
        if right in given or not standing.possible:
            continue
        unknown = not standing.certain
        yield notice.found(
            "rights",
            subject=f"rights.{right}",
            value=right,
            variant="unknown" if unknown else "",
            severity=Severity.WARNING if unknown else None,
            arguments={"right": Word(f"phrases.right-{right}")},
        )


def _given_otherwise(policy: Policy, right: Right) -> bool:
    """Whether something beside the legal bases of Art. 6 gives the right: a consent that is asked for elsewhere."""
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


@rule("notice/right-inapplicable")
def right_inapplicable(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """A right is given that nothing in the notice gives."""
    by_basis = (Right.OBJECTION, Right.PORTABILITY, Right.WITHDRAW_CONSENT)
    for key, promise in notice.record.rights.items():
        given = _standing(notice.record, promise.right).possible or _given_otherwise(notice.record, promise.right)
        if promise.right in by_basis and not given:
            yield notice.found(
                "rights", key, value=promise.right, arguments={"right": Word(f"phrases.right-{promise.right}")}
            )


@rule("notice/right-limited")
def right_limited(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """A right is given only to some of those to whom the law gives it."""
    for key, promise in notice.record.rights.items():
        others = [p.data_subjects for p in notice.record.rights.values() if p.right is promise.right]
        if promise.data_subjects is None or None in others:
            continue
        given = frozenset(group for groups in others for group in groups or ())
        if _standing(notice.record, promise.right).groups - given:
            known = notice.record.data_subjects
            groups = tuple(known[group].text for group in promise.data_subjects if group in known)
            yield notice.found(
                "rights",
                key,
                value=",".join(sorted(promise.data_subjects)),
                arguments={"right": Word(f"phrases.right-{promise.right}"), "groups": Several(groups)},
            )


@rule("notice/right-discretionary")
def right_discretionary(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """A right is made to depend on the controller's own judgement."""
    for key, promise in notice.record.rights.items():
        if promise.at_discretion:
            yield notice.found(
                "rights",
                key,
                "at_discretion",
                subject=f"rights.{key}",
                arguments={"right": Word(f"phrases.right-{promise.right}")},
            )
