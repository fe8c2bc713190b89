"""The parts of every file format: the record, and the types of its fields.

A record refuses unknown keys and never changes. A value that does not fit raises a `PydanticCustomError` whose type
names the reason; `seloste.checker.reading.documents` turns it into an `input/` finding with its place and its words.

The modules that define records do without `from __future__ import annotations`: pydantic would compile the annotation
of each field on its own, at every start.
"""

from __future__ import annotations

import re
import unicodedata
from copy import copy
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StrictBool,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import custom_error_schema, str_schema

from seloste.policy.period import PATTERN, Period

if TYPE_CHECKING:  # only generating the schemas needs them, and starting must be fast
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
#: A SHA-256 in hexadecimal digits.
HASH_PATTERN = r"^[0-9a-f]{64}$"
#: What a finding is known by: 128 bits of a hash, in hexadecimal digits.
FINGERPRINT_PATTERN = r"^[0-9a-f]{32}$"
#: A language tag, BCP 47 (RFC 5646 section 2.1), in the case of its section 2.1.1: `fi`, `zh-Hans`, `fi-x-selko`.
LANGUAGE_PATTERN = (
    r"^[a-z]{2,3}(-[a-z]{3}){0,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(-[a-wyz0-9](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?$"
)
#: ISO 3166-1 alpha-2, or the European Patent Organisation, which has no code of its own there.
COUNTRY_PATTERN = r"^([A-Z]{2}|X-EPO)$"
#: Editors show `patternErrorMessage`, which is no keyword of JSON Schema, in place of the pattern.
DURATION_SCHEMA = {
    "type": "string",
    "format": "duration",
    "pattern": PATTERN,
    "patternErrorMessage": "Write an ISO 8601 duration: P2Y, P6M, P14D or PT48H.",
}
_DAY_PATTERN = re.compile(r"\d{4}-\d{2}-\d{2}")


def is_id(text: str) -> bool:
    """Whether a text may be the id of something that is declared."""
    return re.fullmatch(ID_PATTERN, text) is not None and not text.endswith("\n")


def get_base_language(language: str) -> str:
    """The language that a language tag is a variant of: `fi` of `fi-x-selko`."""
    return language.partition("-")[0]


class Record(BaseModel):
    """A mapping of a file that a user writes: its keys are known, and it does not change once read."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=False, protected_namespaces=(), defer_build=True
    )

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler(core)
        _forbid_other_keys(handler.resolve_ref_schema(schema))
        return schema


#: The keys at the top of a file that say nothing, so that anchors have a place.
_IGNORED_KEYS = "x-"


class FileRecord(Record):
    """A file as a whole. Keys at its top that begin with `x-` are ignored, whatever they hold."""

    @model_validator(mode="before")
    @classmethod
    def _leave_out_ignored_keys(cls, value: Any) -> Any:
        if isinstance(value, dict) and any(isinstance(key, str) and key.startswith(_IGNORED_KEYS) for key in value):
            return {key: item for key, item in value.items() if not str(key).startswith(_IGNORED_KEYS)}
        return value

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = super().__get_pydantic_json_schema__(core, handler)
        handler.resolve_ref_schema(schema)["patternProperties"] = {f"^{_IGNORED_KEYS}": {}}
        return schema


def _forbid_other_keys(schema: Any) -> None:
    """Forbids keys that match no pattern in a JSON Schema: pydantic refuses them, but its schemas allow them."""
    if isinstance(schema, dict):
        if "patternProperties" in schema:
            schema.setdefault("additionalProperties", False)
        for inner in schema.values():
            _forbid_other_keys(inner)
    elif isinstance(schema, list):
        for inner in schema:
            _forbid_other_keys(inner)


def _parse_day(value: Any) -> date:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _DAY_PATTERN.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("date", "an ISO 8601 day")


def _validate_version(value: Any) -> Any:
    if type(value) is not int:  # true equals 1, and so does 1.0, but neither is a version
        raise PydanticCustomError("version", "version 1")
    return value


def _parse_period(value: Any) -> Period:
    if isinstance(value, Period):
        return value
    if isinstance(value, str):
        try:
            return Period.parse(value)
        except ValueError:
            pass
    raise PydanticCustomError("period", "an ISO 8601 duration")


def _parse_interval(value: Any) -> Period:
    period = _parse_period(value)
    if not period.parts:  # nothing can be done every zero days
        raise PydanticCustomError("interval", "an ISO 8601 duration longer than nothing")
    return period


def _format_period(value: Any) -> Any:
    return value.text if isinstance(value, Period) else value


#: A period is written as it was read; another value of the same key stays as it is.
AS_ISO_DURATION = PlainSerializer(_format_period, return_type=Any, when_used="json")


def parse_lifetime(value: Any) -> Any:
    """A period, or `session`: until the browser is closed."""
    return value if value is None or value == "session" else _parse_period(value)


def _normalize(text: str) -> str:
    """The text in Unicode NFC: the same letters are the same characters, on whatever keyboard they were written."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def make_list() -> list[Any]:
    """An empty list, the default of a field. Pydantic would parse the signature of `list`, which takes longer."""
    return []


