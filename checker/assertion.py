"""Assertions: a safeguard's or a custom promise's own JSON Schema (2020-12), held against each record as it was written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from checker.entry import Entry
from checker.position import Location
from checker.safeguards import binds
from checker.verdict import Evidence
from policy.notice import Policy


@dataclass(frozen=True, slots=True)
class Failure:
    """Where an assertion does not hold, and what the schema says of it."""

    steps: tuple[str | int, ...]
    said: str


def assertions(policy: Policy, kind: str, record_id: str) -> Iterator[tuple[str, Any]]:
    """The promises with an assertion that bind a record, and their schemas."""
    for key, safeguard in policy.safeguards.items():
        if safeguard.assert_ is not None and binds(safeguard, kind, record_id):
            yield f"safeguards.{key}", safeguard.assert_
    for key, custom in policy.custom.items():
        if custom.on == kind:
            yield f"custom.{key}", custom.assert_


def failures(schema: Any, entry: Entry[Any]) -> list[Failure]:
    """What of the record the schema refuses, in the order of the record."""
    value = entry.document.value[entry.kind][entry.id]
    errors = _validator(json.dumps(schema, sort_keys=True)).iter_errors(value)
    return sorted((Failure(tuple(error.absolute_path), error.message) for error in errors), key=lambda f: str(f.steps))


@cache
def _validator(schema: str) -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(schema))


def schema_error(schema: Any) -> str | None:
    """What is wrong with a schema itself, or None."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError

    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        return str(error.message)
    return None


def asserted(entry: Entry[Any], policy: Policy) -> Iterator[Evidence]:
    """The evidence that a record gives on the promises with an assertion."""
    for promise, schema in assertions(policy, entry.kind, entry.id):
        failed = failures(schema, entry)
        location: Location = entry.at(*failed[0].steps) if failed else entry.at()
        yield Evidence(promise, entry.subject, not failed, location, "assertion", dated=entry.record.reviewed)
