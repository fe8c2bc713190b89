"""The commitments of a notice: storage periods, safeguards, what is not done, cookies, and rights."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, WrapValidator

from seloste.policy.base import (
    Country,
    Duration,
    Flag,
    Id,
    Interval,
    Name,
    Record,
    Reference,
    Text,
    as_list,
    parse_lifetime,
    validate_one_or_several,
)
from seloste.policy.declaration import Safeguards
from seloste.policy.period import Period
from seloste.policy.vocabulary import ControlId, ExceptionReason, Party, ProcessingActivity, Right

_Controls = Annotated[list[ControlId], Field(min_length=1)]
_Rights = Annotated[list[Right], Field(min_length=1)]


class RetentionLimit(Record):
    """A period and the event from which it runs."""

    period: Duration
    after: Name


class Permanence(Record):
    """Why data are kept for good."""

    ground: Text


class RetentionException(Record):
    """A case in which data are kept longer than the period says.

    Without a text of its own, the text of the storage period tells of it.
    """

    text: Text | None = None
    reason: ExceptionReason | None = Field(
        default=None, description="Why data are kept longer in this case.", examples=["claims"]
    )
    maximum: RetentionLimit | None = Field(
        default=None,
        description="How long at most in this case; absent: as long as the reason lasts.",
        examples=[{"period": "P10Y", "after": "contract-end"}],
    )


class Retention(Record):
    """How long data are kept, GDPR Art. 13(2)(a)."""

    text: Text
    data_subjects: list[Reference] | None = None
    purposes: list[Reference] | None = None
    fields: list[Reference] | None = Field(
        default=None, description="The only fields that it is about; absent: all.", examples=[["recording"]]
    )
    permanent: Permanence | None = Field(
        default=None,
        description="Why the data are kept for good, as archival law orders.",
        examples=[{"ground": {"en": "The National Archives have ordered them to be kept permanently."}}],
    )
    criteria: Text | None = Field(
        default=None,
        description="The criteria that determine the period, where no period can be given, GDPR Art. 13(2)(a).",
        examples=[{"en": "The period depends on how long the customer relationship lasts."}],
    )
    exceptions: list[RetentionException] = Field(
        default_factory=list,
        description="The cases in which data are kept longer.",
        examples=[[{"text": {"en": "Longer if a claim is pending."}, "reason": "claims"}]],
    )
    minimum: RetentionLimit | None = None
    maximum: RetentionLimit | None = None


class Parameters(Record):
    """How strong a control is promised to be."""

    interval: Interval | None = None


class SafeguardPromise(Record):
    """A technical or organisational measure that is promised, GDPR Art. 32."""

    text: Text
    controls: Annotated[
        _Controls, WrapValidator(validate_one_or_several, json_schema_input_type=ControlId | _Controls | None)
    ] = Field(
        default_factory=list,
        alias="control",
        description="The control that is promised, or a list of several: the sentence promises them all.",
        examples=["backup", ["firewall", "encryption-in-transit"]],
    )
    parameters: Parameters = Field(default_factory=Parameters)
    applies_to: Literal["systems", "processors", "organisation"] | list[Reference] | None = None
    assert_: dict[str, Any] | bool | None = Field(default=None, alias="assert")


class Organisation(Record):
    """The organisation as a whole, with safeguards such as the staff's confidentiality agreements."""

    safeguards: Safeguards = Field(default_factory=dict)


class NeverPromise(Record):
    """Something that the notice promises is not done. A system that does it breaks the promise."""

    text: Text
    purposes: list[Reference] | None = Field(
        default=None, description="Purposes for which data are not processed.", examples=[["advertising"]]
    )
    fields: list[Reference] | None = Field(
        default=None, description="Data that are not processed.", examples=[["location"]]
    )
    activities: list[ProcessingActivity] | None = Field(
        default=None, description="What is not done with the data.", examples=[["sale", "profiling"]]
    )
    recipients: list[Reference] | None = Field(
        default=None, description="To whom data are not given.", examples=[["advertisers"]]
    )
    countries: list[Country] | None = Field(default=None, description="Where the data do not go.", examples=[["US"]])


class Cookie(Record):
    """A cookie, or another means of storing data in a person's device, Finnish Act 917/2014 s. 205."""

    text: Text
    name: Name | None = Field(default=None, description="The cookie's own name.", examples=["_ga"])
    party: Party | None = Field(default=None, description="Who sets it: the site or another.", examples=["third"])
    provider: Reference | None = Field(
        default=None, description="The processor, by its id, or a company by its name.", examples=["analytics-oy"]
    )
    lifetime: Annotated[
        Period | Literal["session"] | None,
        BeforeValidator(parse_lifetime, json_schema_input_type=str),
        WithJsonSchema({"anyOf": [{"type": "string", "format": "duration"}, {"const": "session"}]}),
    ] = Field(default=None, description="How long it stays: a period, or `session`.", examples=["P2Y"])
    necessary: Flag | None = Field(
        default=None, description="Whether the service that the person asked for needs it.", examples=[False]
    )
    consent: Flag | None = Field(
        default=None, description="Whether it is set only with the person's consent.", examples=[True]
    )


class Cookies(Record):
    """What the notice says of cookies, Finnish Act 917/2014 s. 205, and the list of them."""

    text: Text
    entries: dict[Id, Cookie] = Field(
        default_factory=dict,
        description="The cookies, each with its lifetime and whether consent is asked for.",
        examples=[{"ga": {"name": "_ga", "text": {"en": "Visitor statistics"}, "lifetime": "P2Y", "consent": True}}],
    )


class RightPromise(Record):
    """A right of data subjects as the notice words it, GDPR Art. 13(2)(b)–(d)."""

    rights: Annotated[_Rights, BeforeValidator(as_list, json_schema_input_type=Right | _Rights)] = Field(
        alias="right",
        description="The right, or a list: one sentence may give several.",
        examples=["access", ["restriction", "objection"]],
    )
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
