"""The values of a YAML 1.2 text by ruamel.yaml's parser, composed as plainly as the specification says it.

Only the events are ruamel's. What it resolves beyond the core schema (days, numbers with underscores, keys that are
numbers) is resolved here as YAML 1.2 says, and keys stay the texts that they are in a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML

#: YAML 1.2.2, section 10.3.2.
_CORE = (
    (re.compile(r"null|Null|NULL|~|"), lambda _: None),
    (re.compile(r"true|True|TRUE|false|False|FALSE"), lambda text: text.lower() == "true"),
    (re.compile(r"[-+]?[0-9]+"), int),
    (re.compile(r"0o[0-7]+"), lambda text: int(text[2:], 8)),
    (re.compile(r"0x[0-9a-fA-F]+"), lambda text: int(text[2:], 16)),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), float),
    (re.compile(r"[-+]?(\.inf|\.Inf|\.INF)"), lambda text: float(text.replace(".", ""))),
    (re.compile(r"\.nan|\.NaN|\.NAN"), lambda _: float("nan")),
)  # fmt: skip
#: Line breaks in YAML 1.1, which ruamel.yaml takes them for, and none in YAML 1.2; and characters in their place.
_SHIELDED = str.maketrans("\x85\u2028\u2029", "\ue000\ue001\ue002")
_RESTORED = str.maketrans("\ue000\ue001\ue002", "\x85\u2028\u2029")
_PREFIX = "tag:yaml.org,2002:"


class UncomparableError(Exception):
    """A text that YAML allows and that seloste need not: a key that is no text, a tag of its own."""


def read_documents(text: str) -> list[Any]:
    """The value of each document that is not empty.

    Raises:
        YAMLError: The text is no YAML.
        UncomparableError: It holds what this composer leaves out.
    """
    yaml = YAML(typ="safe", pure=True)
    shielded = text.translate(_SHIELDED)
    return [value for value in _Composer(iter(yaml.parse(shielded))).compose_documents() if value is not None]


class _Composer:
    def __init__(self, events: Iterator[Any]) -> None:
        self._events = events
        self._anchored: dict[str, Any] = {}

    def compose_documents(self) -> Iterator[Any]:
        for event in self._events:
            if type(event).__name__ == "DocumentStartEvent":
                self._anchored.clear()
                yield self._compose(next(self._events))

    def _compose(self, event: Any) -> Any:
        kind = type(event).__name__
        if kind == "AliasEvent":
            if event.anchor not in self._anchored:
                raise UncomparableError("an alias without an anchor")
            return self._anchored[event.anchor]
        tag = str(event.tag) if event.tag is not None else None
        if kind == "ScalarEvent":
            value = _resolve(
                event.value.translate(_RESTORED), tag, plain=event.style in (None, "") and event.implicit[0]
            )
            self._keep(event, value)
            return value
        if tag not in (None, "!", _PREFIX + ("map" if kind == "MappingStartEvent" else "seq")):
            raise UncomparableError(tag)
        return self._compose_mapping(event) if kind == "MappingStartEvent" else self._compose_list(event)

    def _keep(self, event: Any, value: Any) -> None:
        if event.anchor is not None:
            self._anchored[event.anchor] = value

    def _compose_list(self, start: Any) -> list[Any]:
        found: list[Any] = []
        self._keep(start, found)
        while type(event := next(self._events)).__name__ != "SequenceEndEvent":
            found.append(self._compose(event))
        return found

    def _compose_mapping(self, start: Any) -> dict[str, Any]:
        found: dict[str, Any] = {}
        merged: list[Any] = []
        merges = 0
        self._keep(start, found)
        while type(event := next(self._events)).__name__ != "MappingEndEvent":
            key, merge = self._compose_key(event)
            value = self._compose(next(self._events))
            if merge:
                merges += 1
                merged += value if isinstance(value, list) else [value]
            elif key in found:
                raise UncomparableError("a key twice")
            else:
                found[key] = value
        if merges > 1 or not all(isinstance(each, dict) for each in merged):
            raise UncomparableError("a merge of something else")
        for each in merged:
            for key, value in each.items():
                found.setdefault(key, value)
        return found

    def _compose_key(self, event: Any) -> tuple[str, bool]:
        kind = type(event).__name__
        if kind == "AliasEvent":
            value = self._compose(event)
            if not isinstance(value, str):
                raise UncomparableError("a key that is no text")
            return value, False
        if kind != "ScalarEvent":
            raise UncomparableError("a key that is no text")
        if event.tag is not None:
            _resolve(event.value, str(event.tag), plain=True)
        key = event.value.translate(_RESTORED)
        self._keep(event, key)
        return key, event.style in (None, "") and event.tag is None and key == "<<"


def _resolve(text: str, tag: str | None, *, plain: bool) -> Any:
    if tag is None:
        return _resolve_plain(text) if plain else text
    if tag in ("!", _PREFIX + "str"):
        return text
    if tag == _PREFIX + "null":
        return None
    value = _resolve_plain(text)
    names = {"int": int, "float": (int, float), "bool": bool}
    wanted = names.get(tag.removeprefix(_PREFIX))
    if wanted is None or not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        raise UncomparableError(tag)
    return float(value) if tag.endswith("float") else value


def _resolve_plain(text: str) -> Any:
    for pattern, convert in _CORE:
        if pattern.fullmatch(text):
            return convert(text)
    return text
