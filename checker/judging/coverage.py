"""The rules that a check applied, and the reason why it did not apply the others."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from msgspec import Struct

from seloste.checker.result import Result
from seloste.checker.rules.catalogue import Rule, load_catalogue

#: A part that was not checked → the rules that cannot be applied without it.
_RULES_THAT_NEED = {
    "policy": ("notice/*", "system/*", "processor/*", "transfer/*", "evidence/*"),
    "systems": ("system/*", "transfer/*", "evidence/*", "notice/*-unused"),
    "processors": ("processor/*", "transfer/*"),
    "evidence": ("evidence/*",),
}
#: The rules on documents that records name, which are looked up without any evidence of infrastructure.
_ON_DOCUMENTS = "evidence/document-*"
#: A family → the attribute of the result with the number of records that it looks at.
_NEEDED_COUNTS = {"system": "systems", "processor": "processors"}


class RuleApplication(Struct, frozen=True):
    """A rule and its use in a check: `why_not` is the key of a reason, or None where the rule was applied."""

    rule: Rule
    why_not: str | None


def list_rule_ids() -> tuple[str, ...]:
    """The ids of the rules of this version. Reports and baselines name them for later versions."""
    return tuple(load_catalogue())


def list_rule_applications(result: Result) -> Iterator[RuleApplication]:
    """Every rule in the order of the catalogue, applied or not."""
    for rule in load_catalogue().values():
        yield RuleApplication(rule, _explain_omission(rule, result))


def _explain_omission(rule: Rule, result: Result) -> str | None:
    """The key of the reason why the check did not apply the rule; None where it did."""
    if rule.family == "input":
        return None
    for item in result.not_checked:
        if not item.limits_rules:  # its name could look like a rule's
            continue
        if item.what == "evidence" and fnmatchcase(rule.id, _ON_DOCUMENTS):
            continue
        patterns = _RULES_THAT_NEED.get(item.what, (item.what,))
        if any(fnmatchcase(rule.id, pattern) for pattern in patterns):
            return item.why
    needed = _NEEDED_COUNTS.get(rule.family)
    if needed is not None and not getattr(result, needed):
        return f"no-{needed}"
    return None
