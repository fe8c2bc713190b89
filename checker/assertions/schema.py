"""Checks the JSON Schemas (2020-12) of users: valid, known keywords only, no endless recursion, not empty."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from seloste.policy.names import nearest_name

#: The keywords whose schemas apply to the same value as the schema around them: with one schema, or with a list.
_ONE_SCHEMA = ("not", "if", "then", "else")
_SEVERAL_SCHEMAS = ("allOf", "anyOf", "oneOf")
#: How many schemas that apply to the same value may be nested.
_MOST_NESTED = 64
#: The message about schemas that lead to themselves, or are nested too deep to be followed.
_ENDLESS = "$ref ↻"


def find_schema_error(schema: Any) -> str | None:
    """The message about the first error of a schema; None for a valid one."""
    return _find_error(json.dumps(schema, sort_keys=True))


@cache
def _find_error(schema: str) -> str | None:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError
    from referencing import Registry
    from referencing.exceptions import Unresolvable
    from referencing.jsonschema import DRAFT202012

    content = json.loads(schema)
    try:
        Draft202012Validator.check_schema(content)
    except SchemaError as error:
        return str(error.message)
    # The registry is empty, so that references lead only within the schema, never to the network.
    resolver = Registry().resolver_with_root(DRAFT202012.create_resource(content))
    try:
        for reference in _list_references(content):
            resolver.lookup(reference)
        return _find_unknown_keyword(content) or _find_endless_recursion(content, resolver)
    except Unresolvable as error:
        return str(error)
    except RecursionError:
        return _ENDLESS


def _list_references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from (schema[key] for key in ("$ref", "$dynamicRef") if isinstance(schema.get(key), str))
    for item in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from _list_references(item)


def asserts_nothing(schema: Any) -> bool:
    """Whether every value meets the schema, since none of its keywords requires anything."""
    if not isinstance(schema, dict):
        return schema is True
    return all(_requires_nothing(key, schema[key]) for key in schema.keys() & _list_asserting_keywords())


def _requires_nothing(keyword: str, value: Any) -> bool:
    """Whether every value meets a keyword with this value."""
    if keyword == "anyOf" or (keyword == "oneOf" and len(value) == 1):
        return any(map(asserts_nothing, value))
    if keyword == "allOf":
        return all(map(asserts_nothing, value))
    if keyword in ("properties", "patternProperties", "dependentSchemas"):
        return all(map(asserts_nothing, value.values()))
    if keyword in ("items", "additionalProperties", "unevaluatedProperties", "unevaluatedItems", "propertyNames"):
        return asserts_nothing(value)
    return keyword in ("required", "dependentRequired", "prefixItems") and not value


@cache
def _list_asserting_keywords() -> frozenset[str]:
    from jsonschema import Draft202012Validator

    return frozenset(Draft202012Validator.VALIDATORS) - {"format"}  # which is an annotation, not an assertion


@cache
def _list_keywords() -> tuple[str, ...]:
    """The keywords of the vocabularies that JSON Schema 2020-12 consists of, and the older name of `$defs`."""
    from jsonschema import Draft202012Validator
    from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]

    meta: Any = Draft202012Validator.META_SCHEMA
    parts = [REGISTRY.resolver(meta["$id"]).lookup(part["$ref"]).contents for part in meta["allOf"]]
    return tuple(sorted({"definitions", *(keyword for part in parts for keyword in part["properties"])}))


def _find_unknown_keyword(schema: Any) -> str | None:
    """The message about the first key that is not a keyword, and so would have no effect."""
    from referencing.jsonschema import DRAFT202012

    known = _list_keywords()
    waiting = [schema]
    for part in waiting:
        if not isinstance(part, dict):
            continue
        for key in part:
            if key not in known:
                nearest = nearest_name(key, known)
                return f"{key}?" + (f" → {nearest}" if nearest else "")
        waiting += DRAFT202012.subresources_of(part)
    return None


def _find_endless_recursion(schema: Any, resolver: Any) -> str | None:
    """The message about schemas that apply themselves to the same value again, or are nested too deep."""
    from referencing.jsonschema import DRAFT202012

    #: The nesting below each schema, by its identity; None while it is being measured.
    depths: dict[int, int | None] = {}

    def measure_depth(part: Any, resolver: Any, above: int) -> int:
        """The nesting below a schema. Raises RecursionError where it is endless, or too deep with that `above` it."""
        if not isinstance(part, dict):
            return 0
        known = depths.get(id(part), -1)
        if known is None or above > _MOST_NESTED:
            raise RecursionError
        if known < 0:
            depths[id(part)] = None
            resolver = resolver.in_subresource(DRAFT202012.create_resource(part))
            inner = _list_same_value(part, resolver)
            known = max((1 + measure_depth(*each, above + 1) for each in inner), default=0)
            depths[id(part)] = known
        if above + known > _MOST_NESTED:
            raise RecursionError
        return known

    waiting = [(schema, resolver)]
    for part, outer_resolver in waiting:
        try:
            measure_depth(part, outer_resolver, 0)
        except RecursionError:
            return _ENDLESS
        if isinstance(part, dict):
            inner_resolver = outer_resolver.in_subresource(DRAFT202012.create_resource(part))
            waiting += [(inner, inner_resolver) for inner in DRAFT202012.subresources_of(part)]
    return None


def _list_same_value(schema: dict[str, Any], resolver: Any) -> Iterator[tuple[Any, Any]]:
    """The schemas that a schema applies to its own value, each with the resolver of its references."""
    for key in ("$ref", "$dynamicRef"):
        if key in schema:
            target = resolver.lookup(schema[key])
            yield target.contents, target.resolver
    parts = [schema[key] for key in _ONE_SCHEMA if key in schema]
    parts += [part for key in _SEVERAL_SCHEMAS for part in schema.get(key, ())]
    parts += schema.get("dependentSchemas", {}).values()
    for part in parts:
        yield part, resolver
