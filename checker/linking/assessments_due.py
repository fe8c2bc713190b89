"""Which transfer impact assessments are due, and since when: what GDPR Art. 46 and C-311/18 ask to be kept up to date.

This makes no findings: the family `transfer/` says what is wrong on the day, this says what has to be done next.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

from seloste.checker.linking.hops import Hop, find_instrument
from seloste.policy.law.dated import Event
from seloste.policy.law.law import LawOn
from seloste.policy.law.transfers import Instrument, InvalidityReason, load_assessment_authority
from seloste.policy.period import Period


class DueReason(StrEnum):
    """Why something is to be done about a transfer, the most pressing first."""

    NO_INSTRUMENT = "no-instrument"
    INSTRUMENT_INVALID = "instrument-invalid"
    MISSING = "missing"
    UNDATED = "undated"
    INSTRUMENT_CHANGED = "instrument-changed"
    LAW_CHANGED = "law-changed"
    STALE = "stale"


class AssessmentDue(Struct, frozen=True):
    """What the assessment of one transfer needs: `why` it is due now, `since` when, or the day on which it `falls` due.

    Nothing is due where `why` is None. `needed` says whether the instrument asks for an assessment at all.
    """

    needed: bool
    why: DueReason | None = None
    since: date | None = None
    falls: date | None = None


def is_assessment_asked(tool: Instrument, law: LawOn) -> bool:
    """Whether an instrument needs an assessment, and the duty to make one had been stated by the day."""
    return tool.needs_assessment and law.is_citable(load_assessment_authority())


def find_outdating_event(hop: Hop, law: LawOn) -> Event | None:
    """The last change in the law of the country of a hop since its assessment; None where there is none."""
    made = hop.transfer.assessment.date if hop.transfer and hop.transfer.assessment else None
    later = [event for event in law.list_reassessments(hop.country or "") if made is not None and event.day > made]
    return later[-1] if later else None


def assess_due(hop: Hop, law: LawOn, review_within: Period) -> AssessmentDue:
    """What is due for a transfer to a third country on the day."""
    instrument = find_instrument(hop, law)
    if instrument is None:
        return AssessmentDue(needed=False, why=None if hop.is_open else DueReason.NO_INSTRUMENT)
    tool, transfer = law.get_instrument(instrument), hop.transfer
    if _invalid(hop, instrument, law):
        return AssessmentDue(tool.needs_assessment, DueReason.INSTRUMENT_INVALID, _last_day(hop, instrument, law))
    if not is_assessment_asked(tool, law) or transfer is None:
        return AssessmentDue(needed=False)
    if transfer.assessment is None or (transfer.assessment.date and transfer.assessment.date > law.day):
        return AssessmentDue(needed=True, why=DueReason.MISSING)
    made = transfer.assessment.date
    if made is None:
        return AssessmentDue(needed=True, why=DueReason.UNDATED)
    if made < tool.first:  # what was assessed then was another instrument
        return AssessmentDue(needed=True, why=DueReason.INSTRUMENT_CHANGED, since=tool.first)
    events = (*tool.list_events_by(law.day), *law.list_reassessments(hop.country or ""))
    later = [event.day for event in events if event.day > made]
    if later:
        return AssessmentDue(needed=True, why=DueReason.LAW_CHANGED, since=max(later))
    falls = review_within.end(made).date()
    return (
        AssessmentDue(needed=True, why=DueReason.STALE, since=falls)
        if falls < law.day
        else AssessmentDue(needed=True, falls=falls)
    )


def _invalid(hop: Hop, instrument: str, law: LawOn) -> bool:
    """Whether the instrument cannot be relied on that day, by law or by its own days."""
    if not law.is_in_force(instrument, country=hop.country, contract=hop.contract, exporter=hop.exporter):
        return True
    first, last = (hop.transfer.valid_from, hop.transfer.valid_until) if hop.transfer else (None, None)
    return (first is not None and first > law.day) or (last is not None and last < law.day)


def _last_day(hop: Hop, instrument: str, law: LawOn) -> date | None:
    """The last day on which an instrument that cannot be relied on could be, where that is what is wrong with it."""
    reason = law.explain_invalidity(instrument, country=hop.country, contract=hop.contract, exporter=hop.exporter)
    if reason is not None:
        return reason.day if reason.reason in (InvalidityReason.ENDED, InvalidityReason.NO_DECISION) else None
    last = hop.transfer.valid_until if hop.transfer else None
    return last if last is not None and last < law.day else None
