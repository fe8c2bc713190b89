"""Rules about the law behind a legal basis: who may rely on it, and which act lays it down."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.finding import RuleFinding, Word
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.notice.bases import list_bases, select_fields, select_used
from seloste.checker.rules.registry import NOTICE
from seloste.policy.base import Text
from seloste.policy.law.law import LawOn
from seloste.policy.processing import Purpose
from seloste.policy.prose.acts import names_act, names_collective_agreement
from seloste.policy.prose.public_bodies import is_public_authority
from seloste.policy.vocabulary import Basis, Section, SpecialCategoryBasis

#: The exceptions of Art. 9(2) that need a law which lays them down.
_BY_LAW = frozenset(
    {
        SpecialCategoryBasis.EMPLOYMENT,
        SpecialCategoryBasis.PUBLIC_INTEREST,
        SpecialCategoryBasis.HEALTH_CARE,
        SpecialCategoryBasis.PUBLIC_HEALTH,
        SpecialCategoryBasis.RESEARCH,
    }
)


@NOTICE.rule("notice/public-authority-legitimate-interest")
def public_authority_legitimate_interest(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A purpose of a public authority, or of one as a joint controller, relies on legitimate interests."""
    name = notice.record.controller.name
    is_public, joint = is_public_authority(notice.record.controller), _find_joint_authorities(notice)
    for stated in list_bases(notice, Basis.LEGITIMATE_INTERESTS):
        partner = joint.get(stated.key, joint.get(None))
        if is_public:
            yield stated.found(notice, name=name)
        elif partner is not None:
            yield stated.found(notice, "joint", name=partner)
    if notice.has_unlinked_bases and is_public:
        for number, each in enumerate(notice.record.legal_bases):
            if each.basis is Basis.LEGITIMATE_INTERESTS:
                arguments = {"name": name}
                yield notice.found(
                    "legal_bases",
                    number,
                    subject="legal_bases",
                    value=each.basis,
                    variant="listed",
                    arguments=arguments,
                )


def _find_joint_authorities(notice: NoticeEntry) -> dict[str | None, str]:
    """The name of the first public authority that is a joint controller, by purpose; None: for every purpose."""
    found: dict[str | None, str] = {}
    for joint in notice.record.joint_controllers.values():
        if is_public_authority(joint):
            for key in (None,) if joint.purposes is None else joint.purposes:
                found.setdefault(key, joint.name)
    return found


@NOTICE.rule("notice/public-task-unexplained")
def public_task_unexplained(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A purpose relies on a task in the public interest without naming the act that lays it down."""
    around = any(map(names_act, _list_texts_around(notice)))
    for stated in list_bases(notice, Basis.PUBLIC_TASK):
        if not around and not any(
            map(names_act, _list_purpose_texts(notice, stated.purpose, stated.basis.explanation))
        ):
            yield stated.found(notice, "vague" if stated.basis.explanation else "")
    if not notice.has_unlinked_bases or around:
        return
    for number, each in enumerate(notice.record.legal_bases):
        if each.basis is Basis.PUBLIC_TASK and not names_act(each.explanation):
            yield notice.found("legal_bases", number, subject="legal_bases", value=each.basis, variant="listed")


def _list_texts_around(notice: NoticeEntry, section: Section = Section.PURPOSES) -> Iterator[Text | None]:
    """The words before and after the entries of a section, which hold for all of them."""
    yield notice.record.introductions.get(section)
    yield notice.record.closings.get(section)


def _list_purpose_texts(notice: NoticeEntry, purpose: Purpose, *explanations: Text | None) -> Iterator[Text | None]:
    """The words on a purpose in which its act may be named."""
    yield from explanations
    yield purpose.text
    group = notice.record.groups.purposes.get(purpose.group or "")
    if group is not None:
        yield group.text


@NOTICE.rule("notice/criminal-data-ground-missing")
def criminal_data_ground_missing(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Data on criminal convictions and offences are processed without a ground."""
    for key, field in notice.record.fields.items():
        if field.criminal and field.criminal_ground is None:
            yield notice.found("fields", key, arguments={"text": field.text})


@NOTICE.rule("notice/special-category-law-missing")
def special_category_law_missing(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A purpose relies on an exception for special categories that needs a law, and no words on it name the act."""
    record = notice.record
    around = any(map(names_act, (*_list_texts_around(notice), *_list_texts_around(notice, Section.FIELDS))))
    fields = select_fields(notice, lambda field: field.special_category and names_act(field.text))
    listed = [each.explanation for each in record.legal_bases]
    by_list = {test: any(map(test, listed)) for test in (names_act, names_collective_agreement)}
    for key, purpose in record.purposes.items():
        basis = purpose.special_category_basis
        if basis is None or basis not in _BY_LAW or around or select_used(purpose, fields):
            continue
        tests = by_list if basis is SpecialCategoryBasis.EMPLOYMENT else [names_act]
        texts = tuple(_list_purpose_texts(notice, purpose, *(each.explanation for each in purpose.legal_bases)))
        if any(any(map(test, texts)) or (by_list[test] and not purpose.legal_bases) for test in tests):
            continue
        yield notice.found(
            "purposes",
            key,
            "special_category_basis",
            subject=f"purposes.{key}",
            value=basis,
            arguments={"text": purpose.text, "basis": Word(f"special_category_basis.{basis}")},
        )
