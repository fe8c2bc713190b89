"""States of Terraform: as `terraform show -json` writes them, the state before a plan, and the state file."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Set
from typing import Any

import msgspec
from msgspec import Raw, Struct

from seloste.checker.evidence.json_pieces import (
    FORM_ERRORS,
    MOST_ENTRIES,
    NULL,
    Text,
    decode_value,
    is_given,
    iterate_entries,
)
from seloste.checker.evidence.terraform.plan_address import write_key
from seloste.checker.reading.problem import Problem, ReadingAborted


class StateResource(Struct, frozen=True):
    """A resource of a state, with the marks of what is sensitive in it."""

    address: str
    type: str
    provider_name: str
    values: Any
    sensitive: Any


class FaultyEntry(Exception):  # noqa: N818 - an entry of the file, not an error of ours
    """An entry that is not in the form of a state or a plan, by its address or the key that it is under."""


class _Shown(msgspec.Struct):
    values: Raw = NULL


class _Values(msgspec.Struct):
    root_module: Raw = NULL


class _Module(msgspec.Struct):
    resources: Raw = NULL
    child_modules: Raw = NULL


class _Resource(msgspec.Struct):
    address: str
    type: str
    mode: str = "managed"
    provider_name: str = ""
    values: Any = None
    sensitive_values: Any = None
    deposed_key: str = ""


class _Block(msgspec.Struct):
    type: str
    name: str
    mode: str = "managed"
    module: str = ""
    provider: str = ""
    instances: Raw = NULL


class _Instance(msgspec.Struct):
    attributes: Any = None
    index_key: str | int | None = None
    sensitive_attributes: Raw = NULL
    deposed: str = ""


def list_prior_resources(prior_state: Raw, known: Set[str]) -> Iterator[StateResource | FaultyEntry]:
    """The managed resources of the state before a plan, but those that are known already."""
    try:
        values = msgspec.json.decode(prior_state, type=_Shown).values if is_given(prior_state) else NULL
    except FORM_ERRORS:
        yield FaultyEntry("prior_state")
        return
    yield from list_shown_resources(values, known)


def list_shown_resources(values: Raw, known: Set[str] = frozenset()) -> Iterator[StateResource | FaultyEntry]:
    """The managed resources in the values of a state as `terraform show` writes it."""
    try:
        root = msgspec.json.decode(values, type=_Values).root_module if is_given(values) else NULL
    except FORM_ERRORS:
        yield FaultyEntry("values")
        return
    waiting: deque[Text] = deque([root] if is_given(root) else [])
    number = 0
    while waiting:
        try:
            module = msgspec.json.decode(waiting.popleft(), type=_Module)
        except FORM_ERRORS:
            yield FaultyEntry("child_modules")
            continue
        for name, part in (("resources", module.resources), ("child_modules", module.child_modules)):
            for entry in list_parts(part, name):
                number += 1
                if number > MOST_ENTRIES:
                    raise ReadingAborted(Problem("limit-exceeded", "entries", None, {"limit": MOST_ENTRIES}))
                if isinstance(entry, FaultyEntry):
                    yield entry
                elif name == "child_modules":
                    waiting.append(entry)
                else:
                    yield from _read_resource(entry, known)


def list_parts(raw: Raw, name: str) -> Iterator[memoryview | FaultyEntry]:
    """The entries of the list under a key; one that is faulty where there is no list. None where it is null."""
    if not is_given(raw):
        return
    try:
        yield from iterate_entries(raw)
    except ValueError:
        yield FaultyEntry(name)


def find_address(raw: Text, key: str) -> FaultyEntry:
    """An entry that is not in its form, by its address if it has one, else by the key that it is under."""
    try:
        return FaultyEntry(msgspec.json.decode(raw, type=_Addressed).address or key)
    except FORM_ERRORS:
        return FaultyEntry(key)


class _Addressed(msgspec.Struct):
    address: str = ""


def _read_resource(entry: memoryview, known: Set[str]) -> Iterator[StateResource | FaultyEntry]:
    try:
        if known and msgspec.json.decode(entry, type=_Addressed).address in known:
            return
        found = decode_value(entry, _Resource)
    except FORM_ERRORS:
        yield find_address(entry, "resources")
        return
    if found.mode == "managed" and not found.deposed_key:
        yield StateResource(found.address, found.type, found.provider_name, found.values, found.sensitive_values)


def list_file_resources(raw: Raw) -> Iterator[StateResource | FaultyEntry]:
    """The managed resources of a state file: a block has its instances in a list."""
    for entry in list_parts(raw, "resources"):
        if isinstance(entry, FaultyEntry):
            yield entry
            continue
        try:
            block = msgspec.json.decode(entry, type=_Block)
        except FORM_ERRORS:
            yield FaultyEntry("resources")
            continue
        if block.mode == "managed":
            address = f"{block.module}." * bool(block.module) + f"{block.type}.{block.name}"
            yield from _list_instances(block, address)


def _list_instances(block: _Block, address: str) -> Iterator[StateResource | FaultyEntry]:
    for entry in list_parts(block.instances, address):
        if isinstance(entry, FaultyEntry):
            yield entry
            continue
        try:
            found = decode_value(entry, _Instance)
            sensitive = _read_paths(found.sensitive_attributes)
        except FORM_ERRORS:
            yield FaultyEntry(address)
            continue
        if not found.deposed and found.attributes is not None:
            own = address + write_key(found.index_key)
            yield StateResource(own, block.type, block.provider, found.attributes, sensitive)


class _Step(msgspec.Struct):
    type: str = ""
    value: Raw = NULL


class _Index(msgspec.Struct):
    value: str | int | float


def _read_paths(raw: Raw) -> dict[str, Any]:
    """What is sensitive by the paths to it, as a tree of marks. A path of which a step is not known marks all below."""
    marks: dict[Any, Any] = {}
    if not is_given(raw):
        return marks
    for path in iterate_entries(raw):
        level: Any = marks
        steps = [_read_step(step) for step in iterate_entries(path)]
        if not steps:
            raise ValueError("no steps")
        for number, step in enumerate(steps):
            is_last = number == len(steps) - 1 or steps[number + 1] is None
            if level is True or not isinstance(level, dict) or level.get(step) is True:
                break
            if is_last:
                level[step] = True
                break
            level = level.setdefault(step, {})
    return marks


def _read_step(raw: memoryview) -> str | int | None:
    """A step of a path: an attribute, the number of an entry, or a key; None for one that is not known."""
    step = msgspec.json.decode(raw, type=_Step)
    if step.type == "get_attr":
        return msgspec.json.decode(step.value, type=str)
    value = msgspec.json.decode(step.value, type=_Index).value if step.type == "index" else None
    return int(value) if isinstance(value, float) else value
