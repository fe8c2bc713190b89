"""Assertions: a safeguard's or a custom promise's own JSON Schema (2020-12), held against each record as written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from seloste.checker.assertions.failures import AssertionFailure, describe_failure
from seloste.checker.assertions.schema import asserts_nothing, find_schema_error
from seloste.checker.assertions.time_budget import EVALUATION_SECONDS, OutOfTimeError, TimeBudget
from seloste.checker.finding import Finding, Severity
from seloste.checker.linking.entry import DeclaredRecord, NoticeEntry
from seloste.checker.linking.safeguards import binds
from seloste.checker.verdict import Evidence
from seloste.policy.base import Text
from seloste.policy.notice import Policy


@dataclass(frozen=True, slots=True)
class Assertion:
    """The JSON Schema of a promise. `severity` is that of a promise of the user's own, None for a safeguard."""

    promise: str
    text: Text
    schema: Any
    severity: Severity | None = None


def assertions(policy: Policy, kind: str, record_id: str) -> Iterator[Assertion]:
    """The promises with an assertion that bind a record. One that is not valid, or asks for nothing, binds nothing."""
    for key, safeguard in policy.safeguards.items():
        if safeguard.assert_ is not None and binds(safeguard, kind, record_id) and _judges(safeguard.assert_):
            yield Assertion(f"safeguards.{key}", safeguard.text, safeguard.assert_)
    for key, custom in policy.custom.items():
        if custom.on == kind and _judges(custom.assert_):
            yield Assertion(f"custom.{key}", custom.text, custom.assert_, Severity(custom.severity))


def _judges(schema: Any) -> bool:
    return not asserts_nothing(schema) and find_schema_error(schema) is None


def failures(schema: Any, entry: DeclaredRecord[Any]) -> list[AssertionFailure]:
    """What of the record the schema refuses, in the order of the record; nothing where it took too long to tell."""
    return list(_failures(json.dumps(schema, sort_keys=True), entry) or ())


@lru_cache(maxsize=64)  # a rule asks, and then the evidence is gathered
def _failures(schema: str, entry: DeclaredRecord[Any]) -> tuple[AssertionFailure, ...] | None:
    """None where the time for the schema is used up."""
    value = entry.document.value[entry.kind][entry.id]
    try:
        with _budget(schema).spent():
            refused = {each.value: each for each in map(describe_failure, _validator(schema).iter_errors(value))}
    except (OutOfTimeError, RecursionError):
        return None
    return tuple(sorted(refused.values(), key=lambda each: (str(each.steps), each.value)))


@cache
def _budget(schema: str) -> TimeBudget:
    return TimeBudget()


def fresh_budgets() -> None:
    """Gives each schema all its time again: another check begins."""
    _budget.cache_clear()
    _failures.cache_clear()


@cache
def _validator(schema: str) -> Any:
    from jsonschema import Draft202012Validator
    from referencing import Registry

    return Draft202012Validator(json.loads(schema), registry=Registry())


def overruns(entry: DeclaredRecord[Any], notice: NoticeEntry) -> Iterator[Finding]:
    """Each assertion that could not be held against a record in time, as a finding at the assertion."""
    for assertion in assertions(notice.record, entry.kind, entry.id):
        if _failures(json.dumps(assertion.schema, sort_keys=True), entry) is None:
            location = notice.document.locate(*assertion.promise.split("."), "assert")
            yield Finding(
                rule="input/limit-exceeded",
                severity=Severity.ERROR,
                subject=assertion.promise,
                location=location,
                variant="time",
                arguments={"limit": f"{EVALUATION_SECONDS:g} s"},
                value="time",
                excerpt=notice.document.source_line(location.line),
            )


def told_once(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, with what could not be held against many records in time told but once."""
    told: set[str] = set()
    kept = []
    for finding in findings:
        if (finding.rule, finding.variant) == ("input/limit-exceeded", "time"):
            if finding.subject in told:
                continue
            told.add(finding.subject)
        kept.append(finding)
    return kept


def asserted(entry: DeclaredRecord[Any], policy: Policy) -> Iterator[Evidence]:
    """The evidence that a record gives on the promises with an assertion."""
    for assertion in assertions(policy, entry.kind, entry.id):
        failed = _failures(json.dumps(assertion.schema, sort_keys=True), entry)
        holds = None if failed is None else not failed
        steps = entry.steps(*failed[0].steps) if failed else entry.steps()
        dated = entry.record.reviewed
        detail = {True: "assertion", False: "assertion-fails", None: "assertion-slow"}[holds]
        yield Evidence(assertion.promise, entry.subject, holds, entry.document, steps, detail, dated=dated)
