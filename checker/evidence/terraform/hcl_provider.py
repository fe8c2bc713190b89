"""Configurations of providers in HCL: their region, their version, their servers, and the tags that they set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from seloste.checker.evidence.marks import UNKNOWN, Mark, Reference, is_open
from seloste.checker.evidence.services.provider_services import Servers, read_servers
from seloste.checker.evidence.terraform.hcl_blocks import Block
from seloste.checker.position import MarkedMapping
from seloste.policy.data import load_yaml

#: The longest name of a region, and the longest constraint on a version.
_LONGEST = 100


class Provider(Struct, frozen=True):
    """A configuration of a provider; of one that nobody configures nothing is known."""

    region: str | Mark | Reference | None = None
    version: str = ""
    tags: MarkedMapping | None = None
    servers: Servers = ()


@cache
def _load_region_arguments() -> Mapping[str, list[str]]:
    found: Mapping[str, list[str]] = load_yaml(Path(__file__).with_name("provider_regions.yaml"))
    return found


def find_provider_name(block: Block) -> str:
    """What resources name a configuration by: `aws`, or `aws.east` by its alias."""
    alias = block.values.get("alias")
    return f"{block.labels[0]}.{alias}" if isinstance(alias, str) else block.labels[0]


def read_provider(block: Block) -> Provider:
    """The configuration that a block writes."""
    arguments = _load_region_arguments()
    names = arguments.get(block.labels[0], arguments["default"])
    found = [block.values[name] for name in names if block.values.get(name) is not None]
    region = found[0] if found else None
    if not is_open(region) and not (isinstance(region, str) and 0 < len(region) <= _LONGEST):
        region = None if region is None or region == "" else UNKNOWN
    version = block.values.get("version")
    return Provider(region, _read_version(version), _find_tags(block.values), read_servers(block.values))


def _find_tags(values: Mapping[str, Any]) -> MarkedMapping | None:
    """The tags or labels that a configuration sets on everything, those of them that are known."""
    labels = values.get("default_labels")
    if isinstance(labels, MarkedMapping):
        return labels
    blocks = values.get("default_tags")
    for block in blocks if isinstance(blocks, list) else [blocks]:
        tags = block.get("tags") if isinstance(block, MarkedMapping) else None
        if isinstance(tags, MarkedMapping):
            return tags
    return None


def _read_version(value: Any) -> str:
    return value if isinstance(value, str) and len(value) <= _LONGEST else ""


def list_versions(block: Block) -> Iterator[tuple[str, str]]:
    """The constraints on versions in a block `terraform`, each with the name of the provider in this module."""
    blocks = block.values.get("required_providers")
    for required in blocks if isinstance(blocks, list) else [blocks]:
        for name, value in required.items() if isinstance(required, MarkedMapping) else ():
            version = _read_version(value.get("version") if isinstance(value, MarkedMapping) else value)
            if version:
                yield name, version


def list_sources(block: Block) -> Iterator[tuple[str, str]]:
    """The sources of providers in a block `terraform`, each with the name of the provider in this module."""
    blocks = block.values.get("required_providers")
    for required in blocks if isinstance(blocks, list) else [blocks]:
        for name, value in required.items() if isinstance(required, MarkedMapping) else ():
            source = value.get("source") if isinstance(value, MarkedMapping) else None
            if isinstance(source, str) and 0 < len(source) <= _LONGEST:
                yield name, source


def merge_providers(inherited: Mapping[str, Provider], own: Mapping[str, Provider]) -> dict[str, Provider]:
    """The configurations in a module. One of its own without anything in it only names what is handed over."""
    merged = dict(inherited)
    for key, provider in own.items():
        above = inherited.get(key)
        is_name_alone = above is not None and replace(provider, version="") == Provider()
        merged[key] = replace(above, version=provider.version) if above and is_name_alone else provider
    return merged
