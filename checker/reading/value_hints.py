"""Hints beside a value that is not valid: what it seems to mean, where people often write it so (`UK`, `SCC`, `2y`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from seloste.checker.finding import Argument, Several, Word
from seloste.checker.reading.problem import Problem
from seloste.policy.familiar_values import find_choices, find_country, find_day, find_period, find_truth, is_area

#: How what is meant is found, by the variant of the message.
_FINDERS: Mapping[str, Callable[[str], str]] = {
    "boolean": find_truth,
    "country": find_country,
    "date": find_day,
    "interval": find_period,
    "period": find_period,
}


def add_hint(problem: Problem, value: Any) -> Problem:
    """The problem with what the value seems to mean, where that is known."""
    if problem.rule == "unknown-key":
        return _add_choices(problem, problem.arguments["key"], "expected", "suggestion")
    if problem.rule != "invalid-value":
        return problem
    if problem.variant in ("choice", "choice-suggestion"):
        return _add_choices(problem, value, "choices", "choice-suggestion")
    if problem.variant == "date" and type(value) is int:
        value = str(value)
    if problem.variant not in _FINDERS or not isinstance(value, str):
        return problem
    if problem.variant == "country" and is_area(value):
        return replace(problem, variant="country-area")
    meant = _FINDERS[problem.variant](value)
    # A value of the right form, such as an interval of nothing, means no other.
    return _suggest(problem, [meant], problem.variant) if meant and meant != value else problem


def _add_choices(problem: Problem, value: Any, allowed: str, variant: str) -> Problem:
    """The problem of a choice, or of a key among known ones, with those that its value seems to mean."""
    words = str(value).lower() if isinstance(value, bool) else value
    known = problem.arguments.get(allowed)
    if not isinstance(words, str) or not isinstance(known, Several):
        return problem
    meant = find_choices(words, [str(each) for each in known.items])
    return _suggest(problem, meant, variant) if meant else problem


def _suggest(problem: Problem, meant: Sequence[str], variant: str) -> Problem:
    """The problem with a suggestion, which is no part of what tells it apart from others."""
    suggestion: Argument = Several((meant[0],))
    if len(meant) > 1:
        suggestion = Word("phrases.one-or-other", {"first": meant[0], "second": meant[1]})
    return replace(problem, variant=variant, arguments={**problem.arguments, "suggestion": suggestion})
