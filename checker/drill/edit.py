"""One edit of a record in memory: a key set, an item added or a key removed, as an editor would do it in the file."""

from __future__ import annotations

from enum import Enum, auto
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from pydantic import ValidationError

from seloste.checker.inventory import Processor, System
from seloste.checker.linking.entry import DeclaredRecord
from seloste.checker.position import Mark, MarkedList, MarkedMapping

R = TypeVar("R", System, Processor)
Steps = tuple[str | int, ...]
#: What is added stands nowhere in the file: no waiver of a line is about it.
_NOWHERE: Mark = (0, 0, 0, 0)


class EditKind(Enum):
    """What an edit does with the place that its steps lead to."""

    SET = auto()
    ADD = auto()
    REMOVE = auto()


class Edit(Struct, frozen=True):
    """An edit of a record: the steps within it, and the new value or item, as a file would have it."""

    steps: Steps
    value: Any = None
    kind: EditKind = EditKind.SET

    @property
    def place(self) -> str:
        """The steps as one path: `safeguards.backup.interval`."""
        return ".".join(map(str, self.steps))


def apply_edit(entry: DeclaredRecord[R], edit: Edit, *, id: str = "") -> DeclaredRecord[R] | None:
    """The record with the edit, under another id where one is given; None where it would not be a valid one."""
    own = entry.document.value[entry.kind]
    value = _edit(own[entry.id], edit.steps, edit)
    try:
        record = type(entry.record).model_validate(value)
    except ValidationError:
        return None
    id = id or entry.id
    inner = _mark_one(id, value, own.marks.get(entry.id) if id == entry.id else None)
    whole = _mark_one(entry.kind, inner, entry.document.value.marks.get(entry.kind))
    return DeclaredRecord(entry.kind, id, record, replace(entry.document, value=whole))


def _mark_one(key: str, value: Any, marks: tuple[Mark, Mark] | None) -> MarkedMapping:
    """A mapping of one key, with its marks."""
    mapping = MarkedMapping()
    mapping[key] = value
    mapping.marks[key] = marks or (_NOWHERE, _NOWHERE)
    return mapping


def _edit(value: Any, steps: Steps, edit: Edit) -> Any:
    """A copy of a value with the edit. What leads there is made where it is missing; nothing else changes."""
    if not steps:
        return _add(value, edit.value) if edit.kind is EditKind.ADD else edit.value
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        items = _copy_list(value)
        items[step] = _edit(items[step], rest, edit)
        return items
    copy = _copy_mapping(value)
    if edit.kind is EditKind.REMOVE and not rest:
        copy.pop(step, None)
        copy.marks.pop(step, None)
        return copy
    copy[step] = _edit(copy.get(step), rest, edit)
    copy.marks.setdefault(step, (_NOWHERE, _NOWHERE))
    return copy


def _add(value: Any, item: Any) -> Any:
    """A list, or a mapping of ids, with one more of them. A single value that stands for a list becomes one of two."""
    if isinstance(value, dict):
        copy = _copy_mapping(value)
        copy[item] = None
        copy.marks[item] = (_NOWHERE, _NOWHERE)
        return copy
    items = _copy_list(value)
    items.append(item)
    items.marks.append(_NOWHERE)
    return items


def _copy_mapping(value: Any) -> MarkedMapping:
    copy = MarkedMapping()
    if isinstance(value, dict):
        copy.update(value)
        marks = value.marks if isinstance(value, MarkedMapping) else {}
        copy.marks.update({key: marks.get(key, (_NOWHERE, _NOWHERE)) for key in value})
    return copy


def _copy_list(value: Any) -> MarkedList:
    copy = MarkedList()
    if isinstance(value, list):
        copy.extend(value)
        copy.marks.extend(value.marks if isinstance(value, MarkedList) else [_NOWHERE] * len(value))
    return copy
