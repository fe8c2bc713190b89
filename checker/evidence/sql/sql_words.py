"""Words of SQL that tell the parts of a definition apart (`sql_words.yaml`)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from msgspec import Struct

from seloste.policy.data import load_yaml


class SqlWords(Struct, frozen=True):
    """The words, in capitals.

    Attributes:
        after_type: What a column may have after its type.
        within_type: What a type may have after its first word.
        constraints: What begins a constraint.
        indexes: What begins an index in MySQL.
        not_columns: What ALTER TABLE adds, drops or renames that is no column.
        other_actions: What begins another action after one that adds a column.
    """

    after_type: frozenset[str]
    within_type: frozenset[str]
    constraints: frozenset[str]
    indexes: frozenset[str]
    not_columns: frozenset[str]
    other_actions: frozenset[str]


@cache
def load_words() -> SqlWords:
    """The words."""
    data = load_yaml(Path(__file__).with_suffix(".yaml"))
    return SqlWords(**{name: frozenset(words) for name, words in data.items()})
