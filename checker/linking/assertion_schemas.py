"""Checks the JSON Schemas of promises. Imported where a policy has one: few do, and the library for it is large."""

from __future__ import annotations

import json
from typing import Any

from seloste.checker.assertions.evaluation import SchemaEvaluator
from seloste.checker.assertions.limits import SchemaLimits, exceeding_time
from seloste.checker.assertions.schema import asserts_nothing, find_schema_error
from seloste.checker.assertions.time_budget import OutOfTimeError, TimeBudget
from seloste.checker.finding import Severity
from seloste.checker.linking.bound_assertions import Assertion, PolicyAssertions, list_schemas, report_schema
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.reading.problem import Problem
from seloste.policy.commitments import CustomPromise


def check_assertions(notice: NoticeEntry) -> PolicyAssertions:
    """Checks the schemas of all promises of a policy, within limits and a time that they share with all evaluations."""
    find_schema_error({})  # imports the library, whose time is no schema's
    limits, budget = SchemaLimits(), TimeBudget()
    evaluators: dict[str, SchemaEvaluator] = {}
    usable, findings = [], []
    for promise, source, schema in list_schemas(notice.record):
        with budget.handle_timer():
            problem = _find_problem(schema, limits, budget)
        if problem is not None:
            findings.append(report_schema(notice, promise, problem))
        elif not asserts_nothing(schema):
            # Promises with the same schema share an evaluator.
            evaluator = evaluators.setdefault(json.dumps(schema, sort_keys=True), SchemaEvaluator(schema, budget))
            severity = Severity(source.severity) if isinstance(source, CustomPromise) else None
            usable.append(Assertion(promise, source.text, evaluator, source, severity))
    return PolicyAssertions(tuple(usable), tuple(findings))


def _find_problem(schema: Any, limits: SchemaLimits, budget: TimeBudget) -> Problem | None:
    """The reason why a schema cannot be used."""
    excess = limits.find_excess(schema)
    if excess is not None:
        return excess
    try:
        with budget.limit():
            error = find_schema_error(schema)
    except OutOfTimeError as out:
        return exceeding_time(out)
    return None if error is None else Problem("invalid-value", "schema", None, {"detail": error})
