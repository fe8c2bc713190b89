"""The assessment of the third country, which clauses and binding rules need (GDPR Art. 46, C-311/18)."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.finding import RuleFinding, Severity
from seloste.checker.linking.assessments_due import find_outdating_event, is_assessment_asked
from seloste.checker.linking.entry import NONE, Arguments
from seloste.checker.linking.hops import Hop
from seloste.checker.linking.index import Index
from seloste.checker.rules.registry import THIRD_COUNTRY
from seloste.checker.rules.transfer.hop_findings import (
    is_unusable,
    join_days,
    make_finding,
    point_to_promise,
)
from seloste.policy.law.law import LawOn


def _find_instrument(hop: Hop, index: Index, law: LawOn) -> str | None:
    """The instrument given for a hop, where it can be relied on and the day's law asks for an assessment with it."""
    given = hop.transfer.instrument if hop.transfer else None
    if given is None or is_unusable(hop, index, law):
        return None
    return given if is_assessment_asked(law.get_instrument(given), law) else None


@THIRD_COUNTRY.rule("transfer/assessment-missing")
def assessment_missing(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Clauses or binding rules are used without an assessment of the third country's law, or before it was made."""
    instrument = _find_instrument(hop, index, law)
    if instrument is None or hop.transfer is None:
        return
    made = hop.transfer.assessment
    if made is None:
        yield point_to_promise(hop, make_finding(hop, law, "instrument", value=instrument), index)
    elif made.date is not None and made.date > law.day and not index.settings.lies_ahead(made.date, law.day):
        days: Arguments = {"made": made.date}
        found = make_finding(
            hop, law, "assessment", "date", value=join_days(instrument, days), variant="later", arguments=days
        )
        yield point_to_promise(hop, found, index)


@THIRD_COUNTRY.rule("transfer/assessment-outdated")
def assessment_outdated(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The assessment has no day, a day that has not come, or one before the law of the country changed."""
    instrument = _find_instrument(hop, index, law)
    made = hop.transfer.assessment if hop.transfer else None
    if instrument is None or made is None:
        return
    steps: tuple[str, ...] = ("assessment", "date")
    variant, severity, arguments = "", Severity.WARNING, NONE
    event = find_outdating_event(hop, law)
    if made.date is None:
        variant, steps = "undated", ("assessment",)
    elif index.settings.lies_ahead(made.date, law.day):
        variant, severity, arguments = "ahead", Severity.ERROR, {"made": made.date}
    elif event is not None:
        arguments = {"made": made.date, "changed": event.day, "event": event.text}
    else:
        return
    value = " ".join((instrument, str(made.date or ""))).strip()
    found = make_finding(hop, law, *steps, value=value, variant=variant, severity=severity, arguments=arguments)
    yield point_to_promise(hop, found, index)
