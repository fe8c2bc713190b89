"""Resolves the scalars of YAML 1.2 to values, by the core schema (YAML 1.2.2, section 10.3.2).

libyaml leaves this to its caller. PyYAML resolves by YAML 1.1, in which the country code `NO` is false.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any


class ScalarTooLong(ValueError):  # noqa: N818 - the name states the problem
    """A number has too many digits: converting it would take too long."""

    limit = 1000


_CONSTANTS: dict[str, Any] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
    ".nan": float("nan"), ".NaN": float("nan"), ".NAN": float("nan"),
}  # fmt: skip
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)")
_NUMBER_STARTS = frozenset("0123456789-+.")
#: The first characters of scalars that may not be strings. Every scalar with another one is a string.
AMBIGUOUS_STARTS = _NUMBER_STARTS | frozenset(("", "~", *"nNtTfF"))


#: The longest text that is remembered with its value: the same days stand in record after record.
_LONGEST_REMEMBERED = 40


def resolve_scalar(text: str) -> Any:
    """The value of an unquoted scalar: None, bool, int, float or the text itself."""
    if text[:1] not in _NUMBER_STARTS:
        return _CONSTANTS.get(text, text)
    return _resolve_short_number(text) if len(text) <= _LONGEST_REMEMBERED else _resolve_number(text)


def _resolve_number(text: str) -> Any:
    """The value of a scalar that begins as a number."""
    if _INTEGER.fullmatch(text):
        return _convert_integer(text)
    if _FLOAT.fullmatch(text):
        return _convert_float(text)
    return _CONSTANTS.get(text, text)


_resolve_short_number = lru_cache(maxsize=1_000)(_resolve_number)


def _convert_integer(text: str) -> int:
    if len(text) > ScalarTooLong.limit:
        raise ScalarTooLong(text[:20])
    if text.startswith(("0o", "0x")):
        return int(text, 0)
    return int(text)


def _convert_float(text: str) -> float:
    return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))


def _convert_if(pattern: re.Pattern[str], convert: Callable[[str], Any]) -> Callable[[str], Any]:
    """A conversion that raises ValueError for a scalar that the pattern does not match."""

    def convert_matching(text: str) -> Any:
        if not pattern.fullmatch(text):
            raise ValueError(text)
        return convert(text)

    return convert_matching


def _convert_boolean(text: str) -> bool:
    value = _CONSTANTS.get(text)
    if isinstance(value, bool):
        return value
    raise ValueError(text)


def _reject_scalar(text: str) -> str:
    raise ValueError(text)


_TAG_PREFIX = "tag:yaml.org,2002:"
#: The conversion of a scalar by its tag. Each raises ValueError for a scalar that does not fit the tag.
CORE_TAGS: dict[str, Callable[[str], Any]] = {
    f"{_TAG_PREFIX}str": str,
    f"{_TAG_PREFIX}int": _convert_if(_INTEGER, _convert_integer),
    f"{_TAG_PREFIX}float": _convert_if(re.compile(f"{_FLOAT.pattern}|\\.(?:nan|NaN|NAN)"), _convert_float),
    f"{_TAG_PREFIX}bool": _convert_boolean,
    f"{_TAG_PREFIX}null": lambda _: None,
    f"{_TAG_PREFIX}map": _reject_scalar,
    f"{_TAG_PREFIX}seq": _reject_scalar,
}
