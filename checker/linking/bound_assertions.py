"""The assertions of promises, and their outcomes for the records that they bind."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from seloste.checker.assertions.evaluation import SchemaEvaluator
from seloste.checker.assertions.failures import AssertionFailure
from seloste.checker.assertions.schema import asserts_nothing, find_schema_error
from seloste.checker.assertions.time_budget import EVALUATION_SECONDS
from seloste.checker.finding import Finding, RuleFinding, Severity, input_finding
from seloste.checker.linking.entry import DeclaredRecord, NoticeEntry
from seloste.checker.linking.safeguards import binds
from seloste.policy.base import Text
from seloste.policy.notice import CustomPromise, Policy, SafeguardPromise


@dataclass(frozen=True, slots=True)
class Assertion:
    """The JSON Schema of a promise. `severity` is that of a custom promise, None for a safeguard."""

    promise: str
    text: Text
    evaluator: SchemaEvaluator
    source: SafeguardPromise | CustomPromise
    severity: Severity | None = None

    def binds(self, kind: str, record_id: str) -> bool:
        """Whether the promise is about that record."""
        if isinstance(self.source, CustomPromise):
            return self.source.on == kind
        return binds(self.source, kind, record_id)


@dataclass(frozen=True, slots=True)
class AssertionOutcome:
    """The outcome of an assertion for a record: its failures, or None where the time was used up."""

    assertion: Assertion
    failures: tuple[AssertionFailure, ...] | None


def list_assertions(policy: Policy) -> tuple[Assertion, ...]:
    """The assertions of a policy whose schemas are usable. The other ones are findings of their own."""
    evaluators: dict[str, SchemaEvaluator] = {}

    def get_evaluator(schema: Any) -> SchemaEvaluator:
        """The evaluator of a schema, one for all promises with the same."""
        return evaluators.setdefault(json.dumps(schema, sort_keys=True), SchemaEvaluator(schema))

    def find() -> Iterator[Assertion]:
        for key, safeguard in policy.safeguards.items():
            if safeguard.assert_ is not None and _is_usable(safeguard.assert_):
                schema = get_evaluator(safeguard.assert_)
                yield Assertion(f"safeguards.{key}", safeguard.text, schema, safeguard)
        for key, custom in policy.custom.items():
            if _is_usable(custom.assert_):
                schema = get_evaluator(custom.assert_)
                yield Assertion(f"custom.{key}", custom.text, schema, custom, Severity(custom.severity))

    return tuple(find())


def _is_usable(schema: Any) -> bool:
    """Whether a schema is valid and can fail at all."""
    return not asserts_nothing(schema) and find_schema_error(schema) is None


def evaluate_assertions(assertions: Sequence[Assertion], entry: DeclaredRecord[Any]) -> tuple[AssertionOutcome, ...]:
    """The outcome of each assertion that binds the record, applied to its keys and values as the file has them."""
    bound = [assertion for assertion in assertions if assertion.binds(entry.kind, entry.id)]
    if not bound:
        return ()
    value = entry.document.value[entry.kind][entry.id]
    return tuple(AssertionOutcome(assertion, assertion.evaluator.list_failures(value)) for assertion in bound)


def find_overruns(outcomes: Sequence[AssertionOutcome], notice: NoticeEntry) -> Iterator[Finding]:
    """A finding for each assertion that could not be evaluated in time, at the assertion."""
    for outcome in outcomes:
        if outcome.failures is None:
            promise = outcome.assertion.promise
            location = notice.at(*promise.split("."), "assert")
            found = RuleFinding(
                subject=promise,
                location=location,
                variant="time",
                arguments={"limit": f"{EVALUATION_SECONDS:g} s"},
                value="time",
                excerpt=notice.document.source_line(location.line),
            )
            yield input_finding("limit-exceeded", found)
