"""Rules about maintenance: dates, reviews, promises that cannot be checked or are not used, and outdated law data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from seloste.checker.finding import RuleFinding, Severity
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.common import list_days_ahead
from seloste.checker.rules.registry import NOTICE
from seloste.policy.base import Text
from seloste.policy.law.edition import Currency
from seloste.policy.law.law import LawOn
from seloste.policy.prose.figures.dating import is_date_line, list_notice_dates
from seloste.policy.texts import Steps


@NOTICE.rule("notice/undated")
def undated(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The notice has no date of publication or of its last change, neither as a key nor in its words."""
    dated = notice.record.notice
    if dated.drawn_up is None and dated.published is None and dated.updated is None and not _is_dated_in_words(notice):
        yield notice.found("notice")


def _is_dated_in_words(notice: NoticeEntry) -> bool:
    """Whether a text of the notice says when the notice was made, or changed, or its title bears a date."""
    lines = [notice.record.notice.title, notice.record.notice.name]
    return any(is_date_line(words, language) for text in lines for language, words in (text or {}).items()) or any(
        True for _, text in notice.texts for language, words in text.items() for _ in list_notice_dates(words, language)
    )


@NOTICE.rule("notice/draft")
def draft(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The notice is a draft that nobody has confirmed."""
    if notice.record.notice.draft:
        yield notice.found("notice", "draft", subject="notice")


@NOTICE.rule("notice/date-ahead")
def date_ahead(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The notice says that something was done on a day that has not come yet, or that it was reviewed too early."""
    dated = notice.record.notice
    days = {name: getattr(dated, name) for name in ("drawn_up", "published", "updated", "reviewed")}
    for name, day in list_days_ahead(days, index, law):
        value = f"{name}={day.isoformat()}"
        yield notice.found(
            "notice", name, subject="notice", value=value, variant=name.replace("_", "-"), arguments={"day": day}
        )
    if index.settings.is_today and dated.reviewed and dated.published and dated.reviewed < dated.published <= law.day:
        yield notice.found(
            "notice",
            "reviewed",
            subject="notice",
            value=f"reviewed={dated.reviewed.isoformat()}<published={dated.published.isoformat()}",
            variant="order",
            arguments={"reviewed": dated.reviewed, "published": dated.published},
        )
    for key, purpose in notice.record.purposes.items():
        days = {"impact_assessment": purpose.impact_assessment.date if purpose.impact_assessment else None}
        for _, day in list_days_ahead(days, index, law):
            yield _report_document(notice, ("purposes", key, "impact_assessment"), purpose.text, "", day)
        several = len(purpose.legal_bases) > 1
        for number, basis in enumerate(purpose.legal_bases):
            steps = ("purposes", key, "legal_basis", *((number,) if several else ()), "balancing_test")
            days = {"balancing_test": basis.balancing_test.date if basis.balancing_test else None}
            for _, day in list_days_ahead(days, index, law):
                yield _report_document(notice, steps, purpose.text, basis.basis if several else "", day)


def _report_document(notice: NoticeEntry, steps: Steps, text: Text, basis: str, day: date) -> RuleFinding:
    """A finding about the day of a document on file, at the end of `steps`, about a purpose or one of its bases."""
    name = str(steps[-1])
    return notice.found(
        *steps,
        "date",
        subject=f"{steps[0]}.{steps[1]}",
        value=f"{f'{basis} ' if basis else ''}{name}={day.isoformat()}",
        variant=name.replace("_", "-"),
        arguments={"text": text, "day": day},
    )


@NOTICE.rule("notice/review-overdue")
def review_overdue(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The last review of the notice is too long ago."""
    reviewed = notice.record.notice.reviewed
    if reviewed is not None and reviewed < index.settings.review_within.before(law.day):
        yield notice.found(
            "notice",
            "reviewed",
            subject="notice",
            value=reviewed.isoformat(),
            arguments={"reviewed": reviewed, "period": index.settings.review_within},
        )


@NOTICE.rule("notice/promise-unverifiable")
def promise_unverifiable(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A safeguard is promised that neither a control nor an assertion can check."""
    for key, safeguard in notice.record.safeguards.items():
        if not safeguard.controls and safeguard.assert_ is None:
            yield notice.found("safeguards", key, arguments={"text": safeguard.text})


def _find_unused(notice: NoticeEntry, index: Index, section: str) -> Iterator[RuleFinding]:
    """The entries of a section that no system uses; none where the systems are not known.

    Nor one that a wrong id of a system may have meant: that id has its own finding.
    """
    if not index.usage_is_complete:
        return
    used, known = getattr(index.usage, section), getattr(notice.record, section)
    meant = index.find_meant(section, used, known)
    for key, entry in known.items():
        if key not in used and key not in meant:
            yield notice.found(section, key, arguments={"text": entry.text})


@NOTICE.rule("notice/purpose-unused")
def purpose_unused(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """No system processes data for a purpose of the notice."""
    yield from _find_unused(notice, index, "purposes")


@NOTICE.rule("notice/field-unused")
def field_unused(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """No system holds a field of the notice."""
    yield from _find_unused(notice, index, "fields")


@NOTICE.rule("notice/source-unused")
def source_unused(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """No system gets data from a source of the notice."""
    yield from _find_unused(notice, index, "sources")


@NOTICE.rule("notice/data-subject-unused")
def data_subject_unused(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """No system holds data of a category of data subjects of the notice."""
    yield from _find_unused(notice, index, "data_subjects")


#: The severity, and the message, of law data that are older than a note would do for.
_OLD_LAW = {Currency.AGED: (Severity.WARNING, "aged"), Currency.OUTDATED: (Severity.ERROR, "outdated")}


@NOTICE.rule("notice/law-unverified")
def law_unverified(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The day lies after the last one for which the law data were verified: the longer after it, the graver."""
    if law.currency is Currency.CHECKED:
        return
    severity, variant = _OLD_LAW.get(law.currency, (None, ""))
    yield notice.found("notice", severity=severity, variant=variant, arguments={"until": law.law.horizon})
