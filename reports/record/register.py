"""The transfer register: every place outside the EEA to which data go, and what is to be done about it next.

The findings of the check tell whether a transfer is lawful, `assessments_due` what is due. Nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from seloste.checker.finding import Finding, Severity
from seloste.checker.inventory import Processor
from seloste.checker.linking.assessments_due import AssessmentDue, DueReason, due
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.hops import Hop
from seloste.checker.rules.transfer import relied_on
from seloste.policy.countries import is_country
from seloste.reports.language.language import capital
from seloste.reports.paper.table import Table
from seloste.reports.record.context import RecordContext
from seloste.reports.record.transfer_fields import receiver

_WHYS = list(DueReason)
_COLUMNS = (
    "due",
    "recipient",
    "country",
    "systems",
    "routes",
    "data",
    "purposes",
    "instrument",
    "validity",
    "certification",
    "assessment",
    "findings",
    "place",
)


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding about a transfer, in words."""

    severity: Severity
    message: str
    passed: str | None


@dataclass(frozen=True, slots=True)
class Transfer:
    """One place outside the EEA: who sends what to whom, on what ground, and what is due."""

    anchor: str
    recipient: str
    country: str
    #: The systems whose data go there, and the ways by which they do.
    systems: tuple[str, ...]
    routes: tuple[str, ...]
    data: tuple[str, ...]
    purposes: tuple[str, ...]
    instrument: str
    citation: str
    validity: tuple[str, ...]
    certification: str
    assessment: str
    due: AssessmentDue
    due_words: str
    remarks: tuple[Remark, ...]
    place: str
    order: tuple[object, ...]

    @property
    def pressing(self) -> bool:
        """Whether something is to be done now."""
        return self.due.why is not None or any(
            one.severity is Severity.ERROR and not one.passed for one in self.remarks
        )


