"""The processor list for the public: the companies that process data on the controller's behalf.

It shows no ids, contracts, owners or documents. An entry that the notice has no words for is shown as "not in the
notice": its id is internal, and leaving it out would be untrue. `ProcessorList.unpublishable` names these companies,
so that the controller can fix them first.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from seloste.checker.finding import Severity
from seloste.checker.inventory import Processor
from seloste.checker.linking.entry import DeclaredRecord
from seloste.checker.linking.hops import find_instrument
from seloste.policy.countries import is_country
from seloste.policy.vocabulary import Role
from seloste.reports.language.language import capitalize
from seloste.reports.paper.table import Table
from seloste.reports.record.context import RecordContext

#: The rules whose errors mean that a transfer has no legal ground.
_GROUNDLESS = frozenset(
    f"transfer/{name}" for name in ("instrument-missing", "instrument-unfit", "instrument-invalid", "condition-unmet")
)


class ListedProcessor(Struct, frozen=True):
    """A company on the list."""

    name: str
    #: What it is used for, by the notice, else by the list; and its website. Empty: not stated.
    service: str
    website: str
    role: str
    purposes: tuple[str, ...]
    data: tuple[str, ...]
    countries: tuple[str, ...]
    #: For each third country, the transfer tool, in words.
    transfers: tuple[str, ...]


class ProcessorList(Struct, frozen=True, dict=True):
    """The whole list."""

    context: RecordContext

    def word(self, key: str, **values: object) -> str:
        """The word with a key of the language's file `processors.yaml`."""
        return self.context.language.word(f"processors.{key}", **values)  # type: ignore[arg-type]

    @property
    def title(self) -> str:
        """The list's title."""
        return self.word("title", name=self.context.policy.controller.name)

    @cached_property
    def processors(self) -> tuple[ListedProcessor, ...]:
        """The companies, by name."""
        found = [self._describe_processor(entry) for entry in self.context.result.processor_entries.values()]
        return tuple(sorted(found, key=lambda each: each.name.casefold()))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of the list. That of services and that of websites are there where a company has one."""
        optional = [key for key in ("service", "website") if any(getattr(each, key) for each in self.processors)]
        return ("name", *optional, "role", "purposes", "data", "country", "transfer")

    def list_values(self, processor: ListedProcessor) -> dict[str, tuple[str, ...]]:
        """The values of a company by column."""
        return {
            "name": (processor.name,),
            "service": (processor.service,) if processor.service else (),
            "website": (processor.website,) if processor.website else (),
            "role": (processor.role,),
            "purposes": processor.purposes,
            "data": processor.data,
            "country": processor.countries,
            "transfer": processor.transfers,
        }

    @property
    def unpublishable(self) -> tuple[str, ...]:
        """The companies with a fact that is unknown, outside the notice or unlawful."""
        unfit = {self.word("undeclared"), self.word("not-stated")}
        return tuple(
            each.name
            for each in self.processors
            if {*each.purposes, *each.data, *each.countries} & unfit
            or any(words.endswith(self.word("no-instrument")) for words in each.transfers)
        )

    def _describe_processor(self, entry: DeclaredRecord[Processor]) -> ListedProcessor:
        record = entry.record
        purposes = record.purposes if record.purposes is not None else self._list_given(entry, "purposes")
        fields = record.fields if record.fields is not None else self._list_given(entry, "fields")
        return ListedProcessor(
            name=record.name,
            service=next(iter((*self.context.describe_task(entry.id), record.service or "")), ""),
            website=record.website or "",
            role=self._name_role(entry),
            purposes=tuple(self._name_entries("purposes", purposes)),
            data=tuple(self._name_entries("fields", fields)),
            countries=tuple(self._name_countries(entry)),
            transfers=tuple(self._describe_transfers(entry)),
        )

    def _list_given(self, entry: DeclaredRecord[Processor], section: str) -> list[str]:
        """The ids that systems give a processor, for a key that its own entry lacks."""
        users = [self.context.result.system_entries[id].record for id in self.context.index.list_users(entry.id)]
        return [
            value
            for system in users
            for value in (system.every_purpose if section == "purposes" else system.fields) or ()
        ]

    def _name_role(self, entry: DeclaredRecord[Processor]) -> str:
        used = entry.id in self.context.index.usage.processors
        others = self.context.result.processor_entries.values()
        engaged = any(entry.id in (other.record.subprocessors or ()) for other in others)
        sub = engaged and not used and entry.record.role is Role.PROCESSOR
        return capitalize(self.context.word(f"role.{'subprocessor' if sub else entry.record.role}"))

    def _name_entries(self, section: str, ids: list[str]) -> Iterator[str]:
        known = getattr(self.context.policy, section)
        yield from (self.context.text(known[id].text) for id in dict.fromkeys(ids) if id in known)
        if any(id not in known for id in ids):
            yield self.word("undeclared")
        if not ids:
            yield self.word("not-stated")

    def _name_countries(self, entry: DeclaredRecord[Processor]) -> Iterator[str]:
        countries = [entry.record.country, *(item.country for item in entry.record.transfers or ())]
        known = dict.fromkeys(country for country in countries if country and is_country(country))
        yield from (self.context.language.country(country) for country in known)
        if entry.record.country is None or not is_country(entry.record.country):
            yield self.word("not-stated")

    def _describe_transfers(self, entry: DeclaredRecord[Processor]) -> Iterator[str]:
        for hop in self.context.list_processor_hops(entry):
            if hop.country is None or not is_country(hop.country) or not self.context.law.is_third_country(hop.country):
                continue
            unlawful = any(
                finding.severity is Severity.ERROR and finding.rule in _GROUNDLESS
                for finding in self.context.list_findings_on(hop)
            )
            instrument = None if unlawful else find_instrument(hop, self.context.law)
            title = self.context.law.get_instrument(instrument).title if instrument else None
            words = self.context.language.text(title) if title else self.word("no-instrument")
            yield f"{self.context.language.country(hop.country)}: {words}"

    def build_table(self, separator: str = "; ") -> Table:
        """Builds the table of companies, a row each."""
        columns = tuple(self.word(f"column.{key}") for key in self.columns)
        blank = ("",) * (len(columns) - 1)
        rows: tuple[tuple[str, ...], ...] = tuple(
            tuple(separator.join(self.list_values(each)[key]) for key in self.columns) for each in self.processors
        )
        if self.context.unread:
            rows = (*rows, (self.word("incomplete"), *blank))
        return Table(self.word("sheet"), columns, rows or ((self.word("none"), *blank),))
