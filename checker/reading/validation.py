"""Explains validation errors: each of pydantic's errors as a problem with its place and what was expected."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from msgspec.structs import replace
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from seloste.checker.finding import Several, Word
from seloste.checker.inventory import ADDRESS_PATTERN
from seloste.checker.position import Mark, mark_of
from seloste.checker.reading.model_paths import (
    Steps,
    find_annotation,
    find_model,
    find_models,
    list_keys,
    list_known_keys,
)
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.right_form import (
    accepts,
    find_entries,
    find_section,
    is_text,
    show_ids,
    show_languages,
    show_list,
    show_mapping,
    show_under,
)
from seloste.checker.reading.value_hints import add_hint
from seloste.policy.base import (
    COUNTRY_PATTERN,
    FINGERPRINT_PATTERN,
    HASH_PATTERN,
    ID_PATTERN,
    LANGUAGE_PATTERN,
    FileRecord,
)
from seloste.policy.names import NearNames, nearest_name

#: The word for the expected type, by pydantic's type of error.
_EXPECTED_TYPES = {
    "text": "text",
    "string_type": "text",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
    "dict_type": "mapping",
    "list_type": "list",
    "bool_type": "boolean",
    "int_type": "integer",
    "too_short": "something",
    "string_too_short": "something",
}
_PATTERN_VARIANTS = {
    COUNTRY_PATTERN: "country",
    ID_PATTERN: "pattern",
    LANGUAGE_PATTERN: "language",
    HASH_PATTERN: "hash",
    FINGERPRINT_PATTERN: "fingerprint",
    ADDRESS_PATTERN: "address",
}
#: What YAML 1.1 takes for the same as a truth value: its programs write that instead.
_YAML_1_1 = {"true": ("on", "yes", "y"), "false": ("no", "off", "n")}
_NORWAY = {"country": "NO", "countries": "NO", "hosting": "NO", "languages": "no", "false": "no"}
_QUOTED = re.compile(r"'([^']*)'")
_LONGEST_VALUE = 80


def list_problems(
    error: ValidationError, model: type[BaseModel], root: Any, base: Steps
) -> Iterator[tuple[Problem, Steps]]:
    """The problems in `error`, one a place, each with the steps to it from `root`.

    Args:
        error: The error of validating the value at `base` by the model.
        model: The model.
        root: The value of the whole document, with its marks.
        base: The steps from `root` to the value that was validated.
    """
    seen: set[tuple[Mark | None, str]] = set()
    wrong_keys: set[Steps] = set()
    cut: set[Steps] = set()
    language = _choose_language(root)
    for found in error.errors(include_url=False):
        location = found["loc"]
        if isinstance(found["input"], list) and location and str(location[-1]).startswith("literal["):
            continue  # pydantic tried a word in place of a list; the list has errors of its own
        is_about_key = location[-1:] == ("[key]",)
        missing = found["type"] == "missing"
        steps = _remove_choices(root, base, tuple(step for step in location if step != "[key]"), missing)
        detail, steps = _narrow_to_item(found, steps)
        problem = add_hint(_explain(detail, steps, model, is_about_key, language), detail.get("input"))
        if steps in wrong_keys or steps[:-1] in cut:
            continue  # of one cause
        if is_about_key:
            wrong_keys.add(steps)
        if _is_cut_by_comma(problem, root, (*base, *steps)):
            problem = replace(problem, variant="comma")
            cut.add(steps[:-1])
        at_key = is_about_key or missing or problem.rule == "unknown-key"
        mark = mark_of(root, (*base, *(steps[:-1] if missing else steps)), key=at_key) or (1, 1, 1, 1)
        identity = (mark, str(steps[-1]) if missing and steps else "")
        if identity not in seen:
            seen.add(identity)
            yield Problem(problem.rule, problem.variant, mark, problem.arguments), (*base, *steps)


def _is_cut_by_comma(problem: Problem, root: Any, steps: Steps) -> bool:
    """Whether a wrong key is the end of a text in braces that holds a comma: `{en: Bookkeeping, and vouchers}`.

    Such a key has no colon: its value, which is nothing, stands right at its end.
    """
    if (problem.rule, problem.variant) not in (("unknown-key", ""), ("invalid-value", "language")):
        return False
    key, value = mark_of(root, steps, key=True), mark_of(root, steps)
    return key is not None and value is not None and key[2:] == value[:2] == value[2:]


def list_converted_texts(error: ValidationError, root: Any, base: Steps) -> Iterator[Steps]:
    """The steps to the numbers and truth values that are given where a text that people read belongs."""
    for found in error.errors(include_url=False, include_context=False):
        if found["type"] == "text" and isinstance(found["input"], int | float):
            yield (*base, *_remove_choices(root, base, found["loc"], missing=False))


def _remove_choices(root: Any, base: Steps, location: Steps, missing: bool) -> Steps:
    """The steps of pydantic's location that the file has; the others name the alternatives of a union."""
    value = root
    for step in base:
        value = value[step]
    steps: list[str | int] = []
    for number, step in enumerate(location):
        try:
            value = _get_item(value, step)
        except (KeyError, IndexError, TypeError):
            if not missing or number < len(location) - 1:
                continue
        steps.append(step)
    return tuple(steps)


