"""Rules about decisions based solely on automated processing (GDPR Art. 22)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from seloste.checker.finding import RuleFinding, Several, Severity, Word
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.notice.bases import list_used_fields
from seloste.checker.rules.quoting import quote_all
from seloste.checker.rules.registry import NOTICE
from seloste.policy.law.law import LawOn
from seloste.policy.processing import LegalBasis, Purpose, StatedBasis
from seloste.policy.prose.acts import names_act
from seloste.policy.vocabulary import Basis, SpecialCategoryBasis

#: The legal bases that allow such a decision by themselves, Art. 22(2)(a)–(c).
_GROUNDS = frozenset({Basis.CONTRACT, Basis.LEGAL_OBLIGATION, Basis.CONSENT})
#: The exceptions of Art. 9(2) on which it may use special categories of data, Art. 22(4).
_SPECIAL_GROUNDS = frozenset({SpecialCategoryBasis.EXPLICIT_CONSENT, SpecialCategoryBasis.PUBLIC_INTEREST})


@NOTICE.rule("notice/automated-decision-unexplained")
def automated_decision_unexplained(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Automated decisions are made, and no purpose explains their logic and consequences."""
    decisions = notice.record.automated_decisions
    explained = any(purpose.automated_decision for purpose in notice.record.purposes.values())
    if decisions is not None and decisions.used and not explained:
        yield notice.found("automated_decisions")


@NOTICE.rule("notice/automated-decision-ground")
def automated_decision_ground(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A decision rests on no contract, law or consent, or uses special categories without a ground for that."""
    for key, purpose in notice.record.purposes.items():
        if purpose.automated_decision is not None:
            yield from _find_other_ground(notice, key, purpose)
            yield from _find_special_data(notice, key, purpose)


def _find_other_ground(notice: NoticeEntry, key: str, purpose: Purpose) -> Iterator[RuleFinding]:
    """A decision about people for whom no basis allows it. Of a purpose without a basis nothing is known."""
    if not purpose.legal_bases:
        listed = notice.record.legal_bases
        if listed and not any(_allows_decisions(each, purpose) for each in listed):
            yield _report(notice, key, "automated_decision", "listed", listed, severity=Severity.WARNING)
        return
    allowing = [each for each in purpose.legal_bases if _allows_decisions(each, purpose)]
    if not allowing:
        yield _report(notice, key, "legal_basis", "", purpose.legal_bases)
        return
    declared = notice.record.data_subjects
    people = declared if purpose.data_subjects is None else [id for id in purpose.data_subjects if id in declared]
    others = [each for each in purpose.legal_bases if each not in allowing]
    left = [
        id
        for id in people
        if any(_concerns(each, id) for each in others) and not any(_concerns(each, id) for each in allowing)
    ]
    if left:
        yield _report(notice, key, "legal_basis", "groups", others, quote_all(declared[id].text for id in left))


def _allows_decisions(basis: StatedBasis, purpose: Purpose) -> bool:
    """Whether a basis allows an automated decision: an authority's task does where an act is named that may."""
    if basis.basis is not Basis.PUBLIC_TASK:
        return basis.basis in _GROUNDS
    decision = purpose.automated_decision
    return any(map(names_act, (basis.explanation, purpose.text, decision.text if decision is not None else None)))


def _concerns(basis: LegalBasis, group: str) -> bool:
    return basis.data_subjects is None or group in basis.data_subjects


def _report(
    notice: NoticeEntry,
    key: str,
    step: str,
    variant: str,
    bases: Iterable[StatedBasis],
    groups: Several | None = None,
    severity: Severity | None = None,
) -> RuleFinding:
    names = sorted({each.basis for each in bases})
    return notice.found(
        "purposes",
        key,
        step,
        subject=f"purposes.{key}",
        value=",".join(names),
        variant=variant,
        severity=severity,
        arguments={
            "text": notice.record.purposes[key].text,
            "bases": Several(tuple(Word(f"basis.{each}") for each in names)),
            "groups": groups or Several(()),
        },
    )


def _find_special_data(notice: NoticeEntry, key: str, purpose: Purpose) -> Iterator[RuleFinding]:
    """A decision that uses special categories of data without explicit consent or a substantial public interest."""
    special = {id: field for id, field in list_used_fields(notice, purpose).items() if field.special_category}
    if special and purpose.special_category_basis not in _SPECIAL_GROUNDS:
        yield notice.found(
            "purposes",
            key,
            "automated_decision" if purpose.special_category_basis is None else "special_category_basis",
            subject=f"purposes.{key}",
            value=",".join(sorted(special)),
            variant="special",
            arguments={"text": purpose.text, "fields": quote_all(field.text for field in special.values())},
        )


@NOTICE.rule("notice/automated-decisions-unstated")
def automated_decisions_unstated(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The notice does not state whether decisions are made by automated means."""
    explained = any(purpose.automated_decision for purpose in notice.record.purposes.values())
    if notice.record.automated_decisions is None and not explained:
        yield notice.found("notice")
