"""The registry: every rule with its metadata, and how a rule's function becomes findings.

A rule is a small function marked with its id. Its severity and law are data in the file of its family,
`checker/rules/<family>.yaml`; its words are those of each language, in `reports/languages/`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from seloste.checker.finding import Finding, RuleFinding, Severity
from seloste.policy.data import load
from seloste.policy.law.law import LawOn

#: The families in the order of the catalogue; each has a data file, and all but `input` a module.
FAMILIES = ("input", "notice", "system", "processor", "transfer", "evidence", "waiver")


@dataclass(frozen=True, slots=True)
class Rule:
    """What is known of a rule: its public id, its severity and its law."""

    id: str
    severity: Severity
    law: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        """The part of the id before the slash."""
        return self.id.partition("/")[0]


@cache
def family(name: str) -> Mapping[str, Rule]:
    """The rules of one family by id. Its file is read when something is to be said of one of them, and not before."""
    entries = load(Path(__file__).parent / f"{name}.yaml").items()
    return MappingProxyType({f"{name}/{rule}": _rule(f"{name}/{rule}", entry) for rule, entry in entries})


@cache
def catalogue() -> Mapping[str, Rule]:
    """Every rule there is, by id, in the order of the catalogue."""
    return MappingProxyType({rule_id: rule for name in FAMILIES for rule_id, rule in family(name).items()})


def known(rule_id: str) -> Rule:
    """The rule of that id; KeyError where there is none."""
    name = rule_id.partition("/")[0]
    if name not in FAMILIES:
        raise KeyError(rule_id)
    return family(name)[rule_id]


def _rule(rule_id: str, entry: dict[str, Any]) -> Rule:
    return Rule(rule_id, Severity(entry["severity"]), tuple(entry.get("law", ())))


Check = Callable[..., Iterable[RuleFinding]]
_checks: dict[str, Check] = {}
#: rule id → the families of the records that it looks at
_looks_at: dict[str, tuple[str, ...]] = {}


def rule(rule_id: str, *families: str) -> Callable[[Check], Check]:
    """Marks the function that looks for what the rule `rule_id` of the catalogue describes.

    It looks at the records of its own family, unless other `families` are named.
    """

    def register(check: Check) -> Check:
        if rule_id in _checks:
            raise ValueError(f"two functions for {rule_id}")
        _checks[rule_id] = check
        _looks_at[rule_id] = families or (rule_id.partition("/")[0],)
        return check

    return register


def implemented() -> frozenset[str]:
    """The ids of the rules that have a function."""
    return frozenset(_checks)


def apply(looked_at: str, law: LawOn, *subjects: Any) -> Iterator[Finding]:
    """What every rule for the family `looked_at` finds about `subjects`, which each function takes, then the law."""
    for rule_id, check in _for(looked_at):
        for found in check(*subjects, law):
            yield finding(known(rule_id), found, law)


@cache
def _for(looked_at: str) -> tuple[tuple[str, Check], ...]:
    return tuple((rule_id, check) for rule_id, check in _checks.items() if looked_at in _looks_at[rule_id])


def finding(rule: Rule, found: RuleFinding, law: LawOn) -> Finding:
    """The finding that `found` becomes: with its rule's severity, and the law that was in force on the day."""
    return Finding(
        rule=rule.id,
        severity=found.severity or rule.severity,
        subject=found.subject,
        location=found.location,
        promise=found.promise,
        variant=found.variant,
        arguments=found.arguments,
        value=found.value,
        law=tuple(citation for citation in (*rule.law, *found.law) if law.citable(citation)),
        related=found.related,
        from_memory=found.from_memory,
        excerpt=found.excerpt,
        stands_for=found.stands_for,
    )


@cache
def digest() -> str:
    """The SHA-256 over the files of the rules, law included: two runs with the same one judge alike.

    Examples and the words of messages judge nothing and are left out.
    """
    room = Path(__file__).parent
    rules = [path for kind in ("*.py", "*.yaml") for path in room.rglob(kind) if room / "examples" not in path.parents]
    files = sorted([*rules, *(room.parent.parent / "policy" / "law").glob("*.yaml")])
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.read_bytes())
    return whole.hexdigest()