def _get_item(value: Any, step: str | int) -> Any:
    """An item of a mapping or a list; a text has none, though Python gives its characters."""
    if isinstance(value, str):
        raise TypeError(step)
    return value[step]


def _narrow_to_item(detail: ErrorDetails, steps: Steps) -> tuple[ErrorDetails, Steps]:
    """The error of the first item that is not a string, where a list of ids may stand for a mapping."""
    value = detail.get("input")
    if detail["type"] == "dict_type" and isinstance(value, list):
        for number, item in enumerate(value):
            if not isinstance(item, str | dict | list):
                return {**detail, "type": "string_type", "input": item}, (*steps, number)
    return detail, steps


def _choose_language(root: Any) -> str:
    """The language of examples: English, unless the notice has others alone."""
    notice = root.get("notice") if isinstance(root, dict) else None
    languages = notice.get("languages") if isinstance(notice, dict) else None
    known = [each for each in languages if isinstance(each, str)] if isinstance(languages, list) else []
    return "en" if "en" in known or not known else known[0]


def _explain(detail: ErrorDetails, steps: Steps, model: type[BaseModel], is_about_key: bool, language: str) -> Problem:
    """The problem, still without its place."""
    kind, value = detail["type"], detail.get("input")
    last = str(steps[-1]) if steps else ""
    context = detail.get("ctx", {})
    if kind == "missing":
        return Problem("missing-key", "", None, {"key": last})
    if kind == "extra_forbidden":
        return _explain_extra_key(last, value, find_model(model, steps[:-1]))
    if kind == "version" or (kind == "literal_error" and last == "version"):
        return _explain_version(value)
    if kind in ("enum", "literal_error", "choice"):
        choices = context.get("choices") or _QUOTED.findall(str(context.get("expected", "")))
        return _explain_unknown_key(last, choices) if is_about_key else _explain_choice(value, choices)
    if kind == "too_long":
        return Problem("limit-exceeded", "entries", None, {"limit": context["max_length"]})
    if kind in ("hole-missing", "hole-unknown"):
        return _invalid_value(kind, value, hole=context["hole"])
    if kind in ("date", "period", "interval", "locale", "string_pattern_mismatch") or value is False:
        problem = _explain_scalar(kind, value, steps, context)
        if problem is not None:
            return problem
    keys = list_known_keys(model, steps) if kind == "model_type" else []
    if not (isinstance(value, str) and value.partition(" ")[0] in keys):
        form = _explain_form(kind, value, steps, model, language)
        if form is not None:
            return form
    return _explain_type(kind, value, keys)


def _explain_scalar(kind: str, value: Any, steps: Steps, context: Mapping[str, Any]) -> Problem | None:
    """The problem with a scalar of which the form is known: a day, a period, a code."""
    if value in (False, "false") and kind.startswith("string_") and (meant := _find_norway(steps)):
        return _invalid_value("yaml-1-1", value, suggestion=meant)
    if kind == "string_pattern_mismatch":
        pattern = str(context.get("pattern"))
        return _invalid_value(_PATTERN_VARIANTS.get(pattern, ""), value, expected=pattern)
    return _invalid_value(kind, value) if kind in ("date", "period", "interval", "locale") else None


def _explain_form(kind: str, value: Any, steps: Steps, model: type[BaseModel], language: str) -> Problem | None:
    """The problem with a value that only has the wrong form, with an example of the right one."""
    if not value or not isinstance(value, str | list) or (not steps and issubclass(model, FileRecord)):
        return None
    while steps and isinstance(steps[-1], int):
        steps = steps[:-1]
    if kind == "model_type" and isinstance(value, str):
        return _invalid_value("form-mapping", value, example=show_mapping(value, find_model(model, steps), language))
    if kind not in ("dict_type", "list_type") or not steps:
        return None
    parent, key = find_model(model, steps[:-1]), str(steps[-1])
    annotation = find_annotation(model, steps)
    if isinstance(value, str):
        if is_text(annotation):
            return _invalid_value("form-languages", value, example=show_languages(value, language))
        if parent and accepts(parent, key, [part.strip() for part in value.split(",")]):
            return _invalid_value("form-list", value, example=show_list(value))
    if kind == "dict_type" and annotation and not is_text(annotation):
        inner = next(find_models(annotation), None)
        return _invalid_value("form-ids", value, key=key, example=show_ids(value, inner, language))
    return None


