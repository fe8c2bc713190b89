"""The context of the record, the register and the processor list: a result of a check, in one language.

`RecordContext` finds the name of each id in the notice, the systems and the processor list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property

from msgspec import Struct

from seloste.checker.finding import Finding
from seloste.checker.inventory import Processor, System
from seloste.checker.linking.entry import DeclaredRecord, NoticeEntry
from seloste.checker.linking.hops import Hop, notice_hops
from seloste.checker.linking.index import Index
from seloste.checker.position import Location
from seloste.checker.reading.documents import Input
from seloste.checker.result import Result
from seloste.policy.countries import is_country
from seloste.policy.law.duties import RecordField
from seloste.policy.law.law import LawOn
from seloste.policy.notice import Policy
from seloste.policy.period import Period
from seloste.policy.processing import NamedProcessor
from seloste.reports.language.disclaimer import disclaim_result
from seloste.reports.language.files_as_of import describe_as_of
from seloste.reports.language.joining import find_proper_stems, join_names
from seloste.reports.language.language import Language
from seloste.reports.language.omission import list_law_remarks
from seloste.reports.record.model import FieldValue, FilledField, Gap, UnreadInput

#: The rule that finds a resource in another country than its system declares.
_CONTRADICTED = "evidence/country-contradicted"
#: The keys within a transfer that a finding about the transfer may point at.
_TRANSFER_KEYS = (
    ("instrument",),
    ("covered",),
    ("certified",),
    *(("certified", key) for key in ("from", "until", "verified", "covers")),
    ("assessment",),
    ("assessment", "date"),
    ("valid_until",),
)


class RecordContext(Struct, frozen=True, dict=True):
    """The result of a check, in one language. `review_within` is the time for which an assessment counts as recent."""

    result: Result
    language: Language
    review_within: Period

    @property
    def as_of(self) -> str:
        """The state of the files, and the day whose law counts, as a sentence."""
        return describe_as_of(self.result, self.language)

    @property
    def notice(self) -> NoticeEntry:
        """The notice with its positions. ValueError: it could not be read, so there is nothing to record."""
        if self.result.notice is None:
            raise ValueError("the notice could not be read")
        return self.result.notice

    @property
    def policy(self) -> Policy:
        """The content of the notice."""
        return self.notice.record

    @cached_property
    def law(self) -> LawOn:
        """The law on the day of the check, for this controller."""
        return self.result.law

    @property
    def law_remarks(self) -> tuple[str, ...]:
        """What readers must know of the law behind the document: sentences."""
        return tuple(list_law_remarks(self.result, self.language))

    @property
    def disclaimer(self) -> str:
        """That the document is no advice and no assurance, and what it rests on."""
        return disclaim_result(self.result, self.language)

    @cached_property
    def systems(self) -> tuple[DeclaredRecord[System], ...]:
        """The systems that were read."""
        return tuple(self.result.system_entries.values())

    @property
    def index(self) -> Index:
        """The processor list with the systems that use each. ValueError: the notice could not be read."""
        if self.result.index is None:
            raise ValueError("the notice could not be read")
        return self.result.index

    @cached_property
    def fields(self) -> dict[str, RecordField]:
        """The fields of the record by id, in the order of the law's data, as they are on the day of the check."""
        return {field.id: field for field in self.law.list_record_fields()}

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The files that the check read, the notice first."""
        return (*([self.result.policy] if self.result.policy else ()), *self.result.inputs)

    @property
    def unread(self) -> tuple[UnreadInput, ...]:
        """The inputs that could not be read."""
        return tuple(
            UnreadInput(self.format_location(finding.location), self.language.message(finding))
            for finding in self.result.findings
            if finding.is_input
        )

    def word(self, key: str, **values: object) -> str:
        """The word with a key of the language's file `record.yaml`."""
        return self.language.word(f"record.{key}", **values)  # type: ignore[arg-type]

    def format_location(self, location: Location) -> str:
        """A location as `file:line`."""
        return f"{location.path}:{location.line}" if location.line else location.path

    def text(self, words: dict[str, str]) -> str:
        """A text of the notice or the inventory in the language, on one line."""
        return " ".join(self.language.text(words).split())

    def name_entry(self, section: str, id: str, of: str = "") -> FieldValue:
        """The notice's name for an entry of `section`; an id that the notice lacks keeps its id and gets a remark."""
        known = getattr(self.policy, section).get(id)
        if known is None:
            return FieldValue(id, of, (self.word("undeclared"),))
        return FieldValue(self.text(known.text), of)

    def name_processor(self, id: str) -> str:
        """The name of a processor by the list, else by the notice; its id if neither has one."""
        entry = self.result.processor_entries.get(id)
        own = self.find_named_processor(id)
        return entry.record.name if entry else (own.name if own else None) or id

    def describe_notice_processor(self, id: str) -> FieldValue:
        """A processor of the notice by its name; one without any by what it does, or its id, and as unlisted."""
        own = self.find_named_processor(id)
        if id in self.result.processor_entries or (own and own.name):
            return FieldValue(self.name_processor(id), remarks=self.describe_task(id))
        unlisted = self.word("unlisted-among-read" if self.unread else "unlisted")
        return FieldValue("".join(self.describe_task(id)) or id, remarks=(unlisted,))

    def find_named_processor(self, id: str) -> NamedProcessor | None:
        """What the notice says of a processor; None where it does not name it."""
        processors = self.policy.processors
        return (processors.recipients or {}).get(id) if processors else None

    def describe_task(self, id: str) -> tuple[str, ...]:
        """What a processor does by the notice's words: a remark, or none."""
        own = self.find_named_processor(id)
        return (self.text(own.text),) if own and own.text else ()

    def name_entries(self, section: str, ids: Iterable[str]) -> str:
        """The names of several entries. An id that the notice lacks has a remark."""
        names = (self.name_entry(section, id).plain for id in ids)
        return join_names(names, self.proper_stems, self.language.code)

    @cached_property
    def proper_stems(self) -> frozenset[str]:
        """The stems of the words that keep their capital within a line."""
        return find_proper_stems(self.policy, self.language.code)

    def name_country(self, country: str | None) -> str:
        """The name of a country. An unknown code stays as it is; None becomes "not stated"."""
        return self.language.country(country) if country else self.word("not-stated")

    def fill_field(self, field: str, values: Iterable[FieldValue]) -> FilledField:
        """Fills a field of the record with values. KeyError: the law has no such field on the day."""
        return FilledField(field, self.language.text(self.fields[field].title), self._cite_field(field), tuple(values))

    def _cite_field(self, field: str) -> str:
        """The law that asks for a field; empty where it does not fit the controller, or the sources of its data."""
        known = self.fields[field]
        fits = not known.law or any(map(self.law.is_citable, known.law))
        return self.language.text(known.citation) if fits else ""

    def mark_gap(
        self, field: str, of: str, key: str, location: Location, *, who: str = "", why: str = ""
    ) -> FieldValue:
        """The value "not stated", with the gap that explains what is missing and where to declare it.

        Args:
            field: The id of the record's field.
            of: The name of the activity, system or processor that lacks the fact.
            key: The dotted key that would declare the fact.
            location: The file and line of the key.
            who: The name shown before the value.
            why: The missing part of the field, if not all of it is missing.
        """
        known = self.fields[field]
        label = self.language.text(known.title)
        gap = Gap(field, label, known.need, self._cite_field(field), of, key, self.format_location(location))
        return FieldValue(self.word("not-stated"), who, (why,) if why else (), gap)

    def mark_gap_in_notice(self, field: str, of: str, *steps: str | int, why: str = "") -> FieldValue:
        """The value "not stated" for a key that the notice lacks. `steps` lead to the key."""
        key = ".".join(str(step) for step in steps if step != 0)
        return self.mark_gap(field, of, key, self.notice.at(*steps), why=why)

    def mark_gap_in_record(
        self,
        field: str,
        entry: DeclaredRecord[System] | DeclaredRecord[Processor],
        *steps: str,
        who: str = "",
        why: str = "",
    ) -> FieldValue:
        """The value "not stated" for a key that a system or a processor lacks. `steps` lead to the key."""
        key = ".".join((entry.subject, *steps))
        return self.mark_gap(field, entry.record.name, key, entry.at(*steps), who=who, why=why)

    def remark_later(self, *days: date | None) -> tuple[str, ...]:
        """A remark where a day comes after the one whose law counts: on that one it had not come yet."""
        is_later = any(day is not None and day > self.law.day for day in days)
        return (self.word("later", day=self.law.day),) if is_later else ()

    def leaves_eea(self, hop: Hop) -> bool:
        """Whether data may be transferred on the day: to a third country, a disputed territory or an unknown place."""
        if hop.carried and not hop.is_open:
            return False  # the processor's own entry has a hop to the same place
        if hop.country is None or not is_country(hop.country):
            return hop.must_have_country or hop.country is not None
        return self.law.is_third_country(hop.country) or self.law.is_disputed(hop.country)

    def list_hops(self) -> Iterator[Hop]:
        """Every hop that leaves the EEA: of systems, then of processors, then of the notice."""
        for system in self.systems:
            yield from self.list_system_hops(system)
        for entry in self.result.processor_entries.values():
            yield from self.list_processor_hops(entry)
        yield from filter(self.leaves_eea, notice_hops(self.notice))

    def list_system_hops(self, system: DeclaredRecord[System]) -> Iterator[Hop]:
        """The hops of one system that leave the EEA."""
        return filter(self.leaves_eea, self.index.list_system_hops(system))

    def list_processor_hops(self, processor: DeclaredRecord[Processor]) -> tuple[Hop, ...]:
        """The hops of one processor that leave the EEA."""
        if processor.id not in self._hops:
            hops = self.index.list_processor_hops(processor)
            self._hops[processor.id] = tuple(filter(self.leaves_eea, hops))
        return self._hops[processor.id]

    @cached_property
    def _hops(self) -> dict[str, tuple[Hop, ...]]:
        return {}

    def list_findings_on(self, hop: Hop) -> tuple[Finding, ...]:
        """The findings about a hop: those on transfers that point into the lines of its entry, or to its resource."""
        places = {hop.location}
        if hop.transfer is not None:
            places |= {hop.entry.at(*hop.transfer_steps, *steps) for steps in _TRANSFER_KEYS}
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
            if finding.family == "transfer" or finding.rule == _CONTRADICTED:
                found.setdefault(finding.subject, []).append(finding)
        return found
