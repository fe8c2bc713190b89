"""The scalars of YAML 1.2, core schema: what an unquoted word means.

libyaml leaves this to its caller, and PyYAML's own answer is that of YAML 1.1, where Norway is false.
Source: YAML 1.2.2, section 10.3.2.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any


class ScalarTooLong(ValueError):  # noqa: N818 - says what it is
    """A number with more digits than any number we know of."""

    limit = 1000


_WORDS: dict[str, Any] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
    ".nan": float("nan"), ".NaN": float("nan"), ".NAN": float("nan"),
}  # fmt: skip
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)")
_NUMBER_STARTS = frozenset("0123456789-+.")
#: How a word may begin that is not itself: any other first letter settles that it is a string.
AMBIGUOUS_STARTS = _NUMBER_STARTS | frozenset(("", "~", *"nNtTfF"))


def resolve_scalar(text: str) -> Any:
    """The value of an unquoted scalar: None, bool, int, float or the text itself."""
    if text[:1] in _NUMBER_STARTS:
        if _INTEGER.fullmatch(text):
            return _integer(text)
        if _FLOAT.fullmatch(text):
            return _float(text)
    return _WORDS.get(text, text)


def _integer(text: str) -> int:
    if len(text) > ScalarTooLong.limit:
        raise ScalarTooLong(text[:20])
    if text.startswith(("0o", "0x")):
        return int(text, 0)
    return int(text)


def _float(text: str) -> float:
    return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))


def _tagged(pattern: re.Pattern[str], convert: Callable[[str], Any]) -> Callable[[str], Any]:
    """What a tag makes of a scalar, if it is written as its kind is."""

    def value(text: str) -> Any:
        if not pattern.fullmatch(text):
            raise ValueError(text)
        return convert(text)

    return value


def _boolean(text: str) -> bool:
    value = _WORDS.get(text)
    if isinstance(value, bool):
        return value
    raise ValueError(text)


def _collection(text: str) -> str:
    raise ValueError(text)


_PREFIX = "tag:yaml.org,2002:"
#: The tags that may be written, and what each makes of a scalar.
CORE_TAGS: dict[str, Callable[[str], Any]] = {
    f"{_PREFIX}str": str,
    f"{_PREFIX}int": _tagged(_INTEGER, _integer),
    f"{_PREFIX}float": _tagged(re.compile(f"{_FLOAT.pattern}|\\.(?:nan|NaN|NAN)"), _float),
    f"{_PREFIX}bool": _boolean,
    f"{_PREFIX}null": lambda _: None,
    f"{_PREFIX}map": _collection,
    f"{_PREFIX}seq": _collection,
}
