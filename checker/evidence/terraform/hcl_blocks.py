"""The blocks of a file of Terraform, whichever syntax it is written in, and reading them from HCL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from seloste.checker.evidence.marks import SENSITIVE, UNKNOWN
from seloste.checker.evidence.terraform.hcl_ignored import forget_ignored, read_lifecycle
from seloste.checker.evidence.terraform.hcl_text import HclText, list_parts
from seloste.checker.evidence.terraform.hcl_values import DEEPEST, ValueReader
from seloste.checker.evidence.terraform.sensitive_names import is_sensitive_name
from seloste.checker.position import Mark, MarkedList, MarkedMapping
from seloste.checker.reading.problem import Problem
from seloste.policy.data import load_yaml

if TYPE_CHECKING:
    from tree_sitter import Node

#: The blocks that say something here.
READ_BLOCKS = frozenset({"resource", "provider", "module", "terraform"})
#: What Terraform itself reads in a resource: no attribute of it.
META = frozenset({"count", "for_each", "provider", "providers", "depends_on", "lifecycle", "provisioner", "connection"})


class AnyAttributes(Mapping[str, Any]):
    """The attributes of a resource whose block is broken: each of them may be there, and may be anything."""

    def __getitem__(self, key: str) -> Any:
        return UNKNOWN

    def __contains__(self, key: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


#: The blocks within a resource that have labels.
_LABELED = frozenset({"dynamic", "provisioner"})


@cache
def list_followed() -> frozenset[str]:
    """The names of attributes that are followed to the resource that they are taken over from."""
    return frozenset(load_yaml(Path(__file__).with_name("followed_attributes.yaml")))


def find_source(name: str, text: str) -> dict[str, tuple[str, str]]:
    """Where an attribute is taken over from, as its name and what is written say; nothing where that is no place."""
    parts = text.split(".", 3) if name in list_followed() else []
    is_plain = len(parts) == 3 and all(part.replace("-", "_").isidentifier() for part in parts)
    return {name: (f"{parts[0]}.{parts[1]}", parts[2])} if is_plain else {}


class Block(Struct):
    """A block at the top of a file.

    Attributes:
        kind: `resource`, `provider`, `module` or `terraform`.
        labels: What follows that word: the type and the name of a resource.
        mark: Its header.
        last_line: Its last line.
        values: Its attributes, and the blocks in it as lists of mappings.
        path: How messages show its file.
        provider: What its attribute `provider` names: `aws.east`.
        handed: The providers that a call of a module hands over, by their names there.
        is_absent: Whether there are certainly none: `count = 0`, or `for_each` over nothing.
        is_counted: Whether it says how many there are.
        followed: Attributes that are taken over from another resource: its address, and the name there.
        paths: Where attributes stand that an override file has, by their names.
    """

    kind: str
    labels: tuple[str, ...]
    mark: Mark
    values: Mapping[str, Any]
    path: str = ""
    provider: str = ""
    handed: dict[str, str] | None = None
    is_absent: bool = False
    is_counted: bool = False
    followed: dict[str, tuple[str, str]] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    last_line: int = 0

    @property
    def address(self) -> str:
        """The address of a resource within its module."""
        return ".".join(self.labels)

    def drop_settings(self) -> None:
        """Takes what Terraform itself reads in a resource out of its attributes."""
        count, each = self.values.get("count", 1), self.values.get("for_each", 1)
        self.is_counted = "count" in self.values or "for_each" in self.values
        is_empty = isinstance(each, MarkedMapping | MarkedList) and not each
        self.is_absent = is_empty or (count in (0, "0") and count is not False)
        if isinstance(self.values, MarkedMapping) and self.kind == "resource":
            forget_ignored(self.values)
            for name in META & self.values.keys():
                del self.values[name]


def list_top_nodes(source: HclText) -> list[Node]:
    """The blocks and attributes at the top of a text."""
    bodies = [part for part in list_parts(source.root) if part.type == "body"]
    return [node for body in bodies for node in list_parts(body)]


def read_header(source: HclText, node: Node) -> tuple[str, tuple[str, ...], Mark]:
    """The kind, the labels and the mark of a block's header."""
    words: list[str] = []
    last = node
    for part in list_parts(node):
        if part.type not in ("identifier", "string_lit"):
            break
        words.append(source.read(part).strip('"'))
        last = part
    return words[0] if words else "", tuple(words[1:]), source.mark(node, last)


