"""The law as a whole, and the law of a day.

`load_law()` is the whole; `load_law().on(day)` answers for one day. The data names every date, country and decision,
and the code none. Here "in force" means *could be relied on that day*; conditions in the text of a decision are shown,
not judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from seloste.policy.law.authorities import Authority, find_authorities, find_authority_on, load_authorities
from seloste.policy.law.circumstances import Circumstances
from seloste.policy.law.citations import fits_collection, pair_articles
from seloste.policy.law.dated import DatedEntry, Event
from seloste.policy.law.edition import Currency, Edition, load_edition
from seloste.policy.law.places import Places, load_places
from seloste.policy.law.transfers import (
    Decision,
    Instrument,
    NotInForce,
    Requirement,
    load_assessment_authority,
    load_decisions,
    load_instrument_ids,
    load_instruments,
)
from seloste.policy.law.validity import InstrumentsOn

if TYPE_CHECKING:
    from seloste.policy.law.duties import Duty, ProcessorTerm, RecordField, RecordStatement

    INSTRUMENT_IDS: tuple[str, ...]


def __getattr__(name: str) -> tuple[str, ...]:
    """`INSTRUMENT_IDS`, read when it is first used."""
    if name == "INSTRUMENT_IDS":
        return load_instrument_ids()
    raise AttributeError(name)


class Law(Struct, frozen=True, eq=False):
    """The law of all days."""

    places: Places
    decisions: Mapping[str, Decision]
    instruments: Mapping[str, Instrument]
    edition: Edition

    @property
    def horizon(self) -> date:
        """The last day for which the law was checked in its sources."""
        return self.edition.horizon

    @property
    def applies_from(self) -> date:
        """The first day on which the GDPR applied: earlier days have no law to judge a notice by."""
        return min(authority.first for authority in load_authorities()["GDPR"])

    def on(self, day: date) -> LawOn:
        """The law of a day."""
        return LawOn(self, day)

    def list_dates(self) -> frozenset[date]:
        """Every date in the law: something may come into force, or end, on it or on the day after it."""
        return frozenset(
            (*self.edition.list_dates(), *(day for entry in self.list_entries() for day in entry.list_dates()))
        )

    def list_transfer_dates(self) -> frozenset[date]:
        """Those of the dates that bear on data which leave the European Economic Area."""
        entries = (*self.decisions.values(), *self.instruments.values(), *find_authorities(load_assessment_authority()))
        return frozenset(day for entry in entries for day in entry.list_dates())

    def list_entries(self) -> tuple[DatedEntry, ...]:
        """Every entry of the law, each once."""
        from seloste.policy.law.entries import list_provisions

        on_transfers = (*self.decisions.values(), *self.instruments.values(), *self.places.list_entries())
        return (*on_transfers, *list_provisions())

    def list_history(self, country: str) -> tuple[DatedEntry, ...]:
        """The entries that bear on data sent to a country, by first day: memberships, territory, adequacy."""
        found: list[DatedEntry] = [*self.places.list_history(country)]
        found += [decision for decision in self.decisions.values() if decision.country == country and decision.ordinary]
        return tuple(sorted(found, key=lambda entry: (entry.first, entry.id)))

    def suppose(self, id: str, *, until: date | None, ended_by: str | None = None) -> Law:
        """The law as it would be if the instrument or decision ended on another day.

        An instrument and the decision that it is about end together.

        Raises:
            KeyError: Neither an instrument nor a decision has the id.
            ValueError: The end lies before the beginning.
        """
        instrument = self.instruments.get(id)
        entry: DatedEntry = instrument if instrument is not None else self.decisions[id]
        if until is not None and until < entry.first:
            raise ValueError(f"{id} cannot end before its first day, {entry.first}")
        ended = instrument.decision if instrument is not None else id
        return replace(
            self,
            decisions={
                key: decision.suppose_end(until, ended_by) if key == ended else decision
                for key, decision in self.decisions.items()
            },
            instruments={
                key: tool.suppose_end(until, ended_by) if key == id or (ended and tool.decision == ended) else tool
                for key, tool in self.instruments.items()
            },
        )


class LawOn(Struct, frozen=True, eq=False, dict=True):
    """The law of one day."""

    law: Law
    day: date
    #: Those of the notice that is judged: they decide which law is cited. None: no notice is, and all law may be.
    circumstances: Circumstances | None = None

    @cached_property
    def _authorities(self) -> dict[str, Authority | None]:
        """The answers about countries and citations, of which a check asks the same again for each record."""
        return {}

    @cached_property
    def _cited(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        return {}

    @cached_property
    def _outside(self) -> dict[tuple[str, str], bool]:
        return {}

    @cached_property
    def _disputed(self) -> dict[tuple[str, str], bool]:
        return {}

    @cached_property
    def _third_countries(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _instruments(self) -> InstrumentsOn:
        return InstrumentsOn(self.day, self.law.decisions, self.law.instruments)

    @property
    def past_horizon(self) -> bool:
        """Whether the day is later than the last day for which the law was checked."""
        return self.currency is not Currency.CHECKED

    @property
    def currency(self) -> Currency:
        """How far the law data reach on the day."""
        return self.law.edition.get_currency_on(self.day)

    def apply_to(self, circumstances: Circumstances) -> LawOn:
        """The law of the day for the controller of a notice."""
        return LawOn(self.law, self.day, circumstances)

    # --- places

    def is_established_in(self, country: str) -> bool | None:
        """Whether the controller is established in the country, or a part of it; None where that is not known."""
        where = self.circumstances.establishment if self.circumstances else None
        return None if where is None else self.law.places.is_within(where, country, self.day)

    def is_inside(self, country: str, area: str) -> bool:
        """Whether the country was inside the area, `eu` or `eea`. Of transfers see `is_third_country`."""
        return self.law.places.is_inside(country, area, self.day)

    def is_disputed(self, country: str, area: str = "eea") -> bool:
        """Whether sources differ on the territory, so that it is neither inside nor outside."""
        known = self._disputed.get((country, area))
        if known is None:
            known = self._disputed[country, area] = self.law.places.is_disputed(country, area, self.day)
        return known

    def is_outside(self, country: str, area: str) -> bool:
        """Whether the country was certainly outside the area, as is one without data."""
        known = self._outside.get((country, area))
        if known is None:
            known = not self.is_inside(country, area) and not self.is_disputed(country, area)
            self._outside[country, area] = known
        return known

    def is_third_country(self, country: str) -> bool:
        """Whether data sent there is a transfer under GDPR Chapter V. False for a disputed territory."""
        known = self._third_countries.get(country)
        if known is None:
            known = self.is_outside(country, "eea") and not self.law.places.has_free_flow(country, self.day)
            self._third_countries[country] = known
        return known

    # --- adequacy

    def list_decisions(self, country: str) -> tuple[Decision, ...]:
        """The decisions in force that cover ordinary transfers to the country, conditions aside."""
        return self._instruments.list_decisions(country)

    def is_covered_without_instrument(self, country: str) -> bool:
        """Whether a decision covers the country without the recipient being certified."""
        return any(decision.requires is not Requirement.CERTIFICATION for decision in self.list_decisions(country))

    # --- instruments

    def get_instrument(self, id: str) -> Instrument:
        """The instrument of that id, in force or not. KeyError where there is none."""
        return self.law.instruments[id]

    def is_in_force(
        self, id: str, *, country: str | None = None, contract: date | None = None, exporter: str | None = None
    ) -> bool:
        """Whether the instrument could be relied on that day, for the country, on a contract of that day."""
        return self.explain_invalidity(id, country=country, contract=contract, exporter=exporter) is None

    def explain_invalidity(
        self, id: str, *, country: str | None = None, contract: date | None = None, exporter: str | None = None
    ) -> NotInForce | None:
        """The reason why the instrument could not be relied on; None if it could.

        Without a country, an instrument for some countries is taken to be for this one. Without a contract day, clauses
        that only older contracts may still use are taken to be in one. Without an exporter, it is the controller.
        """
        return self._instruments.explain_invalidity(id, country, contract, exporter or self._establishment)

    def list_possible(self, id: str, contract: date | None) -> tuple[Instrument, ...]:
        """The instruments that this one may be, by the day of the contract: itself, where it says which it is."""
        return self._instruments.list_possible(id, contract)

    def find_end(
        self, id: str, *, country: str | None = None, contract: date | None = None, exporter: str | None = None
    ) -> date | None:
        """The last day on which the instrument or decision could be relied on, as far as that was known on the day.

        None where no end was known, and where it could not be relied on that day at all.
        """
        return self._instruments.find_end(id, country, contract, exporter or self._establishment)

    def list_reassessments(self, country: str) -> tuple[Event, ...]:
        """The events by the day for which the law of a country has to be assessed anew, by day."""
        decisions = (decision for decision in self.law.decisions.values() if decision.country == country)
        events = (event for decision in decisions for event in decision.list_events_by(self.day) if event.reassess)
        return tuple(sorted(events, key=lambda event: event.day))

    @property
    def _establishment(self) -> str | None:
        """The country of the controller; None where it is not known."""
        return self.circumstances.establishment if self.circumstances else None

    # --- authorities

    def cite(self, citations: Iterable[str]) -> tuple[str, ...]:
        """Those of the citations that fit the day and the notice, Art. 14 beside or in place of Art. 13.

        Raises:
            ValueError: A citation begins with the key of no authority.
        """
        asked = tuple(citations)
        if asked not in self._cited:
            self._cited[asked] = tuple(citation for citation in pair_articles(asked) if self.is_citable(citation))
        return self._cited[asked]

    def binds(self, citation: str) -> bool | None:
        """Whether the act of a citation binds the controller; law of the Union does. None where that is not known."""
        country = find_authorities(citation)[-1].country
        return True if country is None or self.circumstances is None else self.is_established_in(country)

    def is_citable(self, citation: str) -> bool:
        """Whether the authority was in force, given or published, and fits the notice. ValueError if unknown."""
        authority = self.find_authority(citation)
        if authority is None or self.circumstances is None:
            return authority is not None
        binds = authority.country is None or self.is_established_in(authority.country) is True
        return binds and fits_collection(citation, self.circumstances.collection)

    def find_authority(self, citation: str) -> Authority | None:
        """The authority of a citation under its name of the day; None where it was not yet, or no more, in force."""
        if citation not in self._authorities:
            self._authorities[citation] = find_authority_on(citation, self.day)
        return self._authorities[citation]

    # --- duties

    def list_duties(self) -> tuple[Duty, ...]:
        """The information that a notice had to contain that day, and the duties of national law."""
        from seloste.policy.law.duties import load_duties

        return tuple(duty for duty in load_duties().values() if duty.on(self.day))

    def list_processor_terms(self) -> tuple[ProcessorTerm, ...]:
        """The terms and duties that day in using a processor."""
        from seloste.policy.law.duties import load_processor_terms

        return tuple(term for term in load_processor_terms().values() if term.on(self.day))

    def list_record_fields(self) -> tuple[RecordField, ...]:
        """The fields of the record of processing activities that day, in their order."""
        from seloste.policy.law.duties import load_record_fields

        return tuple(field for field in load_record_fields().values() if field.on(self.day))

    def list_record_statements(self) -> tuple[RecordStatement, ...]:
        """The provisions that day about the record of processing activities itself."""
        from seloste.policy.law.duties import load_record_statements

        return tuple(statement for statement in load_record_statements().values() if statement.on(self.day))


@cache
def load_law() -> Law:
    """The law as packaged, read once."""
    return Law(
        places=load_places(),
        decisions=load_decisions(),
        instruments=load_instruments(),
        edition=load_edition(),
    )
