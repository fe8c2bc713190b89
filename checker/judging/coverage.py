"""Which rules a check applied, and why it did not apply the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from seloste.checker.judging import rule_modules  # noqa: F401 - the rules register themselves
from seloste.checker.result import Result
from seloste.checker.rules.catalogue import Rule, load_catalogue
from seloste.checker.rules.registry import implemented_rules

#: What was not checked → the rules that look at nothing else
_LOOK_AT = {
    "policy": ("notice/*", "system/*", "processor/*", "transfer/*", "evidence/*"),
    "systems": ("system/*", "transfer/*", "notice/*-unused"),
    "processors": ("processor/*", "transfer/*"),
    "evidence": ("evidence/*",),
}
#: family → the attribute of the result that counts the records it looks at
_NEED = {"system": "systems", "processor": "processors"}


@dataclass(frozen=True, slots=True)
class AppliedRule:
    """A rule, and why it was not applied: the key of a phrase, or None where it was applied."""

    rule: Rule
    why_not: str | None


def is_implemented(rule: Rule) -> bool:
    """Whether code looks for what the rule describes. The rules `input/` are found by reading itself."""
    return rule.family == "input" or rule.id in implemented_rules()


def list_rules(result: Result) -> Iterator[AppliedRule]:
    """Every rule in the order of the catalogue."""
    for rule in load_catalogue().values():
        yield AppliedRule(rule, _why_not(rule, result))


def _why_not(rule: Rule, result: Result) -> str | None:
    if rule.family == "input":
        return None
    for item in result.not_checked:
        patterns = _LOOK_AT.get(item.what, (item.what,))
        if any(fnmatchcase(rule.id, pattern) for pattern in patterns):
            return item.why
    if not is_implemented(rule):
        return "rule-not-built"
    needed = _NEED.get(rule.family)
    if needed is not None and not getattr(result, needed):
        return f"no-{needed}"
    return None
