"""The assertions of promises, and their outcomes for the records that they bind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from seloste.checker.assertions.time_budget import RECORD_SECONDS
from seloste.checker.finding import Finding, RuleFinding, Severity, input_finding
from seloste.checker.linking.entry import DeclaredRecord, NoticeEntry
from seloste.checker.linking.safeguards import binds
from seloste.checker.reading.problem import Problem
from seloste.policy.base import Text
from seloste.policy.commitments import CustomPromise, SafeguardPromise
from seloste.policy.notice import Policy

if TYPE_CHECKING:
    from seloste.checker.assertions.evaluation import SchemaEvaluator
    from seloste.checker.assertions.failures import AssertionFailure


class Assertion(Struct, frozen=True):
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


class AssertionOutcome(Struct, frozen=True):
    """The outcome of an assertion for a record.

    Attributes:
        failures: None where it could not be evaluated.
        problem: The reason, for the first record of each reason.
    """

    assertion: Assertion
    failures: tuple[AssertionFailure, ...] | None
    problem: Problem | None = None


class PolicyAssertions(Struct, frozen=True):
    """The assertions of a policy whose schemas are usable, and a finding for each other one."""

    usable: tuple[Assertion, ...]
    findings: tuple[Finding, ...]


def list_schemas(policy: Policy) -> Iterator[tuple[str, SafeguardPromise | CustomPromise, Any]]:
    """Each promise with an assertion: its id, itself and the schema."""
    for key, safeguard in policy.safeguards.items():
        if safeguard.assert_ is not None:
            yield f"safeguards.{key}", safeguard, safeguard.assert_
    for key, custom in policy.custom.items():
        yield f"custom.{key}", custom, custom.assert_


def evaluate_assertions(assertions: Sequence[Assertion], entry: DeclaredRecord[Any]) -> tuple[AssertionOutcome, ...]:
    """The outcome of each assertion that binds the record, applied to its keys and values as the file has them."""
    bound = [assertion for assertion in assertions if assertion.binds(entry.kind, entry.id)]
    if not bound:
        return ()
    value = entry.document.value[entry.kind][entry.id]
    budget = bound[0].evaluator.budget
    budget.spend(-RECORD_SECONDS)
    with budget.handle_timer():
        return tuple(_evaluate(assertion, value) for assertion in bound)


def _evaluate(assertion: Assertion, value: Any) -> AssertionOutcome:
    from seloste.checker.assertions.evaluation import NotEvaluatedError  # with the library, where there are assertions

    try:
        return AssertionOutcome(assertion, assertion.evaluator.list_failures(value))
    except NotEvaluatedError as error:
        return AssertionOutcome(assertion, None, error.problem)


def find_overruns(outcomes: Sequence[AssertionOutcome], notice: NoticeEntry) -> Iterator[Finding]:
    """A finding for each assertion that could not be evaluated, at the assertion."""
    for outcome in outcomes:
        if outcome.problem is not None:
            yield report_schema(notice, outcome.assertion.promise, outcome.problem)


def report_schema(notice: NoticeEntry, promise: str, problem: Problem) -> Finding:
    """The finding for a problem with the assertion of a promise, at the assertion."""
    location = notice.at(*promise.split("."), "assert")
    found = RuleFinding(
        subject=promise,
        location=location,
        variant=problem.variant,
        arguments=problem.arguments,
        value=str(problem.arguments.get("detail", problem.variant)),
        excerpt=notice.document.source_line(location.line),
    )
    return input_finding(problem.rule, found)


def report_overruns_once(findings: Iterable[Finding]) -> list[Finding]:
    """The findings; of an assertion that took too long for many records, only the first."""
    reported: set[str] = set()
    kept = []
    for finding in findings:
        if (finding.rule, finding.variant) == ("input/limit-exceeded", "time"):
            if finding.subject in reported:
                continue
            reported.add(finding.subject)
        kept.append(finding)
    return kept
