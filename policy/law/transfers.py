"""Adequacy decisions and transfer instruments, and the reasons why a transfer may not rest on one (GDPR Chapter V)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from seloste.policy.law.data import load_law_data
from seloste.policy.law.dated import (
    Condition,
    Confidence,
    DatedEntry,
    Words,
    parse_conditions,
    parse_entry,
    parse_last_day,
    suppose_ends,
)


class Requirement(StrEnum):
    """The facts that must be shown of a recipient before a decision covers it."""

    CERTIFICATION = "certification"
    COVERAGE = "coverage"


class Scope(StrEnum):
    """The subjects of a decision."""

    COUNTRY = "country"
    SECTOR = "sector"
    ORGANISATION = "organisation"


class InstrumentKind(StrEnum):
    """The kinds of instruments, GDPR Art. 45, 46 and 49."""

    ADEQUACY = "adequacy"
    SCC = "scc"
    BCR = "bcr"
    CODE_OF_CONDUCT = "code-of-conduct"
    CERTIFICATION = "certification"
    PUBLIC_INSTRUMENT = "public-instrument"
    ADMINISTRATIVE_ARRANGEMENT = "administrative-arrangement"
    AD_HOC_CLAUSES = "ad-hoc-clauses"
    DEROGATION = "derogation"
    NOT_A_TRANSFER_TOOL = "not-a-transfer-tool"


class Need(StrEnum):
    """The things that a transfer needs besides the instrument."""

    ASSESSMENT = "assessment"
    COPY = "copy"


class InvalidityReason(StrEnum):
    """The reasons why an instrument cannot be relied on."""

    NOT_A_TOOL = "not-a-tool"
    NOT_YET = "not-yet"
    NEW_CONTRACT = "new-contract"
    ENDED = "ended"
    WRONG_COUNTRY = "wrong-country"
    OTHER_EXPORTER = "other-exporter"
    NONE_APPROVED = "none-approved"
    NO_DECISION = "no-decision"


class ValidityPeriod(Struct, frozen=True, eq=False):
    """The act on which a decision's validity rested between two days."""

    first: date
    last: date | None
    citation: Words


class Decision(DatedEntry, frozen=True, kw_only=True, eq=False):
    """An adequacy decision of the Commission."""

    country: str
    scope: Scope
    #: False for decisions on passenger records alone, which never cover an ordinary transfer.
    ordinary: bool = True
    requires: Requirement | None = None
    conditions: tuple[Condition, ...] = ()
    periods: tuple[ValidityPeriod, ...] = ()

    def get_citation_on(self, day: date) -> Words:
        """The decision as it is cited on the day, with the act that prolonged it until then."""
        for period in self.periods:
            if period.first <= day and (period.last is None or day <= period.last):
                return period.citation
        return self.citation

    def list_conditions_on(self, day: date) -> tuple[Condition, ...]:
        """The conditions that applied on the day."""
        return tuple(condition for condition in self.conditions if condition.on(day))

    def suppose_end(self, until: date | None, ended_by: str | None) -> Decision:
        """The same decision, supposed to end on another day."""
        kept = [period for period in self.periods if until is None or period.first <= until]
        periods = (*kept[:-1], *(replace(period, last=until) for period in kept[-1:]))
        return replace(self, last=until, periods=periods, ended_by=ended_by, ends=suppose_ends(self.ends, until))


class Instrument(DatedEntry, frozen=True, kw_only=True, eq=False):
    """An instrument that a transfer may rest on, by the id that people write in their files."""

    kind: InstrumentKind
    #: Of the GDPR; None for a tool of another country's law.
    article: int | None
    needs: frozenset[Need] = frozenset()
    #: The adequacy decision that it is about; it has that decision's days.
    decision: str | None = None
    #: The instruments of which it is one, without saying which.
    any_of: tuple[str, ...] = ()
    #: The countries it can serve; empty: any.
    countries: tuple[str, ...] = ()
    #: The countries whose own law it is a tool of, and from which alone it serves; empty: a tool of the GDPR.
    exporters: tuple[str, ...] = ()
    #: Whether it is a derogation for what happens once in a while (GDPR rec. 111), or must not be repeated.
    occasional: bool = False
    requires: Requirement | None = None
    conditions: tuple[Condition, ...] = ()
    #: Of codes and certifications: the day on which the first one was approved for transfers; None: none is known.
    first_approved: date | None = None
    #: The last day on which a contract could be concluded on it. None: as long as it is in force.
    new_contracts_until: date | None = None
    #: The authority that closed it to new contracts; `ended_by` ended it for all.
    new_contracts_ended_by: str | None = None

    @property
    def needs_assessment(self) -> bool:
        """Whether the third country's law and practice must be assessed."""
        return Need.ASSESSMENT in self.needs

    @property
    def needs_copy(self) -> bool:
        """Whether the notice must say how to get a copy of the safeguards."""
        return Need.COPY in self.needs

    @property
    def existing_contracts_until(self) -> date | None:
        """The last day for contracts concluded while that was possible."""
        return self.last

    @property
    def is_for_authorities(self) -> bool:
        """Whether it serves only between public authorities and bodies."""
        return self.kind in (InstrumentKind.PUBLIC_INSTRUMENT, InstrumentKind.ADMINISTRATIVE_ARRANGEMENT)

    @property
    def needs_approval(self) -> bool:
        """Whether it is a code or a certification, which nobody can rely on before one has been approved."""
        return self.kind in (InstrumentKind.CODE_OF_CONDUCT, InstrumentKind.CERTIFICATION)

    def list_dates(self) -> Iterator[date]:
        """Every date on which an answer about it may change."""
        yield from DatedEntry.list_dates(self)
        if self.first_approved is not None:
            yield self.first_approved

    def has_approved(self, day: date) -> bool:
        """Whether one was approved by the day; true of the tools of which none needs to be."""
        return not self.needs_approval or (self.first_approved is not None and self.first_approved <= day)

    def list_conditions_on(self, day: date) -> tuple[Condition, ...]:
        """The conditions that applied on the day."""
        return tuple(condition for condition in self.conditions if condition.on(day))

    def suppose_end(self, until: date | None, ended_by: str | None) -> Instrument:
        """The same instrument, supposed to end on another day."""
        contracts = self.new_contracts_until
        if contracts is not None and until is not None:
            contracts = min(contracts, until)
        ends = suppose_ends(self.ends, until)
        return replace(self, last=until, new_contracts_until=contracts, ended_by=ended_by, ends=ends)


