"""Why an instrument could not be relied on, in the terms of a message: the same for the notice and for a transfer."""

from __future__ import annotations

from datetime import date

from msgspec import Struct, field

from seloste.checker.finding import Argument, Citation, CountryName, Several
from seloste.checker.linking.entry import Arguments
from seloste.policy.law.authorities import find_authorities
from seloste.policy.law.dated import Confidence
from seloste.policy.law.transfers import InvalidityReason, NotInForce


class InstrumentFailure(Struct, frozen=True):
    """The variant of the message, its values, the authorities, and whether they are from memory."""

    variant: str
    arguments: Arguments = field(default_factory=dict)
    authorities: tuple[str, ...] = ()
    from_memory: bool = False


def explain_failure(reason: NotInForce) -> InstrumentFailure:
    """The failure for the reason by which the law does not allow an instrument."""
    days: dict[str, Argument] = {"ended": reason.day, "from": reason.day} if reason.day else {}
    variant = str(reason.reason)
    if reason.reason is InvalidityReason.OTHER_EXPORTER:
        days["exporters"] = Several(tuple(CountryName(country) for country in reason.countries))
    if not reason.ended_by:
        variant = "ended-unexplained" if variant == "ended" else variant
        return InstrumentFailure(variant, days, from_memory=reason.confidence is Confidence.FROM_MEMORY)
    if variant == "ended":
        # The last day on which one could rely on a decision is the day before the judgment that annuls it.
        judged = _find_judgment_day(reason.ended_by)
        variant, days = ("annulled", {**days, "judged": judged}) if judged else ("", days)
    return InstrumentFailure(
        variant,
        {**days, "ended_by": Citation(reason.ended_by)},
        (reason.ended_by,),
        reason.confidence is Confidence.FROM_MEMORY,
    )


def _find_judgment_day(citation: str) -> date | None:
    """The day of the judgment of a citation; None for an act that repeals."""
    return find_authorities(citation)[-1].first if citation.startswith("CJEU ") else None
