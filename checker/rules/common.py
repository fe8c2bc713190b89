"""What is judged alike of a system and of a processor: safeguards and reviews. The families name the rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from seloste.checker.finding import Argument, RuleFinding, Word
from seloste.checker.linking.entry import DeclaredRecord
from seloste.checker.linking.index import Index, assessed
from seloste.checker.linking.safeguards import Assessment, ControlState
from seloste.policy.law.law import LawOn


def _control(found: Assessment) -> dict[str, Argument]:
    return {"control": Word(f"controls.{found.control}")}


def _of(record: DeclaredRecord[Any], variant: str) -> str:
    """The variant of a message for this sort of record: an organisation is no system."""
    return "-".join(part for part in (record.kind, variant) if part) if record.kind == "organisation" else variant


def safeguard_missing(record: DeclaredRecord[Any], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The record does not mention a promised control. Told once a control, however many promises name it."""
    told: set[str] = set()
    for found in assessed(record, index, law):
        if found.holds is ControlState.UNSTATED and found.control not in told:
            told.add(found.control)
            see = index.see(f"safeguards.{found.promise}")
            yield record.found("safeguards", key=True, value=found.control, see=see, arguments=_control(found))


def safeguard_broken(record: DeclaredRecord[Any], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A promised control is not implemented, only planned, or weaker than promised."""
    for found in assessed(record, index, law):
        if not found.breaks:
            continue
        actual, promised = found.strengths
        strengths: dict[str, Argument] = {"actual": actual, "promised": promised} if actual and promised else {}
        state = actual.normal if actual and found.holds is ControlState.WEAKER else found.holds.name
        yield record.found(
            *found.place,
            value=f"{found.control}:{state}",
            promise=f"safeguards.{found.promise}",
            variant=_of(record, {ControlState.PLANNED: "planned", ControlState.WEAKER: "weaker"}.get(found.holds, "")),
            see=index.see(f"safeguards.{found.promise}"),
            arguments=_control(found) | strengths,
        )


def safeguard_exempt(record: DeclaredRecord[Any], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A promised control is called not applicable, without a reason."""
    told: set[str] = set()
    for found in assessed(record, index, law):
        if found.holds is ControlState.EXEMPT_WITHOUT_REASON and found.control not in told:
            told.add(found.control)
            yield record.found(*found.place, value=found.control, arguments=_control(found))


def review_overdue(record: DeclaredRecord[Any], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The record was reviewed longer ago than it should be."""
    reviewed, within = record.record.reviewed, index.context.review_within
    if reviewed is not None and reviewed < within.before(law.day):
        arguments: dict[str, Argument] = {"reviewed": reviewed, "period": within}
        yield record.found("reviewed", value=reviewed.isoformat(), arguments=arguments)