def explain_list_of_entries(key: str, value: list[Any], model: type[BaseModel]) -> Problem:
    """The problem with a list where each entry of a file has its id as a key."""
    return _invalid_value("form-ids", value, key=key, example=show_ids(value, model, "en"))


def _explain_type(kind: str, value: Any, keys: list[str]) -> Problem:
    """The problem with a value of another type; `keys` are those of the mapping that is expected, if one is."""
    if kind in ("string_type", "text") and isinstance(value, int | float) and not isinstance(value, bool):
        return _invalid_value("quote-number", value)
    kind = "too_short" if (kind, value) == ("text", "") else kind
    expected = Word(f"phrases.{_EXPECTED_TYPES.get(kind, 'other')}")
    if value in (None, "") or kind == "too_short":
        return Problem("invalid-value", "empty", None, {"expected": expected})
    if kind == "bool_type" and isinstance(value, str | int):
        return _invalid_value("boolean", value)
    if isinstance(value, str) and value.partition(" ")[0] in keys:
        return Problem("syntax", "colon", None)
    return _invalid_value("wrong-type", value, expected=expected)


def _explain_version(value: Any) -> Problem:
    if isinstance(value, str):
        return _invalid_value("wrong-type", value, expected=Word("phrases.integer"))
    return _invalid_value("version", value)


def _explain_extra_key(key: str, value: Any, model: type[BaseModel] | None) -> Problem:
    """The problem with a key that a record does not have: misspelled, or one of what is below it, or unknown."""
    known = list_keys(model) if model else []
    if model is None or find_yaml_1_2_key(key, known) or _index_names(tuple(known)).find(key):
        return _explain_unknown_key(key, known)
    if section := find_section(key, model):
        arguments = {"key": key, "section": section, "example": show_under(section, key, value)}
        return Problem("unknown-key", "section", None, arguments)
    if issubclass(model, FileRecord) and (section := find_entries(key, model)):
        return Problem("unknown-key", "outside", None, {"key": key, "section": section})
    return _explain_unknown_key(key, known)


@lru_cache(maxsize=100)
def _index_names(known: tuple[str, ...]) -> NearNames:
    return NearNames(known)


def _explain_unknown_key(key: str, known: list[str]) -> Problem:
    arguments: dict[str, Any] = {"key": key, "expected": Several(tuple(known))}
    if meant := find_yaml_1_2_key(key, known):
        return Problem("unknown-key", "yaml-1-1", None, {"key": key, "suggestion": meant})
    nearest = _find_nearest_key(key, tuple(known))
    if nearest:
        return Problem("unknown-key", "suggestion", None, {**arguments, "suggestion": nearest})
    return Problem("unknown-key", "", None, arguments)


def find_yaml_1_2_key(key: str, known: list[str]) -> str:
    """The known key that a program of YAML 1.1 takes for a truth value, and writes as this one: `on` as `true`."""
    return next((meant for meant in _YAML_1_1.get(key.lower(), ()) if meant in known), "")


def _find_norway(steps: Steps) -> str:
    """The code of the country or the language that YAML 1.1 takes for false; empty where no code belongs."""
    name = next((step for step in reversed(steps) if isinstance(step, str)), "")
    return _NORWAY.get(name, "")


@lru_cache(maxsize=1_000)  # a column of a list has the same name in each record
def _find_nearest_key(key: str, known: tuple[str, ...]) -> str:
    return nearest_name(key, known)


def _explain_choice(value: Any, choices: list[str]) -> Problem:
    nearest = nearest_name(value, choices) if isinstance(value, str) else ""
    if nearest:
        return _invalid_value("choice-suggestion", value, choices=Several(tuple(choices)), suggestion=nearest)
    return _invalid_value("choice", value, choices=Several(tuple(choices)))


def _invalid_value(variant: str, value: Any, **arguments: Any) -> Problem:
    return Problem("invalid-value", variant, None, {"value": display_value(value), **arguments})


def display_value(value: Any) -> Any:
    """A value as messages show it: a shortened scalar, or the word for a list or a mapping."""
    if value is None:
        return Word("phrases.nothing")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return Word("phrases.mapping")
    if isinstance(value, list):
        return Word("phrases.list")
    text = str(value)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 3] + "…"
