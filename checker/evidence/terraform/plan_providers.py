"""The region, the version and the servers of the provider that a resource of a plan is made by."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Raw, Struct

from seloste.checker.evidence.json_pieces import NULL, is_given
from seloste.checker.evidence.marks import SENSITIVE, UNKNOWN, Mark
from seloste.checker.evidence.services.provider_services import Servers, list_server_arguments
from seloste.checker.evidence.services.service_signs import HIDDEN, Unseen
from seloste.checker.evidence.terraform.plan_address import split_modules
from seloste.checker.evidence.terraform.plan_configuration import (
    Configuration,
    ConfiguredResource,
    Expression,
    ModuleNames,
    Provider,
    Variable,
    decode_as,
    split_entries,
)
from seloste.checker.evidence.terraform.sensitive_names import is_sensitive_name
from seloste.policy.data import load_yaml

#: How many calls of modules the value of a variable is followed through.
_MOST_CALLS = 64
#: The longest name of a region.
_LONGEST_REGION = 100
#: Most servers of one argument of a provider.
_MOST_SERVERS = 200


@cache
def _load_region_arguments() -> Mapping[str, list[str]]:
    found: Mapping[str, list[str]] = load_yaml(Path(__file__).with_name("provider_regions.yaml"))
    return found


class ProviderOfResource(Struct, frozen=True):
    """What is known of the provider of a resource: its region, the constraint on its version, and its servers."""

    region: str | Mark | None = None
    version: str = ""
    servers: Servers = ()


#: The provider of a resource of which nothing is known but its name.
UNKNOWN_PROVIDER = ProviderOfResource()


class Providers:
    """The providers of a plan."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._found: dict[tuple[ModuleNames, str, str], ProviderOfResource] = {}

    def find(
        self, block: ConfiguredResource | None, module_names: ModuleNames, provider_name: str
    ) -> ProviderOfResource:
        """The provider that a resource is made by; the block is None where the code has none any more.

        Plans of Terraform before 1.1 do not tell which provider a module was handed by its call. There the region is
        known only where all configurations of that provider have the same.
        """
        identity = (module_names, block.provider_config_key if block else "", provider_name)
        found = self._found.get(identity)
        if found is None:
            found = self._found[identity] = ProviderOfResource(
                self._find_region(*identity),
                self._find_version(identity[1], provider_name),
                self._find_servers(*identity),
            )
        return found

    def _find_region(self, module_names: ModuleNames, key: str, provider_name: str) -> str | Mark | None:
        """The region; None where the configuration names none."""
        own = self._find_own(key)
        if own:
            return self._read_region(own, module_names)
        name = key.rpartition(":")[2].partition(".")[0] or provider_name.rpartition("/")[2]
        return self._agree_on_region(name, module_names)

    def _find_version(self, key: str, provider_name: str) -> str:
        """The constraint on the version; empty where there is none, or where they differ."""
        own = self._configuration.providers.get(key)
        if own and own.version_constraint:
            return own.version_constraint
        name = own.name if own else provider_name.rpartition("/")[2]
        found = {other.version_constraint for other in self._list_providers(name)} - {""}
        return found.pop() if len(found) == 1 else ""

    def _find_own(self, key: str) -> Provider | None:
        """The provider that a key names. One of a module without any arguments stands for one that is handed to it."""
        found = self._configuration.providers.get(key)
        if found and ":" in key and not split_entries(found.expressions):
            return None
        return found

    def _list_providers(self, name: str) -> list[Provider]:
        return [other for other in self._configuration.providers.values() if other.name == name]

    def _agree_on_region(self, name: str, module_names: ModuleNames) -> str | Mark | None:
        """The region that all configurations of a provider have."""
        given = [other for other in self._list_providers(name) if not _is_handed_in(other)]
        regions = {self._read_region(other, module_names) for other in given}
        if len(regions) == 1:
            return regions.pop()
        return UNKNOWN if regions else None

    def _find_servers(self, module_names: ModuleNames, key: str, provider_name: str) -> Servers:
        """The servers that the configuration names. Where several may be meant that differ, nobody knows which."""
        own = self._find_own(key)
        name = key.rpartition(":")[2].partition(".")[0] or provider_name.rpartition("/")[2]
        given = [own] if own else [other for other in self._list_providers(name) if not _is_handed_in(other)]
        found = {self._read_servers(other, module_names) for other in given}
        if len(found) <= 1:
            return found.pop() if found else ()
        return tuple((argument, (HIDDEN,)) for argument in sorted({name for each in found for name, _ in each}))

    def _read_servers(self, provider: Provider, module_names: ModuleNames) -> Servers:
        module_names = _find_module(provider, module_names)
        expressions = split_entries(provider.expressions)
        servers = []
        for name in sorted(list_server_arguments() & expressions.keys()):
            values = (self._evaluate(raw, module_names) for raw in _list_expressions(expressions[name]))
            texts: list[str | Unseen] = [
                value if isinstance(value, str) else HIDDEN for value in values if value is not None
            ]
            if texts:
                servers.append((name, tuple(texts)))
        return tuple(servers)

    def _read_region(self, provider: Provider, module_names: ModuleNames) -> str | Mark | None:
        """The region of a provider. One whose module is not written out is of the module of the resource."""
        module_names = _find_module(provider, module_names)
        expressions = split_entries(provider.expressions)
        arguments = _load_region_arguments()
        for name in arguments.get(provider.name, arguments["default"]):
            if name in expressions:
                return self._evaluate(expressions[name], module_names)
        return None

    def _evaluate(self, raw: Raw, module_names: ModuleNames) -> str | Mark | None:
        """The text that an expression comes to: a constant, or a variable alone, through the calls of modules."""
        for _ in range(_MOST_CALLS):
            expression = decode_as(raw, Expression)
            if expression.constant_value is not msgspec.UNSET:
                return _read_text(expression.constant_value)
            references = expression.list_references()
            head, _, name = references[0].partition(".") if len(references) == 1 else ("", "", "")
            if head != "var" or not name:
                return UNKNOWN
            module = self._configuration.get_module(module_names)
            variable = decode_as(module.variables.get(name, NULL), Variable)
            if variable.sensitive or is_sensitive_name(name):
                return SENSITIVE
            if not module_names:
                value = decode_as(self._configuration.values.get(name, NULL), Variable).value
                return _read_text(variable.default if value is msgspec.UNSET else value)
            if name not in module.arguments:
                return _read_text(variable.default)
            raw, module_names = module.arguments[name], module_names[:-1]
        return UNKNOWN


def _find_module(provider: Provider, module_names: ModuleNames) -> ModuleNames:
    """The module that a provider is configured in; that of the resource, where it is not written out."""
    if not provider.module_address:
        return ()
    if provider.module_address.startswith("module."):
        return tuple(name for name, _ in split_modules(f"{provider.module_address}.")[0])
    return module_names


def _list_expressions(raw: Raw) -> list[Raw]:
    """An expression, or those in the blocks of an argument."""
    blocks = decode_as(raw, list[Raw])
    if not blocks:
        return [raw]
    return [each for block in blocks[:_MOST_SERVERS] for each in split_entries(block).values()][:_MOST_SERVERS]


def _is_handed_in(provider: Provider) -> bool:
    """Whether a block only says that the module is handed the provider."""
    return bool(provider.module_address) and not split_entries(provider.expressions)


def _read_text(raw: Raw) -> str | Mark | None:
    """A value that should be a text; None for null, which is as if it were not given."""
    if not is_given(raw):
        return None
    text = decode_as(raw, str)
    return text if 0 < len(text) <= _LONGEST_REGION else UNKNOWN
