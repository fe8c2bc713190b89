"""A record together with the place where it is declared, and the notice as an entry that findings can point into."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from msgspec import Struct

from seloste.checker.finding import Argument, RuleFinding, Severity
from seloste.checker.position import Location
from seloste.checker.reading.documents import Document
from seloste.policy.base import Text
from seloste.policy.commitments import Retention
from seloste.policy.declaration import Safeguards
from seloste.policy.notice import Policy
from seloste.policy.prose.employees import are_employees
from seloste.policy.retention import GoverningEntries
from seloste.policy.texts import Steps, list_texts


class NamedRecord(Protocol):
    """A record with a name that messages call it by."""

    @property
    def name(self) -> str:
        """The name."""


R = TypeVar("R", bound=NamedRecord)

#: The kind of the one record that the policy file declares itself.
ORGANISATION = "organisation"
Arguments = Mapping[str, Argument]
NONE: Arguments = {}


class DeclaredRecord(Struct, Generic[R], frozen=True, eq=False):
    """A record of the `kind` systems, processors or organisation, with its id and the document that declares it."""

    kind: str
    id: str
    record: R
    document: Document

    @property
    def subject(self) -> str:
        """The path by which findings and waivers name the record: `systems.crm`, or `declare_organisation`."""
        return self.kind if self.kind == ORGANISATION else f"{self.kind}.{self.id}"

    def steps(self, *steps: str | int) -> tuple[str | int, ...]:
        """The steps from the top of the document to `steps` within the record."""
        return (self.kind, *steps) if self.kind == ORGANISATION else (self.kind, self.id, *steps)

    def at(self, *steps: str | int, key: bool = False) -> Location:
        """The location of `steps` within the record; without steps, of its id."""
        return self.document.locate(*self.steps(*steps), key=key or not steps)

    def excerpt(self, place: Location) -> str | None:
        """The line at a place of its own file; None for a place elsewhere."""
        return self.document.source_line(place.line) if place.path == self.document.path else None

    def found(
        self,
        *steps: str | int,
        key: bool = False,
        value: str = "",
        variant: str = "",
        severity: Severity | None = None,
        arguments: Arguments = NONE,
    ) -> RuleFinding:
        """A finding about this record, at `steps` within it; with `key`, at the key that they lead to.

        Its message may use the record's name, the `value` and the `arguments`: see `RuleFinding.fill_arguments`.
        """
        location, name = self.at(*steps, key=key), self.record.name
        return _found(self.document, self.subject, location, value, variant, severity, arguments, name)


class NoticeEntry(Struct, frozen=True, eq=False, dict=True):
    """The notice and the document that declares it."""

    record: Policy
    document: Document

    def at(self, *steps: str | int, key: bool = False) -> Location:
        """The location of `steps` in the policy file."""
        return self.document.locate(*steps, key=key)

    def promise(self, promise: str) -> Location:
        """The location of the promise with that id: its text, or the key of a section that is promised as a whole."""
        return self.at(*promise.split(".", 1), key=True)

    def found(
        self,
        *steps: str | int,
        subject: str | None = None,
        value: str = "",
        variant: str = "",
        severity: Severity | None = None,
        arguments: Arguments = NONE,
    ) -> RuleFinding:
        """A finding about the notice, at `steps`, which are its subject unless another one is given."""
        subject = ".".join(str(step) for step in steps) if subject is None else subject
        return _found(self.document, subject, self.at(*steps), value, variant, severity, {"value": value, **arguments})

    @cached_property
    def groups(self) -> frozenset[str]:
        """The ids of the categories of data subjects that the notice has."""
        return frozenset(self.record.data_subjects)

    @cached_property
    def employees(self) -> frozenset[str]:
        """The ids of the categories of data subjects that are employees or job applicants."""
        return frozenset(id for id, group in self.record.data_subjects.items() if are_employees(group))

    @cached_property
    def has_unlinked_bases(self) -> bool:
        """Whether legal bases that the notice lists for itself as a whole may be those of a purpose without any."""
        purposes = self.record.purposes.values()
        return bool(self.record.legal_bases) and (not purposes or any(not each.legal_bases for each in purposes))

    @cached_property
    def retention(self) -> GoverningEntries[str, Retention]:
        """The storage periods by what they are for. Every system is compared with them."""
        return GoverningEntries(self.record.retention.items())

    @cached_property
    def texts(self) -> tuple[tuple[Steps, Text], ...]:
        """Every text of the notice with its path. Several rules read all of them."""
        return tuple(list_texts(self.record))


def _found(
    document: Document,
    subject: str,
    location: Location,
    value: str,
    variant: str,
    severity: Severity | None,
    arguments: Arguments,
    name: str | None = None,
) -> RuleFinding:
    return RuleFinding(
        subject=subject,
        location=location,
        variant=variant,
        arguments=arguments,
        value=value,
        severity=severity,
        excerpt=document.source_line(location.line),
        name=name,
    )


class OrganisationRecord(Struct, frozen=True):
    """What the policy file declares of the organisation as a whole, under the controller's name."""

    name: str
    safeguards: Safeguards


def declare_organisation(notice: NoticeEntry) -> DeclaredRecord[OrganisationRecord]:
    """The organisation as a record of the policy file, to be judged like any other."""
    record = OrganisationRecord(notice.record.controller.name, notice.record.organisation.safeguards)
    return DeclaredRecord(ORGANISATION, ORGANISATION, record, notice.document)
