"""What the record looks things up in: the result of a check, and the words for what it names.

`RecordContext` knows the notice, the systems and the processor list. It names each id, or says that the notice does
not have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from seloste.checker.finding import Finding
from seloste.checker.inventory import Processor, System
from seloste.checker.linking.entry import DeclaredRecord, NoticeEntry
from seloste.checker.linking.hops import Hop, notice_hops, processor_hops, system_hops
from seloste.checker.linking.index import Index, usage_of
from seloste.checker.position import Location
from seloste.checker.result import Result
from seloste.checker.rules.context import Settings, Usage
from seloste.policy.countries import is_country
from seloste.policy.law.duties import RecordField
from seloste.policy.law.law import LawOn, law
from seloste.policy.notice import Policy
from seloste.policy.period import Period
from seloste.reports.language.language import Language
from seloste.reports.record.model import FieldValue, FilledField, MissingReason, Unread

#: The places within a transfer that findings about it point at.
_WITHIN = (
    ("instrument",),
    ("covered",),
    ("certified",),
    *(("certified", key) for key in ("from", "until", "verified")),
    ("valid_until",),
)


@dataclass(frozen=True)
class RecordContext:
    """The result of a check whose notice could be read, in one language. `review_within`: how long a review holds."""

    result: Result
    language: Language
    review_within: Period

    @property
    def notice(self) -> NoticeEntry:
        """The notice; ValueError where it could not be read, since there is nothing to record then."""
        if self.result.notice is None:
            raise ValueError("the notice could not be read")
        return self.result.notice

    @property
    def policy(self) -> Policy:
        """What the notice says."""
        return self.notice.record

    @cached_property
    def law(self) -> LawOn:
        """The law of the day."""
        return law().on(self.result.as_of)

    @cached_property
    def systems(self) -> tuple[DeclaredRecord[System], ...]:
        """The systems that could be read."""
        return tuple(self.result.system_entries.values())

    @cached_property
    def index(self) -> Index:
        """Who uses whom."""
        usage = Usage()
        for system in self.systems:
            usage.add(usage_of(system))
        context = Settings(self.review_within, self.review_within)
        return Index(self.notice, self.result.processor_entries, None, context, usage)

    @cached_property
    def fields(self) -> dict[str, RecordField]:
        """The fields of the record as the law has them on the day, in its order."""
        return {field.id: field for field in self.law.record_fields()}

    @property
    def unread(self) -> tuple[Unread, ...]:
        """What could not be read."""
        return tuple(
            Unread(self.at(finding.location), self.language.message(finding))
            for finding in self.result.findings
            if finding.family == "input"
        )

    # --- words

    def word(self, key: str, **values: object) -> str:
        """A word of the record's part of the language."""
        return self.language.word(f"record.{key}", **values)  # type: ignore[arg-type]

    def at(self, location: Location) -> str:
        """A place as `file:line`."""
        return f"{location.path}:{location.line}" if location.line else location.path

    def text(self, words: dict[str, str]) -> str:
        """The words of the notice or the inventory, on one line."""
        return " ".join(self.language.text(words).split())

    def named(self, section: str, id: str, of: str = "") -> FieldValue:
        """What the notice calls an entry of `section`; an id that it does not have stays, and is marked."""
        known = getattr(self.policy, section).get(id)
        if known is None:
            return FieldValue(id, of, (self.word("undeclared"),))
        return FieldValue(self.text(known.text), of)

    def processor(self, id: str) -> str:
        """What a processor is called."""
        entry = self.result.processor_entries.get(id)
        return entry.record.name if entry else id

    def place(self, country: str | None) -> str:
        """The name of a country; a code that is none stays."""
        return self.language.country(country) if country else self.word("not-stated")

    # --- fields and gaps

    def told(self, field: str, pieces: Iterable[FieldValue]) -> FilledField:
        """A field of the record with what is known."""
        known = self.fields[field]
        return FilledField(field, self.language.text(known.title), self.language.text(known.citation), tuple(pieces))

    def gap(self, field: str, of: str, key: str, location: Location, *, who: str = "", why: str = "") -> FieldValue:
        """The piece for something that nobody has declared: visibly not stated."""
        known = self.fields[field]
        label, citation = self.language.text(known.title), self.language.text(known.citation)
        gap = MissingReason(field, label, known.need, citation, of, key, self.at(location))
        return FieldValue(self.word("not-stated"), who, (why,) if why else (), gap)

    def gap_in_notice(self, field: str, of: str, *steps: str, why: str = "") -> FieldValue:
        """The piece for something that the notice does not say."""
        return self.gap(field, of, ".".join(steps), self.notice.at(*steps), why=why)

    def gap_in_record(
        self,
        field: str,
        entry: DeclaredRecord[System] | DeclaredRecord[Processor],
        *steps: str,
        who: str = "",
        why: str = "",
    ) -> FieldValue:
        """The piece for something that a system or a processor does not declare."""
        key = ".".join((entry.subject, *steps))
        return self.gap(field, entry.record.name, key, entry.at(*steps), who=who, why=why)

    # --- transfers

    def outside(self, hop: Hop) -> bool:
        """Whether data leave the EEA on the day, or may: to a third country, a disputed territory, an unknown place."""
        if hop.carried:
            return False  # the processor's own entry tells of the same place
        if hop.country is None or not is_country(hop.country):
            return hop.must_have_country or hop.country is not None
        return self.law.third_country(hop.country) or self.law.disputed(hop.country)

    def hops(self) -> Iterator[Hop]:
        """Every place outside the EEA to which data go, through whole chains."""
        for system in self.systems:
            yield from self.hops_of_system(system)
        for entry in self.result.processor_entries.values():
            yield from self.hops_of_processor(entry)
        yield from filter(self.outside, notice_hops(self.notice))

    def hops_of_system(self, system: DeclaredRecord[System]) -> Iterator[Hop]:
        """Where a system itself sends data outside the EEA."""
        return filter(self.outside, system_hops(system, self.result.processor_entries))

    def hops_of_processor(self, processor: DeclaredRecord[Processor]) -> tuple[Hop, ...]:
        """Where a processor takes data outside the EEA."""
        if processor.id not in self._hops:
            hops = processor_hops(processor, self.index.chains(processor.id))
            self._hops[processor.id] = tuple(filter(self.outside, hops))
        return self._hops[processor.id]

    @cached_property
    def _hops(self) -> dict[str, tuple[Hop, ...]]:
        return {}

    def findings_on(self, hop: Hop) -> tuple[Finding, ...]:
        """What the check found about a hop: the findings that point into its entry's own lines."""
        places = {hop.entry.at(*hop.steps)}
        if hop.transfer is not None:
            places |= {hop.entry.at(*hop.transfer_steps, *steps) for steps in _WITHIN}
        subject = hop.subject or getattr(hop.entry, "subject", "")
        return tuple(
            finding
            for finding in self._transfer_findings.get(subject, ())
            if finding.location in places and finding.arguments.get("chain", hop.chain) == hop.chain
        )

    @cached_property
    def _transfer_findings(self) -> dict[str, list[Finding]]:
        found: dict[str, list[Finding]] = {}
        for finding in self.result.findings:
            if finding.family == "transfer":
                found.setdefault(finding.subject, []).append(finding)
        return found
