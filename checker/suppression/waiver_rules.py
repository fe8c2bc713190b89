"""The family `waiver/`: decisions to let findings pass, which must be complete, in time, short and needed."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.finding import RuleFinding, Several
from seloste.checker.linking.entry import NONE, Arguments
from seloste.checker.rules.registry import rule
from seloste.checker.suppression.suppress import WaiverState
from seloste.checker.suppression.waivers import NEVER_WAIVED, SourceLine, Waiver, ends_too_late
from seloste.policy.law.law import LawOn


def _found(waiver: Waiver, place: SourceLine, variant: str = "", arguments: Arguments = NONE) -> RuleFinding:
    """A finding about a waiver. It is told apart by what the waiver says, since that stays when the file changes."""
    until = waiver.until.isoformat() if waiver.until else None
    named: Arguments = {"rule": waiver.rule or "", **({"until": waiver.until} if waiver.until else {})}
    return RuleFinding(
        subject=f"waivers.{waiver.rule}" if waiver.rule else "waivers",
        location=place.location,
        variant=variant,
        arguments={**named, **arguments},
        value="; ".join(part for part in (waiver.subject, until, waiver.reason) if part),
        excerpt=place.source,
    )


@rule("waiver/expired")
def expired(standing: WaiverState, law: LawOn) -> Iterator[RuleFinding]:
    """A waiver ended before the day, and a finding that it is about is still there."""
    waiver = standing.waiver
    if waiver.until is not None and waiver.until < law.day and standing.findings:
        renewed = all(finding.waived for finding in standing.findings)
        yield _found(waiver, waiver.until_place, "renewed" if renewed else "")


@rule("waiver/unused")
def unused(standing: WaiverState, law: LawOn) -> Iterator[RuleFinding]:
    """A waiver is about no finding, though all its rules ran; or about what is never let pass."""
    waiver = standing.waiver
    if not waiver.complete or waiver.rule is None:
        return
    if waiver.rule.partition("/")[0] in NEVER_WAIVED:
        yield _found(waiver, waiver.place, "never-waived")
    elif standing.ran and not standing.findings:
        yield _found(waiver, waiver.place)


@rule("waiver/incomplete")
def incomplete(standing: WaiverState, law: LawOn) -> Iterator[RuleFinding]:
    """A waiver lacks its rule, its reason or its last day, or names a rule or a day that is none."""
    waiver, unfit = standing.waiver, standing.waiver.unfit
    if waiver.missing:
        yield _found(waiver, waiver.place, arguments={"missing": Several(waiver.missing)})
    elif unfit is not None:
        place = waiver.until_place if unfit.variant == "date" else waiver.place
        yield _found(waiver, place, unfit.variant, {"value": unfit.value, "suggestion": unfit.suggestion})


@rule("waiver/too-long")
def too_long(standing: WaiverState, law: LawOn) -> Iterator[RuleFinding]:
    """A waiver ends more than a year after the day asked about.

    When it was decided is not written anywhere, and a file's history is no evidence of it. What is known is the day
    asked about; so a waiver is told of until its end is within a year, however long it had run before.
    """
    waiver = standing.waiver
    if waiver.complete and waiver.until is not None and ends_too_late(waiver.until, law.day):
        yield _found(waiver, waiver.until_place)
