"""Rules about employees and job applicants."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.finding import RuleFinding
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.notice.bases import StatedBasis, list_bases
from seloste.checker.rules.quoting import quote_all
from seloste.checker.rules.registry import NOTICE
from seloste.policy.law.law import LawOn
from seloste.policy.prose.employees import are_employees
from seloste.policy.vocabulary import Basis


@NOTICE.rule("notice/employee-consent")
def employee_consent(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A purpose rests on the consent of employees or job applicants, who can hardly refuse it."""
    employees = {key: group.text for key, group in notice.record.data_subjects.items() if are_employees(group)}
    for stated in list_bases(notice, Basis.CONSENT) if employees else ():
        named = [text for key, text in employees.items() if _concerns(stated, key)]
        if named:
            yield stated.found(notice, groups=quote_all(named))


def _concerns(stated: StatedBasis, group: str) -> bool:
    """Whether a basis of a purpose is about a category of data subjects."""
    named = (stated.purpose.data_subjects, stated.basis.data_subjects)
    return all(ids is None or group in ids for ids in named)
