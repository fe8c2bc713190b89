"""The transfer register: every transfer of data out of the EEA, and the next step that each needs.

Findings say whether a transfer is lawful, and `assessments_due` says which assessment is due. Nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property

from msgspec import Struct

from seloste.checker.finding import Finding, Severity
from seloste.checker.inventory import Processor
from seloste.checker.linking.assessments_due import AssessmentDue, DueReason, assess_due
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.hops import Hop, find_instrument
from seloste.policy.countries import is_country
from seloste.reports.language.language import capitalize
from seloste.reports.paper.table import Table
from seloste.reports.record.context import RecordContext
from seloste.reports.record.transfer_fields import name_recipient

_REASONS = list(DueReason)
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


class TransferFinding(Struct, frozen=True):
    """A finding about a transfer, in words."""

    severity: Severity
    message: str
    suppression: str | None


class RegisteredTransfer(Struct, frozen=True):
    """One transfer out of the EEA: its systems, data, recipient and transfer tool, and what is due."""

    anchor: str
    recipient: str
    country: str
    #: The names of the systems whose data go there, and the chains of companies by which they go.
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
    #: Whether an assessment is due, or an error is not suppressed.
    urgent: bool
    findings: tuple[TransferFinding, ...]
    place: str
    order: tuple[object, ...]


class TransferRegister(Struct, frozen=True, dict=True):
    """The whole register."""

    context: RecordContext

    def word(self, key: str, **values: object) -> str:
        """The word with a key of the language's file `register.yaml`."""
        return self.context.language.word(f"register.{key}", **values)  # type: ignore[arg-type]

    @property
    def title(self) -> str:
        """The register's title, with the controller's name."""
        return self.word("title", name=self.context.policy.controller.name)

    @cached_property
    def transfers(self) -> tuple[RegisteredTransfer, ...]:
        """The transfers: those that need a step now, then by the day on which one falls due, then the others."""
        found = [self._register_transfer(number, hop) for number, hop in enumerate(self.context.list_hops(), 1)]
        return tuple(sorted(found, key=lambda transfer: transfer.order))

    @property
    def urgent(self) -> int:
        """The number of transfers that need a step now."""
        return sum(transfer.urgent for transfer in self.transfers)

    def _register_transfer(self, number: int, hop: Hop) -> RegisteredTransfer:
        """Registers the transfer of a hop. `number` keeps the order of hops among equal transfers."""
        context, law = self.context, self.context.law
        known = hop.country is not None and is_country(hop.country)
        instrument = find_instrument(hop, law) if known else None
        third = known and law.is_third_country(hop.country or "")
        needed = assess_due(hop, law, context.review_within) if third else AssessmentDue(needed=False)
        findings = tuple(self._describe_findings(hop))
        recipient, country = name_recipient(context, hop), context.name_country(hop.country)
        errors = [each for each in findings if each.severity is Severity.ERROR and not each.suppression]
        urgent = needed.why is not None or bool(errors)
        rank = _REASONS.index(needed.why) if needed.why else len(_REASONS)
        next_day = min(day for day in (needed.falls, self._find_next_end(hop, instrument), date.max) if day is not None)
        return RegisteredTransfer(
            anchor=f"transfer-{number}",
            recipient=recipient,
            country=country,
            systems=tuple(self._name_systems(hop)),
            routes=tuple(self._name_routes(hop)),
            data=tuple(self._name_entries(hop, "fields")),
            purposes=tuple(self._name_entries(hop, "purposes")),
            instrument=self._name_instrument(hop, instrument),
            citation=context.language.text(law.get_instrument(instrument).citation) if instrument else "",
            validity=tuple(self._describe_validity(hop, instrument)),
            certification=self._describe_certification(hop),
            assessment=self._describe_assessment(hop, needed),
            due=needed,
            due_words=self._describe_due(needed, urgent=urgent),
            urgent=urgent,
            findings=findings,
            place=context.format_location(hop.location),
            order=(not urgent, rank, next_day, recipient, country, number),
        )

    def _name_instrument(self, hop: Hop, instrument: str | None) -> str:
        if instrument:
            return capitalize(self.context.language.text(self.context.law.get_instrument(instrument).title))
        known = hop.country is not None and is_country(hop.country)
        return self.word("no-instrument" if known else "country-unknown")

    def _find_next_end(self, hop: Hop, instrument: str | None) -> date | None:
        """The next day on which the instrument, the transfer or the certification ends, as far as is known."""
        transfer, law = hop.transfer, self.context.law
        days = [
            law.find_end(instrument, country=hop.country, contract=hop.contract, exporter=hop.exporter)
            if instrument
            else None
        ]
        days += [transfer.valid_until, transfer.certified.until if transfer.certified else None] if transfer else []
        return min((day for day in days if day is not None and day >= law.day), default=None)

    def _name_systems(self, hop: Hop) -> Iterator[str]:
        for id in self._list_system_ids(hop):
            entry = self.context.result.system_entries.get(id)
            yield entry.record.name if entry else id
        if isinstance(hop.entry, NoticeEntry):
            yield self.word("by-notice")

    def _list_system_ids(self, hop: Hop) -> tuple[str, ...]:
        if isinstance(hop.entry, NoticeEntry):
            return ()
        if isinstance(hop.entry.record, Processor):
            return self.context.index.list_users(hop.entry.id)
        return (hop.entry.id,)

    def _name_routes(self, hop: Hop) -> Iterator[str]:
        """The chains of a hop, with names instead of ids."""
        for chain in hop.chains:
            names = [self._name_link(link, first=number == 0, hop=hop) for number, link in enumerate(chain)]
            yield " → ".join(names)

    def _name_link(self, link: str, *, first: bool, hop: Hop) -> str:
        systems, processors = self.context.result.system_entries, self.context.result.processor_entries
        if isinstance(hop.entry, NoticeEntry):
            return name_recipient(self.context, hop)
        if first and link in systems and not (len(hop.chains) == 1 and len(hop.chains[0]) == 1 and link in processors):
            return systems[link].record.name
        if link in processors:
            return processors[link].record.name
        disclosures = self.context.policy.disclosures
        known = disclosures.recipients.get(link) if disclosures else None
        return self.context.text(known.text) if known else link

    def _name_entries(self, hop: Hop, section: str) -> Iterator[str]:
        """Names the data (`fields`) or purposes of a hop: those of its entry, else those of the systems that use it."""
        record = None if isinstance(hop.entry, NoticeEntry) else hop.entry.record
        own = getattr(record, section, None)
        if isinstance(record, Processor) and own is None:
            entries = [self.context.result.system_entries.get(id) for id in self._list_system_ids(hop)]
            own = [
                value
                for entry in entries
                if entry
                for value in (entry.record.every_purpose if section == "purposes" else entry.record.fields) or ()
            ]
        elif record is not None and not isinstance(record, Processor) and section == "purposes":
            own = record.every_purpose
        for id in dict.fromkeys(own or ()):
            yield self.context.name_entry(section, id).plain
        if not own:
            yield self.context.word("not-stated")

    def _describe_validity(self, hop: Hop, instrument: str | None) -> Iterator[str]:
        """The days between which the transfer may rely on its instrument, by its contract and by the law."""
        transfer, law = hop.transfer, self.context.law
        if hop.contract is not None:
            yield self.word("contract-day", day=hop.contract)
        if transfer is not None and transfer.valid_until is not None:
            yield self.word("valid-until", day=transfer.valid_until)
        if instrument is None or not hop.country:
            return
        if law.is_in_force(instrument, country=hop.country, contract=hop.contract, exporter=hop.exporter):
            last = law.find_end(instrument, country=hop.country, contract=hop.contract, exporter=hop.exporter)
            yield self.word("in-force-until", day=last) if last else self.word("in-force")
            return
        reason = law.explain_invalidity(instrument, country=hop.country, contract=hop.contract, exporter=hop.exporter)
        if reason is not None:
            key = f"not.{reason.reason}"
            yield self.word(f"{key}-day", day=reason.day) if reason.day else self.word(key)

    def _describe_certification(self, hop: Hop) -> str:
        certified = hop.transfer.certified if hop.transfer else None
        if certified is None:
            return ""
        days = {"from": certified.from_, "until": certified.until, "verified": certified.verified}
        words = [self.word(f"certified-{key}", day=day) for key, day in days.items() if day is not None]
        covered = [self.word(f"certified-data.{each}") for each in certified.covers or ()]
        words += [self.word("certified-covers", data=self.context.language.format_list(covered))] if covered else []
        return ", ".join([*words, *self.context.remark_later(certified.from_, certified.verified)])

    def _describe_assessment(self, hop: Hop, needed: AssessmentDue) -> str:
        made = hop.transfer.assessment if hop.transfer else None
        if made is None and not needed.needed:
            return self.word("not-needed" if needed.why is None else "depends")
        if made is None:
            return self.context.word("not-stated")
        day = self.context.language.format_value(made.date) if made.date else self.context.word("undated")
        return ", ".join(part for part in (day, made.document, *self.context.remark_later(made.date)) if part)

    def _describe_due(self, needed: AssessmentDue, *, urgent: bool) -> str:
        if needed.why is not None:
            key = f"why.{needed.why}"
            return self.word(f"{key}-since", day=needed.since) if needed.since else self.word(key)
        if urgent:
            return self.word("see-findings")
        if needed.falls is not None:
            return self.word("falls", day=needed.falls)
        return self.word("nothing-due")

    def _describe_findings(self, hop: Hop) -> Iterator[TransferFinding]:
        for finding in sorted(self.context.list_findings_on(hop), key=lambda each: list(Severity).index(each.severity)):
            yield TransferFinding(
                finding.severity,
                capitalize(self.context.language.message(finding)),
                self._describe_suppression(finding),
            )

    def _describe_suppression(self, finding: Finding) -> str | None:
        if finding.waived is not None:
            return self.word("waived", day=finding.waived.until)
        return self.word("baselined") if finding.baselined else None

    def build_table(self, separator: str = "; ") -> Table:
        """Builds the table of transfers, a row each."""
        unread = separator.join(f"{each.place}: {each.message}" for each in self.context.unread)
        rows: tuple[tuple[str, ...], ...] = tuple(
            (
                each.due_words,
                each.recipient,
                each.country,
                separator.join(each.systems),
                separator.join(each.routes),
                separator.join(each.data),
                separator.join(each.purposes),
                separator.join(part for part in (each.instrument, each.citation) if part),
                separator.join(each.validity),
                each.certification,
                each.assessment,
                separator.join(self.format_finding(finding) for finding in each.findings),
                each.place,
                unread,
            )
            for each in self.transfers
        )
        if not rows:
            rows = ((self.word("none"), *("",) * (len(_COLUMNS) - 1), unread),)
        columns = (*(self.word(f"column.{key}") for key in _COLUMNS), self.context.word("unread"))
        return Table(self.word("sheet"), columns, rows)

    def format_finding(self, finding: TransferFinding) -> str:
        """A finding on one line."""
        severity = self.context.language.word(f"severity.{finding.severity}")
        suppression = f" ({finding.suppression})" if finding.suppression else ""
        return f"{severity}: {finding.message}{suppression}"
