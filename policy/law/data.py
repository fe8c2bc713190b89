"""Reads the law's own YAML files: trusted, small, and read at every start, so fast.

The C parser builds nodes and three lines build values from them, without PyYAML's resolver and constructor: less than
half the time. Every scalar is a string: `NO` stays Norway, and a day becomes a date only where its field says so.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_ROOM = Path(__file__).parent
#: PyYAML's parser in C, where it was built with one.
_Parser: Any = getattr(getattr(yaml, "cyaml", None), "CParser", None)


@cache
def load(name: str) -> Any:
    """The content of `name.yaml` in this folder: mappings, lists and strings only. Read once; not to be changed."""
    content = (_ROOM / f"{name}.yaml").read_bytes()
    if _Parser is None:
        return yaml.load(content, Loader=yaml.BaseLoader)
    return _value(_nodes()(content).get_single_node())


def _value(node: Any) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.MappingNode):
        return {key.value: _value(value) for key, value in node.value}
    return [_value(item) for item in node.value]


@cache
def _nodes() -> Any:
    """The C parser, with the hooks by which PyYAML resolves tags left empty."""
    hooks: dict[str, Any] = {
        "resolve": lambda parser, kind, value, implicit: "",
        "descend_resolver": lambda parser, parent, index: None,
        "ascend_resolver": lambda parser: None,
    }
    return type("_Nodes", (_Parser,), hooks)
