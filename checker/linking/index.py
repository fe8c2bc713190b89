"""Everything that rules look things up in, resolved once: the notice, the processor list, and who uses whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any

from seloste.checker.inventory import Processor, System
from seloste.checker.linking.cycles import circles
from seloste.checker.linking.entry import DeclaredRecord, NoticeEntry
from seloste.checker.linking.retention import RetentionComparison, comparisons
from seloste.checker.linking.safeguards import Assessment, assess
from seloste.checker.position import Location
from seloste.checker.rules.context import Settings, Usage
from seloste.policy.law.law import LawOn

#: So many chains are told one by one; whoever needs more has the processor list.
MOST_CHAINS = 50
#: A chain is told whole up to so many links at its beginning and at its end.
_FIRST, _LAST = 10, 3
#: Chains with more links are not followed one by one, nor are more than so many steps taken to find them.
_MOST_LINKS = 40
_MOST_STEPS = 2000
_LEFT_OUT = "…"


def shortened(chain: tuple[str, ...]) -> tuple[str, ...]:
    """A chain as it is told: of a long one the first links and the last."""
    if len(chain) <= _FIRST + _LAST + 1 and _LEFT_OUT not in chain[:-1]:
        return chain
    return (*chain[:_FIRST], _LEFT_OUT, *chain[-_LAST:])


@dataclass(frozen=True, eq=False)
class Index:
    """The notice and the processor list, as systems are judged against them."""

    notice: NoticeEntry
    processors: Mapping[str, DeclaredRecord[Processor]]
    #: Every id on the processor list, also of entries that are not valid; None where the list could not be read.
    listed: frozenset[str] | None
    context: Settings
    usage: Usage = field(default_factory=Usage)

    def see(self, promise: str) -> tuple[Location, ...]:
        """The place of a promise in the notice, to be shown beside what contradicts it; nowhere if it is not there."""
        section, _, entry = promise.partition(".")
        content = getattr(self.notice.record, section)
        if not content or (entry and entry not in content):
            return ()
        return self.notice.promise(promise)

    def chains(self, processor: str) -> list[tuple[str, ...]]:
        """The ways in which data reach a processor: from a system, through subprocessors, to it."""
        found = list(islice(self._chains(processor), MOST_CHAINS))
        return found or ([self._nearest[processor]] if processor in self._nearest else [])

    def _chains(self, processor: str) -> Iterator[tuple[str, ...]]:
        """The ways that are not too long or too many to be followed one by one."""
        waiting: list[tuple[str, ...]] = [(processor,)]
        steps = 0
        while waiting and steps < _MOST_STEPS:
            steps += 1
            chain = waiting.pop()
            for system in self.usage.processors.get(chain[0], ()):
                yield shortened((system, *chain))
            parents = [parent for parent in self._parents.get(chain[0], ()) if parent in self._nearest]
            if len(chain) < _MOST_LINKS:
                waiting += [(parent, *chain) for parent in reversed(parents) if parent not in chain]

    @cached_property
    def _nearest(self) -> Mapping[str, tuple[str, ...]]:
        """For each processor that data reach, the shortest way there, shortened."""
        found: dict[str, tuple[str, ...]] = {
            known: (users[0], known) for known, users in self.usage.processors.items() if users
        }
        waiting = list(found)
        for known in waiting:
            entry = self.processors.get(known)
            for sub in (entry.record.subprocessors if entry else None) or ():
                if sub not in found:
                    found[sub] = shortened((*found[known], sub))
                    waiting.append(sub)
        return found

    def users(self, processor: str) -> tuple[str, ...]:
        """Every system whose data reach a processor, itself or through subprocessors, sorted."""
        reached, waiting = {processor}, [processor]
        for known in waiting:
            new = [parent for parent in self._parents.get(known, ()) if parent not in reached]
            reached.update(new)
            waiting += new
        return tuple(sorted({system for known in reached for system in self.usage.processors.get(known, ())}))

    def cycle(self, processor: str) -> tuple[str, ...]:
        """The shortest circle of subprocessors from a processor back to itself, through those whose ids come after it.

        Empty when there is none.
        """
        return self._cycles.get(processor, ())

    @cached_property
    def _cycles(self) -> Mapping[str, tuple[str, ...]]:
        return circles({entry.id: entry.record.subprocessors or () for entry in self.processors.values()})

    @cached_property
    def _parents(self) -> Mapping[str, list[str]]:
        parents: dict[str, list[str]] = {}
        for entry in self.processors.values():
            for sub in entry.record.subprocessors or ():
                parents.setdefault(sub, []).append(entry.id)
        return parents


def usage_of(system: DeclaredRecord[System]) -> Usage:
    """What one system uses of the notice and of the processor list."""
    record = system.record
    used = list(dict.fromkeys(record.processors or ()))
    hosts = set()
    if record.hosting and record.hosting.processor:
        hosts.add(record.hosting.processor)
        if record.hosting.processor not in used:
            used.append(record.hosting.processor)
    return Usage(
        purposes=set(record.every_purpose or ()),
        fields=set(record.fields or ()),
        sources=set(record.sources or ()),
        data_subjects=set(record.data_subjects or ()),
        processors={processor: [system.id] for processor in used},
        hosts=hosts,
        given={
            processor: {
                "purposes": {purpose: [system.id] for purpose in record.every_purpose or ()},
                "fields": {name: [system.id] for name in record.fields or {}},
            }
            for processor in used
        },
    )


@lru_cache(maxsize=8)  # the rules of one record ask one after the other
def assessed(entry: DeclaredRecord[Any], index: Index, law: LawOn) -> tuple[Assessment, ...]:
    """What a record declares of each control that is promised of it."""
    declared, hosts = entry.record.safeguards, index.usage.hosts
    return tuple(assess(index.notice.record, entry.kind, entry.id, declared, law, hosts))


@lru_cache(maxsize=8)
def compared(system: DeclaredRecord[System], index: Index) -> tuple[RetentionComparison, ...]:
    """Each period that a system declares with each promise that governs some of its data."""
    return tuple(comparisons(index.notice.record, system.record))
