"""Copies of attributes with their marks: several joined, or with every scalar converted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from seloste.checker.position import MarkedList, MarkedMapping


def convert_scalars(values: MarkedMapping, convert: Callable[[str | int, Any], Any]) -> MarkedMapping:
    """The same mappings and lists, with what `convert` makes of each scalar and its key or number."""
    top = MarkedMapping()
    waiting: list[tuple[Any, Any]] = [(values, top)]
    while waiting:
        source, target = waiting.pop()
        target.marks = dict(source.marks) if isinstance(source, MarkedMapping) else source.marks
        for key, item in source.items() if isinstance(source, MarkedMapping) else enumerate(source):
            value: Any
            if isinstance(item, MarkedMapping | MarkedList):
                value = type(item)()
                waiting.append((item, value))
            else:
                value = convert(key, item)
            if isinstance(target, MarkedMapping):
                target[str(key)] = value
            else:
                target.append(value)
    return top


def join_mappings(*mappings: MarkedMapping) -> MarkedMapping:
    """One mapping of several. Of a key that several have the last holds."""
    joined = MarkedMapping()
    for mapping in mappings:
        joined.update(mapping)
        joined.marks.update(mapping.marks)
    return joined
