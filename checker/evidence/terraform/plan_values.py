"""The attributes of a resource in a plan or a state: values, with marks for what is unknown or sensitive.

A plan has three trees of one shape: the values, `after_unknown` and `after_sensitive`. They are merged attribute by
attribute, and only for attributes that somebody asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from itertools import chain
from typing import Any

from seloste.checker.evidence.json_pieces import Text, decode_value, split_mapping
from seloste.checker.evidence.marks import COMPUTED, SENSITIVE, UNKNOWN, Mark, Reference
from seloste.checker.evidence.terraform.sensitive_names import is_sensitive_name

#: How many levels of an attribute are looked at. What lies below is unknown.
_MOST_LEVELS = 64
#: What may be a secret, or hold one.
_NESTED, _CONTAINERS = (str, list, dict), (list, dict)
#: What may be unknown, or hold something that is.
_EXPLAINED = (Mark, list, dict)
#: The addresses of the resources that references lead to.
Resolve = Callable[[list[str]], tuple[str, ...]]


class AttributeValues:
    """The attributes of a resource. They get their marks when they are asked for by their names.

    Raises ValueError when it is made from what is no mapping, and ValueError or RecursionError where an expression is
    malformed. The `expressions` are those of its block; None where the code has no such block.
    """

    def __init__(
        self,
        values: Any,
        unknown: Any = None,
        sensitive: Any = None,
        expressions: Text | None = None,
        resolve: Resolve | None = None,
    ) -> None:
        if not isinstance(values, dict | None):
            raise ValueError("no mapping")
        self._values: dict[str, Any] = values or {}
        self._unknown = _spread_marks(unknown, (self._values,))
        self._sensitive = _spread_marks(sensitive, (self._values, self._unknown))
        self._expressions = None if expressions is None else split_mapping(expressions)
        self._resolve = resolve

    def select(self, names: Set[str]) -> dict[str, Any]:
        """The attributes of these names, with their marks; what is null counts as absent."""
        values, unknowns, sensitives = self._values, self._unknown, self._sensitive
        found: dict[str, Any] = {}
        chosen = names & values.keys()
        for name in chosen | (names & unknowns.keys()) if unknowns else chosen:
            value = values.get(name)
            unknown, sensitive = unknowns.get(name, False), sensitives.get(name, False)
            if unknown is True and (self._expressions is None or name not in self._expressions):
                value = UNKNOWN if self._expressions is None else COMPUTED
            elif unknown or sensitive:
                value = self._merge(name, value, unknown, sensitive)
            elif isinstance(value, _CONTAINERS):
                value = _hide_secrets(value, name)
            elif isinstance(value, str) and value and is_sensitive_name(name):
                value = SENSITIVE
            if value is not None:
                found[name] = value
        return found

    def _merge(self, name: str, value: Any, unknown: Any, sensitive: Any) -> Any:
        if not _has_marks(unknown) and not _has_marks(sensitive):
            return _hide_secrets(value, name)
        merged = merge_marks(value, unknown, sensitive, name)
        if not unknown or self._expressions is None or not self._resolve:
            return merged
        expression = decode_value(self._expressions[name]) if name in self._expressions else None
        return _explain_unknown(merged, expression, self._resolve)


def _spread_marks(marks: Any, trees: Iterable[Iterable[str]]) -> dict[str, Any]:
    """The marks of each attribute: a mark of the whole is one of each that the trees have."""
    if isinstance(marks, dict):
        return marks
    return dict.fromkeys(chain.from_iterable(trees), True) if marks is True else {}


def merge_marks(value: Any, unknown: Any, sensitive: Any, name: str = "", level: int = 0) -> Any:
    """A value with marks in the places that `unknown` and `sensitive` mark.

    What is unknown may come to nothing, so that it goes before what is sensitive. A null is no secret: nothing is set.
    Where the shapes do not fit, the mark holds for the whole. `name` is the key that the value is under.
    """
    if unknown is True or level > _MOST_LEVELS:
        return UNKNOWN
    if value is None and not unknown:
        return None
    if value is None and _has_marks(unknown):
        value = [] if isinstance(unknown, list) else {}
    if value is None:
        return None
    if sensitive is True or (isinstance(value, _NESTED) and value and name and is_sensitive_name(name)):
        return SENSITIVE
    if isinstance(value, dict) and _fits(value, unknown) and _fits(value, sensitive):
        unknown = unknown if isinstance(unknown, dict) else {}
        sensitive = sensitive if isinstance(sensitive, dict) else {}
        return {
            key: _merge_part(value.get(key), unknown.get(key, False), sensitive.get(key, False), key, level + 1)
            for key in (value if unknown.keys() <= value.keys() else {**value, **unknown})
        }
    if isinstance(value, list) and _fits(value, unknown) and _fits(value, sensitive):
        length = max(len(value), len(unknown)) if isinstance(unknown, list) else len(value)
        return [
            _merge_part(
                value[number] if number < len(value) else None,
                _get_mark(unknown, number),
                _get_mark(sensitive, number),
                name,
                level + 1,
            )
            for number in range(length)
        ]
    if _has_marks(unknown):
        return UNKNOWN
    return SENSITIVE if _has_marks(sensitive) else value


def _merge_part(value: Any, unknown: Any, sensitive: Any, name: str, level: int) -> Any:
    """As `merge_marks`, of a part. Most have no marks, and most of those are no text and nothing nested."""
    if not unknown and not sensitive and level <= _MOST_LEVELS:
        return _hide_secrets(value, name, level) if isinstance(value, _NESTED) else value
    return merge_marks(value, unknown, sensitive, name, level)


def _hide_secrets(value: Any, name: str, level: int = 0) -> Any:
    """As `merge_marks`, of a value that has no marks: what is under the name of a secret is sensitive all the same."""
    if level > _MOST_LEVELS:
        return UNKNOWN
    if not isinstance(value, _NESTED):
        return value
    if value and is_sensitive_name(name):
        return SENSITIVE
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return [_hide_secrets(item, name, level + 1) if isinstance(item, _CONTAINERS) else item for item in value]
    return {
        key: _hide_secrets(item, key, level + 1) if isinstance(item, _NESTED) else item for key, item in value.items()
    }


def _fits(value: dict[str, Any] | list[Any], marks: Any) -> bool:
    """Whether marks have the shape of a value. A state file gives those of a list by number."""
    if not isinstance(marks, dict | list):
        return True
    if isinstance(value, list):
        return isinstance(marks, list) or all(isinstance(key, int) for key in marks)
    return isinstance(marks, dict)


def _get_mark(marks: Any, number: int) -> Any:
    """The mark of the item of a list."""
    if isinstance(marks, dict):
        return marks.get(number, False)
    return marks[number] if isinstance(marks, list) and number < len(marks) else False


def _has_marks(marks: Any) -> bool:
    """Whether anything is marked in a tree of marks."""
    if not marks or marks is True:
        return marks is True
    waiting = [marks]
    while waiting:
        found = waiting.pop()
        if found is True:
            return True
        if isinstance(found, dict | list):
            waiting += found.values() if isinstance(found, dict) else found
    return False


def _explain_unknown(value: Any, expression: Any, resolve: Resolve, level: int = 0) -> Any:
    """A value of which what is unknown is told apart by the code: it refers to resources, or nobody set it.

    A plan leaves out the expressions of dynamic blocks. So within a block that has none everything stays unknown; but a
    block that is unknown as a whole counts as computed, for only one that is repeated for something unknown is that
    and dynamic. What is unknown within a list or a mapping that one expression makes stays unknown too: which resource
    it comes from is not told there.
    """
    if value is UNKNOWN:
        return _explain_mark(expression, resolve)
    if level > _MOST_LEVELS or not expression:
        return value
    if isinstance(value, list) and _is_block(expression):
        expression = [expression]
    if isinstance(value, list) and isinstance(expression, list) and len(value) == len(expression):
        pairs = zip(value, expression, strict=True)
        return [_explain_block(item, own, resolve, level) for item, own in pairs]
    return _explain_block(value, expression, resolve, level)


def _explain_block(value: Any, expression: Any, resolve: Resolve, level: int) -> Any:
    if not isinstance(value, dict) or not _is_block(expression):
        return value
    return {
        key: _explain_unknown(item, expression.get(key), resolve, level + 1) if isinstance(item, _EXPLAINED) else item
        for key, item in value.items()
    }


def _explain_mark(expression: Any, resolve: Resolve) -> Any:
    """What stands in the place of something unknown."""
    if expression is None:
        return COMPUTED
    if not isinstance(expression, dict):
        return UNKNOWN
    if "constant_value" in expression:  # a constant that is unknown is null
        return COMPUTED
    references = expression.get("references")
    names = [name for name in references if isinstance(name, str)] if isinstance(references, list) else []
    addresses = resolve(names) if names else ()
    return Reference(addresses) if addresses else UNKNOWN


def _is_block(expression: Any) -> bool:
    """Whether an expression is a block, with an expression for each of its attributes."""
    if not isinstance(expression, dict):
        return False
    return not isinstance(expression.get("references"), list) and "constant_value" not in expression
