"""The values of HCL that are literal. What has to be evaluated is unknown, and a traversal to a resource a reference.

Nothing here recurses over the input: what waits to be read lies on a list.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from math import isfinite
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from seloste.checker.evidence.marks import HIDDEN_PART, SENSITIVE, UNKNOWN, Reference, is_open
from seloste.checker.evidence.terraform.hcl_text import HclText, list_parts
from seloste.checker.evidence.terraform.sensitive_names import is_sensitive_name
from seloste.checker.position import Mark, MarkedList, MarkedMapping

if TYPE_CHECKING:
    from tree_sitter import Node

#: The deepest level that is read; below it everything is unknown.
DEEPEST = 64
#: The longest number, in characters, and the most that is written as JSON: each writing may double it.
_LONGEST_NUMBER, _LONGEST_TEXT = 100, 50_000
#: The nodes that only wrap another one.
_WRAPPERS = frozenset({"collection_value", "literal_value", "template_expr", "template_interpolation"})
#: The names that begin a traversal to something other than a resource.
NOT_RESOURCES = frozenset(
    {"var", "local", "module", "data", "each", "count", "path", "self", "terraform", "ephemeral", "provider"}
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))|(\$\$|%%)(?=\{)", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}
_DOUBLED = re.compile(r"(\$\$|%%)(?=\{)")


class PartialMapping(MarkedMapping):
    """A mapping of which some keys are not known: `merge(local.tags, {…})`."""

    __slots__ = ()


class _Slot(Struct):
    """Where a value goes: into a mapping or a list that is there already."""

    container: Any
    key: str | int
    level: int
    may_be_partial: bool = False

    def fill(self, value: Any) -> None:
        """Puts a value there; a mark where it is a secret."""
        is_secret = type(self.key) is type(value) is str and is_sensitive_name(self.key)
        self.container[self.key] = SENSITIVE if is_secret else value


class ValueReader:
    """Reads the values of one text."""

    def __init__(self, source: HclText) -> None:
        self._source = source
        self._waiting: list[tuple[Node, _Slot]] = []
        #: Calls of `jsonencode` and `merge`, whose arguments are read first.
        self._calls: list[tuple[str, MarkedList, _Slot]] = []
        #: The mark of the first value that is too deep.
        self.too_deep: Mark | None = None

    def read(self, node: Node, level: int = 0, *, may_be_partial: bool = False) -> Any:
        """The value of an expression. `may_be_partial`: as much of a mapping as is known is better than nothing."""
        found: list[Any] = [UNKNOWN]
        self._waiting.append((node, _Slot(found, 0, level, may_be_partial)))
        while self._waiting:
            self._read_next(*self._waiting.pop())
        while self._calls:
            name, arguments, slot = self._calls.pop()
            slot.fill(_encode(arguments) if name == "jsonencode" else _merge(arguments))
        return found[0]

    def _read_next(self, node: Node, slot: _Slot) -> None:
        inner = self._unwrap(node)
        kind = inner.type if inner is not None else ""
        if inner is None:
            slot.fill(UNKNOWN)
        elif kind in ("tuple", "object"):
            self._open_collection(inner, slot)
        elif kind == "function_call":
            self._open_call(inner, slot)
        else:
            slot.fill(self._read_scalar(inner, kind))

    def _unwrap(self, node: Node) -> Node | None:
        """The node without brackets and wrappers; None where it is more than one value, which has to be evaluated."""
        while True:
            if node.type == "expression":
                parts = list_parts(node)
                if parts and parts[0].type == "variable_expr":
                    return node
            elif node.type in _WRAPPERS:
                parts = list_parts(node)
            elif node.type == "quoted_template":
                parts = list_parts(node)[1:-1]  # without the quotation marks
                if len(parts) != 1 or parts[0].type != "template_interpolation":
                    return node
            else:
                return node
            parts = [part for part in parts if not part.type.startswith("template_interpolation_")]
            if len(parts) != 1:
                return None
            node = parts[0]

    def _read_scalar(self, node: Node, kind: str) -> Any:
        if kind == "expression":
            return self._read_traversal(node)
        if kind in ("string_lit", "quoted_template"):
            return self._read_quoted(node)
        if kind == "numeric_lit":
            return read_number(self._source.read(node))
        if kind == "bool_lit":
            return self._source.read(node) == "true"
        if kind == "null_lit":
            return None
        if kind == "heredoc_template":
            return self._read_heredoc(node)
        if kind == "operation":
            return self._read_negative(node)
        return UNKNOWN

    def _read_quoted(self, node: Node) -> Any:
        parts = list_parts(node)
        if any(part.type != "template_literal" for part in parts[1:-1]) or len(parts) < 2:
            return UNKNOWN
        text = self._source.read_between(parts[0].end_byte, parts[-1].start_byte)
        return unescape(text) if "\\" in text or "{" in text else text

    def _read_heredoc(self, node: Node) -> Any:
        parts = list_parts(node)
        names = [part for part in parts if part.type == "heredoc_identifier"]
        if len(names) != 2 or any(
            part.type.startswith("template_") and part.type != "template_literal" for part in parts
        ):
            return UNKNOWN
        start = self._source.find_break(names[0].end_byte)
        text = self._source.read_between(start, max(start, self._source.find_line(names[1].start_byte)))
        text = _DOUBLED.sub(lambda found: found[1][0], text) if "{" in text else text
        return remove_indent(text) if self._source.read(parts[0]).endswith("-") else text

    def _read_negative(self, node: Node) -> Any:
        operation = next(iter(list_parts(node)), node)
        parts = list_parts(operation)
        if operation.type != "unary_operation" or len(parts) != 1 or self._source.read(operation.children[0]) != "-":
            return UNKNOWN
        inner = self._unwrap(parts[0])
        if inner is None or inner.type != "numeric_lit":
            return UNKNOWN
        number = read_number(self._source.read(inner))
        return number if number is UNKNOWN else -number

    def _read_traversal(self, node: Node) -> Any:
        """A reference to the resource that a traversal begins at; unknown where it begins at anything else."""
        parts = list_parts(node)
        if len(parts) < 2 or parts[1].type != "get_attr":
            return UNKNOWN
        type, name = self._source.read(parts[0]), self._source.read(parts[1]).lstrip(". \t\n")
        if type in NOT_RESOURCES or "_" not in type or not name:
            return UNKNOWN
        return Reference((f"{type}.{name}",))

    def _open_collection(self, node: Node, slot: _Slot) -> None:
        """Puts an empty collection into its place; its items are read into it after that."""
        if slot.level >= DEEPEST:
            self.too_deep = self.too_deep or self._source.mark(node)
            slot.fill(UNKNOWN)
            return
        if node.type == "object":
            mapping = self._open_object(node, slot)
            slot.fill(UNKNOWN if mapping is None else mapping)
            return
        items = MarkedList()
        slot.fill(items)
        for part in list_parts(node)[1:-1]:
            items.append(UNKNOWN)
            items.marks.append(self._source.mark(part))
            self._waiting.append((part, _Slot(items, len(items) - 1, slot.level + 1)))

    def _open_object(self, node: Node, slot: _Slot) -> MarkedMapping | None:
        """An object whose values are read later; None where a key has to be evaluated, so that it may be any."""
        mapping = MarkedMapping()
        waiting: list[tuple[Node, _Slot]] = []
        is_partial = False
        for element in list_parts(node)[1:-1]:
            parts = list_parts(element)
            key = self.read_key(parts[0]) if len(parts) == 2 else None
            if key is None and slot.may_be_partial:
                is_partial = True
                mapping.clear()
                mapping.marks.clear()
                waiting.clear()
            elif key is None:
                return None
            else:
                mapping[key] = UNKNOWN
                mapping.marks[key] = (self._source.mark(parts[0]), self._source.mark(parts[1]))
                waiting.append((parts[1], _Slot(mapping, key, slot.level + 1)))
        self._waiting += reversed(waiting)  # of a key that is given twice the last one holds
        if is_partial:
            partial = PartialMapping()
            partial.marks = mapping.marks
            for _, each in waiting:
                partial[str(each.key)] = UNKNOWN
                each.container = partial
            return partial
        return mapping

    def read_key(self, node: Node) -> str | None:
        """The key of an object, where it is literal."""
        inner = self._unwrap(node)
        if inner is None or node.children[0].type == "(":
            return None
        if inner.type == "expression":
            parts = list_parts(inner)
            return self._source.read(inner) if len(parts) == 1 else None
        value = self._read_scalar(inner, inner.type)
        if isinstance(value, bool) or value is None:
            return self._source.read(inner)
        return value if isinstance(value, str) else str(value) if isinstance(value, int) else None

    def _open_call(self, node: Node, slot: _Slot) -> None:
        parts = list_parts(node)
        name = self._source.read(parts[0])
        arguments = list_parts(parts[1]) if len(parts) == 2 else []
        slot.fill(SENSITIVE if name == "sensitive" else UNKNOWN)
        is_read = (name == "jsonencode" and len(arguments) == 1) or (name == "merge" and slot.may_be_partial)
        if not is_read or slot.level >= DEEPEST or any(part.type == "ellipsis" for part in arguments):
            return
        values = MarkedList()
        for argument in arguments:
            values.append(UNKNOWN)
            values.marks.append(self._source.mark(argument))
            inner = _Slot(values, len(values) - 1, slot.level + 1, may_be_partial=name == "merge")
            self._waiting.append((argument, inner))
        self._calls.append((name, values, slot))


def _encode(arguments: MarkedList) -> Any:
    """The text of JSON that a literal value makes. In containers `HIDDEN_PART` stands for what is not literal."""
    [value] = arguments
    length, is_whole = 0, True
    for part in iterate_values(value):
        length += len(part) if isinstance(part, str | MarkedMapping | MarkedList) else 1
        is_whole = is_whole and not is_open(part)
        if length > _LONGEST_TEXT:
            return UNKNOWN
    if is_whole:
        return json.dumps(value)
    return json.dumps(value, default=lambda _: HIDDEN_PART) if _has_containers(value) else UNKNOWN


def _has_containers(value: Any) -> bool:
    """Whether a value is a container or a list of them, as of ECS: no rule but that on services reads their JSON."""
    items = value if isinstance(value, MarkedList) else [value]
    return any(isinstance(each, MarkedMapping) and "image" in each for each in items)


def _merge(arguments: MarkedList) -> Any:
    """What mappings come to together; of those before one that is not known, nothing is sure."""
    merged = MarkedMapping()
    for value in arguments:
        if not isinstance(value, MarkedMapping) or isinstance(value, PartialMapping):
            merged = PartialMapping()
        for key, item in value.items() if isinstance(value, MarkedMapping) else ():
            merged[key] = item
            merged.marks[key] = value.marks[key]
    return merged


def iterate_values(value: Any) -> Iterator[Any]:
    """A value and everything in it."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        yield value
        if isinstance(value, MarkedMapping):
            waiting += value.values()
        elif isinstance(value, MarkedList):
            waiting += value


def read_number(text: str) -> Any:
    """The number that a text writes; unknown where it is too long or too large."""
    if len(text) > _LONGEST_NUMBER:
        return UNKNOWN
    try:
        number = float(text)
        if not isfinite(number):
            return UNKNOWN
        return int(text) if text.isdigit() else int(number) if number.is_integer() else number
    except (ValueError, OverflowError):
        return UNKNOWN


def unescape(text: str) -> str:
    """What a quoted text means."""

    def replace(found: re.Match[str]) -> str:
        code = found[1] or found[2]
        if code:
            number = int(code, 16)
            return "\ufffd" if number > 0x10FFFF or 0xD800 <= number < 0xE000 else chr(number)
        return found[4][0] if found[4] else _ESCAPED.get(found[3], found[3])

    return _ESCAPE.sub(replace, text)


def remove_indent(text: str) -> str:
    """The lines of a text without the spaces that all of them begin with, as `<<-` asks for."""
    lines = text.split("\n")
    least = min((len(line) - len(line.lstrip(" \t")) for line in lines if line.strip()), default=0)
    return "\n".join(line[least:] for line in lines)
