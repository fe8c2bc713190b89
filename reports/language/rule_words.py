"""The words of a rule in a language, and the ways to resolve what it finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Fix(NamedTuple):
    """One way to resolve a finding: what changes, `system` or `promise`, and how."""

    change: str
    words: str


@dataclass(frozen=True, slots=True)
class RuleWords:
    """The words of a rule.

    Attributes:
        title: Its name.
        messages: The sentence of a finding by variant; that of the plain variant is under the empty string.
        why: Why the rule exists.
        related: A description of the related locations in the notice.
        declared: A description of the places where the inventory declares something else.
        fix: How to fix a finding in the file itself, for rules about a file.
        variant_fixes: The same for variants that are fixed otherwise.
        wording: A model wording for the notice.
        fixes: How to resolve a contradiction, by what changes: `system` or `promise`.
    """

    title: str
    messages: Mapping[str, str]
    why: str
    related: str = ""
    declared: str = ""
    fix: str = ""
    variant_fixes: Mapping[str, str] = field(default_factory=dict)
    wording: str = ""
    fixes: Mapping[str, str] = field(default_factory=dict)
