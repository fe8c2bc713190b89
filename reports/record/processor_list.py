"""The processor list for the public: who processes data on the controller's behalf, in words that may be published.

No ids, no contracts, no owners, no documents. What the notice has no words for is said to be outside it, since an id is
nobody's business and leaving it out would be untrue; `Listing.unfit` tells the controller before it publishes that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from seloste.checker.finding import Severity
from seloste.checker.inventory import Processor
from seloste.checker.linking.entry import DeclaredRecord
from seloste.checker.rules.transfer import relied_on
from seloste.policy.countries import is_country
from seloste.policy.vocabulary import Role
from seloste.reports.language.language import capital
from seloste.reports.paper.table import Table
from seloste.reports.record.context import RecordContext

#: What makes a transfer one without a ground.
_GROUNDLESS = frozenset({"transfer/instrument-missing", "transfer/instrument-invalid", "transfer/condition-unmet"})


@dataclass(frozen=True, slots=True)
class Listed:
    """A company on the list."""

    name: str
    role: str
    purposes: tuple[str, ...]
    data: tuple[str, ...]
    countries: tuple[str, ...]
    #: For each third country, the ground of the transfer.
    transfers: tuple[str, ...]


@dataclass(frozen=True)
class Listing:
    """Everything that the list tells."""

    book: RecordContext

    def word(self, key: str, **values: object) -> str:
        """A word of the list's part of the language."""
        return self.book.language.word(f"processors.{key}", **values)  # type: ignore[arg-type]

    @property
    def title(self) -> str:
        """The list's title."""
        return self.word("title", name=self.book.policy.controller.name)

    @cached_property
    def listed(self) -> tuple[Listed, ...]:
        """The companies, by name."""
        found = [self._listed(entry) for entry in self.book.result.processor_entries.values()]
        return tuple(sorted(found, key=lambda one: one.name.casefold()))

    @property
    def unfit(self) -> tuple[str, ...]:
        """The companies of which something is unknown, outside the notice or unlawful: not fit for the public yet."""
        unfit = (self.word("undeclared"), self.word("not-stated"))
        return tuple(
            one.name
            for one in self.listed
            if {*one.purposes, *one.data, *one.countries} & set(unfit)
            or any(words.endswith(self.word("no-instrument")) for words in one.transfers)
        )

    def _listed(self, entry: DeclaredRecord[Processor]) -> Listed:
        record = entry.record
        purposes = record.purposes if record.purposes is not None else self._given(entry, "purposes")
        fields = record.fields if record.fields is not None else self._given(entry, "fields")
        return Listed(
            name=record.name,
            role=self._role(entry),
            purposes=tuple(self._public("purposes", purposes)),
            data=tuple(self._public("fields", fields)),
            countries=tuple(self._countries(entry)),
            transfers=tuple(self._transfers(entry)),
        )

    def _given(self, entry: DeclaredRecord[Processor], section: str) -> list[str]:
        """What the systems that use a processor give it, where its own entry does not say."""
        users = [self.book.result.system_entries[id].record for id in self.book.index.users(entry.id)]
        return [
            value
            for system in users
            for value in (system.every_purpose if section == "purposes" else system.fields) or ()
        ]

    def _role(self, entry: DeclaredRecord[Processor]) -> str:
        used = entry.id in self.book.index.usage.processors
        engaged = any(entry.id in (other.record.subprocessors or ()) for other in self._others)
        sub = engaged and not used and entry.record.role is Role.PROCESSOR
        return capital(self.book.word(f"role.{'subprocessor' if sub else entry.record.role}"))

    @property
    def _others(self) -> tuple[DeclaredRecord[Processor], ...]:
        return tuple(self.book.result.processor_entries.values())

    def _public(self, section: str, ids: list[str]) -> Iterator[str]:
        known = getattr(self.book.policy, section)
        yield from (self.book.text(known[id].text) for id in dict.fromkeys(ids) if id in known)
        if any(id not in known for id in ids):
            yield self.word("undeclared")
        if not ids:
            yield self.word("not-stated")

    def _countries(self, entry: DeclaredRecord[Processor]) -> Iterator[str]:
        named = [entry.record.country, *(item.country for item in entry.record.transfers or ())]
        known = dict.fromkeys(country for country in named if country and is_country(country))
        yield from (self.book.language.country(country) for country in known)
        if entry.record.country is None or not is_country(entry.record.country):
            yield self.word("not-stated")

    def _transfers(self, entry: DeclaredRecord[Processor]) -> Iterator[str]:
        for hop in self.book.hops_of_processor(entry):
            if hop.country is None or not is_country(hop.country) or not self.book.law.third_country(hop.country):
                continue
            unlawful = any(
                finding.severity is Severity.ERROR and finding.rule in _GROUNDLESS
                for finding in self.book.findings_on(hop)
            )
            instrument = None if unlawful else relied_on(hop, self.book.law)
            title = self.book.law.instrument(instrument).title if instrument else None
            words = self.book.language.text(title) if title else self.word("no-instrument")
            yield f"{self.book.language.country(hop.country)}: {words}"

    def table(self, separator: str = "; ") -> Table:
        """A company a row."""
        keys = ("name", "role", "purposes", "data", "country", "transfer")
        columns = tuple(self.word(f"column.{key}") for key in keys)
        blank = ("",) * (len(columns) - 1)
        rows: tuple[tuple[str, ...], ...] = tuple(
            (
                one.name,
                one.role,
                separator.join(one.purposes),
                separator.join(one.data),
                separator.join(one.countries),
                separator.join(one.transfers),
            )
            for one in self.listed
        )
        if self.book.unread:
            rows = (*rows, (self.word("incomplete"), *blank))
        return Table(self.word("sheet"), columns, rows or ((self.word("none"), *blank),))