@dataclass(frozen=True)
class Register:
    """Everything that the register tells."""

    book: RecordContext

    def word(self, key: str, **values: object) -> str:
        """A word of the register's part of the language."""
        return self.book.language.word(f"register.{key}", **values)  # type: ignore[arg-type]

    @property
    def title(self) -> str:
        """The register's title, with the controller's name."""
        return self.word("title", name=self.book.policy.controller.name)

    @cached_property
    def transfers(self) -> tuple[Transfer, ...]:
        """The transfers: what is due first, then by the day on which something falls due, then the others."""
        found = [self._transfer(number, hop) for number, hop in enumerate(self.book.hops(), 1)]
        return tuple(sorted(found, key=lambda transfer: transfer.order))

    @property
    def pressing(self) -> int:
        """How many transfers need something to be done now."""
        return sum(transfer.pressing for transfer in self.transfers)

    def _transfer(self, number: int, hop: Hop) -> Transfer:
        book, law = self.book, self.book.law
        located = hop.country is not None and is_country(hop.country)
        instrument = relied_on(hop, law) if located else None
        third = located and law.third_country(hop.country or "")
        needed = due(hop, law, book.review_within) if third else AssessmentDue(needed=False)
        remarks = tuple(self._remarks(hop))
        recipient, country = receiver(book, hop), book.place(hop.country)
        pressing = needed.why is not None or any(one.severity is Severity.ERROR and not one.passed for one in remarks)
        rank = _WHYS.index(needed.why) if needed.why else len(_WHYS)
        ends = self._next_end(hop, instrument)
        falls = min(day for day in (needed.falls, ends, date.max) if day is not None)
        return Transfer(
            anchor=f"transfer-{number}",
            recipient=recipient,
            country=country,
            systems=tuple(self._systems(hop)),
            routes=tuple(self._routes(hop)),
            data=tuple(self._names(hop, "fields")),
            purposes=tuple(self._names(hop, "purposes")),
            instrument=capital(book.language.text(law.instrument(instrument).title)) if instrument else self._none(hop),
            citation=book.language.text(law.instrument(instrument).citation) if instrument else "",
            validity=tuple(self._validity(hop, instrument)),
            certification=self._certification(hop),
            assessment=self._assessment(hop, needed),
            due=needed,
            due_words=self._due(needed, pressing=pressing),
            remarks=remarks,
            place=book.at(hop.entry.at(*hop.steps)),
            order=(not pressing, rank, falls, recipient, country, number),
        )

    def _none(self, hop: Hop) -> str:
        known = hop.country is not None and is_country(hop.country)
        return self.word("no-instrument" if known else "country-unknown")

    def _next_end(self, hop: Hop, instrument: str | None) -> date | None:
        """The next day on which the instrument, the transfer or the certification ends, as far as is known."""
        transfer, law = hop.transfer, self.book.law
        days = [law.ends(instrument, country=hop.country, contract=hop.contract) if instrument else None]
        days += [transfer.valid_until, transfer.certified.until if transfer.certified else None] if transfer else []
        return min((day for day in days if day is not None and day >= law.day), default=None)

    def _systems(self, hop: Hop) -> Iterator[str]:
        for id in self._system_ids(hop):
            entry = self.book.result.system_entries.get(id)
            yield entry.record.name if entry else id
        if isinstance(hop.entry, NoticeEntry):
            yield self.word("by-notice")

    def _system_ids(self, hop: Hop) -> tuple[str, ...]:
        if isinstance(hop.entry, NoticeEntry):
            return ()
        if isinstance(hop.entry.record, Processor):
            return self.book.index.users(hop.entry.id)
        return (hop.entry.id,)

    def _routes(self, hop: Hop) -> Iterator[str]:
        """The chains with names instead of ids."""
        for chain in hop.chains:
            names = [self._name(link, first=number == 0, hop=hop) for number, link in enumerate(chain)]
            yield " → ".join(names)

    def _name(self, link: str, *, first: bool, hop: Hop) -> str:
        systems, processors = self.book.result.system_entries, self.book.result.processor_entries
        if isinstance(hop.entry, NoticeEntry):
            return receiver(self.book, hop)
        if first and link in systems and not (len(hop.chains) == 1 and len(hop.chains[0]) == 1 and link in processors):
            return systems[link].record.name
        if link in processors:
            return processors[link].record.name
        disclosures = self.book.policy.disclosures
        known = disclosures.recipients.get(link) if disclosures else None
        return self.book.text(known.text) if known else link

    def _names(self, hop: Hop, section: str) -> Iterator[str]:
        """The data, or the purposes, that go there: what the entry says, else what the systems give it."""
        record = None if isinstance(hop.entry, NoticeEntry) else hop.entry.record
        own = getattr(record, section, None)
        if isinstance(record, Processor) and own is None:
            entries = [self.book.result.system_entries.get(id) for id in self._system_ids(hop)]
            own = [
                value
                for entry in entries
                if entry
                for value in (entry.record.every_purpose if section == "purposes" else entry.record.fields) or ()
            ]
        elif record is not None and not isinstance(record, Processor) and section == "purposes":
            own = record.every_purpose
        for id in dict.fromkeys(own or ()):
            yield self.book.named(section, id).plain
        if not own:
            yield self.book.word("not-stated")

    def _validity(self, hop: Hop, instrument: str | None) -> Iterator[str]:
        """The days between which the transfer may rest on its instrument, by its contract and by the law."""
        transfer, law = hop.transfer, self.book.law
        if hop.contract is not None:
            yield self.word("contract-day", day=hop.contract)
        if transfer is not None and transfer.valid_until is not None:
            yield self.word("valid-until", day=transfer.valid_until)
        if instrument is None or not hop.country:
            return
        if law.in_force(instrument, country=hop.country, contract=hop.contract):
            last = law.ends(instrument, country=hop.country, contract=hop.contract)
            yield self.word("in-force-until", day=last) if last else self.word("in-force")
            return
        reason = law.why_not(instrument, country=hop.country, contract=hop.contract)
        if reason is not None:
            key = f"not.{reason.reason}"
            yield self.word(f"{key}-day", day=reason.day) if reason.day else self.word(key)

    def _certification(self, hop: Hop) -> str:
        certified = hop.transfer.certified if hop.transfer else None
        if certified is None:
            return ""
        say = self.book.language.say
        days = {"from": certified.from_, "until": certified.until, "verified": certified.verified}
        return ", ".join(self.word(f"certified-{key}", day=say(day)) for key, day in days.items() if day is not None)

    def _assessment(self, hop: Hop, needed: AssessmentDue) -> str:
        made = hop.transfer.assessment if hop.transfer else None
        if made is None and not needed.needed:
            return self.word("not-needed" if needed.why is None else "depends")
        if made is None:
            return self.book.word("not-stated")
        day = self.book.language.say(made.date) if made.date else self.book.word("undated")
        return ", ".join(part for part in (day, made.document) if part)

    def _due(self, needed: AssessmentDue, *, pressing: bool) -> str:
        if needed.why is not None:
            key = f"why.{needed.why}"
            return self.word(f"{key}-since", day=needed.since) if needed.since else self.word(key)
        if pressing:
            return self.word("see-findings")
        if needed.falls is not None:
            return self.word("falls", day=needed.falls)
        return self.word("nothing-due")

    def _remarks(self, hop: Hop) -> Iterator[Remark]:
        for finding in sorted(self.book.findings_on(hop), key=lambda one: list(Severity).index(one.severity)):
            yield Remark(finding.severity, capital(self.book.language.message(finding)), self._passed(finding))

    def _passed(self, finding: Finding) -> str | None:
        if finding.waived is not None:
            return self.word("waived", day=finding.waived.until)
        return self.word("baselined") if finding.baselined else None

    # --- tables

    def table(self, separator: str = "; ") -> Table:
        """A transfer a row."""
        unread = separator.join(f"{one.place}: {one.message}" for one in self.book.unread)
        rows: tuple[tuple[str, ...], ...] = tuple(
            (
                one.due_words,
                one.recipient,
                one.country,
                separator.join(one.systems),
                separator.join(one.routes),
                separator.join(one.data),
                separator.join(one.purposes),
                separator.join(part for part in (one.instrument, one.citation) if part),
                separator.join(one.validity),
                one.certification,
                one.assessment,
                separator.join(self.remark(remark) for remark in one.remarks),
                one.place,
                unread,
            )
            for one in self.transfers
        )
        if not rows:
            rows = ((self.word("none"), *("",) * (len(_COLUMNS) - 1), unread),)
        columns = (*(self.word(f"column.{key}") for key in _COLUMNS), self.book.word("unread"))
        return Table(self.word("sheet"), columns, rows)

    def remark(self, remark: Remark) -> str:
        """A finding on one line."""
        severity = self.book.language.word(f"severity.{remark.severity}")
        passed = f" ({remark.passed})" if remark.passed else ""
        return f"{severity}: {remark.message}{passed}"
