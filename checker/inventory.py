"""The inventory: what systems and processors declare of themselves.

`None` means that nothing was declared, which is never the same as an empty list: absence of evidence is not a pass.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from seloste.policy.base import Country, Day, Duration, Id, Name, Record, Reference, Text, Version
from seloste.policy.declaration import Safeguards, Transfer
from seloste.policy.notice import RetentionLimit
from seloste.policy.vocabulary import Basis, Role

#: One of the points that the contract with a processor must have, GDPR Art. 28(3).
Term = Literal[
    "instructions",
    "confidentiality",
    "security",
    "subprocessors",
    "data-subject-rights",
    "assistance",
    "deletion",
    "audits",
]


class Disclosure(Record):
    """Data given to another controller or to an authority."""

    recipient: Reference
    country: Country | None = None
    basis: Basis | None = None
    transfer: Transfer | None = None


class Hosting(Record):
    """Where a system runs, and who runs it there. The country follows from a known region of a known provider."""

    provider: Name | None = None
    region: Name | None = None
    country: Country | None = None
    processor: Reference | None = None
    transfer: Transfer | None = None


class RetentionRule(RetentionLimit):
    """A storage period of a system, for the data subjects and purposes that it names; for all where it names none."""

    data_subjects: list[Reference] | None = None
    purposes: list[Reference] | None = None


def _as_list(value: Any) -> Any:
    """A list of one, for a single entry."""
    return [value] if isinstance(value, dict) else value


def _as_mapping(value: Any) -> Any:
    """A mapping of fields without purposes, for a list of fields."""
    return dict.fromkeys(value) if isinstance(value, list) and all(isinstance(v, str) for v in value) else value


#: The data fields of a system, each with its purposes; None where only the system has purposes.
Fields = Annotated[
    dict[Reference, list[Reference] | None],
    BeforeValidator(_as_mapping, json_schema_input_type=list[Reference] | dict[Reference, list[Reference]]),
]
Retentions = Annotated[
    list[RetentionRule], BeforeValidator(_as_list, json_schema_input_type=RetentionRule | list[RetentionRule])
]


class System(Record):
    """A system that holds personal data, as its owner declares it."""

    name: Name
    owner: Name | None = None
    description: Text | None = None
    data_subjects: list[Reference] | None = None
    purposes: list[Reference] | None = None
    fields: Fields | None = None
    sources: list[Reference] | None = None
    processors: list[Reference] | None = None
    disclosures: list[Disclosure] | None = None
    hosting: Hosting | None = None
    retention: Retentions | None = None
    safeguards: Safeguards | None = None
    resources: list[Name] | None = None
    reviewed: Day | None = None

    @property
    def every_purpose(self) -> list[str] | None:
        """The purposes of the system and those of its single fields; None where it declares neither."""
        of_fields = [purpose for purposes in (self.fields or {}).values() for purpose in purposes or ()]
        return list(dict.fromkeys((*(self.purposes or ()), *of_fields))) if of_fields else self.purposes


class Agreement(Record):
    """The contract with a processor that GDPR Art. 28(3) asks for; `terms` are its points (a) to (h)."""

    signed: Day | None = None
    expires: Day | None = None
    terms: list[Term] | None = None
    document: Name | None = None


class Processor(Record):
    """A company on the processor list, GDPR Art. 28."""

    name: Name
    role: Role = Role.PROCESSOR
    country: Country | None = None
    purposes: list[Reference] | None = None
    fields: list[Reference] | None = None
    agreement: Agreement | None = None
    subprocessor_authorisation: Literal["general", "specific"] | None = None
    subprocessors: list[Reference] | None = None
    transfers: list[Transfer] | None = None
    safeguards: Safeguards | None = None
    breach_notice: Duration | None = None
    reviewed: Day | None = None


class SystemsFile(Record):
    """A file of systems."""

    version: Version = 1
    systems: dict[Id, System]


class ProcessorsFile(Record):
    """A file of processors."""

    version: Version = 1
    processors: dict[Id, Processor]
