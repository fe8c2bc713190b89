"""Rules about rights: compares those in the notice with those that its legal bases give by law."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from seloste.checker.finding import RuleFinding, Several, Severity, Word
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.quoting import quote_all
from seloste.checker.rules.registry import NOTICE
from seloste.policy.law.law import LawOn
from seloste.policy.notice import Policy
from seloste.policy.processing import Purpose
from seloste.policy.prose.consent import speaks_of_consent
from seloste.policy.vocabulary import (
    Basis,
    DisclosureRule,
    ElectronicMarketing,
    NationalIdGround,
    Right,
    SpecialCategoryBasis,
)

#: Those who have a right by a purpose; None: all whom the purpose is about.
Holders = frozenset[str] | None


def _hold_by_basis(*bases: Basis) -> Callable[[Purpose], list[Holders]]:
    """A function that lists those who have a right by a purpose on these legal bases."""

    def list_holders(purpose: Purpose) -> list[Holders]:
        found = [each for each in purpose.legal_bases if each.basis in bases]
        return [None if each.data_subjects is None else frozenset(each.data_subjects) for each in found]

    return list_holders


def _hold_by_consent(purpose: Purpose) -> list[Holders]:
    explicit: list[Holders] = [None] if purpose.special_category_basis is SpecialCategoryBasis.EXPLICIT_CONSENT else []
    return explicit + _hold_by_basis(Basis.CONSENT)(purpose)


def _hold_if(condition: Callable[[Purpose], bool]) -> Callable[[Purpose], list[Holders]]:
    return lambda purpose: [None] if condition(purpose) else []


#: The legal bases that give a right, Art. 7(3), 20 and 21(1).
_BASES = {
    Right.OBJECTION: (Basis.PUBLIC_TASK, Basis.LEGITIMATE_INTERESTS),
    Right.PORTABILITY: (Basis.CONSENT, Basis.CONTRACT),
    Right.WITHDRAW_CONSENT: (Basis.CONSENT,),
}
#: The rights that hang on the purposes: on their legal basis, or on what is done for them, Art. 21(2) and 22.
_HOLDERS: dict[Right, Callable[[Purpose], list[Holders]]] = {
    **{right: _hold_by_basis(*bases) for right, bases in _BASES.items()},
    Right.WITHDRAW_CONSENT: _hold_by_consent,
    Right.DIRECT_MARKETING_OBJECTION: _hold_if(lambda purpose: purpose.direct_marketing),
    Right.AUTOMATED_DECISION: _hold_if(lambda purpose: purpose.automated_decision is not None),
}


class _LegalRight(Struct, frozen=True):
    """Whether the law gives a right, certainly or possibly, and the data subjects that certainly have it.

    `doubt`: the message that tells why it is not known whether it does.
    """

    certain: bool
    doubt: str
    groups: frozenset[str]

    @property
    def possible(self) -> bool:
        """Whether the law gives the right, or may give it."""
        return self.certain or bool(self.doubt)


def _find_legal_right(policy: Policy, right: Right) -> _LegalRight:
    """The right that the law gives, by the purposes of the policy, or (Art. 15–18, 77) in any case."""
    everyone = frozenset(policy.data_subjects)
    if right not in _HOLDERS:
        return _LegalRight(True, "", everyone)
    certain = (
        right is Right.AUTOMATED_DECISION and policy.automated_decisions is not None and policy.automated_decisions.used
    )
    groups: frozenset[str] = frozenset()
    for purpose in policy.purposes.values():
        concerned = None if purpose.data_subjects is None else frozenset(purpose.data_subjects)
        for holders in _HOLDERS[right](purpose):
            having = _intersect(concerned, holders)
            certain = certain or holders is None or bool(having)
            groups |= everyone if having is None else everyone & having
    return _LegalRight(certain, "" if certain else _find_doubt(policy, right), groups)


def _intersect(concerned: Holders, holders: Holders) -> Holders:
    if concerned is None or holders is None:
        return holders if concerned is None else concerned
    return concerned & holders


def _find_doubt(policy: Policy, right: Right) -> str:
    """Why the right may be given, though it is not known; empty where it is known that it is not.

    A basis that is not tied to a purpose may give it: any, where the notice does not list them. So may consent that
    only the explanation of another basis speaks of.
    """
    if right not in _BASES:
        return ""
    if any(each.basis in _BASES[right] for each in policy.legal_bases):
        return "listed"
    if not policy.legal_bases and any(not purpose.legal_bases for purpose in policy.purposes.values()):
        return "unknown"
    stated = [*policy.legal_bases, *(each for purpose in policy.purposes.values() for each in purpose.legal_bases)]
    spoken_of = any(each.explanation and speaks_of_consent(each.explanation) for each in stated)
    return "explained" if Basis.CONSENT in _BASES[right] and spoken_of else ""


def gives_right(policy: Policy, right: Right) -> bool:
    """Whether the notice gives a right."""
    return any(right in promise.rights for promise in policy.rights.values())


@NOTICE.rule("notice/right-missing")
def right_missing(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The notice lacks a right that the law gives; a warning if that depends on an undeclared legal basis."""
    given = {right for promise in notice.record.rights.values() for right in promise.rights}
    for right in Right:
        legal_right = _find_legal_right(notice.record, right)
        if right in given or not legal_right.possible:
            continue
        yield notice.found(
            "rights",
            subject=f"rights.{right}",
            value=right,
            variant=legal_right.doubt,
            severity=Severity.WARNING if legal_right.doubt else None,
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
    return ((key, right) for key, promise in notice.record.rights.items() for right in dict.fromkeys(promise.rights))


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
                arguments={"right": Word(f"phrases.right-{right}"), "groups": quote_all(groups)},
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
