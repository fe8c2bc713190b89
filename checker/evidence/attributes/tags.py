"""The systems that the tags, labels or annotations of a resource name.

A tag is `seloste:system`, `seloste.io/system` or `seloste_system`, in a mapping, in a block with `key` and `value`, or
in a text of a list (`seloste_system=crm`, `seloste:system:crm`). Its value is the id of a system, or several.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

KEYS = ("seloste:system", "seloste.io/system", "seloste_system")
#: A mapping without any of these keys holds no tag of ours.
_MARKING = frozenset({*KEYS, "key"})
#: How many tags are looked at, how many systems one may name, and how long an id may be.
_MOST_TAGS, _MOST_SYSTEMS, _LONGEST = 1000, 20, 100


def find_systems(containers: Iterable[Any]) -> tuple[str, ...]:
    """The systems that tags name, each once. A mark in the place of a value names none."""
    values: list[Any] = []
    for tags in containers:
        if not isinstance(tags, dict) or not _MARKING.isdisjoint(tags):
            values += _find_tags(tags)
    if not values:  # as in most resources
        return ()
    return tuple(dict.fromkeys(id for value in values for id in _split(value)))[:_MOST_SYSTEMS]


def _find_tags(tags: Any) -> Iterator[Any]:
    """The values of our tags."""
    if isinstance(tags, dict):
        if tags.get("key") in KEYS:
            yield tags.get("value")
        yield from (tags[key] for key in KEYS if key in tags)
    elif isinstance(tags, list):
        for item in tags[:_MOST_TAGS]:
            yield from _find_tags(item) if isinstance(item, dict) else _read_item(item)
    else:
        yield from _read_item(tags)


def _read_item(item: Any) -> Iterator[str]:
    """The value of a tag that is one text."""
    if isinstance(item, str) and len(item) <= _LONGEST * _MOST_SYSTEMS:
        for key in KEYS:
            if item.startswith(key) and item[len(key) : len(key) + 1] in ("=", ":"):
                yield item[len(key) + 1 :]


def _split(value: Any) -> list[str]:
    """The ids in a value: parted by commas or spaces."""
    if not isinstance(value, str):
        return []
    ids = value[: _LONGEST * _MOST_SYSTEMS].replace(",", " ").split()
    return [id for id in ids if len(id) <= _LONGEST]
