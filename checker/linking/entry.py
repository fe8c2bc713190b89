"""A record together with the place where it stands, and the notice as an entry that rules can point into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar

from seloste.checker.finding import Argument, RuleFinding, Severity
from seloste.checker.position import Location
from seloste.checker.reading.documents import Document
from seloste.policy.declaration import Safeguards
from seloste.policy.notice import Policy


class NamedRecord(Protocol):
    """What every record has: a name that messages call it by."""

    @property
    def name(self) -> str:
        """The name."""


R = TypeVar("R", bound=NamedRecord)


#: What messages call a record of each kind.
_LABELS = {"systems": "system", "processors": "processor", "organisation": "system"}
Arguments = Mapping[str, Argument]
NONE: Arguments = {}


@dataclass(frozen=True, slots=True, eq=False)
class DeclaredRecord(Generic[R]):
    """A system or a processor: its id, what it declares, and the document that declares it."""

    kind: str
    id: str
    record: R
    document: Document

    @property
    def subject(self) -> str:
        """The path by which findings and waivers name the record."""
        return f"{self.kind}.{self.id}"

    def steps(self, *steps: str | int) -> tuple[str | int, ...]:
        """The steps from the top of the document to what `steps` lead to within the record."""
        return (self.kind, self.id, *steps)

    def at(self, *steps: str | int, key: bool = False) -> Location:
        """The location of what `steps` lead to within the record; without steps, of its id."""
        return self.document.locate(*self.steps(*steps), key=key or not steps)

    def found(
        self,
        *steps: str | int,
        key: bool = False,
        value: str = "",
        promise: str | None = None,
        variant: str = "",
        severity: Severity | None = None,
        see: tuple[Location, ...] = (),
        law: tuple[str, ...] = (),
        from_memory: bool = False,
        arguments: Arguments = NONE,
    ) -> RuleFinding:
        """A finding about this record, at `steps`; `see` are the places in the notice that it contradicts.

        Its message may name the record (`system` or `processor`), the `value`, and the `arguments`.
        """
        location = self.at(*steps, key=key)
        return RuleFinding(
            subject=self.subject,
            location=location,
            promise=promise,
            variant=variant,
            arguments={"name": self.record.name, _LABELS[self.kind]: self.record.name, "value": value, **arguments},
            value=value,
            severity=severity,
            related=see,
            law=law,
            from_memory=from_memory,
            excerpt=self.document.source_line(location.line),
        )


@dataclass(frozen=True, eq=False)
class NoticeEntry:
    """The notice and the document that it stands in."""

    record: Policy
    document: Document

    def at(self, *steps: str | int, key: bool = False) -> Location:
        """The location of what `steps` lead to in the policy file."""
        return self.document.locate(*steps, key=key)

    def promise(self, promise: str) -> tuple[Location, ...]:
        """Where the promise with that id stands: its text, or the heading key of a list that is promised as a whole."""
        steps = tuple(promise.split(".", 1))
        return (self.at(*steps, key=True),)

    def found(
        self,
        *steps: str | int,
        subject: str | None = None,
        value: str = "",
        variant: str = "",
        severity: Severity | None = None,
        law: tuple[str, ...] = (),
        from_memory: bool = False,
        arguments: Arguments = NONE,
    ) -> RuleFinding:
        """A finding about the notice, at `steps`, which are its subject unless another is named."""
        location = self.at(*steps)
        return RuleFinding(
            subject=subject if subject is not None else ".".join(str(step) for step in steps),
            location=location,
            variant=variant,
            arguments={"value": value, **arguments},
            value=value,
            severity=severity,
            law=law,
            from_memory=from_memory,
            excerpt=self.document.source_line(location.line),
        )

    @cached_property
    def groups(self) -> frozenset[str]:
        """The ids of the categories of data subjects that the notice has."""
        return frozenset(self.record.data_subjects)


@dataclass(frozen=True, slots=True, eq=False)
class OrganisationEntry(DeclaredRecord[Any]):
    """What the notice's own file says of the organisation as a whole, to be judged as a record like any other."""

    @property
    def subject(self) -> str:
        """There is one organisation."""
        return self.kind

    def steps(self, *steps: str | int) -> tuple[str | int, ...]:
        """The steps from the top of the policy file."""
        return (self.kind, *steps)


@dataclass(frozen=True, slots=True)
class OrganisationRecord:
    """What is declared of the organisation, under the controller's name."""

    name: str
    safeguards: Safeguards


def organisation(notice: NoticeEntry) -> OrganisationEntry:
    """The organisation as an entry of the policy file."""
    record = OrganisationRecord(notice.record.controller.name, notice.record.organisation.safeguards)
    return OrganisationEntry("organisation", "organisation", record, notice.document)
