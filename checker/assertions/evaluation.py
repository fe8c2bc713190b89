"""A JSON Schema (2020-12) of a user's own, evaluated on plain values within a budget of time."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from seloste.checker.assertions.failures import AssertionFailure, describe_failure
from seloste.checker.assertions.limits import DEEPEST, exceeding, exceeding_time
from seloste.checker.assertions.time_budget import FAILURE_SECONDS, OutOfTimeError, TimeBudget
from seloste.checker.reading.problem import Problem

#: So many failures of one value are listed; the check of a record reports fewer.
_MOST_FAILURES = 1_001


class NotEvaluatedError(Exception):
    """A schema could not be evaluated on a value.

    Attributes:
        problem: The reason; None when an earlier evaluation of the schema gave it.
    """

    def __init__(self, problem: Problem | None) -> None:
        super().__init__(problem)
        self.problem = problem


class SchemaEvaluator:
    """Evaluates one schema on many values. After one evaluation that took too long it makes no other."""

    def __init__(self, schema: Any, budget: TimeBudget) -> None:
        self._schema = schema
        self.budget = budget
        self._out_of_time = False
        self._reported: set[tuple[str, str]] = set()

    def list_failures(self, value: Any) -> tuple[AssertionFailure, ...]:
        """The places where the schema does not hold, in the order of the value; of very many, the first ones.

        Raises:
            NotEvaluatedError: The time is used up, or the library cannot do it.
        """
        if self._out_of_time:
            raise NotEvaluatedError(None)
        try:
            with self.budget.limit():
                found = self._find_failures(value)
        except OutOfTimeError as error:
            self._out_of_time = True
            problem = exceeding_time(error)
        except RecursionError:
            problem = exceeding("depth", DEEPEST)
        except Exception as error:  # the library fails on numbers that JSON does not have: .nan, or 400 digits
            problem = Problem("invalid-value", "schema", None, {"detail": str(error)})
        else:
            self.budget.spend(len(found) * FAILURE_SECONDS)
            return tuple(sorted(found.values(), key=lambda each: (str(each.steps), each.value)))
        known = (problem.rule, problem.variant) in self._reported
        self._reported.add((problem.rule, problem.variant))
        raise NotEvaluatedError(None if known else problem)

    def _find_failures(self, value: Any) -> dict[str, AssertionFailure]:
        found: dict[str, AssertionFailure] = {}
        for error in self._validator.iter_errors(value):
            failure = describe_failure(error)
            found[failure.value] = failure
            _release(error)
            if len(found) == _MOST_FAILURES:
                break
        return found

    @cached_property
    def _validator(self) -> Any:
        from jsonschema import Draft202012Validator
        from referencing import Registry

        return Draft202012Validator(self._schema, registry=Registry())


def _release(error: Any) -> None:
    """Parts an error from those below it: they hold each other, and nothing collects such circles within a check."""
    waiting = [error]
    for each in waiting:
        waiting += each.context
        each.context = []
