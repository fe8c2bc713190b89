"""The configuration in a plan: the blocks of the code with their expressions, module by module."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import msgspec
from msgspec import Raw, Struct, field

from seloste.checker.evidence.json_pieces import (
    FORM_ERRORS,
    MOST_ENTRIES,
    NULL,
    is_given,
    iterate_entries,
    split_mapping,
)
from seloste.checker.evidence.terraform.plan_address import Address
from seloste.checker.reading.problem import Problem, ReadingAborted

T = TypeVar("T")
#: How many references are looked at for all resources of a plan.
_MOST_REFERENCES = 600_000
#: The longest list of resources that is decoded at once, in bytes: an object is made for each entry.
_MOST_AT_ONCE = 1_000_000
#: The names of the modules that something is in, from the outermost.
ModuleNames = tuple[str, ...]


class Provider(msgspec.Struct):
    """A block of a provider."""

    name: str = ""
    full_name: str = ""
    version_constraint: str = ""
    module_address: str = ""
    expressions: Raw = NULL


class ConfiguredResource(msgspec.Struct, gc=False):
    """A block of a resource."""

    mode: str = "managed"
    type: str = ""
    name: str = ""
    provider_config_key: str = ""
    expressions: Raw = NULL
    count_expression: Raw = NULL
    for_each_expression: Raw = NULL

    @property
    def is_repeated(self) -> bool:
        """Whether it has several instances."""
        return is_given(self.count_expression) or is_given(self.for_each_expression)


_RESOURCES = msgspec.json.Decoder(list[ConfiguredResource])


class Expression(msgspec.Struct):
    """An expression: a constant, or what it refers to. One with neither is made in another way."""

    constant_value: Raw | msgspec.UnsetType = msgspec.UNSET
    references: list[str] = msgspec.field(default_factory=list)

    def list_references(self) -> list[str]:
        """What it refers to, each once: a plan has `var.a.b`, and then `var.a` too."""
        kept: list[str] = []
        for name in self.references:
            if not kept or not kept[-1].startswith((f"{name}.", f"{name}[")):
                kept.append(name)
        return kept


class Variable(msgspec.Struct):
    """A variable: its block, or its value."""

    default: Raw = NULL
    value: Raw | msgspec.UnsetType = msgspec.UNSET
    sensitive: bool = False


class Output(msgspec.Struct):
    """An output of a module."""

    expression: Raw = NULL


class _Module(msgspec.Struct):
    resources: Raw = NULL
    module_calls: Raw = NULL
    variables: Raw = NULL
    outputs: Raw = NULL


class _Call(msgspec.Struct):
    expressions: Raw = NULL
    module: Raw = NULL
    count_expression: Raw = NULL
    for_each_expression: Raw = NULL


class _Top(msgspec.Struct):
    provider_config: Raw = NULL
    root_module: Raw = NULL


class ConfiguredModule(Struct):
    """A module: its resources by type and name, its variables and outputs, and what its call hands to it."""

    resources: dict[str, ConfiguredResource] = field(default_factory=dict)
    variables: Mapping[str, Raw] = field(default_factory=dict)
    outputs: Mapping[str, Raw] = field(default_factory=dict)
    arguments: Mapping[str, Raw] = field(default_factory=dict)
    is_repeated: bool = False


class Configuration:
    """The configuration of a plan. What is of another form than expected is left out: what it says is unknown."""

    def __init__(self, configuration: Raw, variables: Raw) -> None:
        top = decode_as(configuration, _Top)
        self.providers = {key: decode_as(raw, Provider) for key, raw in split_entries(top.provider_config).items()}
        self.values = split_entries(variables)
        self._modules = dict(_walk_modules(top.root_module))
        self._references = 0

    def get_module(self, names: ModuleNames) -> ConfiguredModule:
        """A module by the names of the modules from the outermost; an empty one where there is none."""
        return self._modules.get(names) or ConfiguredModule()

    def count_references(self, number: int) -> None:
        """Counts references that are looked at. Raises ReadingAborted where the resources of a plan have too many."""
        self._references += number
        if self._references > _MOST_REFERENCES:
            raise ReadingAborted(Problem("limit-exceeded", "nodes", None, {"limit": _MOST_REFERENCES}))

    def find_resource(self, address: Address) -> ConfiguredResource | None:
        """The block of a resource; None where the code has none any more."""
        module = self._modules.get(address.module_names)
        return module.resources.get(address.base) if module else None


def _walk_modules(root: Raw) -> Iterator[tuple[ModuleNames, ConfiguredModule]]:
    """All modules of a configuration."""
    waiting: deque[tuple[ModuleNames, _Call]] = deque([((), _Call(module=root))])
    number = 0
    while waiting:
        names, call = waiting.popleft()
        module = decode_as(call.module, _Module)
        found = ConfiguredModule(
            variables=split_entries(module.variables),
            outputs=split_entries(module.outputs),
            arguments=split_entries(call.expressions),
            is_repeated=is_given(call.count_expression) or is_given(call.for_each_expression),
        )
        for resource in _list_resources(module.resources):
            found.resources[f"{resource.type}.{resource.name}"] = resource
        yield names, found
        waiting += (((*names, name), decode_as(raw, _Call)) for name, raw in split_entries(module.module_calls).items())
        number += 1 + len(found.resources)
        if number > MOST_ENTRIES:
            raise ReadingAborted(Problem("limit-exceeded", "entries", None, {"limit": MOST_ENTRIES}))


def _list_resources(raw: Raw) -> Iterator[ConfiguredResource]:
    if not is_given(raw):
        return
    try:
        if len(memoryview(raw)) <= _MOST_AT_ONCE:
            yield from (each for each in _RESOURCES.decode(raw) if each.mode == "managed")
            return
    except FORM_ERRORS:
        pass  # one by one, without those that are of another form
    try:
        for entry in iterate_entries(raw):
            resource = decode_as(entry, ConfiguredResource)
            if resource.mode == "managed":
                yield resource
    except ValueError:
        return


def decode_as(raw: Any, type: type[T]) -> T:
    """A piece as a value of a type; an empty one where it is of another form."""
    try:
        return msgspec.json.decode(raw, type=type)
    except FORM_ERRORS:
        return type()


def split_entries(raw: Raw) -> Mapping[str, Raw]:
    """The entries of a mapping; none where it is of another form."""
    try:
        return split_mapping(raw)
    except FORM_ERRORS:
        return {}
