"""The most that the schemas of a policy may hold. Held before the library sees them, which has no limits of its own."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from seloste.checker.assertions.time_budget import OutOfTimeError
from seloste.checker.reading.problem import Problem

#: The values of one schema, with those that aliases repeat; the values of all schemas of a policy; the levels of one.
_MOST_VALUES = 2_000
_MOST_VALUES_IN_ALL = 3_000
DEEPEST = 64
#: The characters and groups of one pattern: a long one takes seconds to compile, very many groups cannot be compiled.
_LONGEST_PATTERN = 500
_MOST_GROUPS = 50


class SchemaLimits(Struct):
    """The limits of the schemas of one policy, and how many values they may still hold."""

    remaining: int = _MOST_VALUES_IN_ALL

    def find_excess(self, schema: Any) -> Problem | None:
        """The first limit that the schema exceeds."""
        most = min(_MOST_VALUES, self.remaining)
        waiting = [(schema, 1)]
        for value, depth in waiting:
            if depth > DEEPEST:
                return exceeding("depth", DEEPEST)
            if isinstance(value, dict | list):
                inner = value.values() if isinstance(value, dict) else value
                if len(waiting) + len(inner) > most:
                    return exceeding("nodes", _MOST_VALUES if most == _MOST_VALUES else _MOST_VALUES_IN_ALL)
                waiting += [(each, depth + 1) for each in inner]
            problem = _find_unfit_pattern(value) if isinstance(value, dict) else _find_unfit_number(value)
            if problem is not None:
                return problem
        self.remaining -= len(waiting)
        return None


def exceeding(variant: str, limit: int | str) -> Problem:
    """The problem that a limit is exceeded."""
    return Problem("limit-exceeded", variant, None, {"limit": limit})


def exceeding_time(error: OutOfTimeError) -> Problem:
    """The problem that the time is used up."""
    return exceeding("time", f"{error.limit:g} s" if error.limit >= 1 else f"{error.limit * 1000:.0f} ms")


def _find_unfit_pattern(schema: dict[Any, Any]) -> Problem | None:
    """A problem for a pattern of a schema that is too long or has too many groups."""
    keys = schema.get("patternProperties")
    patterns: Iterable[Any] = (schema.get("pattern"), *(keys if isinstance(keys, dict) else ()))
    for pattern in patterns:
        if isinstance(pattern, str) and len(pattern) > _LONGEST_PATTERN:
            return exceeding("pattern", _LONGEST_PATTERN)
        if isinstance(pattern, str) and pattern.count("(") > _MOST_GROUPS:
            return exceeding("groups", _MOST_GROUPS)
    return None


def _find_unfit_number(value: Any) -> Problem | None:
    """A problem for a number that JSON does not have."""
    if isinstance(value, float) and not math.isfinite(value):
        return Problem("invalid-value", "schema", None, {"detail": str(value)})
    return None
