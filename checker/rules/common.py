"""Rules that several families share, about the safeguards and reviews of any record; and findings against promises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from seloste.checker.finding import Argument, RuleFinding, Word
from seloste.checker.linking.entry import ORGANISATION
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord
from seloste.checker.linking.safeguards import Assessment, ControlState
from seloste.checker.position import Location
from seloste.policy.law.law import LawOn


def contradict(found: RuleFinding, promise: str, index: Index) -> RuleFinding:
    """The finding as a contradiction of a promise, unless the notice does not make that promise."""
    places = index.locate_promise(promise)
    return found.contradicting(promise if places else None, places)


def hint(index: Index, section: str, name: str) -> dict[str, Argument]:
    """The entry that a wrong id may have meant, as an argument that adds "did you mean" to any message."""
    nearest = index.suggest(section, name)
    return {"suggestion": nearest} if nearest else {}


def _make_control_argument(assessment: Assessment) -> dict[str, Argument]:
    """The control, as an argument of a message."""
    return {"control": Word(f"controls.{assessment.control}")}


def _locate_promises(record: LinkedRecord[Any], control: str, index: Index) -> tuple[Location, ...]:
    """The places of the promises of a control that bind a record."""
    bound = (assessment.promise for assessment in record.controls if assessment.control == control)
    return tuple(place for promise in bound for place in index.locate_promise(f"safeguards.{promise}"))


def _choose_variant(record: LinkedRecord[Any], variant: str) -> str:
    """The variant of a message for this kind of record: an organisation is no system."""
    return "-".join(part for part in (record.kind, variant) if part) if record.kind == ORGANISATION else variant


def safeguard_missing(record: LinkedRecord[Any], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The record does not mention a promised control. One finding for each control, however many promises name it."""
    seen: set[str] = set()
    for assessment in record.controls:
        if assessment.state is ControlState.UNSTATED and assessment.control not in seen:
            seen.add(assessment.control)
            found = record.found(
                "safeguards", key=True, value=assessment.control, arguments=_make_control_argument(assessment)
            )
            yield found.contradicting(None, _locate_promises(record, assessment.control, index))


def safeguard_broken(record: LinkedRecord[Any], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A promised control is not implemented, only planned, or weaker than promised."""
    for assessment in record.controls:
        if not assessment.breaks:
            continue
        actual, promised = assessment.strengths
        strengths: dict[str, Argument] = {"actual": actual, "promised": promised} if actual and promised else {}
        weaker = assessment.state is ControlState.WEAKER
        variant = {ControlState.PLANNED: "planned", ControlState.WEAKER: "weaker"}.get(assessment.state, "")
        found = record.found(
            *assessment.place,
            value=f"{assessment.control}:{actual.normal if actual and weaker else assessment.state.name}",
            variant=_choose_variant(record, variant),
            arguments=_make_control_argument(assessment) | strengths,
        )
        yield contradict(found, f"safeguards.{assessment.promise}", index)


def safeguard_exempt(record: LinkedRecord[Any], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A promised control is called not applicable, without a reason."""
    seen: set[str] = set()
    for assessment in record.controls:
        if assessment.state is ControlState.EXEMPT_WITHOUT_REASON and assessment.control not in seen:
            seen.add(assessment.control)
            found = record.found(
                *assessment.place, value=assessment.control, arguments=_make_control_argument(assessment)
            )
            yield found.contradicting(None, _locate_promises(record, assessment.control, index))


def list_days_ahead(days: Mapping[str, date | None], index: Index, law: LawOn) -> Iterator[tuple[str, date]]:
    """The days that have not come yet, by name; none where a day was asked about, since they may have come by now."""
    if index.settings.is_today:
        yield from ((name, day) for name, day in days.items() if day is not None and day > law.day)


def date_ahead(record: LinkedRecord[Any], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The record says that something was done on a day that has not come yet."""
    if not index.settings.is_today:
        return
    reviewed = getattr(record.record, "reviewed", None)
    for name, day in list_days_ahead({"reviewed": reviewed}, index, law):
        yield record.found(name, value=f"{name}={day.isoformat()}", arguments={"day": day})
    controls = record.record.safeguards or {}
    days = {control: declared.verified for control, declared in controls.items()}
    for control, day in list_days_ahead(days, index, law):
        yield record.found(
            "safeguards",
            control,
            "verified",
            value=f"{control}={day.isoformat()}",
            variant=_choose_variant(record, "verified"),
            arguments={"day": day, "control": Word(f"controls.{control}")},
        )


def review_overdue(record: LinkedRecord[Any], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The record was reviewed longer ago than it should be."""
    reviewed, within = record.record.reviewed, index.settings.review_within
    if reviewed is not None and reviewed < within.before(law.day):
        arguments: dict[str, Argument] = {"reviewed": reviewed, "period": within}
        yield record.found("reviewed", value=reviewed.isoformat(), arguments=arguments)
