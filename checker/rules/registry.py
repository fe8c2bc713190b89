"""The registry: the function of each rule, by what it looks at.

A rule is a small function that yields what it finds about one subject. It is registered with the set of rules that
look at such subjects, which gives it its type; its metadata is in the catalogue.

A set names the modules of its rules and imports them when the first of its subjects is judged: where no system has
resources, nothing is imported that looks at resources. A rule in another module does not exist.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from importlib import import_module
from typing import Generic, TypeVar

from seloste.checker.evidence.resource import Resource
from seloste.checker.finding import Finding, RuleFinding
from seloste.checker.inventory import Processor, System
from seloste.checker.linking.entry import NoticeEntry, OrganisationRecord
from seloste.checker.linking.hops import Hop
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord
from seloste.checker.rules.catalogue import find_rule, load_catalogue
from seloste.policy.law.circumstances import Collection
from seloste.policy.law.law import LawOn

Subject = TypeVar("Subject")
Context = TypeVar("Context")
RuleFunction = Callable[[Subject, Context, LawOn], Iterable[RuleFinding]]


class RuleSet(Generic[Subject, Context]):
    """The rules that look at one kind of subject, in the order of their modules and, in each, of their registration.

    Each function takes the subject, the context in which it is judged, and the law of the day.
    """

    def __init__(self, *modules: str) -> None:
        """`modules`: the modules below `seloste.checker` with the rules of the set."""
        self._modules = tuple(f"seloste.checker.{module}" for module in modules)
        self._registered: dict[str, tuple[int, RuleFunction[Subject, Context]]] = {}

    def rule(self, rule_id: str) -> Callable[[RuleFunction[Subject, Context]], RuleFunction[Subject, Context]]:
        """Registers the function that looks for violations of the rule `rule_id` of the catalogue."""
        # The module that calls: the function may be made elsewhere, and another set may have imported the module.
        place = self._modules.index(sys._getframe(1).f_globals["__name__"])

        def register(function: RuleFunction[Subject, Context]) -> RuleFunction[Subject, Context]:
            if rule_id in self._registered:
                raise ValueError(f"two functions for {rule_id}")
            self._registered[rule_id] = (place, function)
            return function

        return register

    @cached_property
    def rules(self) -> Mapping[str, RuleFunction[Subject, Context]]:
        """The functions by the id of their rule."""
        for module in self._modules:
            import_module(module)
        placed = sorted(self._registered.items(), key=lambda each: each[1][0])
        return {rule_id: function for rule_id, (_, function) in placed}

    def apply(self, subject: Subject, context: Context, law: LawOn) -> Iterator[Finding]:
        """The findings of every rule about a subject, each citing the law that was in force on the day."""
        for rule_id, function in self.rules.items():
            for found in function(subject, context, law):
                yield build_finding(rule_id, found, law)


NOTICE: RuleSet[NoticeEntry, Index] = RuleSet(
    "rules.evidence_documents",
    "rules.notice.automated_decisions",
    "rules.notice.children",
    "rules.notice.contradictions",
    "rules.notice.cookies",
    "rules.notice.employment",
    "rules.notice.grounds",
    "rules.notice.identity",
    "rules.notice.language",
    "rules.notice.maintenance",
    "rules.notice.rights",
    "rules.notice.marketing",
    "rules.notice.origins",
    "rules.notice.people",
    "rules.notice.placeholders",
    "rules.notice.purposes",
    "rules.notice.recipients",
    "rules.notice.repealed",
    "rules.notice.requests",
    "rules.notice.retention_law",
    "rules.notice.retention_terms",
    "rules.notice.text_facts.rule",
)
SYSTEM: RuleSet[LinkedRecord[System], Index] = RuleSet(
    "rules.evidence_documents", "rules.hosting", "rules.never_broken", "rules.system"
)
#: Only systems that have resources: most have none, and few rules look at these.
INFRASTRUCTURE: RuleSet[LinkedRecord[System], Index] = RuleSet(
    "rules.infrastructure", "rules.evidence_columns", "rules.kept_by_infrastructure"
)
PROCESSOR: RuleSet[LinkedRecord[Processor], Index] = RuleSet(
    "rules.evidence_documents", "rules.processor", "rules.services_in_use", "rules.system"
)
ORGANISATION: RuleSet[LinkedRecord[OrganisationRecord], Index] = RuleSet(
    "rules.evidence_documents", "rules.services_in_use", "rules.system"
)
TRANSFER: RuleSet[Hop, Index] = RuleSet("rules.transfer.destinations", "rules.transfer.transfer_tools")
#: Only hops to a third country: most go to none, and most rules on transfers look at these alone.
THIRD_COUNTRY: RuleSet[Hop, Index] = RuleSet(
    "rules.transfer.assessments",
    "rules.transfer.certifications",
    "rules.transfer.destinations",
    "rules.transfer.transfer_tools",
)
RESOURCE: RuleSet[Resource, Index] = RuleSet("rules.infrastructure")


def build_finding(rule_id: str, found: RuleFinding, law: LawOn) -> Finding:
    """The finding of a rule: with the rule's severity, and the citations that fit the day and the notice."""
    rule = find_rule(rule_id)
    cited = law.cite((*rule.law, *rule.law_of.get(found.variant, ()), *found.law))
    severity = found.severity or rule.severity
    collection = law.circumstances.collection if law.circumstances else Collection.BOTH
    return Finding(rule_id, severity, found.cut(), cited, collection=collection)


@cache
def implemented_rules() -> frozenset[str]:
    """The ids of the rules that have a function: all of the catalogue, but for those that reading itself finds."""
    return frozenset(rule.id for rule in load_catalogue().values() if rule.family != "input")
