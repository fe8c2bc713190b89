"""Rules about decisions based solely on automated processing (GDPR Art. 22)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from seloste.checker.finding import RuleFinding, Several, Severity, Word
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.notice.bases import select_fields, select_used
from seloste.checker.rules.quoting import quote_all
from seloste.checker.rules.registry import NOTICE
from seloste.policy.law.law import LawOn
from seloste.policy.processing import LegalBasis, PersonalData, Purpose, StatedBasis
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
    fields = select_fields(notice, lambda field: field.special_category)
    listed = frozenset(each.basis for each in notice.record.legal_bases)
    listed_allow = any(map(_allows_decisions, notice.record.legal_bases))
    for key, purpose in notice.record.purposes.items():
        if purpose.automated_decision is None:
            continue
        if purpose.legal_bases:
            yield from _find_other_ground(notice, key, purpose)
        elif listed and not listed_allow and not (Basis.PUBLIC_TASK in listed and _names_act(purpose)):
            yield _report(notice, key, "automated_decision", "listed", listed, severity=Severity.WARNING)
        yield from _find_special_data(notice, key, purpose, select_used(purpose, fields))


def _find_other_ground(notice: NoticeEntry, key: str, purpose: Purpose) -> Iterator[RuleFinding]:
    """A decision about people for whom another basis is given, and none that allows it."""
    by_act = _names_act(purpose)
    allowing = [each for each in purpose.legal_bases if _allows_decisions(each, by_act)]
    others = [each for each in purpose.legal_bases if not _allows_decisions(each, by_act)]
    names = frozenset(each.basis for each in others)
    if not allowing:
        yield _report(notice, key, "legal_basis", "", names)
        return
    declared = notice.record.data_subjects
    people = frozenset(declared if purpose.data_subjects is None else purpose.data_subjects)
    left = people & (_list_concerned(others, people) - _list_concerned(allowing, people))
    if left:
        groups = quote_all(group.text for id, group in declared.items() if id in left)
        yield _report(notice, key, "legal_basis", "groups", names, groups)


def _list_concerned(bases: Iterable[LegalBasis], everyone: frozenset[str]) -> frozenset[str]:
    """The groups of people whom some bases are for."""
    limits = [each.data_subjects for each in bases]
    return everyone if None in limits else frozenset(id for limit in limits for id in limit or ())


def _allows_decisions(basis: StatedBasis, by_act: bool = False) -> bool:
    """Whether a basis allows an automated decision: an authority's task does where an act is named that may."""
    is_task = basis.basis is Basis.PUBLIC_TASK
    return basis.basis in _GROUNDS or (is_task and (by_act or names_act(basis.explanation)))


def _names_act(purpose: Purpose) -> bool:
    """Whether the words on a purpose, or on its decision, name an act."""
    decision = purpose.automated_decision
    return names_act(purpose.text) or (decision is not None and names_act(decision.text))


def _report(
    notice: NoticeEntry,
    key: str,
    step: str,
    variant: str,
    bases: frozenset[Basis],
    groups: Several | None = None,
    severity: Severity | None = None,
) -> RuleFinding:
    names = sorted(bases)
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


def _find_special_data(
    notice: NoticeEntry, key: str, purpose: Purpose, special: dict[str, PersonalData]
) -> Iterator[RuleFinding]:
    """A decision that uses special categories of data without explicit consent or a substantial public interest."""
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
