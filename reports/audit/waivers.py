"""What lets findings pass: waivers with who, why and until when, and the baseline, each with the findings it covers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from seloste.checker.finding import Waived
from seloste.checker.suppression.waivers import Waiver
from seloste.reports.audit.findings import Shown, place
from seloste.reports.language.language import Language


@dataclass(frozen=True, slots=True)
class Decision:
    """A waiver: who decided what until when, how long that is still, where it is written, and what it lets pass."""

    until: date
    days: int
    approved_by: str
    reason: str
    place: str
    findings: tuple[Shown, ...]


def decisions_of(findings: Iterable[Shown], day: date, language: Language) -> tuple[Decision, ...]:
    """The waivers that let findings pass, in the order in which they end."""
    passed: dict[Waived, list[Shown]] = {}
    for shown in findings:
        if shown.finding.waived is not None:
            passed.setdefault(shown.finding.waived, []).append(shown)
    return tuple(
        Decision(
            until=waived.until,
            days=(waived.until - day).days,
            approved_by=waived.approved_by or language.word("audit.nobody"),
            reason=waived.reason,
            place=place(waived.location),
            findings=tuple(passed[waived]),
        )
        for waived in sorted(passed, key=lambda waived: (waived.until, place(waived.location)))
    )


@dataclass(frozen=True, slots=True)
class Idle:
    """A waiver that lets nothing pass on the day, as far as it is written."""

    until: date | None
    approved_by: str
    reason: str
    rule: str
    subject: str
    place: str


def idle_of(waivers: Iterable[Waiver], language: Language) -> tuple[Idle, ...]:
    """The waivers that let nothing pass, by place. Why is told by the findings about them, if it is a defect."""
    return tuple(
        Idle(
            until=waiver.until,
            approved_by=waiver.approved_by or language.word("audit.nobody"),
            reason=waiver.reason or "",
            rule=waiver.rule or "",
            subject=waiver.subject or "",
            place=place(waiver.place.location),
        )
        for waiver in sorted(waivers, key=lambda waiver: (waiver.place.location.path, waiver.place.location.line or 0))
    )


def baselined(findings: Iterable[Shown]) -> tuple[Shown, ...]:
    """The findings that only the baseline lets pass."""
    return tuple(shown for shown in findings if shown.finding.baselined and shown.finding.waived is None)
