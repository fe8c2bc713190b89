"""The closed sets of the formats: bases, rights, roles, sections. Words of the law, the same in every file.

Controls and transfer instruments are closed sets too, but they are data: `controls.yaml` and `law/instruments.yaml`.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from seloste.policy.base import ID_PATTERN, make_choice_validator
from seloste.policy.data import FOLDER, load_yaml

#: A section of the notice's own, by its id.
OWN_SECTION_PATTERN = ID_PATTERN.replace("^", r"^sections\.")


class Basis(StrEnum):
    """The legal bases of processing, GDPR Art. 6(1)(a)–(f)."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal-obligation"
    VITAL_INTERESTS = "vital-interests"
    PUBLIC_TASK = "public-task"
    LEGITIMATE_INTERESTS = "legitimate-interests"


class SpecialCategoryBasis(StrEnum):
    """The exceptions that allow special categories of personal data, GDPR Art. 9(2)(a)–(j)."""

    EXPLICIT_CONSENT = "explicit-consent"
    EMPLOYMENT = "employment"
    VITAL_INTERESTS = "vital-interests"
    ASSOCIATIONS = "associations"
    MADE_PUBLIC = "made-public"
    LEGAL_CLAIMS = "legal-claims"
    PUBLIC_INTEREST = "public-interest"
    HEALTH_CARE = "health-care"
    PUBLIC_HEALTH = "public-health"
    RESEARCH = "research"


class Right(StrEnum):
    """The rights of data subjects, GDPR Art. 7(3), 15–18, 20–22 and 77."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    PORTABILITY = "portability"
    OBJECTION = "objection"
    DIRECT_MARKETING_OBJECTION = "direct-marketing-objection"
    WITHDRAW_CONSENT = "withdraw-consent"
    AUTOMATED_DECISION = "automated-decision"
    COMPLAINT = "complaint"


class Role(StrEnum):
    """The legal roles of a company on the processor list, GDPR Art. 4(7)–(8) and 26."""

    PROCESSOR = "processor"
    CONTROLLER = "controller"
    JOINT_CONTROLLER = "joint-controller"


class ElectronicMarketing(StrEnum):
    """The routes to electronic direct marketing, Directive 2002/58/EC Art. 13; Finnish Act 917/2014 s. 200 and 202."""

    CONSENT = "consent"
    EXISTING_CUSTOMER = "existing-customer"
    LEGAL_PERSON = "legal-person"
    #: By post or phone only.
    NONE = "none"


class NationalIdGround(StrEnum):
    """The grounds for processing a personal identity code, Finnish Act 1050/2018 s. 29."""

    CONSENT = "consent"
    LAW = "law"
    IDENTIFICATION_IMPORTANT = "identification-important"


class CriminalGround(StrEnum):
    """The grounds for processing data on criminal convictions and offences, GDPR Art. 10 and Act 1050/2018 s. 7."""

    LAW = "law"
    LEGAL_CLAIM = "legal-claim"
    INSURANCE = "insurance"
    RESEARCH = "research"
    AUTHORITY = "authority"


class Provision(StrEnum):
    """Whether a person must give the data, GDPR Art. 13(2)(e)."""

    NO = "no"
    CONTRACTUAL = "contractual"
    STATUTORY = "statutory"


class Duty(StrEnum):
    """The duties of a contact person. A data protection officer (GDPR Art. 37) only when the notice says so."""

    DPO = "dpo"
    REQUESTS = "requests"
    GENERAL = "general"


class DisclosureRule(StrEnum):
    """Whether data are disclosed outside the company."""

    NEVER = "never"
    WITH_CONSENT = "with-consent"
    LISTED = "listed"


class ProcessorListing(StrEnum):
    """The ways in which a notice names the processors."""

    IN_NOTICE = "in-notice"
    BY_CATEGORY = "by-category"
    ON_REQUEST = "on-request"
    NOT_STATED = "not-stated"


class TransferRule(StrEnum):
    """Whether data are transferred out of the notice's area."""

    NEVER = "never"
    EXCEPTIONALLY = "exceptionally"
    ALLOWED = "allowed"


