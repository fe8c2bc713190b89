"""Reads the data files that are part of the package: the law, controls, the words of rules and languages.

They are trusted and small but read at every start, so this must be fast: the C parser builds nodes, and a few
lines build values from them, without PyYAML's resolver and constructor. Every scalar is a string: `NO` stays Norway,
and a day becomes a date only where its field says so. Files of users are read elsewhere, with limits and positions
(`seloste.checker.reading.reader`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from yaml._yaml import CParser

#: The folder of this room, with its data files beside the code.
FOLDER = Path(__file__).resolve().parent


class _Nodes(CParser):
    """The C parser, with the hooks by which PyYAML resolves tags left empty."""

    def resolve(self, _kind: Any, _value: Any, _implicit: Any) -> str:
        return ""

    def descend_resolver(self, _parent: Any, _index: Any) -> None:
        return None

    def ascend_resolver(self) -> None:
        return None


def load_yaml(path: Path) -> Any:
    """The content of a packaged YAML file: mappings, lists and strings only."""
    return _build_value(_Nodes(path.read_bytes()).get_single_node())


def _build_value(node: Any) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.MappingNode):
        return {key.value: _build_value(value) for key, value in node.value}
    return [_build_value(item) for item in node.value]
