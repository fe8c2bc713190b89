"""The examples of a rule, one that fails it and one that passes: short fragments of the files that a user writes.

They are data, `checker/rules/examples/<family>.yaml`, read when a rule is to be explained and never by a check. A test
runs each of them: put into the small notice, systems and processors of `examples/base`, the failing one gives its rule
and the passing one gives nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from seloste.policy.data import load_yaml

_FOLDER = Path(__file__).parent / "examples"
#: The file that a fragment belongs to, by its key in the data; empty for a line on the terminal.
FILES: Mapping[str, str] = MappingProxyType(
    {
        "policy": "policy.yaml",
        "systems": "systems.yaml",
        "processors": "processors.yaml",
        "waivers": "waivers.yaml",
        "config": "seloste.yaml",
        "terraform": "main.tf",
        "sql": "schema.sql",
        "command": "",
    }
)

#: The fragments of one example, by file name in the order shown; a command has the empty name.
Fragments = Mapping[str, str]


class Examples(Struct, frozen=True):
    """Two examples: `bad` gives the rule, about `subject`; `good` is the same, fixed."""

    subject: str
    bad: Fragments
    good: Fragments


def find_examples(rule_id: str) -> Examples | None:
    """The examples of the rule with that id, where it has any."""
    family, _, name = rule_id.partition("/")
    return _load_family(family).get(name)


@cache
def _load_family(name: str) -> Mapping[str, Examples]:
    """The examples of the rules of one family, by the part of the id after the slash."""
    path = _FOLDER / f"{name}.yaml"
    if not path.exists():
        return {}
    return {rule: _make_examples(entry) for rule, entry in load_yaml(path).items()}


def _make_examples(entry: Mapping[str, Any]) -> Examples:
    return Examples(entry["subject"], _make_fragments(entry["bad"]), _make_fragments(entry["good"]))


def _make_fragments(entry: Mapping[str, str]) -> Fragments:
    """The fragments of an entry of the data, whose keys are those of `FILES`."""
    return MappingProxyType({FILES[kind]: text.rstrip("\n") for kind, text in entry.items()})
