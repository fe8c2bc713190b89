"""Describes the failures of a JSON Schema: each as a message in the reader's language, `assertions.<keyword>`."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from seloste.checker.finding import Argument, Several, Word
from seloste.checker.reading.validation import display_value

#: The keywords with a message of their own. Others share the message `assertions.other`.
_KEYWORDS = frozenset(
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
#: The word for each type of JSON.
_TYPES = {
    "string": "text",
    "object": "mapping",
    "array": "list",
    "boolean": "boolean",
    "integer": "integer",
    "number": "number",
    "null": "nothing",
}
#: How many values one message lists.
_MOST_VALUES = 12
#: The characters of a value that tell failures apart; a longer one is told by its hash.
_LONGEST_VALUE = 1_000


class AssertionFailure(Struct, frozen=True):
    """A value of a record that a schema does not allow."""

    #: The keys and indexes that lead to the value.
    steps: tuple[str | int, ...]
    message: Word
    #: The steps, the keyword and the value in one text, which tells failures apart.
    value: str


def describe_failure(error: Any) -> AssertionFailure:
    """The failure behind an error of jsonschema. The schema `false`, which allows nothing, has no keyword."""
    keyword = "false" if error.validator is None else str(error.validator)
    steps = tuple(error.absolute_path)
    path = ".".join(map(str, steps))
    value, expected = _describe_values(keyword, error)
    place: Argument = path or Word("assertions.record")
    key = keyword if keyword in _KEYWORDS else "other"
    arguments = {"place": place, "value": value, "expected": expected, "keyword": keyword}
    identity = f"{path}:{keyword}:{_to_json(_find_offending(keyword, error))}"
    return AssertionFailure(steps, Word(f"assertions.{key}", arguments), identity)


def _describe_values(keyword: str, error: Any) -> tuple[Argument, Argument]:
    """The value that is not allowed, and the expected one."""
    expected = error.validator_value
    if keyword in ("required", "additionalProperties", "unevaluatedProperties"):
        return _list_values(_find_offending(keyword, error)), ""
    if keyword == "type":
        types = expected if isinstance(expected, list) else [expected]
        return display_value(error.instance), Several(tuple(map(_name_type, types)))
    if keyword == "enum":
        return display_value(error.instance), _list_values(expected)
    if keyword in ("anyOf", "oneOf"):
        return display_value(error.instance), len(expected)
    return display_value(error.instance), display_value(expected)


def _find_offending(keyword: str, error: Any) -> Any:
    """The keys that are missing or not allowed; for other keywords, the value itself."""
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


def _name_type(name: str) -> Argument:
    return Word(f"phrases.{_TYPES[name]}") if name in _TYPES else name


def _list_values(values: list[Any]) -> Several:
    listed = [display_value(value) for value in values[:_MOST_VALUES]]
    return Several((*listed, "…") if len(values) > _MOST_VALUES else tuple(listed))


def _to_json(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST_VALUE else hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
