"""The families of rules, by the first part of a rule's id; and the ways in which a finding may not count."""

from __future__ import annotations

from typing import Literal, get_args

#: The ways in which a finding may not count, in the order in which they take precedence.
Suppression = Literal["waived", "baselined", "known"]
SUPPRESSIONS: tuple[Suppression, ...] = get_args(Suppression)

#: The rules of the family `input` that warn of what was read.
_READ_ALL_THE_SAME = frozenset({"input/comment-in-text"})
#: The families whose errors contradict a promise.
CONTRADICTING_FAMILIES = frozenset({"system", "processor", "transfer", "evidence"})


def family_of(rule: str) -> str:
    """The part of a rule's id before the slash."""
    return rule.partition("/")[0]


def is_input(rule: str) -> bool:
    """Whether a rule reports that something could not be read."""
    return family_of(rule) == "input" and rule not in _READ_ALL_THE_SAME