class BlockReader:
    """Reads the blocks of one text."""

    def __init__(self, source: HclText) -> None:
        self._source = source
        self._values = ValueReader(source)
        self._bodies: list[tuple[Node, MarkedMapping, int]] = []
        self._kind, self._is_broken = "", False
        #: The names of providers in the block at hand, which look like references and are none.
        self._provider = ""
        self._handed: dict[str, str] | None = None
        self._followed: dict[str, tuple[str, str]] = {}
        self.problems: list[Problem] = []

    def read_block(self, node: Node) -> Block | None:
        """A block; None where it is none that says anything here."""
        kind, labels, mark = read_header(self._source, node)
        if kind not in READ_BLOCKS or len(labels) != {"resource": 2, "terraform": 0}.get(kind, 1):
            return None
        self._is_broken = False
        self._kind, self._provider, self._handed, self._followed = kind, "", None, {}
        values = MarkedMapping()
        block = Block(kind, labels, mark, values, last_line=self._source.mark(node, node)[2])
        for body in _list_bodies(node):
            self._bodies.append((body, values, 1))
        while self._bodies:
            self._read_body(*self._bodies.pop())
        block.provider, block.handed, block.followed = self._provider, self._handed, self._followed
        block.drop_settings()
        if self._is_broken:
            block.values = AnyAttributes()
        return block

    def list_problems(self) -> list[Problem]:
        """What was wrong with the blocks that were read."""
        if self._values.too_deep:
            self.problems.append(Problem("limit-exceeded", "depth", self._values.too_deep, {"limit": DEEPEST}))
            self._values.too_deep = None
        return self.problems

    def _read_handed(self, node: Node) -> dict[str, str]:
        collections = [node for part in list_parts(node) for node in list_parts(part) if node.type == "object"]
        pairs = [list_parts(element) for found in collections for element in list_parts(found)[1:-1]]
        read = self._source.read
        return {read(pair[0]).strip('"'): read(pair[1]).strip('"') for pair in pairs if len(pair) == 2}

    def _read_body(self, body: Node, values: MarkedMapping, level: int) -> None:
        """Reads the attributes of a body; the blocks in it are read later."""
        unsure: set[str] = set()
        for node in body.named_children:
            if node.type == "attribute":
                self._read_attribute(node, values, level)
            elif node.type == "block":
                name = self._read_inner_block(node, values, level)
                if name:
                    unsure.add(name)
        for name in unsure:
            values[name] = UNKNOWN

    def _read_attribute(self, node: Node, values: MarkedMapping, level: int) -> None:
        parts = list_parts(node)
        name = self._source.read(parts[0])
        mark = self._source.mark(parts[0])
        if len(parts) != 2:
            values[name] = UNKNOWN
            values.marks[name] = (mark, mark)
        elif name in values and values.marks[name][0] != values.marks[name][1]:
            arguments = {"key": name}
            self.problems.append(Problem("duplicate-key", "", mark, arguments, values.marks[name][0]))
            values[name] = UNKNOWN
        elif name in values:  # a block has the same name
            values[name] = UNKNOWN
        else:
            if level == 1:
                self._read_names(name, parts[1])
            is_labels = level == 1 and name.endswith(("tags", "labels"))
            value = self._values.read(parts[1], level, may_be_partial=is_labels)
            is_secret = isinstance(value, str | MarkedList | MarkedMapping) and is_sensitive_name(name)
            values[name] = SENSITIVE if is_secret else value
            values.marks[name] = (mark, self._source.mark(parts[1]))

    def _read_names(self, name: str, node: Node) -> None:
        """Reads what an attribute of the block itself names, where only the name says it."""
        if name == "provider":
            self._provider = self._source.read(node).strip('"')
        elif name == "providers":
            self._handed = self._read_handed(node)
        elif name in list_followed():
            self._followed |= find_source(name, self._source.read(node))

    def _read_inner_block(self, node: Node, values: MarkedMapping, level: int) -> str:
        """Opens a block within a body. The name of one of which the number is not known, else nothing."""
        name, labels, mark = read_header(self._source, node)
        if labels and self._kind != "terraform" and name not in _LABELED:
            # A bracket is missing above and one too many below, so that a block of its own looks like a part.
            self.problems.append(Problem("syntax", "nested-block", mark))
            self._is_broken = True
        if name == "dynamic":
            name = labels[0] if labels else name
            values.setdefault(name, UNKNOWN)
            values.marks.setdefault(name, (mark, mark))
            return name
        if level >= DEEPEST:
            self.problems.append(Problem("limit-exceeded", "depth", mark, {"limit": DEEPEST}))
            values.setdefault(name, UNKNOWN)
            values.marks.setdefault(name, (mark, mark))
            return name
        if name in META and level == 1:
            if name == "lifecycle":
                values[name] = read_lifecycle(self._source, node)
                values.marks.setdefault(name, (mark, mark))
            return ""
        known = values.setdefault(name, MarkedList())
        values.marks.setdefault(name, (mark, mark))
        if not isinstance(known, MarkedList):
            return name
        item = MarkedMapping()
        known.append(item)
        known.marks.append(mark)
        self._bodies += [(body, item, level + 1) for body in _list_bodies(node)]
        return ""


def _list_bodies(node: Node) -> list[Node]:
    return [part for part in node.named_children if part.type == "body"]
