"""The columns of a system's tables that hold personal data, beside the fields that the system declares.

The words for kinds of personal data are imported when there is a column, or a promise about a kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from msgspec import Struct

from seloste.checker.evidence.mapping import MappedResource
from seloste.checker.evidence.resource import ColumnFact, Resource
from seloste.checker.inventory import System
from seloste.policy.processing import PersonalData


class LinkedColumn(Struct, frozen=True):
    """A column that holds personal data, and the declared fields that name data of its kind; none: it is undeclared.

    The first of them is the one that names the fewest kinds: invoices may cover an address, and "Address" is one.
    """

    resource: Resource
    fact: ColumnFact
    fields: tuple[str, ...]

    @property
    def name(self) -> str:
        """The column with its table: `customers.email`."""
        return f"{self.fact.table}.{self.fact.attribute}"


class NamedKinds(Struct, frozen=True, dict=True):
    """The kinds of personal data that the fields of a notice name, each looked up once."""

    fields: Mapping[str, PersonalData]
    _kinds: dict[str, frozenset[str]]

    @classmethod
    def of(cls, fields: Mapping[str, PersonalData]) -> NamedKinds:
        """Those of the fields of a notice."""
        return cls(fields, {})

    def find(self, field: str) -> frozenset[str]:
        """The kinds that a field names, whether the notice has it or not."""
        from seloste.policy.personal_data.fields import list_named_kinds

        if field not in self._kinds:
            self._kinds[field] = list_named_kinds(field, self.fields.get(field))
        return self._kinds[field]

    def list_fields(self, kind: str) -> tuple[str, ...]:
        """The fields of the notice that name a kind, in order."""
        return self._by_kind.get(kind, ())

    @cached_property
    def _by_kind(self) -> Mapping[str, tuple[str, ...]]:
        by_kind: dict[str, list[str]] = {}
        for field in self.fields:
            for kind in self.find(field):
                by_kind.setdefault(kind, []).append(field)
        return {kind: tuple(fields) for kind, fields in by_kind.items()}

    def group_by_kind(self, fields: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The kinds that some fields name, each with those fields; first the one that names the fewest kinds."""
        by_kind: dict[str, tuple[str, ...]] = {}
        for field in sorted(fields, key=lambda field: len(self.find(field))):
            for kind in self.find(field):
                by_kind[kind] = (*by_kind.get(kind, ()), field)
        return by_kind


def link_columns(record: System, resources: Iterable[MappedResource], named: NamedKinds) -> tuple[LinkedColumn, ...]:
    """Each column of a system's tables that holds personal data, once by its table and name.

    Tenants may have the same tables in a schema each, and a table may be both in a file and in a live database: then
    the place in the file is taken, since it has a line.
    """
    found = [
        (each.resource, fact)
        for each in resources
        for fact in each.resource.facts
        if isinstance(fact, ColumnFact) and fact.holds_personal_data
    ]
    if not found:
        return ()
    found.sort(key=lambda each: each[1].location.line is None)  # stable: in order otherwise
    by_kind = named.group_by_kind(record.fields or ())
    linked: dict[str, LinkedColumn] = {}
    for resource, fact in found:
        column = LinkedColumn(resource, fact, by_kind.get(fact.kind, ()))
        linked.setdefault(column.name.lower(), column)
    return tuple(linked.values())
