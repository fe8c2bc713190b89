"""Retention by evidence: what infrastructure deletes and keeps, against the periods that the notice promises."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from seloste.checker.evidence.resource import KeepingFact, Kept
from seloste.checker.finding import Argument, RuleFinding, Severity, Word
from seloste.checker.inventory import System
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord
from seloste.checker.rules.common import contradict
from seloste.checker.rules.infrastructure import find_at, keep_first_instances
from seloste.checker.rules.registry import INFRASTRUCTURE
from seloste.policy.commitments import Retention
from seloste.policy.law.law import LawOn

#: What outlives the data, so that it keeps them longer than promised; and what may be kept without an end by mistake.
_COPIES = frozenset({Kept.BACKUPS, Kept.VERSIONS, Kept.DELETED})
_STREAMS = frozenset({Kept.LOG, Kept.MESSAGES})


@INFRASTRUCTURE.rule("evidence/retention-contradicted")
def retention_contradicted(system: LinkedRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A store deletes sooner than a promised minimum, or its copies are kept longer than a promised maximum.

    A log or a topic that is kept longer than every maximum, or without an end, is a warning: whether it holds the data
    is not known. One finding for each of them, and for each promise that a store contradicts.
    """
    promises = index.notice.record.retention
    governing = [(key, promise) for key, promise in promises.items() if key in system.retention.promises]
    facts = ((mapped.resource, fact) for mapped in system.resources for fact in mapped.keepings)
    for resource, fact in keep_first_instances(facts):
        for key, variant, severity in _compare(fact, governing, law.day):
            promise = promises[key]
            limit = promise.minimum if variant == "sooner" else promise.maximum
            arguments: dict[str, Argument] = {"kept": Word(f"evidence.kept.{fact.kept}"), "attribute": fact.attribute}
            arguments |= {"actual": fact.period} if fact.period else {}
            arguments |= {"promised": limit.period} if limit else {}
            value = f"{fact.kept}:{fact.period.normal if fact.period else 'endless'}"
            found = find_at(system, resource, fact, value, arguments, variant, severity)
            found = contradict(found, f"retention.{key}", index)
            promised = found.promise if severity is None else None
            declared = (system.at("retention"),) if system.record.retention else ()
            yield replace(found.contradicting(promised, found.related), declared=declared)


def _compare(
    fact: KeepingFact, governing: list[tuple[str, Retention]], day: date
) -> Iterator[tuple[str, str, Severity | None]]:
    """The promises that a period contradicts, with the variant of the message and its severity (None: the rule's)."""
    maxima = [(key, each.maximum.period) for key, each in governing if each.maximum and not each.permanent]
    if fact.kept is Kept.DATA:
        for key, promise in governing:
            if fact.period and promise.minimum and promise.minimum.period.longer_than(fact.period, day):
                yield key, "sooner", None
    elif fact.kept in _COPIES:
        for key, longest in maxima:
            if fact.period and fact.period.longer_than(longest, day):
                yield key, "", None
    elif fact.kept in _STREAMS and maxima and len(maxima) == len(governing):
        longest_key, longest = maxima[0]
        for key, period in maxima[1:]:
            if period.longer_than(longest, day):
                longest_key, longest = key, period
        if fact.period is None:
            yield longest_key, "endless", Severity.WARNING
        elif fact.period.longer_than(longest, day):
            yield longest_key, "log", Severity.WARNING
