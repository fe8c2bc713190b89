"""A JSON Schema (2020-12) of a user's own, evaluated on plain values within a budget of time."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from seloste.checker.assertions.failures import AssertionFailure, describe_failure
from seloste.checker.assertions.time_budget import OutOfTimeError, TimeBudget


class SchemaEvaluator:
    """Evaluates one schema on many values. The time it may take is counted over all of them together."""

    def __init__(self, schema: Any) -> None:
        self._schema = schema
        self._budget = TimeBudget()

    def list_failures(self, value: Any) -> tuple[AssertionFailure, ...] | None:
        """The places where the schema does not hold, in the order of the value; None once the time is used up."""
        try:
            with self._budget.limit():
                found = {each.value: each for each in map(describe_failure, self._validator.iter_errors(value))}
        except (OutOfTimeError, RecursionError):
            return None
        return tuple(sorted(found.values(), key=lambda each: (str(each.steps), each.value)))

    @cached_property
    def _validator(self) -> Any:
        from jsonschema import Draft202012Validator
        from referencing import Registry

        return Draft202012Validator(self._schema, registry=Registry())
