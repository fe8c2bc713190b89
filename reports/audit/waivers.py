"""What lets findings pass: waivers with who, why and until when, and the baseline, each with the findings it covers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from checker.finding import Waived
from reports.audit.findings import Shown, place
from reports.language import Language


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


def baselined(findings: Iterable[Shown]) -> tuple[Shown, ...]:
    """The findings that only the baseline lets pass."""
    return tuple(shown for shown in findings if shown.finding.baselined and shown.finding.waived is None)
