"""The instruments and decisions as they were on a day: which could be relied on, until when, and why not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from seloste.policy.law.dated import Confidence
from seloste.policy.law.transfers import Decision, Instrument, InstrumentKind, InvalidityReason, NotInForce


class InstrumentsOn(Struct, frozen=True, eq=False, dict=True):
    """The instruments and the adequacy decisions on a day."""

    day: date
    decisions: Mapping[str, Decision]
    instruments: Mapping[str, Instrument]

    @cached_property
    def _decisions(self) -> dict[str, tuple[Decision, ...]]:
        """The answers by country, of which a check asks the same again for each record."""
        return {}

    def get_instrument(self, id: str) -> Instrument:
        """The instrument of that id, in force or not. KeyError where there is none."""
        return self.instruments[id]

    def list_decisions(self, country: str) -> tuple[Decision, ...]:
        """The decisions in force that cover ordinary transfers to the country, conditions aside."""
        if country not in self._decisions:
            self._decisions[country] = tuple(
                decision
                for decision in self.decisions.values()
                if decision.country == country and decision.ordinary and decision.on(self.day)
            )
        return self._decisions[country]

    def explain_invalidity(
        self, id: str, country: str | None, contract: date | None, exporter: str | None = None
    ) -> NotInForce | None:
        """The reason why the instrument could not be relied on; None if it could.

        Without a country, an instrument for some countries is taken to be for this one. Without a contract day, clauses
        that only older contracts may still use are taken to be in one. Without an exporter, it is one in the EEA.
        """
        tool = self.get_instrument(id)
        contracts = tool.new_contracts_until
        if tool.kind is InstrumentKind.NOT_A_TRANSFER_TOOL:
            return _make_failure(tool, InvalidityReason.NOT_A_TOOL)
        if tool.exporters and exporter not in tool.exporters:
            return _make_failure(tool, InvalidityReason.OTHER_EXPORTER)
        if self.day < tool.first:
            return _make_failure(tool, InvalidityReason.NOT_YET, tool.first, "from")
        if not tool.has_approved(self.day):
            return _make_failure(tool, InvalidityReason.NONE_APPROVED)
        if not tool.on(self.day):
            return _make_failure(tool, InvalidityReason.ENDED, tool.last, "until", tool.ended_by)
        if tool.any_of:
            return self._explain_any(tool, country, contract)
        if contract is not None and contracts is not None and contract > contracts:
            return _make_failure(
                tool, InvalidityReason.NEW_CONTRACT, contracts, "new_contracts_until", tool.new_contracts_ended_by
            )
        if country is None:
            return None
        if tool.countries and country not in tool.countries:
            return _make_failure(tool, InvalidityReason.WRONG_COUNTRY)
        if tool.kind is InstrumentKind.ADEQUACY and not tool.countries and not self.list_decisions(country):
            return self._make_no_decision(tool, country)
        return None

    def list_possible(self, id: str, contract: date | None) -> tuple[Instrument, ...]:
        """The instruments that this one may be, by the day of the contract: itself, where it says which it is.

        A contract cannot rest on what came into force after it.
        """
        tool = self.get_instrument(id)
        named = [self.get_instrument(each) for each in tool.any_of]
        return tuple(each for each in named if contract is None or each.first <= contract) or (tool,)

    def find_end(self, id: str, country: str | None, contract: date | None, exporter: str | None = None) -> date | None:
        """The last day on which the instrument or decision could be relied on, as far as that was known on the day.

        None where no end was known, and where it could not be relied on that day at all.
        """
        if id not in self.instruments:
            decision = self.decisions[id]
            return decision.get_end_known_on(self.day) if decision.on(self.day) else None
        tool = self.get_instrument(id)
        if self.explain_invalidity(id, country, contract, exporter) is not None:
            return None
        if tool.kind is InstrumentKind.ADEQUACY and not tool.countries and country is not None:
            lasts = [decision.get_end_known_on(self.day) for decision in self.list_decisions(country)]
            return None if None in lasts else max(day for day in lasts if day is not None)
        if tool.any_of:
            possible = self.list_possible(id, contract)
            valid = [each for each in possible if self.explain_invalidity(each.id, country, contract) is None]
            lasts = [each.get_end_known_on(self.day) for each in valid]
            return None if None in lasts else max(day for day in lasts if day is not None)
        return tool.get_end_known_on(self.day)

    def _explain_any(self, tool: Instrument, country: str | None, contract: date | None) -> NotInForce | None:
        """The failure of an instrument that may be any of several: of the one that could be relied on the longest."""
        possible = [each for each in self.list_possible(tool.id, contract) if not each.any_of]
        failures = [self.explain_invalidity(each.id, country, contract) for each in possible]
        if not failures:
            return _make_failure(tool, InvalidityReason.NOT_YET, tool.first, "from")
        if None in failures:
            return None
        order = list(Confidence)
        known = [failure for failure in failures if failure is not None]
        latest = max(known, key=lambda failure: (failure.day or tool.first, -order.index(failure.confidence)))
        return replace(latest, instrument=tool.id)

    def _make_no_decision(self, tool: Instrument, country: str) -> NotInForce:
        """The failure where no decision covers the country: the end of the last one, and what ended it."""
        former = [
            decision
            for decision in self.decisions.values()
            if decision.country == country and decision.ordinary and decision.last and decision.last < self.day
        ]
        if not former:
            return NotInForce(tool.id, InvalidityReason.NO_DECISION, None, None, (), tool.confidences["until"])
        latest = max(former, key=lambda decision: decision.last or self.day)
        return NotInForce(
            tool.id, InvalidityReason.NO_DECISION, latest.last, latest.ended_by, (), latest.confidences["until"]
        )


def _make_failure(
    tool: Instrument,
    reason: InvalidityReason,
    day: date | None = None,
    fact: str | None = None,
    ended_by: str | None = None,
) -> NotInForce:
    confidence = tool.confidence if fact is None else tool.confidences[fact]
    named = {InvalidityReason.WRONG_COUNTRY: tool.countries, InvalidityReason.OTHER_EXPORTER: tool.exporters}
    countries = named.get(reason, ())
    return NotInForce(tool.id, reason, day, ended_by, countries, confidence)
