"""The rule on storage periods that are shorter than an act which obliges the controller to keep the data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seloste.checker.finding import Argument, Citation, RuleFinding
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.national import as_unknown
from seloste.checker.rules.notice.bases import StatedBasis, list_bases, list_used_fields
from seloste.checker.rules.registry import NOTICE
from seloste.policy.base import Text
from seloste.policy.commitments import Retention, RetentionLimit
from seloste.policy.law.authorities import Authority
from seloste.policy.law.duties import Duty
from seloste.policy.law.law import LawOn
from seloste.policy.period import Period
from seloste.policy.prose.mentions.authorities import names_authority
from seloste.policy.vocabulary import Basis, ExceptionReason

#: What leaves it to the law of a member state which obligations there are.
_NATIONAL_OBLIGATIONS = "GDPR Art. 6(3)"


@NOTICE.rule("notice/retention-below-law")
def retention_below_law(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Data are kept for less long than the act that the notice names as its obligation to keep them."""
    found: set[str] = set()
    for duty in law.list_duties():
        act, binding = law.find_authority(duty.law[0]), law.binds(duty.law[0])
        if duty.least_period is None or act is None or binding is False:
            continue
        for stated in list_bases(notice, Basis.LEGAL_OBLIGATION):
            if not _names_act(stated, act, bool(binding)):
                continue
            for key, entry in _list_short_entries(notice, stated, duty.least_period, law):
                if key not in found and entry.maximum is not None:
                    found.add(key)
                    short = _report(notice, key, entry.maximum, stated.purpose.text, duty)
                    yield short if binding else as_unknown(short, _NATIONAL_OBLIGATIONS)


def _names_act(stated: StatedBasis, act: Authority, at_home: bool) -> bool:
    texts = (stated.purpose.text, stated.basis.explanation)
    return any(text and names_authority(text, act, at_home=at_home) for text in texts)


def _list_short_entries(
    notice: NoticeEntry, stated: StatedBasis, least: Period, law: LawOn
) -> Iterator[tuple[str, Retention]]:
    """The entries that govern the data of a purpose and end too soon, where no other keeps the same data for longer."""
    named = stated.basis.fields if stated.basis.fields is not None else [*list_used_fields(notice, stated.purpose)]
    every: Sequence[str | None] = (None,)
    for_basis, for_purpose = stated.basis.data_subjects, stated.purpose.data_subjects
    declared = tuple(notice.record.data_subjects) or every
    groups = for_basis if for_basis is not None else for_purpose if for_purpose is not None else declared
    for group in groups:
        for field in named or every:
            governing = notice.retention.select(group, stated.key, field)
            if governing and all(_is_short(entry, least, law) for _, entry in governing):
                yield from governing


def _is_short(entry: Retention, least: Period, law: LawOn) -> bool:
    """Whether an entry ends before an act allows, and without exception for the law."""
    if entry.maximum is None or entry.permanent is not None:
        return False
    longer = (each.maximum for each in entry.exceptions if each.reason is ExceptionReason.LAW)
    return all(
        maximum is not None and least.longer_than(maximum.period, law.day) for maximum in (entry.maximum, *longer)
    )


def _report(notice: NoticeEntry, key: str, maximum: RetentionLimit, purpose: Text, duty: Duty) -> RuleFinding:
    arguments: dict[str, Argument] = {"text": purpose, "period": maximum.period, "act": Citation(duty.law[0])}
    if duty.least_period is not None:
        arguments["least"] = duty.least_period
    return notice.found(
        *("retention", key, "maximum", "period"),
        subject=f"retention.{key}",
        value=maximum.period.normal,
        arguments=arguments,
    )
