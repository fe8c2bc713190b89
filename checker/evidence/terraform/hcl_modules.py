"""The modules that files of Terraform make together: which folder is called from where, and with which providers.

Only folders among the files are followed, and only the providers are handed down: what else a call hands over is not
known in the module.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from seloste.checker.evidence.marks import UNKNOWN, Reference
from seloste.checker.evidence.terraform.hcl_blocks import Block
from seloste.checker.evidence.terraform.hcl_conversion import convert_scalars, join_mappings
from seloste.checker.evidence.terraform.hcl_provider import (
    Provider,
    find_provider_name,
    list_sources,
    list_versions,
    merge_providers,
    read_provider,
)
from seloste.checker.evidence.terraform.hcl_values import iterate_values
from seloste.checker.position import MarkedMapping

#: How many calls of modules are followed, how deep, and how many resources they make in all.
MOST_CALLS, _DEEPEST, _MOST_RESOURCES = 1_000, 30, 100_000
#: From how many resources one after the other an attribute is taken over.
_MOST_HOPS = 5


class Module(Struct):
    """What the files of one folder have."""

    resources: dict[str, Block] = field(default_factory=dict)
    calls: list[Block] = field(default_factory=list)
    #: Where a call stands among them, by its name.
    numbers: dict[str, int] = field(default_factory=dict)
    providers: dict[str, Block] = field(default_factory=dict)
    #: The constraints on the versions of providers, by their names here.
    versions: dict[str, str] = field(default_factory=dict)
    #: Their sources: `hashicorp/aws`.
    sources: dict[str, str] = field(default_factory=dict)

    def add(self, block: Block, *, is_override: bool) -> Block | None:
        """Adds a block. The resource of the same address that is there already, unless this one overrides it."""
        if block.kind == "resource":
            known = self.resources.setdefault(block.address, block)
            if known is block:
                return None
            if not is_override:
                return known
            self.resources[block.address] = _override(known, block)
        elif block.kind == "module":
            number = self.numbers.setdefault(block.address, len(self.calls))
            if number < len(self.calls) and is_override:
                self.calls[number] = _override(self.calls[number], block)
            else:
                self.calls.append(block)
        elif block.kind == "provider":
            key = find_provider_name(block)
            own = self.providers.get(key)
            self.providers[key] = block if own is None else _override(own, block)
        else:
            self.versions.update(list_versions(block))
            self.sources.update(list_sources(block))
        return None

    def follow_attributes(self, block: Block) -> Mapping[str, Any]:
        """The attributes of a resource, with those that it takes over literally from others of the module."""
        values = block.values
        for name in block.followed:
            value, at, key = values.get(name), block, name
            for _ in range(_MOST_HOPS):
                address, target = at.followed.get(key, ("", ""))
                if not isinstance(value, Reference) or address not in self.resources:
                    break
                at, key = self.resources[address], target
                value = at.values.get(key)
            if isinstance(value, str) and isinstance(values, MarkedMapping):
                values = join_mappings(values)
                values[name] = value
        return values


class Declaration(Struct, frozen=True):
    """A resource as one call of its module makes it.

    Attributes:
        address: Its address, with those of the modules it is in.
        block: Where it is written.
        values: Its attributes.
        provider: What makes it.
        version: The constraint on the version of that provider.
        source: The source of that provider; its name alone where none is given.
    """

    address: str
    block: Block
    values: Mapping[str, Any]
    provider: Provider
    version: str
    source: str = ""


class _Call(Struct, frozen=True):
    """A folder as one call makes it."""

    folder: str
    prefix: str
    providers: Mapping[str, Provider]
    versions: Mapping[str, str]
    above: tuple[str, ...]
    sources: Mapping[str, str] = field(default_factory=dict)


class Modules:
    """The modules of all files, by their folders."""

    def __init__(self) -> None:
        self.folders: dict[str, Module] = {}
        #: The first call that is not followed, since there are too many.
        self.excess: Block | None = None
        self._calls: dict[str, list[tuple[Block, str]]] = {}

    def list_declarations(self) -> Iterator[Declaration]:
        """The resources of every call, from the folders that nobody calls."""
        called = {target for folder in self.folders for _, target in self._list_calls(folder)}
        reached: set[str] = set()
        numbers = [0, 0]
        for folder in [*sorted(self.folders.keys() - called), *sorted(called)]:
            if folder not in reached:  # a circle of calls has no beginning
                yield from self._expand(_Call(folder, "", {}, {}, ()), reached, numbers)

    def list_unread_calls(self) -> Iterator[Block]:
        """The calls of modules that are not among the files: those of a registry, or of a folder that was not given."""
        for folder, module in self.folders.items():
            read = {id(block) for block, _ in self._list_calls(folder)}
            yield from (block for block in module.calls if id(block) not in read and not block.is_absent)

    def _list_calls(self, folder: str) -> list[tuple[Block, str]]:
        """The calls in a folder whose module is among the files, each with its folder."""
        if folder not in self._calls:
            self._calls[folder] = list(self._find_calls(folder))
        return self._calls[folder]

    def _find_calls(self, folder: str) -> Iterator[tuple[Block, str]]:
        for block in self.folders[folder].calls:
            source = block.values.get("source")
            if isinstance(source, str) and source.startswith(("./", "../")):
                target = posixpath.normpath(posixpath.join(folder, source))
                if target in self.folders:
                    yield block, target

    def _expand(self, root: _Call, reached: set[str], numbers: list[int]) -> Iterator[Declaration]:
        """The resources of a folder, and of all that it calls."""
        waiting = [root]
        while waiting:
            call = waiting.pop()
            reached.add(call.folder)
            module = self.folders[call.folder]
            own = merge_providers(
                call.providers, {key: read_provider(block) for key, block in module.providers.items()}
            )
            versions = _join_versions(call.versions, module.versions, own)
            sources = {**call.sources, **module.sources}
            for block in module.resources.values():
                if not block.is_absent and numbers[1] < _MOST_RESOURCES:
                    numbers[1] += 1
                    values = module.follow_attributes(block)
                    yield _declare(call, replace(block, values=values), own, versions, sources)
            inner = []
            for block, target in self._list_calls(call.folder):
                if target in (*call.above, call.folder):
                    continue
                if self._is_too_many(block, call, numbers):
                    break
                found = self._follow(call, block, target, own, versions)
                inner.append(replace(found, sources=sources) if found else None)
            reached |= {target for _, target in self._list_calls(call.folder)}
            waiting += [each for each in reversed(inner) if each is not None]

    def _is_too_many(self, block: Block, call: _Call, numbers: list[int]) -> bool:
        numbers[0] += 1
        if numbers[0] > MOST_CALLS or len(call.above) >= _DEEPEST or numbers[1] >= _MOST_RESOURCES:
            self.excess = self.excess or block
            return True
        return False

    def _follow(
        self, call: _Call, block: Block, target: str, own: Mapping[str, Provider], versions: Mapping[str, str]
    ) -> _Call | None:
        """The call of a folder by a block; None where there are certainly none."""
        if block.is_absent:
            return None
        if block.handed is None:
            handed = {key: provider for key, provider in own.items() if "." not in key}
            known = dict(versions)
        else:
            # Those that are not handed over by name may be inherited or not.
            handed = {key: replace(own[key], region=UNKNOWN, tags=None) for key in own if "." not in key}
            handed |= {name: own.get(key, Provider()) for name, key in block.handed.items()}
            known = dict(versions) | {
                name.partition(".")[0]: versions.get(key.partition(".")[0], "") for name, key in block.handed.items()
            }
        prefix = f"{call.prefix}module.{block.labels[0]}."
        return _Call(target, prefix, handed, known, (*call.above, call.folder))


def _join_versions(
    above: Mapping[str, str], own: Mapping[str, str], providers: Mapping[str, Provider]
) -> dict[str, str]:
    """The constraints of a module and of those that call it, which all hold."""
    joined = {name: [text] for name, text in above.items() if text}
    for name, text in (*own.items(), *((key.partition(".")[0], each.version) for key, each in providers.items())):
        if text and text not in joined.setdefault(name, []):
            joined[name].append(text)
    return {name: ", ".join(dict.fromkeys(texts)) for name, texts in joined.items()}


def _declare(
    call: _Call,
    block: Block,
    providers: Mapping[str, Provider],
    versions: Mapping[str, str],
    sources: Mapping[str, str],
) -> Declaration:
    name = block.provider or block.labels[0].partition("_")[0]
    provider = providers.get(name, Provider())
    values = prefix_references(block.values, call.prefix) if call.prefix else block.values
    if provider.tags is not None and isinstance(values, MarkedMapping):
        values = _add_default_tags(values, provider.tags)
    local = name.partition(".")[0]
    version, source = versions.get(local, ""), sources.get(local, local)
    return Declaration(call.prefix + block.address, block, values, provider, version, source)


def _add_default_tags(values: MarkedMapping, tags: MarkedMapping) -> MarkedMapping:
    """The attributes with the tags that the provider sets on everything, as a plan has them: `tags_all`."""
    own = values.get("tags", values.get("labels"))
    if "tags_all" in values or not (own is None or type(own) is MarkedMapping):
        return values
    result = join_mappings(values)
    result["tags_all"] = join_mappings(tags, own or MarkedMapping())
    at = values.first_mark() or (1, 1, 1, 1)
    result.marks["tags_all"] = (at, at)
    return result


def prefix_references(values: Mapping[str, Any], prefix: str) -> Mapping[str, Any]:
    """The same attributes with the addresses that they refer to within a module. Nothing is copied needlessly."""
    if not isinstance(values, MarkedMapping) or not any(isinstance(each, Reference) for each in iterate_values(values)):
        return values

    def convert(_key: str | int, value: Any) -> Any:
        return Reference(tuple(prefix + each for each in value.addresses)) if isinstance(value, Reference) else value

    return convert_scalars(values, convert)


def _override(known: Block, block: Block) -> Block:
    """A block with the attributes that an override file gives it. What is not certain stays unknown."""
    if not isinstance(known.values, MarkedMapping) or not isinstance(block.values, MarkedMapping):
        return known
    values = join_mappings(known.values, block.values)
    paths = known.paths | dict.fromkeys(block.values, block.path)
    followed = {name: at for name, at in known.followed.items() if name not in block.values} | block.followed
    return replace(
        known,
        values=values,
        paths=paths,
        followed=followed,
        provider=block.provider or known.provider,
        handed=known.handed if block.handed is None else block.handed,
        is_absent=block.is_absent if block.is_counted else known.is_absent,
        is_counted=known.is_counted or block.is_counted,
    )
