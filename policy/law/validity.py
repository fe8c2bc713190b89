"""Why an instrument could not be relied on, on a day, for a country and on a contract of a day (GDPR Chapter V)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from seloste.policy.law.dated import Confidence
from seloste.policy.law.transfers import Instrument, InstrumentKind, InvalidityReason, NotInForce

if TYPE_CHECKING:
    from seloste.policy.law.law import LawOn


def explain_invalidity(law: LawOn, id: str, country: str | None, contract: date | None) -> NotInForce | None:
    """The reason why the instrument could not be relied on; None if it could.

    Without a country, an instrument for some countries is taken to be for this one. Without a contract day, clauses
    that only older contracts may still use are taken to be in one.
    """
    tool = law.get_instrument(id)
    contracts = tool.new_contracts_until
    if tool.kind is InstrumentKind.NOT_A_TRANSFER_TOOL:
        return _make_failure(tool, InvalidityReason.NOT_A_TOOL)
    if law.day < tool.first:
        return _make_failure(tool, InvalidityReason.NOT_YET, tool.first, "from")
    if not tool.on(law.day):
        return _make_failure(tool, InvalidityReason.ENDED, tool.last, "until", tool.ended_by)
    if tool.any_of:
        return _explain_any(law, tool, country, contract)
    if contract is not None and contracts is not None and contract > contracts:
        return _make_failure(
            tool, InvalidityReason.NEW_CONTRACT, contracts, "new_contracts_until", tool.new_contracts_ended_by
        )
    if country is None:
        return None
    if tool.countries and country not in tool.countries:
        return _make_failure(tool, InvalidityReason.WRONG_COUNTRY)
    if tool.kind is InstrumentKind.ADEQUACY and not tool.countries and not law.list_decisions(country):
        return _make_no_decision(law, tool, country)
    return None


def _explain_any(law: LawOn, tool: Instrument, country: str | None, contract: date | None) -> NotInForce | None:
    """The failure of an instrument that may be any of several: of the one that could be relied on the longest."""
    possible = [each for each in law.list_possible(tool.id, contract) if not each.any_of]
    failures = [explain_invalidity(law, each.id, country, contract) for each in possible]
    if not failures:
        return _make_failure(tool, InvalidityReason.NOT_YET, tool.first, "from")
    if None in failures:
        return None
    order = list(Confidence)
    known = [failure for failure in failures if failure is not None]
    latest = max(known, key=lambda failure: (failure.day or tool.first, -order.index(failure.confidence)))
    return replace(latest, instrument=tool.id)


def _make_failure(
    tool: Instrument,
    reason: InvalidityReason,
    day: date | None = None,
    fact: str | None = None,
    ended_by: str | None = None,
) -> NotInForce:
    confidence = tool.confidence if fact is None else tool.confidences[fact]
    countries = tool.countries if reason is InvalidityReason.WRONG_COUNTRY else ()
    return NotInForce(tool.id, reason, day, ended_by, countries, confidence)


def _make_no_decision(law: LawOn, tool: Instrument, country: str) -> NotInForce:
    """The failure where no decision covers the country: the end of the last one, and what ended it."""
    former = [
        decision
        for decision in law.law.decisions.values()
        if decision.country == country and decision.ordinary and decision.last and decision.last < law.day
    ]
    if not former:
        return NotInForce(tool.id, InvalidityReason.NO_DECISION, None, None, (), tool.confidences["until"])
    latest = max(former, key=lambda decision: decision.last or law.day)
    return NotInForce(
        tool.id, InvalidityReason.NO_DECISION, latest.last, latest.ended_by, (), latest.confidences["until"]
    )
