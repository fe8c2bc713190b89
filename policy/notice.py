"""The notice: the models of `policy.yaml`, section by section.

The models follow the order of GDPR Art. 13 and 14. They allow more than the law does: a notice without a legal basis is
read like any other, and a rule in `seloste.checker.rules` finds the gap.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from seloste.policy.base import Country, Day, Duration, Flag, Id, Language, Name, Record, Reference, Text, Version
from seloste.policy.declaration import Document, Safeguards, Transfer
from seloste.policy.vocabulary import (
    Area,
    Basis,
    ControlId,
    DisclosureRule,
    Duty,
    ElectronicMarketing,
    InstrumentId,
    NationalIdGround,
    ProcessorListing,
    Provision,
    Right,
    Role,
    Section,
    SpecialCategoryBasis,
    TransferRule,
)


class Notice(Record):
    """The title, the name, the languages and the dates of the notice."""

    title: Text | None = None
    name: Text
    languages: Annotated[list[Language], Field(min_length=1)]
    published: Day | None = None
    reviewed: Day | None = None


class OwnSection(Record):
    """A section of the user's own: cookies, changes to the notice, …"""

    heading: Text
    text: Text


class Address(Record):
    """A postal address."""

    street: Name | None = None
    postal_code: Name | None = None
    city: Name | None = None
    country: Country | None = None


class Representative(Record):
    """The representative of a controller outside the EEA, GDPR Art. 27."""

    name: Name
    address: Address | None = None
    email: Name | None = None


class Controller(Record):
    """The controller, who decides on the purposes and means, GDPR Art. 4(7)."""

    name: Name
    business_id: Name | None = None
    address: Address | None = None
    phone: Name | None = None
    email: Name | None = None
    website: Name | None = None
    dpo_designated: Flag | None = None
    representative: Representative | None = None


class JointController(Controller):
    """A joint controller, GDPR Art. 26, and the essence of the arrangement with it."""

    arrangement: Text | None = None


class Contact(Record):
    """A person or a mailbox to turn to."""

    name: Name | None = None
    role: Text | None = None
    duty: Duty | None = None
    email: Name | None = None
    phone: Name | None = None


class DataSubjects(Record):
    """A category of data subjects."""

    text: Text
    children: Flag = False
    guardian_consent: Text | None = None


class LegalBasis(Record):
    """The legal basis of a purpose, GDPR Art. 6(1), and the information about it that the law asks for."""

    basis: Basis
    explanation: Text | None = None
    balancing_test: Document | None = None


class AutomatedDecision(Record):
    """The logic and the consequences of a decision made by automated means, GDPR Art. 13(2)(f)."""

    text: Text


class Purpose(Record):
    """A purpose of the processing, GDPR Art. 5(1)(b)."""

    text: Text
    data_subjects: list[Reference] | None = None
    fields: list[Reference] | None = None
    direct_marketing: Flag = False
    electronic_marketing: ElectronicMarketing | None = None
    legal_basis: LegalBasis | None = None
    special_category_basis: SpecialCategoryBasis | None = None
    automated_decision: AutomatedDecision | None = None
    impact_assessment: Document | None = None


class PersonalData(Record):
    """A category of personal data, GDPR Art. 14(1)(d); `category` is a personal data term of the W3C DPV."""

    text: Text
    category: Name | None = None
    special_category: Flag = False
    criminal: Flag = False
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


class Processors(Record):
    """The processors, who process data on the controller's behalf, as far as the notice names them."""

    text: Text
    listed: ProcessorListing | None = None
    recipients: list[Reference] | None = None
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
    instruments: list[InstrumentId] = Field(default_factory=list)
    countries: list[Country] | None = None
    copy_: TransferCopy | None = Field(default=None, alias="copy")


class RetentionLimit(Record):
    """A period and the event from which it runs."""

    period: Duration
    after: Name


class Retention(Record):
    """How long data are kept, GDPR Art. 13(2)(a)."""

    text: Text
    data_subjects: list[Reference] | None = None
    purposes: list[Reference] | None = None
    minimum: RetentionLimit | None = None
    maximum: RetentionLimit | None = None


class Parameters(Record):
    """How strong a control is promised to be."""

    interval: Duration | None = None


class SafeguardPromise(Record):
    """A technical or organisational measure that is promised, GDPR Art. 32."""

    text: Text
    control: ControlId | None = None
    parameters: Parameters = Field(default_factory=Parameters)
    applies_to: Literal["systems", "processors", "organisation"] | list[Reference] | None = None
    assert_: dict[str, Any] | bool | None = Field(default=None, alias="assert")


class Organisation(Record):
    """The organisation as a whole, with safeguards such as the staff's confidentiality agreements."""

    safeguards: Safeguards = Field(default_factory=dict)


class RightPromise(Record):
    """A right of data subjects as the notice words it, GDPR Art. 13(2)(b)–(d)."""

    right: Right
    text: Text
    data_subjects: list[Reference] | None = None
    at_discretion: Flag = False


class Requests(Record):
    """How to use one's rights, GDPR Art. 12(2)."""

    text: Text
    email: Name | None = None
    phone: Name | None = None
    url: Name | None = None


class AutomatedDecisions(Record):
    """Whether decisions are made by automated means alone, GDPR Art. 22."""

    used: Flag
    text: Text


class CustomPromise(Record):
    """A promise of the user's own, checked by a JSON Schema over each record."""

    text: Text
    on: Literal["systems", "processors"] = "systems"
    assert_: dict[str, Any] | bool = Field(alias="assert")
    severity: Literal["error", "warning", "note"] = "error"


class Policy(Record):
    """A privacy notice as code: the whole of `policy.yaml`."""

    version: Version = 1
    notice: Notice
    headings: dict[Section, Text] = Field(default_factory=dict)
    introductions: dict[Section, Text] = Field(default_factory=dict)
    closings: dict[Section, Text] = Field(default_factory=dict)
    sections: dict[Id, OwnSection] = Field(default_factory=dict)
    controller: Controller
    joint_controllers: dict[Id, JointController] = Field(default_factory=dict)
    contacts: dict[Id, Contact] = Field(default_factory=dict)
    data_subjects: dict[Id, DataSubjects] = Field(default_factory=dict)
    purposes: dict[Id, Purpose] = Field(default_factory=dict)
    fields: dict[Id, PersonalData] = Field(default_factory=dict)
    sources: dict[Id, Source] = Field(default_factory=dict)
    provision: ProvisionOfData | None = None
    disclosures: Disclosures | None = None
    processors: Processors | None = None
    transfers: Transfers | None = None
    retention: dict[Id, Retention] = Field(default_factory=dict)
    safeguards: dict[Id, SafeguardPromise] = Field(default_factory=dict)
    organisation: Organisation = Field(default_factory=Organisation)
    rights: dict[Id, RightPromise] = Field(default_factory=dict)
    requests: Requests | None = None
    automated_decisions: AutomatedDecisions | None = None
    custom: dict[Id, CustomPromise] = Field(default_factory=dict)
