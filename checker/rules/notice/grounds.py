"""Rules about the law behind a legal basis: who may rely on it, and which act lays it down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from seloste.checker.finding import RuleFinding, Word
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.notice.bases import StatedBasis, list_bases, list_used_fields
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
    controller = notice.record.controller
    for stated in list_bases(notice, Basis.LEGITIMATE_INTERESTS):
        if is_public_authority(controller):
            yield stated.found(notice, name=controller.name)
            continue
        joint = _find_joint_authority(notice, stated)
        if joint is not None:
            yield stated.found(notice, "joint", name=joint)
    if notice.has_unlinked_bases and is_public_authority(controller):
        for number, each in enumerate(notice.record.legal_bases):
            if each.basis is Basis.LEGITIMATE_INTERESTS:
                yield notice.found(
                    "legal_bases",
                    number,
                    subject="legal_bases",
                    value=each.basis,
                    variant="listed",
                    arguments={"name": controller.name},
                )


def _find_joint_authority(notice: NoticeEntry, stated: StatedBasis) -> str | None:
    """The name of the first public authority that is a joint controller for the purpose."""
    return next(
        (
            joint.name
            for joint in notice.record.joint_controllers.values()
            if (joint.purposes is None or stated.key in joint.purposes) and is_public_authority(joint)
        ),
        None,
    )


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


def _list_texts_around(notice: NoticeEntry) -> Iterator[Text | None]:
    """The words before and after the purposes, which hold for all of them."""
    yield notice.record.introductions.get(Section.PURPOSES)
    yield notice.record.closings.get(Section.PURPOSES)


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
    around = any(map(names_act, _list_texts_around(notice)))
    for key, purpose in notice.record.purposes.items():
        basis = purpose.special_category_basis
        if basis is None or basis not in _BY_LAW or around:
            continue
        texts = tuple(_list_special_category_texts(notice, purpose))
        agreed = basis is SpecialCategoryBasis.EMPLOYMENT and any(map(names_collective_agreement, texts))
        if not agreed and not any(map(names_act, texts)):
            found = notice.found(
                "purposes",
                key,
                "special_category_basis",
                value=basis,
                arguments={"text": purpose.text, "basis": Word(f"special_category_basis.{basis}")},
            )
            yield replace(found, subject=f"purposes.{key}")


def _list_special_category_texts(notice: NoticeEntry, purpose: Purpose) -> Iterator[Text | None]:
    """The words on a purpose and on its special categories of data; the notice's bases are those of one without any."""
    stated = purpose.legal_bases or notice.record.legal_bases
    yield from _list_purpose_texts(notice, purpose, *(each.explanation for each in stated))
    yield from (field.text for field in list_used_fields(notice, purpose).values() if field.special_category)
    yield notice.record.introductions.get(Section.FIELDS)
    yield notice.record.closings.get(Section.FIELDS)
