"""Writes an entry of a drafted file, as YAML with comments and as the value that a reader of the file gets."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

from seloste.checker.finding import cut_text
from seloste.reports.rendering.escape import text, yaml_scalar

#: The longest name of infrastructure in a comment, and the width to which comments are wrapped, in characters.
_LONGEST_NAME, _WIDTH = 120, 100
_INDENT = "  "


def quote(value: str) -> str:
    """A text as a scalar of YAML, which JSON reads as well where it is in quotes."""
    return str(yaml_scalar(value))


def quote_inline(value: Any) -> str:
    """A value in one line of YAML."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{quote(key)}: {quote_inline(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(quote_inline, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else quote(str(value))


def clean_name(name: str) -> str:
    """A name from infrastructure for a comment: in one line, cut, and without a sign that begins another comment."""
    return str(text(cut_text(name, _LONGEST_NAME))).replace("#", "[U+0023]")


class EntryWriter:
    """An entry as it is written: its lines of YAML, without indentation, and its value.

    Comments are texts of ours, in which names of infrastructure are cleaned (`clean_name`).
    """

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.value: dict[str, Any] = {}

    def comment(self, words: str, *, level: int = 0) -> None:
        """A comment on lines of its own, wrapped."""
        lines = textwrap.wrap(words, _WIDTH, break_long_words=False, break_on_hyphens=False)
        self.lines += [f"{_INDENT * level}# {line}" for line in lines]

    def put(self, key: str, value: Any, comment: str = "") -> None:
        """A key with a value in one line, and a comment behind it."""
        self.lines.append(f"{quote(key)}: {quote_inline(value)}{_trail(comment)}")
        self.value[key] = value

    def put_items(self, key: str, items: Iterable[tuple[str, str]]) -> None:
        """A key with a list, an item a line, each with a comment behind it."""
        found = list(items)
        self.lines.append(f"{quote(key)}:")
        self.lines += [f"{_INDENT}- {quote(item)}{_trail(comment)}" for item, comment in found]
        self.value[key] = [item for item, _ in found]

    def put_mapping(self, key: str, items: Iterable[tuple[str, Any, str]]) -> None:
        """A key with a mapping, a key a line, each with a comment behind it."""
        found = list(items)
        self.lines.append(f"{quote(key)}:")
        self.lines += [
            f"{_INDENT}{quote(name)}: {quote_inline(item)}{_trail(comment)}" for name, item, comment in found
        ]
        self.value[key] = {name: item for name, item, _ in found}

    def write_under(self, id: str, margin: str = "") -> list[str]:
        """The lines of the entry below its id, each with a margin."""
        return [f"{margin}{quote(id)}:", *(f"{margin}{_INDENT}{line}" for line in self.lines)]


def _trail(comment: str) -> str:
    return f" # {comment}" if comment else ""