class Area(StrEnum):
    """The areas out of which data are transferred. Norway is inside the EEA and outside the EU."""

    EU = "eu"
    EEA = "eea"


class NoticeStyle(StrEnum):
    """Whose voice the page's own words have: a form of law, or one person's to another."""

    OFFICIAL = "official"
    PLAIN = "plain"


class ExceptionReason(StrEnum):
    """The reasons for which data are kept longer than the period of the notice says."""

    LAW = "law"
    CLAIMS = "claims"
    CONSENT = "consent"
    DISPUTE = "dispute"
    ARCHIVING = "archiving"


class ProcessingActivity(StrEnum):
    """What a notice may promise is not done with data, and a system may declare that it does."""

    SALE = "sale"
    DIRECT_MARKETING = "direct-marketing"
    PROFILING = "profiling"
    AUTOMATED_DECISIONS = "automated-decisions"
    TRACKING = "tracking"


class Party(StrEnum):
    """Who sets a cookie: the site that a person visits, or another company."""

    FIRST = "first"
    THIRD = "third"


class CertifiedData(StrEnum):
    """What data a certification covers: those on the exporter's employees, or others (Decision (EU) 2023/1795)."""

    HR = "hr"
    NON_HR = "non-hr"


class Section(StrEnum):
    """The sections of a notice, in the order in which they are rendered."""

    OPENING = "opening"
    CONTROLLER = "controller"
    CONTACTS = "contacts"
    NAME = "name"
    DATA_SUBJECTS = "data_subjects"
    PURPOSES = "purposes"
    FIELDS = "fields"
    SOURCES = "sources"
    PROVISION = "provision"
    DISCLOSURES = "disclosures"
    PROCESSORS = "processors"
    TRANSFERS = "transfers"
    RETENTION = "retention"
    SAFEGUARDS = "safeguards"
    NEVER = "never"
    COOKIES = "cookies"
    RIGHTS = "rights"
    REQUESTS = "requests"
    AUTOMATED_DECISIONS = "automated_decisions"


class Status(StrEnum):
    """The declared states of a control in a system."""

    IMPLEMENTED = "implemented"
    PLANNED = "planned"
    NOT_IMPLEMENTED = "not-implemented"
    NOT_APPLICABLE = "not-applicable"


#: The section of the promises of the notice's own, which only the order of sections names.
CUSTOM = "custom"


def _validate_section_reference(value: Any) -> Any:
    known = [*(each.value for each in Section), CUSTOM]
    if isinstance(value, str) and (value in known or re.fullmatch(OWN_SECTION_PATTERN, value)):
        return value
    raise PydanticCustomError("choice", "section", {"choices": [*known, "sections.<id>"]})


#: A section of ours, or one of the notice's own: `sections.<id>`.
SectionReference = Annotated[
    str,
    BeforeValidator(_validate_section_reference),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": [*(each.value for each in Section), CUSTOM]},
                {"type": "string", "pattern": OWN_SECTION_PATTERN},
            ]
        }
    ),
]


@cache
def load_controls() -> MappingProxyType[str, Any]:
    """The controls that can be promised: id → names, DPV measure, parameters."""
    return MappingProxyType(load_yaml(FOLDER / "controls.yaml"))


def has_interval(control: str) -> bool:
    """Whether a control has an interval, by which one may be weaker than another."""
    return "interval" in load_controls()[control].get("parameters", ())


@cache
def list_instrument_ids() -> tuple[str, ...]:
    """The ids of the transfer instruments, GDPR Art. 45, 46 and 49."""
    from seloste.policy.law.law import INSTRUMENT_IDS

    return tuple(INSTRUMENT_IDS)


ControlId = Annotated[
    str,
    make_choice_validator("control", tuple(load_controls())),
    WithJsonSchema({"type": "string", "enum": list(load_controls())}),
]
InstrumentId = Annotated[
    str,
    make_choice_validator("instrument", list_instrument_ids()),
    WithJsonSchema({"type": "string", "enum": list(list_instrument_ids())}),
]
