"""The attributes of a resource as every source gives them: plain mappings, lists and scalars, with three marks.

A value that is known only later, one that nobody may see, and one that refers to another resource stand as marks in
the place of the value. So a table that reads attributes needs not know which source they come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import lru_cache
from typing import Any

from msgspec import Struct

_Steps = tuple[str | int, ...]
#: How many values of one path are looked at, and how deep they may lie.
_MOST, _DEEPEST = 4000, 200
#: How many are looked at without counting, on each of at most a few steps: far fewer than `_MOST`.
_FEW = 200


class Mark(Enum):
    """Stands in the place of a value."""

    #: Known only after apply, or by evaluating an expression. It may be anything, and may be absent.
    UNKNOWN = "unknown"
    #: Known only after apply, and set by nobody: the provider or the service chooses, as where it is absent.
    COMPUTED = "computed"
    #: Set, and marked as sensitive. It is never looked at, let alone quoted.
    SENSITIVE = "sensitive"


#: Stands for such a value within a text of JSON.
HIDDEN_PART = "\0"
UNKNOWN, COMPUTED, SENSITIVE = Mark.UNKNOWN, Mark.COMPUTED, Mark.SENSITIVE


class Reference(Struct, frozen=True):
    """A value that refers to other resources, by their addresses in the same source. What it comes to is unknown."""

    addresses: tuple[str, ...]


#: Tuples, for checks of types that are made for every value: a union would be made anew each time.
_OPEN, _MAPPINGS = (Mark, Reference), (dict, Mapping)


def find_values(values: Any, path: str) -> list[Any]:
    """The values at a dotted path, through every item of a list on the way; none where it is absent or null.

    `rule.expiration.days` of `{"rule": [{"expiration": [{"days": 30}]}]}` is `[30]`. A mark or a reference on the way
    stands for everything below it; but what the provider computes counts as absent, since nobody set it.
    """
    return [value for _, value in find_places(values, path)]


def find_places(values: Any, path: str) -> Iterable[tuple[_Steps, Any]]:
    """As `walk_values`, and much faster: step by step for all values at once, as long as they are few and plain."""
    names = _split_path(path)
    found: list[tuple[_Steps, Any]] | None
    if isinstance(values, dict):  # most paths lead nowhere, or in one step to a scalar
        if names[0] not in values:
            return ()
        if len(names) == 1 and not isinstance(value := values[path], list):
            return () if value is None or value is COMPUTED else ((names, value),)
        found = _follow_single(values, names)
        if found is not None:
            return found
    found = [((), values)]
    for name in names:
        below = _step_below(found, name)
        if not below:
            return () if below is not None else walk_values(values, path)
        found = below
    if any(isinstance(value, list) for _, value in found):
        return walk_values(values, path)
    return [each for each in found if each[1] is not None and each[1] is not COMPUTED]


def _follow_single(values: dict[str, Any], names: Sequence[str]) -> list[tuple[_Steps, Any]] | None:
    """The value at the end of a path on which each list has one item, as blocks do; None where it isn't such a path."""
    steps: list[str | int] = []
    value: Any = values
    for name in names:
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
            steps.append(0)
        if not isinstance(value, dict):
            return None
        value = value.get(name)
        if value is None or value is COMPUTED:
            return []
        steps.append(name)
    return None if isinstance(value, list) else [(tuple(steps), value)]


def _step_below(found: list[tuple[_Steps, Any]], name: str) -> list[tuple[_Steps, Any]] | None:
    """The values under a name, and the items of lists there; None where they are many, or in lists within lists."""
    below: list[tuple[_Steps, Any]] = []
    for steps, value in found:
        if isinstance(value, _MAPPINGS):
            item = value[name] if name in value else None  # noqa: SIM401 - not every mapping has a quick `get`
            if isinstance(item, list):
                if len(below) + len(item) > _FEW:
                    return None
                below += [((*steps, name, number), part) for number, part in enumerate(item)]
            elif item is not None and item is not COMPUTED:
                below.append(((*steps, name), item))
        elif isinstance(value, list):
            return None
        elif is_open(value) and value is not COMPUTED:
            below.append((steps, value))
    return below


@lru_cache(maxsize=4096)
def _split_path(path: str) -> tuple[str, ...]:
    return tuple(path.split("."))


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
        elif isinstance(value, _MAPPINGS) and names[level] in value:
            waiting.append(iter([((*steps, names[level]), value[names[level]], level + 1)]))


def _list_items(steps: _Steps, items: list[Any], level: int) -> Iterator[tuple[_Steps, Any, int]]:
    for number, item in enumerate(items):
        yield (*steps, number), item, level


def is_open(value: Any) -> bool:
    """Whether a mark or a reference stands in the place of a value, so that it cannot be compared."""
    return isinstance(value, _OPEN)