class NotInForce(Struct, frozen=True, eq=False):
    """An instrument that cannot be relied on: the reason, the decisive day, and the authority that ended it."""

    instrument: str
    reason: InvalidityReason
    #: The last day on which it could be relied on (ended, new-contract, no-decision), or the first one (not-yet).
    day: date | None
    #: A key of `authorities.yaml`, fit for a finding's `law`.
    ended_by: str | None
    #: The countries that it serves, where it is the wrong one, or from which it does.
    countries: tuple[str, ...]
    #: How the decisive fact was checked.
    confidence: Confidence


@cache
def load_decisions() -> Mapping[str, Decision]:
    """The adequacy decisions as packaged, by id."""
    return {raw["id"]: _parse_decision(raw) for raw in load_law_data("adequacy")["decisions"]}


@cache
def load_instruments() -> Mapping[str, Instrument]:
    """The transfer instruments as packaged, by id, in the order of the data."""
    return {raw["id"]: _parse_instrument(raw) for raw in load_law_data("instruments")["instruments"]}


@cache
def load_assessment_authority() -> str:
    """What first stated the duty to assess the law of the third country, by its key in `authorities.yaml`."""
    return str(load_law_data("instruments")["assessment_asked_by"])


@cache
def load_instrument_ids() -> tuple[str, ...]:
    """The ids alone, without building anything."""
    return tuple(raw["id"] for raw in load_law_data("instruments")["instruments"])


def _parse_decision(raw: Mapping[str, Any]) -> Decision:
    fields = parse_entry(raw)
    return Decision(
        **fields,
        country=raw["country"],
        scope=Scope(raw["scope"]),
        ordinary=raw.get("covers", "ordinary") == "ordinary",
        requires=Requirement(raw["requires"]) if "requires" in raw else None,
        conditions=parse_conditions(raw, fields),
        periods=tuple(
            ValidityPeriod(date.fromisoformat(item["from"]), parse_last_day(item["until"]), item["citation"])
            for item in raw.get("periods", ())
        ),
    )


def _parse_instrument(raw: Mapping[str, Any]) -> Instrument:
    own: dict[str, Any] = {
        "kind": InstrumentKind(raw["kind"]),
        "article": None if raw["article"] == "null" else int(raw["article"]),
        "needs": frozenset(map(Need, raw.get("needs", ()))),
    }
    if "decision" in raw:
        return _parse_decision_instrument(load_decisions()[raw["decision"]], raw, own)
    fields = parse_entry(raw)
    return Instrument(
        **fields,
        **own,
        any_of=tuple(raw.get("any_of", ())),
        countries=tuple(raw.get("countries", ())),
        exporters=tuple(raw.get("exporters", ())),
        occasional=raw.get("occasional") == "true",
        requires=Requirement(raw["requires"]) if "requires" in raw else None,
        first_approved=parse_last_day(raw.get("first_approved", "null")),
        conditions=parse_conditions(raw, fields),
        new_contracts_until=parse_last_day(raw.get("new_contracts_until", "null")),
        new_contracts_ended_by=raw.get("new_contracts_ended_by", raw.get("ended_by")),
    )


def _parse_decision_instrument(decision: Decision, raw: Mapping[str, Any], own: Mapping[str, Any]) -> Instrument:
    """An instrument about one decision, from which it takes the fields that it lacks."""
    return Instrument(
        **own,
        id=raw["id"],
        title=raw["title"],
        citation=decision.citation,
        first=decision.first,
        last=decision.last,
        source=decision.source,
        confidences=decision.confidences,
        checked=decision.checked,
        events=decision.events,
        decision=decision.id,
        countries=(decision.country,),
        requires=decision.requires,
        conditions=decision.conditions,
        ended_by=decision.ended_by,
        ends=decision.ends,
    )
