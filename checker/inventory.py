"""The inventory: what systems and processors declare of themselves.

`None` means that nothing was declared, which is never the same as an empty list: absence of evidence is not a pass.
"""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from seloste.policy.base import (
    Country,
    Day,
    Duration,
    FileRecord,
    Flag,
    Id,
    Name,
    Record,
    Reference,
    Text,
    Version,
    as_list,
)
from seloste.policy.commitments import RetentionLimit
from seloste.policy.declaration import Safeguards, Transfer
from seloste.policy.regions import find_region_country
from seloste.policy.vocabulary import Basis, ExceptionReason, ProcessingActivity, Role

#: An address of infrastructure, or a pattern of some, begins with its source.
ADDRESS_PATTERN = r"^ *(terraform|kubernetes|compose|sql):."

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

    @property
    def region_country(self) -> str | None:
        """The country in which the region lies; None where that is not known."""
        return find_region_country(self.provider, self.region)

    @property
    def effective_country(self) -> str | None:
        """The country where the system runs: the declared one, else that of the region."""
        return self.country or self.region_country

    @property
    def country_steps(self) -> tuple[str, str]:
        """The steps to what tells that country."""
        return ("hosting", "country" if self.country or not self.region_country else "region")


class RetentionRule(RetentionLimit):
    """A storage period of a system, for the data subjects, purposes and fields that it names; else for all."""

    data_subjects: list[Reference] | None = None
    purposes: list[Reference] | None = None
    fields: list[Reference] | None = None
    reason: ExceptionReason | None = None


def _as_mapping(value: Any) -> Any:
    """A mapping of fields without purposes, for a list of fields."""
    return dict.fromkeys(value) if isinstance(value, list) and all(isinstance(v, str) for v in value) else value


#: The data fields of a system, each with its purposes; None where only the system has purposes.
Fields = Annotated[
    dict[Reference, list[Reference] | None],
    BeforeValidator(_as_mapping, json_schema_input_type=list[Reference] | dict[Reference, list[Reference]]),
]
Retentions = Annotated[
    list[RetentionRule], BeforeValidator(as_list, json_schema_input_type=RetentionRule | list[RetentionRule])
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
    joint_controllers: list[Reference] | None = None
    activities: list[ProcessingActivity] | None = None
    disclosures: list[Disclosure] | None = None
    hosting: Hosting | None = None
    retention: Retentions | None = None
    safeguards: Safeguards | None = None
    resources: list[Annotated[Name, Field(pattern=ADDRESS_PATTERN)]] | None = None
    reviewed: Day | None = None

    @property
    def every_purpose(self) -> list[str] | None:
        """The purposes of the system and those of its single fields; None where it declares neither."""
        if not self.fields or not any(self.fields.values()):
            return self.purposes
        of_fields = (purpose for purposes in self.fields.values() for purpose in purposes or ())
        return list(dict.fromkeys((*(self.purposes or ()), *of_fields)))


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
    authority: Flag = False
    country: Country | None = None
    purposes: list[Reference] | None = None
    fields: list[Reference] | None = None
    agreement: Agreement | None = None
    subprocessor_authorisation: Literal["general", "specific"] | None = None
    subprocessors: list[Reference] | None = None
    transfers: list[Transfer] | None = None
    safeguards: Safeguards | None = None
    breach_notice: Duration | None = None
    service: Name | None = None
    website: Name | None = None
    contact: Name | None = None
    notes: Name | None = None
    reviewed: Day | None = None


class SystemsFile(FileRecord):
    """A file of systems."""

    version: Version = 1
    systems: dict[Id, System]


class ProcessorsFile(FileRecord):
    """A file of processors."""

    version: Version = 1
    processors: dict[Id, Processor]
