"""The index that rules look things up in: the notice, the processor list, and which system uses which processor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import Any, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from seloste.checker.evidence.documents.document_finder import DocumentFinder
from seloste.checker.evidence.mapping import EvidenceIndex
from seloste.checker.inventory import Processor, System
from seloste.checker.linking.bound_assertions import Assertion
from seloste.checker.linking.chains import shorten_chain
from seloste.checker.linking.cycles import find_cycles
from seloste.checker.linking.entry import DeclaredRecord, NoticeEntry
from seloste.checker.linking.hops import Hop, notice_hops, processor_hops, system_hops
from seloste.checker.linking.linked_columns import NamedKinds
from seloste.checker.linking.never import NeverIndex, index_never
from seloste.checker.linking.resource_hops import contradicting_hops, resource_hops
from seloste.checker.linking.safeguards import PromisedControl, list_promised_controls
from seloste.checker.linking.settings import Settings
from seloste.checker.linking.usage import Usage
from seloste.checker.linking.value_memo import ValueMemo
from seloste.checker.position import Location
from seloste.policy.names import NearNames
from seloste.policy.prose.likeness import fold

T = TypeVar("T")

#: The most chains to a processor that are listed; whoever needs more has the processor list.
MOST_CHAINS = 50
#: Chains with more links are not followed one by one, nor are more than so many steps taken to find them.
_MOST_LINKS = 40
_MOST_STEPS = 2000
#: Nor more than so many for all processors together.
_MOST_STEPS_IN_ALL = 100_000


class Index(Struct, frozen=True, eq=False, dict=True):
    """Everything that a record is judged by, resolved once.

    Attributes:
        listed: Every id on the processor list, also of invalid entries; None where the list could not be read.
        assertions: The assertions of the notice's promises.
        usage: What the systems use that were read; empty while they are being read.
        systems: The ids of all systems that were read; empty while they are being read.
        usage_is_complete: Whether every configured system was read, so that what is unused is known.
        list_is_complete: Whether every configured processor list was read, so that what is in none is known.
        evidence: What infrastructure shows, by system.
        notice_alone: Whether the notice is judged by itself, and none of the places that data go to.
        documents: Looks up the documents that records name; None where none is looked up.
    """

    notice: NoticeEntry
    processors: Mapping[str, DeclaredRecord[Processor]]
    listed: frozenset[str] | None
    settings: Settings
    assertions: tuple[Assertion, ...] = ()
    usage: Usage = field(default_factory=Usage)
    usage_is_complete: bool = False
    systems: frozenset[str] = frozenset()
    list_is_complete: bool = False
    evidence: EvidenceIndex = field(default_factory=EvidenceIndex)
    notice_alone: bool = False
    documents: DocumentFinder | None = None

    @cached_property
    def _near(self) -> dict[str, NearNames]:
        return {}

    @cached_property
    def _meant(self) -> dict[tuple[str, str], str]:
        """Section and wrong id → what may have been meant."""
        return {}

    @cached_property
    def _places(self) -> dict[str, tuple[Location, ...]]:
        return {}

    @cached_property
    def _chains(self) -> dict[str, list[tuple[str, ...]]]:
        return {}

    @cached_property
    def _steps(self) -> Counter[str]:
        """The steps that were taken to find them."""
        return Counter()

    @cached_property
    def derived(self) -> dict[str, Any]:
        """What others derive from it once, by the name of that."""
        return {}

    def replace_evidence(self, evidence: EvidenceIndex) -> Index:
        """The same index with other evidence. What was looked up is kept, but for what is derived from evidence."""
        changed = self.replace_keeping_lookups(evidence=evidence)
        vars(changed).pop("derived", None)
        return changed

    def replace_documents(self, documents: DocumentFinder) -> Index:
        """The same index with other documents."""
        return self.replace_keeping_lookups(documents=documents)

    def replace_keeping_lookups(self, **changes: Any) -> Index:
        """The same index with other fields. What was looked up is kept: the changes must not concern it."""
        changed = replace(self, **changes)
        vars(changed).update(vars(self))
        return changed

    def remember(self, name: str, derive: Callable[[Index], T]) -> T:
        """What is derived from the index, once."""
        if name not in self.derived:
            self.derived[name] = derive(self)
        found: T = self.derived[name]
        return found

    def get_memo(self, name: str) -> ValueMemo:
        """What is derived from values that many records have alike, of one kind."""
        return self.remember(name, lambda _: ValueMemo())

    def locate_promise(self, promise: str) -> tuple[Location, ...]:
        """The place of a promise in the notice; empty where the notice does not have it."""
        if promise not in self._places:
            section, _, entry = promise.partition(".")
            content = getattr(self.notice.record, section)
            has_it = content and (not entry or entry in content)
            self._places[promise] = (self.notice.promise(promise),) if has_it else ()
        return self._places[promise]

    def suggest(self, section: str, name: str) -> str:
        """The entry of a section of the notice, system or processor that a wrong id may have meant, if any."""
        if (section, name) not in self._meant:
            if section not in self._near:
                self._near[section] = NearNames(self._list_names(section))
            by_name = self._ids_by_name.get(fold(name), "") if section == "processors" else ""
            self._meant[section, name] = self._near[section].find(name) or by_name
        return self._meant[section, name]

    @cached_property
    def _ids_by_name(self) -> Mapping[str, str]:
        """The ids of the listed processors by their names, which people write in place of the ids."""
        return {fold(entry.record.name): id for id, entry in self.processors.items()}

    def _list_names(self, section: str) -> Iterable[str]:
        """The ids that references to a section may name."""
        if section == "processors":
            return sorted(self.listed or ())
        if section == "systems":
            return sorted(self.systems)
        if section == "disclosures":
            disclosures = self.notice.record.disclosures
            return disclosures.recipients if disclosures else ()
        names: Iterable[str] = getattr(self.notice.record, section)
        return names

    def find_meant(self, section: str, used: Iterable[str], known: Container[str]) -> frozenset[str]:
        """The entries that wrong ids among those used may have meant: whether anybody uses them is not known."""
        return frozenset(self.suggest(section, name) for name in used if name not in known)

    def knows_all(self, processors: Iterable[str]) -> bool:
        """Whether each of some processors has a record: it is in the list, and could be read."""
        return all(processor in self.processors for processor in processors)

    @cached_property
    def knows_chains(self) -> bool:
        """Whether every processor that data reach has a record, so that it is known to whom it passes them on."""
        listed = self.listed
        return listed is not None and len(self.processors) == len(listed)

    @cached_property
    def meant_processors(self) -> frozenset[str]:
        """The processors that wrong ids of systems and of other processors may have meant."""
        used = {*self.usage.processors, *self._parents}
        return self.find_meant("processors", used, self.processors)

    @cached_property
    def meant_recipients(self) -> frozenset[str]:
        """The processors that wrong ids among the recipients of the notice may have meant."""
        named = (self.notice.record.processors.recipients if self.notice.record.processors else None) or {}
        unnamed = [id for id, entry in named.items() if not entry.name]
        return self.find_meant("processors", unnamed, self.listed or ()) if self.list_is_complete else frozenset()

    def list_hops(self, systems: Iterable[DeclaredRecord[System]]) -> tuple[Hop, ...]:
        """The hops of the systems, then of every processor, then of the notice."""
        return (
            *(hop for system in systems for hop in self.list_system_hops(system)),
            *(hop for entry in self.processors.values() for hop in self.list_processor_hops(entry)),
            *notice_hops(self.notice),
        )

    def list_processor_hops(self, processor: DeclaredRecord[Processor]) -> tuple[Hop, ...]:
        """The hops of a processor, with all ways that lead to it."""
        return tuple(processor_hops(processor, self.list_chains(processor.id), self.processors))

    def list_system_hops(self, system: DeclaredRecord[System]) -> tuple[Hop, ...]:
        """The hops that a system declares, those that infrastructure shows, and where it contradicts these."""
        resources = self.evidence.list_resources(system.id, system.record)
        return (
            *system_hops(system, self.processors),
            *resource_hops(system, self.processors, resources),
            *contradicting_hops(system, resources),
        )

    def list_chains(self, processor: str) -> list[tuple[str, ...]]:
        """The ways in which data reach a processor: from a system, through subprocessors, to it."""
        if not self.usage.processors:
            return []  # while the systems are being read
        if processor not in self._chains:
            found = list(islice(self._walk_chains(processor), MOST_CHAINS))
            nearest = [self._nearest[processor]] if processor in self._nearest else []
            self._chains[processor] = found or nearest
        return self._chains[processor]

    def _walk_chains(self, processor: str) -> Iterator[tuple[str, ...]]:
        """The ways that are not too long or too many to be followed one by one."""
        waiting: list[tuple[str, ...]] = [(processor,)]
        steps = 0
        while waiting and steps < _MOST_STEPS and self._steps["all"] < _MOST_STEPS_IN_ALL:
            steps += 1
            self._steps["all"] += 1
            chain = waiting.pop()
            for system in self.usage.processors.get(chain[0], ()):
                yield shorten_chain((system, *chain))
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
                    found[sub] = shorten_chain((*found[known], sub))
                    waiting.append(sub)
        return found

    @cached_property
    def named_kinds(self) -> NamedKinds:
        """The kinds of personal data that the notice's fields name."""
        return NamedKinds.of(self.notice.record.fields)

    def list_promised_controls(self, kind: str, id: str) -> tuple[PromisedControl, ...]:
        """The controls that are promised of a record of a kind. Most records of a kind are promised the same."""
        promises, hosts = self.notice.record.safeguards, self.usage.hosts
        key = (kind, id in hosts if kind == "processors" else id if id in self._bound_systems else "")
        return self.get_memo("controls").find(key, lambda: list_promised_controls(promises, kind, id, hosts))

    @cached_property
    def _bound_systems(self) -> frozenset[str]:
        """The systems that promises name."""
        scopes = (promise.applies_to for promise in self.notice.record.safeguards.values())
        return frozenset(id for scope in scopes if isinstance(scope, list) for id in scope)

    @cached_property
    def never(self) -> NeverIndex:
        """What the notice says is not there."""
        return index_never(self.notice.record, self.processors)

    def list_users(self, processor: str) -> tuple[str, ...]:
        """Every system whose data reach a processor, itself or through subprocessors, sorted."""
        reached, waiting = {processor}, [processor]
        for known in waiting:
            new = [parent for parent in self._parents.get(known, ()) if parent not in reached]
            reached.update(new)
            waiting += new
        return tuple(sorted({system for known in reached for system in self.usage.processors.get(known, ())}))

    def find_cycle(self, processor: str) -> tuple[str, ...]:
        """The shortest cycle of subprocessors from a processor back to itself, through those whose ids come after it.

        Empty when there is none.
        """
        return self._cycles.get(processor, ())

    @cached_property
    def _cycles(self) -> Mapping[str, tuple[str, ...]]:
        return find_cycles({entry.id: entry.record.subprocessors or () for entry in self.processors.values()})

    @cached_property
    def _parents(self) -> Mapping[str, list[str]]:
        parents: dict[str, list[str]] = {}
        for entry in self.processors.values():
            for sub in entry.record.subprocessors or ():
                parents.setdefault(sub, []).append(entry.id)
        return parents
