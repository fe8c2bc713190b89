"""One object for many equal values: a report may hold half a million findings, which repeat each other's words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from sys import intern
from typing import Any, TypeVar

OptionalText = TypeVar("OptionalText", str, str | None)
Value = TypeVar("Value")

#: The arguments of a message that needs none.
NOTHING: Mapping[str, Any] = {}


def share_text(text: OptionalText) -> OptionalText:
    """The one object for all equal texts."""
    return intern(text) if type(text) is str else text


@lru_cache(maxsize=4096)
def share_day(day: date | None) -> date | None:
    """The one object for many equal days."""
    return day


def share_arguments(arguments: Mapping[str, Value]) -> Mapping[str, Value]:
    """The one object for many equal arguments of a message; those with words in each language remain as they are."""
    if not arguments:
        return NOTHING
    try:
        return _share_items(tuple(arguments.items()), tuple(map(type, arguments.values())))
    except TypeError:  # a mapping has no hash
        return arguments


@lru_cache(maxsize=512)  # a list of long texts may be in each
def _share_items(items: tuple[tuple[str, Any], ...], types: tuple[type, ...]) -> Mapping[str, Any]:
    """The arguments as a mapping. Their types tell 1 from True."""
    return dict(items)
