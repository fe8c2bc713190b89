"""What pydantic found wrong with a record, as problems with a place, a reason and what was expected instead."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from seloste.checker.finding import Several, Word
from seloste.checker.position import Mark, mark_of
from seloste.checker.reading.problem import Problem
from seloste.policy.base import COUNTRY_PATTERN, ID_PATTERN, LANGUAGE_PATTERN
from seloste.policy.names import nearest_name

#: A SHA-256 in hexadecimal digits.
HASH_PATTERN = r"^[0-9a-f]{64}$"
Steps = tuple[str | int, ...]

_TYPES = {
    "string_type": "text",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
    "dict_type": "mapping",
    "list_type": "list",
    "bool_type": "boolean",
    "int_type": "integer",
}
_PATTERNS = {COUNTRY_PATTERN: "country", ID_PATTERN: "pattern", LANGUAGE_PATTERN: "language", HASH_PATTERN: "hash"}
_QUOTED = re.compile(r"'([^']*)'")


def list_problems(
    error: ValidationError, model: type[BaseModel], root: Any, base: Steps
) -> Iterator[tuple[Problem, Steps]]:
    """Each problem in `error`, once per place, with the steps that lead to it from `root`."""
    seen: set[tuple[Mark | None, str]] = set()
    for found in error.errors(include_url=False):
        on_key = found["loc"][-1:] == ("[key]",)
        if isinstance(found["input"], list) and found["loc"] and str(found["loc"][-1]).startswith("literal["):
            continue  # the choice that takes a list has its own complaint
        missing = found["type"] == "missing"
        loc = _written(root, base, tuple(step for step in found["loc"] if step != "[key]"), missing)
        detail, loc = _narrowed(found, loc)
        problem = _problem(detail, loc, model, on_key)
        at_key = on_key or missing or problem.rule == "unknown-key"
        where = mark_of(root, (*base, *(loc[:-1] if missing else loc)), key=at_key) or (1, 1, 1, 1)
        identity = (where, str(loc[-1]) if missing and loc else "")
        if identity not in seen:
            seen.add(identity)
            yield Problem(problem.rule, problem.variant, where, problem.arguments), (*base, *loc)


def _written(root: Any, base: Steps, loc: Steps, missing: bool) -> Steps:
    """The steps that the file has of those in `loc`: others tell which of several choices the model tried."""
    value = root
    for step in base:
        value = value[step]
    steps: list[str | int] = []
    for number, step in enumerate(loc):
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            if not missing or number < len(loc) - 1:
                continue
        steps.append(step)
    return tuple(steps)


def _narrowed(detail: ErrorDetails, loc: Steps) -> tuple[ErrorDetails, Steps]:
    """The first item that is no text, where a list of ids may stand for a mapping and is refused as none."""
    given = detail.get("input")
    if detail["type"] == "dict_type" and isinstance(given, list):
        for number, item in enumerate(given):
            if not isinstance(item, str):
                return {**detail, "type": "string_type", "input": item}, (*loc, number)
    return detail, loc


def _problem(detail: ErrorDetails, loc: Steps, model: type[BaseModel], on_key: bool) -> Problem:
    kind, given = detail["type"], detail.get("input")
    last = str(loc[-1]) if loc else ""
    context = detail.get("ctx", {})
    if kind == "missing":
        return Problem("missing-key", "", None, {"key": last})
    if kind == "extra_forbidden":
        return _unknown_key(last, list_known_keys(model, loc[:-1]))
    if kind == "version" or (kind == "literal_error" and last == "version"):
        return _version(given)
    if kind in ("enum", "literal_error", "choice"):
        choices = context.get("choices") or _QUOTED.findall(str(context.get("expected", "")))
        if on_key:
            return _unknown_key(last, choices)
        return _not_among(given, choices)
    if kind in ("date", "period"):
        return Problem("invalid-value", kind, None, {"value": display_value(given)})
    if kind == "string_pattern_mismatch":
        variant = _PATTERNS.get(str(context.get("pattern")), "")
        return Problem("invalid-value", variant, None, {"value": display_value(given), "expected": str(context.get("pattern"))})
    if kind == "string_type" and isinstance(given, int | float) and not isinstance(given, bool):
        return Problem("invalid-value", "quote-number", None, {"value": display_value(given)})
    what = "something" if kind in ("too_short", "string_too_short") else _TYPES.get(kind, "other")
    expected = Word(f"phrases.{what}")
    if given in (None, "") or kind == "too_short":
        return Problem("invalid-value", "empty", None, {"expected": expected})
    if kind == "bool_type" and isinstance(given, str | int):
        return Problem("invalid-value", "boolean", None, {"value": display_value(given)})
    if kind == "model_type" and isinstance(given, str) and given.partition(" ")[0] in list_known_keys(model, loc):
        return Problem("syntax", "colon", None)
    return Problem("invalid-value", "wrong-type", None, {"value": display_value(given), "expected": expected})


def _version(given: Any) -> Problem:
    if isinstance(given, str):
        return Problem(
            "invalid-value", "wrong-type", None, {"value": display_value(given), "expected": Word("phrases.integer")}
        )
    return Problem("invalid-value", "version", None, {"value": display_value(given)})


def _unknown_key(key: str, known: list[str]) -> Problem:
    nearest = nearest_name(key, known)
    arguments: dict[str, Any] = {"key": key, "expected": Several(tuple(known))}
    if nearest:
        return Problem("unknown-key", "suggestion", None, {**arguments, "suggestion": nearest})
    return Problem("unknown-key", "", None, arguments)


def _not_among(given: Any, choices: list[str]) -> Problem:
    arguments: dict[str, Any] = {"value": display_value(given), "choices": Several(tuple(choices))}
    nearest = nearest_name(given, choices) if isinstance(given, str) else ""
    if nearest:
        return Problem("invalid-value", "choice-suggestion", None, {**arguments, "suggestion": nearest})
    return Problem("invalid-value", "choice", None, arguments)


def display_value(value: Any) -> Any:
    """A value as a message shows it: short, and words for what is no scalar."""
    if value is None:
        return Word("phrases.nothing")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return Word("phrases.mapping")
    if isinstance(value, list):
        return Word("phrases.list")
    text = str(value)
    return text if len(text) <= 80 else text[:77] + "…"


def list_known_keys(model: type[BaseModel], loc: Steps) -> list[str]:
    """The keys that the record at `loc` below `model` may have, as a user writes them."""
    for step in loc:
        models = _models(model, step)
        if not models:
            return []
        model = models[0]
    return [info.alias or name for name, info in model.model_fields.items()]


def _models(model: type[BaseModel], step: str | int) -> list[type[BaseModel]]:
    for name, info in model.model_fields.items():
        if step == (info.alias or name):
            return list(_within(info.annotation))
    return [model]  # an id or a number within a mapping or list that has been entered already


def _within(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (Annotated, Union, types.UnionType, dict, list):
        for part in get_args(annotation):
            yield from _within(part)
