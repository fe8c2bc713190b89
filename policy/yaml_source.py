"""Parses the YAML of the data files that are part of the package.

The C parser builds nodes, and a few lines build values from them, without PyYAML's resolver and constructor.
"""

from __future__ import annotations

from typing import Any

import yaml
from yaml._yaml import CParser


class _Nodes(CParser):
    """The C parser, with the hooks by which PyYAML resolves tags left empty."""

    def resolve(self, _kind: Any, _value: Any, _implicit: Any) -> str:
        return ""

    def descend_resolver(self, _parent: Any, _index: Any) -> None:
        return None

    def ascend_resolver(self) -> None:
        return None


def parse_yaml(source: bytes) -> Any:
    """The content of a packaged YAML file: mappings, lists and strings only."""
    return _build_value(_Nodes(source).get_single_node())


def _build_value(node: Any) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.MappingNode):
        return {key.value: _build_value(value) for key, value in node.value}
    return [_build_value(item) for item in node.value]
