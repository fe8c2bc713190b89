"""The attributes of a resource as every source gives them: plain mappings, lists and scalars, with three marks.

A value that is known only later, one that nobody may see, and one that refers to another resource stand as marks in
the place of the value. So a table that reads attributes needs not know which source they come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

_Steps = tuple[str | int, ...]
#: How many values of one path are looked at, and how deep they may lie.
_MOST, _DEEPEST = 4000, 200


class Mark(Enum):
    """Stands in the place of a value."""

    #: Known only after apply, or by evaluating an expression. It may be anything, and may be absent.
    UNKNOWN = "unknown"
    #: Known only after apply, and set by nobody: the provider or the service chooses, as where it is absent.
    COMPUTED = "computed"
    #: Set, and marked as sensitive. It is never looked at, let alone quoted.
    SENSITIVE = "sensitive"


UNKNOWN, COMPUTED, SENSITIVE = Mark.UNKNOWN, Mark.COMPUTED, Mark.SENSITIVE


@dataclass(frozen=True, slots=True)
class Reference:
    """A value that refers to other resources, by their addresses in the same source. What it comes to is unknown."""

    addresses: tuple[str, ...]


def find_values(values: Any, path: str) -> list[Any]:
    """The values at a dotted path, through every item of a list on the way; none where it is absent or null.

    `rule.expiration.days` of `{"rule": [{"expiration": [{"days": 30}]}]}` is `[30]`. A mark or a reference on the way
    stands for everything below it; but what the provider computes counts as absent, since nobody set it.
    """
    return [value for _, value in find_places(values, path)]


def find_places(values: Any, path: str) -> Iterable[tuple[_Steps, Any]]:
    """As `walk_values`, and fast where the path leads nowhere, or is one step to a scalar: most are so."""
    if isinstance(values, dict):
        first, dot, _ = path.partition(".")
        if first not in values:
            return ()
        if not dot and not isinstance(value := values[first], list):
            return () if value is None or value is COMPUTED else (((first,), value),)
    return walk_values(values, path)


def walk_values(values: Any, path: str) -> Iterator[tuple[_Steps, Any]]:
    """The values at a dotted path, each with the steps that lead to it.

    Only so many are looked at, and so deep: then the last one is unknown, for all that are left.
    """
    names = path.split(".")
    waiting: list[Iterator[tuple[_Steps, Any, int]]] = [iter([((), values, 0)])]
    looked = 0
    while waiting:
        found = next(waiting[-1], None)
        if found is None:
            waiting.pop()
            continue
        steps, value, level = found
        looked += 1
        if looked > _MOST or len(waiting) > _DEEPEST:
            yield (), UNKNOWN
            return
        if isinstance(value, list):
            waiting.append(_list_items(steps, value, level))
        elif value is None or value is COMPUTED:
            continue
        elif level == len(names) or is_open(value):
            yield steps, value
        elif isinstance(value, dict | Mapping) and names[level] in value:
            waiting.append(iter([((*steps, names[level]), value[names[level]], level + 1)]))


def _list_items(steps: _Steps, items: list[Any], level: int) -> Iterator[tuple[_Steps, Any, int]]:
    for number, item in enumerate(items):
        yield (*steps, number), item, level


def is_open(value: Any) -> bool:
    """Whether a mark or a reference stands in the place of a value, so that it cannot be compared."""
    return isinstance(value, Mark | Reference)
