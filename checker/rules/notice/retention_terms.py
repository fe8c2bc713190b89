"""Rules about storage periods."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.finding import RuleFinding
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.registry import NOTICE
from seloste.policy.law.law import LawOn


@NOTICE.rule("notice/retention-missing")
def retention_missing(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A category of data subjects, or a purpose, that no storage period covers."""
    entries = notice.record.retention.values()
    for key, group in notice.record.data_subjects.items():
        if not any(entry.data_subjects is None or key in entry.data_subjects for entry in entries):
            yield notice.found("data_subjects", key, variant="group", arguments={"text": group.text})
    for key, purpose in notice.record.purposes.items():
        if not any(entry.purposes is None or key in entry.purposes for entry in entries):
            yield notice.found("purposes", key, variant="purpose", arguments={"text": purpose.text})


@NOTICE.rule("notice/retention-open-ended")
def retention_open_ended(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A storage period has a minimum and no maximum."""
    for key, entry in notice.record.retention.items():
        if entry.minimum is not None and entry.maximum is None:
            yield notice.found("retention", key, arguments={"text": entry.text})


@NOTICE.rule("notice/retention-contradictory")
def retention_contradictory(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A storage period has a minimum that is longer than its maximum."""
    for key, entry in notice.record.retention.items():
        minimum, maximum = entry.minimum, entry.maximum
        if minimum is None or maximum is None or minimum.after != maximum.after:
            continue
        if minimum.period.longer_than(maximum.period, law.day):
            yield notice.found(
                "retention",
                key,
                "minimum",
                "period",
                subject=f"retention.{key}",
                value=f"{minimum.period.normal}>{maximum.period.normal}",
                arguments={"minimum": minimum.period, "maximum": maximum.period},
            )
