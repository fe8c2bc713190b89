"""What a JSON Schema refuses of a value, as a sentence of the reader's language: `assertions.<keyword>`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from seloste.checker.finding import Argument, Several, Word
from seloste.checker.reading.validation import display_value

#: Keywords with a sentence of their own; each may speak of the place, of what stands there and of what was asked for.
_TOLD = frozenset(
    (
        "additionalProperties",
        "anyOf",
        "const",
        "contains",
        "dependentRequired",
        "enum",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "false",
        "format",
        "maxItems",
        "maxLength",
        "maxProperties",
        "maximum",
        "minItems",
        "minLength",
        "minProperties",
        "minimum",
        "multipleOf",
        "not",
        "oneOf",
        "pattern",
        "propertyNames",
        "required",
        "type",
        "unevaluatedProperties",
        "uniqueItems",
    )
)
_TYPES = {
    "string": "text",
    "object": "mapping",
    "array": "list",
    "boolean": "boolean",
    "integer": "integer",
    "number": "number",
    "null": "nothing",
}
#: So many values are named in one sentence.
_MOST = 12


@dataclass(frozen=True, slots=True)
class AssertionFailure:
    """Where in a record a schema refuses something, the sentence that says what, and the value that it is about."""

    steps: tuple[str | int, ...]
    said: Word
    value: str


def describe_failure(error: Any) -> AssertionFailure:
    """What an error of jsonschema is about. A schema that is `false` refuses whatever is there."""
    keyword = "false" if error.validator is None else str(error.validator)
    steps = tuple(error.absolute_path)
    wrong, expected = _parts(keyword, error)
    place: Argument = ".".join(map(str, steps)) if steps else Word("assertions.record")
    key = keyword if keyword in _TOLD else "other"
    arguments = {"place": place, "value": wrong, "expected": expected, "keyword": keyword}
    said = Word(f"assertions.{key}", arguments)
    return AssertionFailure(steps, said, f"{'.'.join(map(str, steps))}:{keyword}:{_plain(_offending(keyword, error))}")


def _parts(keyword: str, error: Any) -> tuple[Argument, Argument]:
    asked = error.validator_value
    if keyword in ("required", "additionalProperties", "unevaluatedProperties"):
        return _listed(_offending(keyword, error)), ""
    if keyword == "type":
        return display_value(error.instance), Several(tuple(_type(name) for name in _several(asked)))
    if keyword == "enum":
        return display_value(error.instance), _listed(asked)
    if keyword in ("anyOf", "oneOf"):
        return display_value(error.instance), len(asked)
    return display_value(error.instance), display_value(asked)


def _offending(keyword: str, error: Any) -> Any:
    """The value at fault: the keys that are missing or too many, else what stands there."""
    if keyword == "required":
        return [key for key in error.validator_value if key not in error.instance]
    if keyword in ("additionalProperties", "unevaluatedProperties") and isinstance(error.instance, Mapping):
        schema = error.schema
        patterns = schema.get("patternProperties", {})
        return [
            key
            for key in error.instance
            if key not in schema.get("properties", {}) and not any(re.search(pattern, key) for pattern in patterns)
        ]
    return error.instance


def _type(name: str) -> Argument:
    return Word(f"phrases.{_TYPES[name]}") if name in _TYPES else name


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _listed(values: list[Any]) -> Several:
    return Several(tuple(display_value(value) for value in values[:_MOST]) + (("…",) if len(values) > _MOST else ()))


def _plain(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
