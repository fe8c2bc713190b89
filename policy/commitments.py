"""The commitments of a notice: storage periods, safeguards, what is not done, cookies, and rights."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema, WrapValidator

from seloste.policy.base import (
    AS_ISO_DURATION,
    DURATION_SCHEMA,
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
    make_list,
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
    reason: ExceptionReason | None = None
    maximum: RetentionLimit | None = None


class Retention(Record):
    """How long data are kept, GDPR Art. 13(2)(a)."""

    text: Text
    data_subjects: list[Reference] | None = None
    purposes: list[Reference] | None = None
    fields: list[Reference] | None = None
    permanent: Permanence | None = None
    criteria: Text | None = None
    exceptions: list[RetentionException] = Field(default_factory=make_list)
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
    ] = Field(default_factory=make_list, alias="control")
    parameters: Parameters = Field(default_factory=Parameters.model_construct)
    applies_to: Literal["systems", "processors", "organisation"] | list[Reference] | None = None
    assert_: dict[str, Any] | bool | None = Field(default=None, alias="assert")


class Organisation(Record):
    """The organisation as a whole, with safeguards such as the staff's confidentiality agreements."""

    safeguards: Safeguards = Field(default_factory=dict)


class NeverPromise(Record):
    """Something that the notice promises is not done. A system that does it breaks the promise."""

    text: Text
    purposes: list[Reference] | None = None
    fields: list[Reference] | None = None
    activities: list[ProcessingActivity] | None = None
    recipients: list[Reference] | None = None
    countries: list[Country] | None = None


class Cookie(Record):
    """A cookie, or another means of storing data in a person's device, Finnish Act 917/2014 s. 205."""

    text: Text
    name: Name | None = None
    party: Party | None = None
    provider: Reference | None = None
    lifetime: Annotated[
        Period | Literal["session"] | None,
        PlainValidator(parse_lifetime, json_schema_input_type=str),
        AS_ISO_DURATION,
        WithJsonSchema({"anyOf": [DURATION_SCHEMA, {"enum": ["session"]}]}),
    ] = None
    necessary: Flag | None = None
    consent: Flag | None = None


class Cookies(Record):
    """What the notice says of cookies, Finnish Act 917/2014 s. 205, and the list of them."""

    text: Text
    entries: dict[Id, Cookie] = Field(default_factory=dict)


class RightPromise(Record):
    """A right of data subjects as the notice words it, GDPR Art. 13(2)(b)–(d)."""

    rights: Annotated[_Rights, BeforeValidator(as_list, json_schema_input_type=Right | _Rights)] = Field(alias="right")
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
