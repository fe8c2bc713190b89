"""Assertions: a safeguard's or a custom promise's own JSON Schema (2020-12), held against each record as written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from checker.entry import Entry
from checker.finding import Severity
from checker.safeguards import binds
from checker.verdict import Evidence
from policy.base import Text
from policy.notice import Policy


@dataclass(frozen=True, slots=True)
class Assertion:
    """The JSON Schema of a promise. `severity` is that of a promise of the user's own, None for a safeguard."""

    promise: str
    text: Text
    schema: Any
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Where an assertion does not hold, and what the schema says of it."""

    steps: tuple[str | int, ...]
    said: str


def assertions(policy: Policy, kind: str, record_id: str) -> Iterator[Assertion]:
    """The promises with an assertion that bind a record. One that is not valid JSON Schema binds nothing."""
    for key, safeguard in policy.safeguards.items():
        if safeguard.assert_ is not None and binds(safeguard, kind, record_id) and not schema_error(safeguard.assert_):
            yield Assertion(f"safeguards.{key}", safeguard.text, safeguard.assert_)
    for key, custom in policy.custom.items():
        if custom.on == kind and not schema_error(custom.assert_):
            yield Assertion(f"custom.{key}", custom.text, custom.assert_, Severity(custom.severity))


def failures(schema: Any, entry: Entry[Any]) -> list[Failure]:
    """What of the record the schema refuses, in the order of the record."""
    value = entry.document.value[entry.kind][entry.id]
    errors = _validator(json.dumps(schema, sort_keys=True)).iter_errors(value)
    return sorted((Failure(tuple(error.absolute_path), error.message) for error in errors), key=lambda f: str(f.steps))


@cache
def _validator(schema: str) -> Any:
    from jsonschema import Draft202012Validator
    from referencing import Registry

    return Draft202012Validator(json.loads(schema), registry=Registry())


def schema_error(schema: Any) -> str | None:
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
    for reference in _references(content):
        try:
            resolver.lookup(reference)
        except Unresolvable as error:
            return str(error)
    return None


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from (schema[key] for key in ("$ref", "$dynamicRef") if isinstance(schema.get(key), str))
    for item in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from _references(item)


def asserted(entry: Entry[Any], policy: Policy) -> Iterator[Evidence]:
    """The evidence that a record gives on the promises with an assertion."""
    for assertion in assertions(policy, entry.kind, entry.id):
        failed = failures(assertion.schema, entry)
        steps = entry.steps(*failed[0].steps) if failed else entry.steps()
        dated = entry.record.reviewed
        yield Evidence(assertion.promise, entry.subject, not failed, entry.document, steps, "assertion", dated=dated)
