"""Which rules a check applied, and which not and why: every rule of the catalogue is one or the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from seloste.checker.judging import families  # noqa: F401 - the rules register themselves
from seloste.checker.result import Result
from seloste.checker.rules.registry import Rule, catalogue, implemented

#: What was not checked → the rules that look at nothing else.
_LOOK_AT = {
    "policy": ("notice/*", "system/*", "processor/*", "transfer/*", "evidence/*"),
    "systems": ("system/*", "transfer/*", "notice/*-unused"),
    "processors": ("processor/*", "transfer/*"),
    "evidence": ("evidence/*",),
}
#: What rules need at least one of, to have looked at anything.
_NEED = {"system": "systems", "processor": "processors"}


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule, and why it was not applied: the key of a phrase, or None where it was."""

    rule: Rule
    why_not: str | None


def applied(result: Result) -> Iterator[Applied]:
    """Every rule in the order of the catalogue."""
    for rule in catalogue().values():
        yield Applied(rule, _why_not(rule, result))


def _why_not(rule: Rule, result: Result) -> str | None:
    if rule.family == "input":
        return None
    for item in result.not_checked:
        patterns = _LOOK_AT.get(item.what, (item.what,))
        if any(fnmatchcase(rule.id, pattern) for pattern in patterns):
            return item.why
    if rule.id not in implemented():
        return "rule-not-built"
    needed = _NEED.get(rule.family)
    if needed is not None and not getattr(result, needed):
        return f"no-{needed}"
    return None