def as_list(value: Any) -> Any:
    """A list of one, for a single entry."""
    return [value] if isinstance(value, dict | str) else value


def validate_one_or_several(value: Any, validate: ValidatorFunctionWrapHandler) -> Any:
    """A list for a single entry or a list of several; an empty one for a key without a value, as where it is absent."""
    return [] if value is None else validate(as_list(value))


def make_choice_validator(reason: str, known: tuple[str, ...]) -> BeforeValidator:
    """A validator that accepts the values in `known`, and raises `reason` with the choices for others."""
    members = frozenset(known)

    def validate(value: Any) -> Any:
        if isinstance(value, str) and value in members:
            return value
        raise PydanticCustomError("choice", reason, {"choices": list(known)})

    return BeforeValidator(validate)


class _Shared:
    """Marks a type that many fields have: pydantic makes its core schema once, not anew for each field.

    Half of the fields are of such a type. `type_` is the type as it is without this mark.
    """

    def __init__(self, type_: Any) -> None:
        self._type = type_
        self._schema: CoreSchema | None = None

    @property
    def metadata(self) -> tuple[Any, ...]:
        """What the type without the mark is annotated with: its pattern, and the like."""
        own = get_args(self._type)[1:]
        return (*own, *(part for each in own for part in getattr(each, "metadata", ())))

    def __get_pydantic_core_schema__(self, _source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        if self._schema is None:
            self._schema = handler.generate_schema(self._type)
        return copy(self._schema)  # to which pydantic adds what belongs to the field


Version = Annotated[Literal[1], BeforeValidator(_validate_version)]
_Id = Annotated[str, Field(pattern=ID_PATTERN)]
Id = Annotated[str, _Shared(_Id)]
_Language = Annotated[str, Field(pattern=LANGUAGE_PATTERN)]
Language = Annotated[str, _Shared(_Language)]
_Country = Annotated[
    str,
    Field(
        pattern=COUNTRY_PATTERN,
        json_schema_extra={"patternErrorMessage": "Write the two capital letters of ISO 3166-1, such as FI."},
    ),
]
Country = Annotated[str, _Shared(_Country)]


class _SourceText:
    """Marks a text that people read: its error has a type of its own, for there a scalar is what is written."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return custom_error_schema(str_schema(min_length=1), "text", custom_error_message="text")


#: Text as it is written: `postal_code: 00100` is five digits, and `name: NO` two letters.
_Name = Annotated[str, _SourceText(), AfterValidator(_normalize)]
Name = Annotated[str, _Shared(_Name)]
#: Something declared elsewhere by its id. Any string: one that names nothing is a finding of its rule, not bad input.
_Reference = Annotated[str, Field(min_length=1)]
Reference = Annotated[str, _Shared(_Reference)]
#: Words for people, in each language: `{fi: …, en: …}`.
_Text = Annotated[dict[Language, Name], Field(min_length=1)]
Text = Annotated[dict[str, str], _Shared(_Text)]
_Day = Annotated[
    date, BeforeValidator(_parse_day, json_schema_input_type=str), WithJsonSchema({"type": "string", "format": "date"})
]
Day = Annotated[date, _Shared(_Day)]
_Duration = Annotated[
    Period,
    PlainValidator(_parse_period, json_schema_input_type=str),
    AS_ISO_DURATION,
    WithJsonSchema(DURATION_SCHEMA),
]
Duration = Annotated[Period, _Shared(_Duration)]
#: How often something is done: a duration longer than nothing.
Interval = Annotated[
    Period,
    PlainValidator(_parse_interval, json_schema_input_type=str),
    AS_ISO_DURATION,
    WithJsonSchema({**DURATION_SCHEMA, "pattern": PATTERN.replace("^", "^(?=.*[1-9])", 1)}),
]
Flag = StrictBool
