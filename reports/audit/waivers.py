"""The suppressions in the report for auditors: waivers in force, waivers without effect, and the baseline."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from seloste.checker.finding import Waived
from seloste.checker.suppression.waivers import Waiver
from seloste.reports.audit.findings import ReportedFinding
from seloste.reports.language.approver import name_approver
from seloste.reports.language.language import Language


class AppliedWaiver(Struct, frozen=True):
    """A waiver in force, with the days until it ends and the findings that it suppresses."""

    until: date
    days: int
    approved_by: str
    reason: str
    place: str
    findings: tuple[ReportedFinding, ...]


def list_applied_waivers(
    findings: Iterable[ReportedFinding], day: date, language: Language
) -> tuple[AppliedWaiver, ...]:
    """Lists the waivers that suppress findings, in the order of their last days."""
    by_waiver: dict[Waived, list[ReportedFinding]] = {}
    for reported in findings:
        if reported.finding.waived is not None:
            by_waiver.setdefault(reported.finding.waived, []).append(reported)
    return tuple(
        AppliedWaiver(
            until=waived.until,
            days=(waived.until - day).days,
            approved_by=name_approver(waived, language) or language.word("audit.nobody"),
            reason=waived.reason,
            place=str(waived.location),
            findings=tuple(by_waiver[waived]),
        )
        for waived in sorted(by_waiver, key=lambda waived: (waived.until, str(waived.location)))
    )


class IdleWaiver(Struct, frozen=True):
    """A waiver that suppresses nothing on the day; keys that it lacks are empty."""

    until: date | None
    approved_by: str
    reason: str
    rule: str
    subject: str
    place: str


def list_idle_waivers(waivers: Iterable[Waiver], language: Language) -> tuple[IdleWaiver, ...]:
    """Lists the waivers that suppress nothing, by location. Findings of the family `waiver` explain their defects."""
    return tuple(
        IdleWaiver(
            until=waiver.until,
            approved_by=name_approver(waiver, language) or language.word("audit.nobody"),
            reason=waiver.reason or "",
            rule=waiver.rule or "",
            subject=waiver.subject or "",
            place=str(waiver.place.location),
        )
        for waiver in sorted(waivers, key=lambda waiver: (waiver.place.location.path, waiver.place.location.line or 0))
    )


def select_baselined(findings: Iterable[ReportedFinding]) -> tuple[ReportedFinding, ...]:
    """Selects the findings that the baseline alone suppresses."""
    return tuple(reported for reported in findings if reported.finding.baselined and reported.finding.waived is None)
