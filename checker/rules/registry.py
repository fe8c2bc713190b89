"""The registry: the function of each rule, by what it looks at.

A rule is a small function that yields what it finds about one subject. It is registered with the set of rules that
look at such subjects, which gives it its type; its metadata is in the catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from seloste.checker.evidence.resource import Resource
from seloste.checker.finding import Finding, RuleFinding
from seloste.checker.inventory import Processor, System
from seloste.checker.linking.entry import NoticeEntry, OrganisationRecord
from seloste.checker.linking.hops import Hop
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord
from seloste.checker.rules.catalogue import find_rule
from seloste.policy.law.circumstances import Collection
from seloste.policy.law.law import LawOn

Subject = TypeVar("Subject")
Context = TypeVar("Context")
RuleFunction = Callable[[Subject, Context, LawOn], Iterable[RuleFinding]]

#: rule id → its function. One function may look at several kinds of subjects, and each kind may have its own.
_functions: dict[str, Callable[..., Iterable[RuleFinding]]] = {}


class RuleSet(Generic[Subject, Context]):
    """The rules that look at one kind of subject, in the order in which they were registered.

    Each function takes the subject, the context in which it is judged, and the law of the day.
    """

    def __init__(self) -> None:
        self._rules: list[tuple[str, RuleFunction[Subject, Context]]] = []

    def rule(self, rule_id: str) -> Callable[[RuleFunction[Subject, Context]], RuleFunction[Subject, Context]]:
        """Registers the function that looks for violations of the rule `rule_id` of the catalogue."""

        def register(function: RuleFunction[Subject, Context]) -> RuleFunction[Subject, Context]:
            if any(registered == rule_id for registered, _ in self._rules):
                raise ValueError(f"two functions for {rule_id}")
            _functions.setdefault(rule_id, function)
            self._rules.append((rule_id, function))
            return function

        return register

    def apply(self, subject: Subject, context: Context, law: LawOn) -> Iterator[Finding]:
        """The findings of every rule about a subject, each citing the law that was in force on the day."""
        for rule_id, function in self._rules:
            for found in function(subject, context, law):
                yield build_finding(rule_id, found, law)


NOTICE: RuleSet[NoticeEntry, Index] = RuleSet()
SYSTEM: RuleSet[LinkedRecord[System], Index] = RuleSet()
#: Only systems that have resources: most have none, and few rules look at these.
INFRASTRUCTURE: RuleSet[LinkedRecord[System], Index] = RuleSet()
PROCESSOR: RuleSet[LinkedRecord[Processor], Index] = RuleSet()
ORGANISATION: RuleSet[LinkedRecord[OrganisationRecord], Index] = RuleSet()
TRANSFER: RuleSet[Hop, Index] = RuleSet()
#: Only hops to a third country: most go to none, and most rules on transfers look at these alone.
THIRD_COUNTRY: RuleSet[Hop, Index] = RuleSet()
RESOURCE: RuleSet[Resource, Index] = RuleSet()


def build_finding(rule_id: str, found: RuleFinding, law: LawOn) -> Finding:
    """The finding of a rule: with the rule's severity, and the citations that fit the day and the notice."""
    rule = find_rule(rule_id)
    cited = law.cite((*rule.law, *rule.law_of.get(found.variant, ()), *found.law))
    severity = found.severity or rule.severity
    collection = law.circumstances.collection if law.circumstances else Collection.BOTH
    return Finding(rule_id, severity, found.cut(), cited, collection=collection)


def implemented_rules() -> frozenset[str]:
    """The ids of the rules that have a function."""
    return frozenset(_functions)
