"""The attributes whose changes Terraform is to ignore: what code says of them need not be so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from seloste.checker.evidence.marks import UNKNOWN
from seloste.checker.evidence.terraform.hcl_text import HclText, list_parts
from seloste.checker.position import MarkedList, MarkedMapping

if TYPE_CHECKING:
    from tree_sitter import Node

_SETTING, _EVERY = "ignore_changes", "all"
#: How deep an attribute that is ignored may lie.
_DEEPEST = 10


def read_lifecycle(source: HclText, block: Node) -> MarkedMapping:
    """What a `lifecycle` block ignores, as the other syntax writes it."""
    ignored = MarkedList()
    for body in (part for part in list_parts(block) if part.type == "body"):
        for attribute in list_parts(body):
            parts = list_parts(attribute)
            if attribute.type == "attribute" and source.read(parts[0]) == _SETTING:
                ignored += [source.read(node) for node in _list_items(parts[-1])]
    lifecycle = MarkedMapping()
    lifecycle[_SETTING] = ignored
    return lifecycle


def _list_items(expression: Node) -> Iterator[Node]:
    """The items of a list, or the one value in its place."""
    node = expression
    while (parts := list_parts(node)) and node.type != "tuple" and len(parts) == 1:
        node = parts[0]
    yield from (part for part in parts if part.type == "expression") if node.type == "tuple" else (expression,)


def forget_ignored(values: MarkedMapping) -> None:
    """Marks what is ignored as unknown. Tags stay: they name the system."""
    lifecycle = values.get("lifecycle")
    for each in _list_mappings(lifecycle):
        ignored = each.get(_SETTING)
        for item in ignored if isinstance(ignored, MarkedList) else [ignored]:
            for steps in [[name] for name in values] if item == _EVERY else _find_steps(item):
                if not steps[0].endswith(("tags", "labels")):
                    _forget(values, steps)


def _find_steps(item: Any) -> list[list[str]]:
    """The attribute of an item, as steps: `settings[0].tier` is `tier` in each block `settings`."""
    parts = item.strip('"').split(".", _DEEPEST) if isinstance(item, str) else []
    steps = [part.partition("[")[0].strip() for part in parts]
    names = steps if all(step.isidentifier() for step in steps) else steps[:1]
    return [names] if names and names[0].isidentifier() else []


def _forget(values: MarkedMapping, steps: list[str]) -> None:
    mappings = [values]
    for step in steps[:-1]:
        mappings = [inner for mapping in mappings for inner in _list_mappings(mapping.get(step))]
    for mapping in mappings:
        mapping[steps[-1]] = UNKNOWN
        mapping.marks.setdefault(steps[-1], values.marks["lifecycle"])


def _list_mappings(value: Any) -> list[MarkedMapping]:
    return [each for each in (value if isinstance(value, MarkedList) else [value]) if isinstance(each, MarkedMapping)]
