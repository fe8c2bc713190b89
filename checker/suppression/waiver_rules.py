"""The family `waiver/`: a decision to accept findings must be complete, in time, short and needed."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.finding import RuleFinding, Several
from seloste.checker.linking.entry import NONE, Arguments
from seloste.checker.rule_families import family_of
from seloste.checker.rules.registry import RuleSet
from seloste.checker.suppression.waivers import NEVER_WAIVED, SourceLine, Waiver, WaiverState, ends_too_late
from seloste.policy.law.law import LawOn


def _found(waiver: Waiver, place: SourceLine, variant: str = "", arguments: Arguments = NONE) -> RuleFinding:
    """A finding about a waiver. Its value is the content of the waiver, which stays when the file changes."""
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


WAIVER: RuleSet[Waiver, WaiverState] = RuleSet("suppression.waiver_rules")


@WAIVER.rule("waiver/expired")
def expired(waiver: Waiver, state: WaiverState, law: LawOn) -> Iterator[RuleFinding]:
    """A waiver ended before the day, and a finding that it is about is still there."""
    if waiver.until is not None and waiver.until < law.day and state.findings:
        renewed = all(finding.waived for finding in state.findings)
        yield _found(waiver, waiver.until_place, "renewed" if renewed else "")


@WAIVER.rule("waiver/unused")
def unused(waiver: Waiver, state: WaiverState, law: LawOn) -> Iterator[RuleFinding]:
    """A waiver is about no finding, though all its rules ran; or about findings that are never waived."""
    if not waiver.complete or waiver.rule is None:
        return
    if family_of(waiver.rule) in NEVER_WAIVED:
        yield _found(waiver, waiver.place, "never-waived")
    elif state.covered and not state.findings:
        yield _found(waiver, waiver.place, arguments={"suggestion": state.meant} if state.meant else NONE)


@WAIVER.rule("waiver/incomplete")
def incomplete(waiver: Waiver, state: WaiverState, law: LawOn) -> Iterator[RuleFinding]:
    """A waiver lacks its rule, its reason or its last day, or names a rule or a day that does not exist."""
    unfit = waiver.unfit
    if waiver.missing:
        yield _found(waiver, waiver.place, arguments={"missing": Several(waiver.missing)})
    elif unfit is not None:
        place = waiver.until_place if unfit.variant == "date" else waiver.place
        yield _found(waiver, place, unfit.variant, {"value": unfit.value, "suggestion": unfit.suggestion})


@WAIVER.rule("waiver/too-long")
def too_long(waiver: Waiver, state: WaiverState, law: LawOn) -> Iterator[RuleFinding]:
    """A waiver ends more than a year after the day asked about.

    The day of the decision is not written anywhere, and a file's history is no evidence of it. So a waiver is reported
    until its end is within a year of the day asked about, however long it had run before.
    """
    if waiver.complete and waiver.until is not None and ends_too_late(waiver.until, law.day):
        yield _found(waiver, waiver.until_place)
