"""Is it kept up: dates and reviews, promises that nothing can check or no system uses, and the law's own horizon."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.finding import RuleFinding
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.rules.context import Settings
from seloste.checker.rules.registry import rule
from seloste.policy.law.law import LawOn


@rule("notice/undated")
def undated(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """The notice does not say when it was published."""
    if notice.record.notice.published is None:
        yield notice.found("notice")


@rule("notice/review-overdue")
def review_overdue(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """The notice was reviewed longer ago than it should be."""
    reviewed = notice.record.notice.reviewed
    if reviewed is not None and reviewed < context.review_within.before(law.day):
        yield notice.found(
            "notice",
            "reviewed",
            subject="notice",
            value=reviewed.isoformat(),
            arguments={"reviewed": reviewed, "period": context.review_within},
        )


@rule("notice/promise-unverifiable")
def promise_unverifiable(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """A safeguard is promised that neither a control nor an assertion can check."""
    for key, safeguard in notice.record.safeguards.items():
        if safeguard.control is None and safeguard.assert_ is None:
            yield notice.found("safeguards", key, arguments={"text": safeguard.text})


def _unused(notice: NoticeEntry, context: Settings, section: str) -> Iterator[RuleFinding]:
    if context.usage is None:
        return
    used = getattr(context.usage, section)
    for key, entry in getattr(notice.record, section).items():
        if key not in used:
            yield notice.found(section, key, arguments={"text": entry.text})


@rule("notice/purpose-unused")
def purpose_unused(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """No system processes data for a purpose of the notice."""
    yield from _unused(notice, context, "purposes")


@rule("notice/field-unused")
def field_unused(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """No system holds a field of the notice."""
    yield from _unused(notice, context, "fields")


@rule("notice/source-unused")
def source_unused(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """No system gets data from a source of the notice."""
    yield from _unused(notice, context, "sources")


@rule("notice/data-subject-unused")
def data_subject_unused(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """No system holds data of a category of data subjects of the notice."""
    yield from _unused(notice, context, "data_subjects")


@rule("notice/law-unverified")
def law_unverified(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """The day lies past the one until which the law data were checked."""
    if law.past_horizon:
        yield notice.found("notice", arguments={"until": law.law.horizon})
