"""Records written otherwise: the same values in another order and another style."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode


class Scribe:
    """Writes values in a way that means the same: the order of keys, quotes, flow or block, comments, JSON or CSV."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def shuffled(self, value: Any) -> Any:
        """The same with the keys of every mapping in another order, but for assertions, which are the user's own."""
        if isinstance(value, dict):
            keys = list(value)
            self.random.shuffle(keys)
            return {key: value[key] if key == "assert" else self.shuffled(value[key]) for key in keys}
        return [self.shuffled(item) for item in value] if isinstance(value, list) else value

    def reordered(self, value: Any) -> Any:
        """The same with the items of every list of words in another order: none of ours means anything by it."""
        if isinstance(value, dict):
            return {key: item if key == "assert" else self.reordered(item) for key, item in value.items()}
        if isinstance(value, list):
            items = [self.reordered(item) for item in value]
            if all(isinstance(item, str) for item in items):
                self.random.shuffle(items)
            return items
        return value

    def write(self, path: Path, value: Any) -> None:
        """Writes a file in one of the formats, told by its name."""
        path.parent.mkdir(parents=True, exist_ok=True)
        value = self.shuffled(value)
        text = json.dumps(value, ensure_ascii=self.random.random() < 0.5, indent=self.random.choice([None, 2]))
        if path.suffix != ".json":
            text = self.yaml(value)
        if self.random.random() < 0.3:
            text = text.replace("\n", "\r\n")
        if self.random.random() < 0.2:
            text = "\ufeff" + text
        path.write_bytes(text.encode())

    def yaml(self, value: Any) -> str:
        text = yaml.serialize(
            self._node(value, depth=0),
            Dumper=yaml.CSafeDumper,
            width=self.random.choice([40, 100, 10_000]),
            allow_unicode=self.random.random() < 0.5,
            indent=self.random.choice([2, 4]),
            explicit_start=self.random.random() < 0.3,
        )
        above = "# Written otherwise: nothing is said that was not said\n# - before\n"
        return (above if self.random.random() < 0.5 else "") + str(text)

    def _node(self, value: Any, depth: int) -> Node:
        if isinstance(value, dict):
            entries = [(self._node(key, depth + 1), self._node(item, depth + 1)) for key, item in value.items()]
            return MappingNode("tag:yaml.org,2002:map", entries, flow_style=depth > 1 and self.random.random() < 0.3)
        if isinstance(value, list):
            items = [self._node(item, depth + 1) for item in value]
            return SequenceNode("tag:yaml.org,2002:seq", items, flow_style=self.random.random() < 0.5)
        if isinstance(value, str):
            styles = ["", "", "'", '"']
            if "\n" not in value and value == value.strip() and "  " not in value and len(value) > 60:
                styles.append(">")
            return ScalarNode("tag:yaml.org,2002:str", value, style=self.random.choice(styles))
        tag = {bool: "bool", int: "int", float: "float", type(None): "null"}[type(value)]
        return ScalarNode(f"tag:yaml.org,2002:{tag}", json.dumps(value))

    def parts(self, value: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The entries of a mapping dealt out to one to four parts."""
        keys = list(value)
        self.random.shuffle(keys)
        ends = sorted({len(keys), *(self.random.randrange(1, len(keys)) for _ in range(self.random.randrange(4)))})
        for start, end in zip([0, *ends], ends, strict=False):
            yield {key: value[key] for key in keys[start:end]}
