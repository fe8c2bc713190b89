"""What is wrong with a JSON Schema (2020-12) itself: not valid, with unknown keywords, without an end, or empty."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from seloste.policy.names import nearest_name

#: Keywords whose schemas look at the same value as the schema that they stand in: one, several, or one a key.
_HERE = ("not", "if", "then", "else")
_EACH_HERE = ("allOf", "anyOf", "oneOf")
#: So many schemas may look at the same value one inside the other.
_DEEPEST = 64


def find_schema_error(schema: Any) -> str | None:
    """What is wrong with a schema itself, or None."""
    return _schema_error(json.dumps(schema, sort_keys=True))


@cache
def _schema_error(schema: str) -> str | None:
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
    # An empty registry: a reference must lead somewhere in the schema itself, never to the network.
    resolver = Registry().resolver_with_root(DRAFT202012.create_resource(content))
    try:
        for reference in _references(content):
            resolver.lookup(reference)
        return _unknown_keyword(content) or _endless(content, resolver)
    except Unresolvable as error:
        return str(error)


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from (schema[key] for key in ("$ref", "$dynamicRef") if isinstance(schema.get(key), str))
    for item in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from _references(item)


def asserts_nothing(schema: Any) -> bool:
    """Whether every value meets the schema, since none of its keywords asks for anything."""
    if not isinstance(schema, dict):
        return schema is True
    return all(_asks_nothing(key, schema[key]) for key in schema.keys() & _asserting())


def _asks_nothing(keyword: str, asked: Any) -> bool:
    """Whether a keyword is met by every value, since the schemas in it are, or since it has none."""
    if keyword == "anyOf" or (keyword == "oneOf" and len(asked) == 1):
        return any(map(asserts_nothing, asked))
    if keyword == "allOf":
        return all(map(asserts_nothing, asked))
    if keyword in ("properties", "patternProperties", "dependentSchemas"):
        return all(map(asserts_nothing, asked.values()))
    if keyword in ("items", "additionalProperties", "unevaluatedProperties", "unevaluatedItems", "propertyNames"):
        return asserts_nothing(asked)
    return keyword in ("required", "dependentRequired", "prefixItems") and not asked


@cache
def _asserting() -> frozenset[str]:
    from jsonschema import Draft202012Validator

    return frozenset(Draft202012Validator.VALIDATORS) - {"format"}  # which is told of a value, and not asked of it


@cache
def _keywords() -> tuple[str, ...]:
    """The keywords of the vocabularies that JSON Schema 2020-12 consists of, and the older name of `$defs`."""
    from jsonschema import Draft202012Validator
    from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]

    meta: Any = Draft202012Validator.META_SCHEMA
    parts = [REGISTRY.resolver(meta["$id"]).lookup(part["$ref"]).contents for part in meta["allOf"]]
    return tuple(sorted({"definitions", *(keyword for part in parts for keyword in part["properties"])}))


def _unknown_keyword(schema: Any) -> str | None:
    """The complaint about the first key of a schema that is no keyword: what it asks for would never be looked at."""
    from referencing.jsonschema import DRAFT202012

    known = _keywords()
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


def _endless(schema: Any, resolver: Any) -> str | None:
    """The complaint about schemas that lead back to themselves for the same value, or too deep to be followed."""
    from referencing.jsonschema import DRAFT202012

    depths: dict[int, int | None] = {}  # of each schema how deep it leads; None while it is being followed

    def deep(part: Any, resolver: Any, above: int) -> int:
        if not isinstance(part, dict):
            return 0
        known = depths.get(id(part), -1)
        if known is None or above > _DEEPEST:
            raise RecursionError
        if known < 0:
            depths[id(part)] = None
            resolver = resolver.in_subresource(DRAFT202012.create_resource(part))
            known = depths[id(part)] = max((1 + deep(*to, above + 1) for to in _same_value(part, resolver)), default=0)
        if above + known > _DEEPEST:
            raise RecursionError
        return known

    waiting = [(schema, resolver)]
    for part, where in waiting:
        try:
            deep(part, where, 0)
        except RecursionError:
            return "$ref ↻"
        if isinstance(part, dict):
            inner = where.in_subresource(DRAFT202012.create_resource(part))
            waiting += [(sub, inner) for sub in DRAFT202012.subresources_of(part)]
    return None


def _same_value(schema: dict[str, Any], resolver: Any) -> Iterator[tuple[Any, Any]]:
    """The schemas that a schema holds its own value against, each with what its references are resolved by."""
    for key in ("$ref", "$dynamicRef"):
        if key in schema:
            target = resolver.lookup(schema[key])
            yield target.contents, target.resolver
    parts = [schema[key] for key in _HERE if key in schema]
    parts += [part for key in _EACH_HERE for part in schema.get(key, ())]
    parts += schema.get("dependentSchemas", {}).values()
    for part in parts:
        yield part, resolver
