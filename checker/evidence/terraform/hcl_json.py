"""The blocks of a file of Terraform in JSON (`.tf.json`): the same blocks, with expressions in texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from seloste.checker.evidence.marks import SENSITIVE, UNKNOWN, Reference
from seloste.checker.evidence.terraform.hcl_blocks import READ_BLOCKS, Block, find_source
from seloste.checker.evidence.terraform.hcl_conversion import convert_scalars
from seloste.checker.evidence.terraform.hcl_recovery import LIMITS, HclReading
from seloste.checker.evidence.terraform.hcl_values import NOT_RESOURCES, iterate_values
from seloste.checker.evidence.terraform.sensitive_names import is_sensitive_name
from seloste.checker.position import Mark, MarkedList, MarkedMapping
from seloste.checker.reading.reader import read_yaml

#: A text that is nothing but a traversal to a resource.
_TRAVERSAL = re.compile(r"\$\{[ \t]*+(\w[\w-]*+)\.(\w[\w-]*+)(?:\.[\w-]++|\[[^\[\]{}]*+\])*+[ \t]*+\}")
#: Where an expression begins that is not written doubled, `$${`.
_EXPRESSION = re.compile(r"(?:[^$]|^)(?:\$\$)*+\$\{|(?:[^%]|^)(?:%%)*+%\{")
_DOUBLED = re.compile(r"(\$\$|%%)(?=\{)")
_FIRST: Mark = (1, 1, 1, 1)


def read_json(data: bytes) -> HclReading:
    """The blocks of a file. Raises nothing for any content."""
    found = read_yaml(data, LIMITS)
    problems = [
        replace(problem, arguments={"name": "…"}) if problem.variant == "alias" else problem  # it may be a secret
        for problem in found.problems
    ]
    reading = HclReading(problems=problems, unlisted=sum(found.unlisted.values()))
    for document in found.documents:
        for top in _list_mappings(document):
            for kind in sorted(READ_BLOCKS & top.keys()):
                count = {"resource": 2, "terraform": 0}.get(kind, 1)
                reading.blocks += _list_blocks(kind, top[kind], count, top.marks[kind][0])
    return reading


def _list_mappings(value: Any) -> Iterator[MarkedMapping]:
    """A mapping, or those of a list: both are the same in this syntax."""
    for item in value if isinstance(value, MarkedList) else [value]:
        if isinstance(item, MarkedMapping):
            yield item


def _list_blocks(kind: str, value: Any, count: int, mark: Mark) -> Iterator[Block]:
    """The blocks of a kind that has a number of labels."""
    found: list[tuple[tuple[str, ...], Any, Mark]] = [((), value, mark)]
    for _ in range(count):
        found = [
            ((*labels, key), inner, mapping.marks[key][0])
            for labels, outer, _ in found
            for mapping in _list_mappings(outer)
            for key, inner in mapping.items()
            if key != "//"
        ]
    for labels, body, own in found:
        for mapping in _list_mappings(body):
            block = Block(kind, labels, own, read_attributes(mapping))
            provider, handed = mapping.get("provider"), mapping.get("providers")
            block.provider = _strip(provider) if isinstance(provider, str) else ""
            if isinstance(handed, MarkedMapping):
                block.handed = {key: _strip(name) for key, name in handed.items() if isinstance(name, str)}
            for name, value in mapping.items():
                if isinstance(value, str):
                    block.followed |= find_source(name, _strip(value))
            block.drop_settings()
            yield block


def _strip(text: str) -> str:
    """A name without the signs of an expression around it: `${aws.east}`."""
    return text.removeprefix("${").removesuffix("}").strip()


def read_attributes(body: MarkedMapping) -> MarkedMapping:
    """The attributes of a body, with marks in the places of expressions, secrets and what `dynamic` makes."""
    values = convert_scalars(body, _convert)
    for inner in [value for value in iterate_values(values) if isinstance(value, MarkedMapping) and "dynamic" in value]:
        for blocks in _list_mappings(inner.pop("dynamic")):
            for name in blocks:
                inner[name] = UNKNOWN
                inner.marks[name] = blocks.marks[name]
    return values


def _convert(key: str | int, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return SENSITIVE if isinstance(key, str) and is_sensitive_name(key) else read_text(value)


def read_text(text: str) -> Any:
    """A text of JSON, which may be an expression."""
    if "{" not in text:
        return text
    found = _TRAVERSAL.fullmatch(text)
    if found and found[1] not in NOT_RESOURCES and "_" in found[1]:
        return Reference((f"{found[1]}.{found[2]}",))
    return UNKNOWN if _EXPRESSION.search(text) else _DOUBLED.sub(lambda sign: sign[1][0], text)
