"""Everything that rules look things up in, resolved once: the notice, the processor list, and who uses whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any

from checker.entry import Entry, NoticeEntry
from checker.inventory import Processor, System
from checker.position import Location
from checker.retention import Comparison, comparisons
from checker.rules.context import Context, Usage
from checker.safeguards import Assessment, assess
from policy.law.law import LawOn

#: So many chains are told one by one; whoever needs more has the processor list.
MOST_CHAINS = 50


@dataclass(frozen=True, eq=False)
class Index:
    """The notice and the processor list, as systems are judged against them."""

    notice: NoticeEntry
    processors: Mapping[str, Entry[Processor]]
    #: Every id on the processor list, also of entries that are not valid; None where the list could not be read.
    listed: frozenset[str] | None
    context: Context
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
        return list(islice(self._chains(processor, ()), MOST_CHAINS))

    def _chains(self, processor: str, below: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        chain = (processor, *below)
        for system in self.usage.processors.get(processor, ()):
            yield (system, *chain)
        for parent in self._parents.get(processor, ()):
            if parent not in chain:
                yield from self._chains(parent, chain)

    def users(self, processor: str) -> tuple[str, ...]:
        """Every system whose data reach a processor, itself or through subprocessors, sorted."""
        reached, waiting = {processor}, [processor]
        for known in waiting:
            new = [parent for parent in self._parents.get(known, ()) if parent not in reached]
            reached.update(new)
            waiting += new
        return tuple(sorted({system for known in reached for system in self.usage.processors.get(known, ())}))

    def cycle(self, processor: str) -> tuple[str, ...]:
        """The shortest circle of subprocessors that leads from a processor back to itself; empty when there is none."""
        paths: list[tuple[str, ...]] = [(processor,)]
        seen: set[str] = set()
        for path in paths:
            entry = self.processors.get(path[-1])
            for sub in (entry.record.subprocessors if entry else None) or ():
                if sub == processor:
                    return path
                if sub not in seen:
                    seen.add(sub)
                    paths.append((*path, sub))
        return ()

    @cached_property
    def _parents(self) -> Mapping[str, list[str]]:
        parents: dict[str, list[str]] = {}
        for entry in self.processors.values():
            for sub in entry.record.subprocessors or ():
                parents.setdefault(sub, []).append(entry.id)
        return parents


def usage_of(system: Entry[System]) -> Usage:
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
def assessed(entry: Entry[Any], index: Index, law: LawOn) -> tuple[Assessment, ...]:
    """What a record declares of each control that is promised of it."""
    declared, hosts = entry.record.safeguards, index.usage.hosts
    return tuple(assess(index.notice.record, entry.kind, entry.id, declared, law, hosts))


@lru_cache(maxsize=8)
def compared(system: Entry[System], index: Index) -> tuple[Comparison, ...]:
    """Each period that a system declares with each promise that governs some of its data."""
    return tuple(comparisons(index.notice.record, system.record))
