"""The processing in a notice: purposes, data, sources, recipients, processors and transfers.

The models follow the order of GDPR Art. 13 and 14.
"""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WrapValidator

from seloste.policy.base import (
    Country,
    Flag,
    Id,
    Name,
    Record,
    Reference,
    Text,
    make_list,
    validate_one_or_several,
)
from seloste.policy.declaration import Document, Transfer
from seloste.policy.vocabulary import (
    Area,
    Basis,
    CriminalGround,
    DisclosureRule,
    ElectronicMarketing,
    InstrumentId,
    NationalIdGround,
    ProcessorListing,
    Provision,
    Role,
    SpecialCategoryBasis,
    TransferRule,
)


class StatedBasis(Record):
    """A legal basis, GDPR Art. 6(1), as a notice gives it for itself as a whole, tied to no purpose."""

    basis: Basis
    explanation: Text | None = None


class LegalBasis(StatedBasis):
    """The legal basis of a purpose, GDPR Art. 6(1), and the information about it that the law asks for."""

    data_subjects: list[Reference] | None = None
    fields: list[Reference] | None = None
    balancing_test: Document | None = None


_LegalBases = Annotated[list[LegalBasis], Field(min_length=1)]


class AutomatedDecision(Record):
    """The logic and the consequences of a decision made by automated means, GDPR Art. 13(2)(f)."""

    text: Text


class Purpose(Record):
    """A purpose of the processing, GDPR Art. 5(1)(b)."""

    text: Text
    group: Reference | None = None
    data_subjects: list[Reference] | None = None
    fields: list[Reference] | None = None
    direct_marketing: Flag = False
    electronic_marketing: ElectronicMarketing | None = None
    legal_bases: Annotated[
        _LegalBases, WrapValidator(validate_one_or_several, json_schema_input_type=LegalBasis | _LegalBases | None)
    ] = Field(default_factory=make_list, alias="legal_basis")
    special_category_basis: SpecialCategoryBasis | None = None
    automated_decision: AutomatedDecision | None = None
    impact_assessment: Document | None = None
    profiling: Flag = False


class StatedCriminalGround(Record):
    """The ground for processing data on criminal convictions and offences, GDPR Art. 10."""

    ground: CriminalGround
    explanation: Text | None = None


class PersonalData(Record):
    """A category of personal data, GDPR Art. 14(1)(d); `category` is a personal data term of the W3C DPV."""

    text: Text
    group: Reference | None = None
    category: Name | None = None
    special_category: Flag = False
    criminal: Flag = False
    criminal_ground: StatedCriminalGround | None = None
    national_id: Flag = False
    national_id_ground: NationalIdGround | None = None


class Source(Record):
    """Where the data come from, GDPR Art. 14(2)(f). `direct`: from the person, so that Art. 13 applies."""

    text: Text
    direct: Flag = True


class ProvisionOfData(Record):
    """Whether a person must give the data, GDPR Art. 13(2)(e)."""

    text: Text
    required: Provision | None = None


class Recipient(Record):
    """Another controller or an authority to whom data are disclosed, GDPR Art. 13(1)(e)."""

    text: Text
    country: Country | None = None
    authority: Flag = False
    transfer: Transfer | None = None


class Disclosures(Record):
    """The disclosures of data outside the company."""

    text: Text
    rule: DisclosureRule | None = None
    recipients: dict[Id, Recipient] = Field(default_factory=dict)


class ProcessorCategory(Record):
    """A category of processors, named when the processors themselves are not."""

    text: Text


class NamedProcessor(Record):
    """A processor as the notice names it: what it does and where, in the notice's own words."""

    name: Name | None = None
    text: Text | None = None
    country: Country | None = None


def _name_processors(value: Any) -> Any:
    """A mapping of processors without words of their own, for a list of ids."""
    is_list = isinstance(value, list) and all(isinstance(item, str) and item for item in value)
    return {item: {} for item in value} if is_list else value


class Processors(Record):
    """The processors, who process data on the controller's behalf, as far as the notice names them."""

    text: Text
    listed: ProcessorListing | None = None
    recipients: (
        Annotated[
            dict[Reference, NamedProcessor],
            BeforeValidator(_name_processors, json_schema_input_type=list[Reference] | dict[Reference, NamedProcessor]),
        ]
        | None
    ) = None
    categories: dict[Id, ProcessorCategory] = Field(default_factory=dict)
    roles: list[Role] | None = None


class TransferCopy(Record):
    """How to get a copy of the safeguards of a transfer, GDPR Art. 13(1)(f)."""

    text: Text


class Transfers(Record):
    """Whether, where and on what instruments data are transferred to third countries, GDPR Art. 13(1)(f)."""

    text: Text
    rule: TransferRule | None = None
    area: Area = Area.EEA
    instruments: list[InstrumentId] = Field(default_factory=make_list)
    countries: list[Country] | None = None
    copy_: TransferCopy | None = Field(default=None, alias="copy")
    hosting: list[Country] | None = None
