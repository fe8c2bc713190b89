"""How long: storage periods, as the notice tells of them."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.finding import RuleFinding
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.rules.context import Settings
from seloste.checker.rules.registry import rule
from seloste.policy.law.law import LawOn


@rule("notice/retention-missing")
def retention_missing(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """A category of data subjects, or a purpose, that no storage period covers."""
    entries = notice.record.retention.values()
    for key, group in notice.record.data_subjects.items():
        if not any(entry.data_subjects is None or key in entry.data_subjects for entry in entries):
            yield notice.found("data_subjects", key, variant="group", arguments={"text": group.text})
    for key, purpose in notice.record.purposes.items():
        if not any(entry.purposes is None or key in entry.purposes for entry in entries):
            yield notice.found("purposes", key, variant="purpose", arguments={"text": purpose.text})


@rule("notice/retention-open-ended")
def retention_open_ended(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """A minimum is given, and no end."""
    for key, entry in notice.record.retention.items():
        if entry.minimum is not None and entry.maximum is None:
            yield notice.found("retention", key, arguments={"text": entry.text})


@rule("notice/retention-contradictory")
def retention_contradictory(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """The minimum is longer than the maximum."""
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
