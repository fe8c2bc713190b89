"""Which system a resource belongs to: by the system's `resources`, by a tag or label, or through what it configures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from seloste.checker.evidence.addresses import (
    Form,
    find_beginning,
    list_forms,
    match_parts,
    split_address,
    split_pattern,
    strip_instances,
    turn_around,
)
from seloste.checker.evidence.read_evidence import ReadEvidence
from seloste.checker.evidence.resource import (
    Basis,
    ControlFact,
    ControlShown,
    Fact,
    KeepingFact,
    PlaceFact,
    Resource,
    ServiceFact,
)
from seloste.checker.inventory import System

#: How many steps a run may take to compare patterns with addresses: the parts that are compared.
MOST_STEPS = 3_000_000
#: How many resources one name or address may stand for: the instances of a target are not multiplied by its own.
_MOST_TARGETS = 100
_SQL = "sql"


class MappedResource(Struct, frozen=True):
    """A resource of a system, with the facts that bear on it: not those that another resource outweighs.

    `dependents`: the numbers of the resources that configure it or belong to it.
    """

    resource: Resource
    controls: tuple[ControlFact, ...]
    dependents: tuple[int, ...] = ()

    @property
    def places(self) -> Iterator[PlaceFact]:
        """Where it and its copies lie. A hint proves nothing, and is none of them."""
        return (
            fact
            for fact in self.resource.facts
            if isinstance(fact, PlaceFact) and fact.country and fact.basis is not Basis.HINT
        )

    @property
    def keepings(self) -> Iterator[KeepingFact]:
        """How long it keeps what it keeps."""
        return (fact for fact in self.resource.facts if isinstance(fact, KeepingFact))


def group_controls(resources: Iterable[MappedResource]) -> Mapping[str, list[tuple[Resource, ControlFact]]]:
    """What resources show of each control, by the control, with the resource that shows it."""
    shown: dict[str, list[tuple[Resource, ControlFact]]] = {}
    for mapped in resources:
        for fact in mapped.controls:
            shown.setdefault(fact.control, []).append((mapped.resource, fact))
    return shown


def list_stores(resources: Iterable[MappedResource]) -> list[MappedResource]:
    """The stores of a system, each of which must show what holds for all its data.

    A table lies in a database, and shows neither its place nor its encryption. So tables are stores only where no
    other store is known.
    """
    stores = [mapped for mapped in resources if mapped.resource.stores_data]
    return [mapped for mapped in stores if mapped.resource.source != _SQL] or stores


class EvidenceIndex(Struct, eq=False, dict=True):
    """The evidence of a workspace, to be looked up by system.

    `steps`: how many were taken so far to compare patterns with addresses.
    """

    read: ReadEvidence = field(default_factory=ReadEvidence)
    steps: int = 0
    _found: dict[tuple[str, tuple[str, ...]], tuple[MappedResource, ...]] = field(default_factory=dict)

    @property
    def is_given(self) -> bool:
        """Whether any evidence was asked for."""
        return self.read.is_given

    @property
    def resources(self) -> Sequence[Resource]:
        """Every resource, in the order of their numbers."""
        return self.read.resources

    @cached_property
    def services(self) -> tuple[tuple[Resource, ServiceFact], ...]:
        """The services of other companies that resources show, in the order of their resources."""
        return tuple(
            (resource, fact) for resource in self.resources for fact in resource.facts if isinstance(fact, ServiceFact)
        )

    @cached_property
    def service_users(self) -> frozenset[int]:
        """The numbers of those resources."""
        return frozenset(resource.number for resource, _ in self.services)

    @property
    def is_exhausted(self) -> bool:
        """Whether there were too many patterns and resources to compare, so that some system may have more."""
        return self.steps > MOST_STEPS

    def forget_systems(self) -> None:
        """Forgets the resources of the systems that were looked up so far."""
        self._found.clear()

    def list_targets(self, number: int) -> Sequence[int]:
        """The numbers of the resources that one belongs to or configures."""
        return self._targets.get(number, ())

    def list_resources(self, id: str, system: System) -> tuple[MappedResource, ...]:
        """The resources of a system, in the order of their numbers."""
        if not self.read.resources:
            return ()
        asked = (id, tuple(dict.fromkeys(system.resources or ())))
        if asked not in self._found:
            self._found[asked] = self._find_resources(*asked)
        return self._found[asked]

    def _find_resources(self, id: str, patterns: tuple[str, ...]) -> tuple[MappedResource, ...]:
        """The resources that name a system or match its patterns, and those that configure them or belong to them."""
        found = set(self._by_tag.get(id, ()))
        for pattern in patterns:
            found.update(self.find_matching(pattern))
        return tuple(self._map(self.resources[number]) for number in sorted(self.add_dependents(found)))

    def add_dependents(self, numbers: Iterable[int]) -> set[int]:
        """The numbers of some resources, and of those that configure them or belong to them."""
        found = set(numbers)
        waiting = list(found)
        for number in waiting:
            new = [other for other in self._dependents.get(number, ()) if other not in found]
            found.update(new)
            waiting += new
        return found

    def replace_facts(self, number: int, facts: tuple[Fact, ...]) -> EvidenceIndex:
        """The same evidence with other facts of one resource, by its number. What resources are about stays."""
        resources = list(self.resources)
        resources[number] = replace(resources[number], facts=facts)
        changed = EvidenceIndex(replace(self.read, resources=tuple(resources)), self.steps)
        lookups = ("_by_source", "_in_order", "_backwards", "_by_parts", "_by_tag", "_targets", "_dependents")
        vars(changed).update({name: found for name, found in vars(self).items() if name in lookups})
        changed._found = {
            asked: tuple(changed._map(changed.resources[mapped.resource.number]) for mapped in found)
            for asked, found in self._found.items()
            if any(number in (mapped.resource.number, *mapped.dependents) for mapped in found)
        }
        return changed

    def list_unclaimed_stores(self, claimed: Container[int]) -> Iterator[Resource]:
        """The resources that store data and belong to no system; of the instances of one resource, the first."""
        seen: set[tuple[str, tuple[str, ...], str]] = set()
        for resource in self.resources:
            if resource.stores_data and resource.number not in claimed:
                base = strip_instances(split_address(resource.source, resource.address))
                identity = (resource.source, base, resource.location.path)
                if identity not in seen:
                    seen.add(identity)
                    yield resource

    def _map(self, resource: Resource) -> MappedResource:
        """The resource with its facts on controls, without each "off" where what configures it shows "on".

        What stores data itself, such as a replica or a snapshot, shows its own and configures nothing. A scanner has
        looked at both, so that its word is not outweighed, and outweighs nothing.
        """
        dependents = [self.resources[number] for number in self._dependents.get(resource.number, ())]
        shown_on = {
            fact.control
            for each in dependents
            for fact in each.facts
            if isinstance(fact, ControlFact) and fact.shown is ControlShown.ON and not each.stores_data
            if fact.basis is not Basis.SCANNER
        }
        controls = (fact for fact in resource.facts if isinstance(fact, ControlFact))
        return MappedResource(
            resource,
            tuple(fact for fact in controls if _counts(fact, shown_on)),
            tuple(each.number for each in dependents),
        )

    def find_matching(self, pattern: str) -> Iterable[int]:
        """The numbers of the resources that a pattern of `resources` matches."""
        source, parts = split_pattern(pattern)
        if source != _SQL:
            return self._match(source, parts)
        parts = tuple(part.lower() for part in parts)
        found = dict.fromkeys(self._match(source, parts))
        for length in range(1, len(parts)):  # what a declaration of a table leaves out may be anything
            shorter = self._match(source, parts[-length:])
            found.update((each, None) for each in shorter if len(self._split(each)) == length)
        return found

    def _split(self, number: int) -> tuple[str, ...]:
        return split_address(_SQL, self.resources[number].address)

    def _match(self, source: str, parts: tuple[str, ...]) -> Iterable[int]:
        """The numbers of the resources of which a form of the address matches the parts of a pattern."""
        exact = self._by_parts.get((source, parts))
        if exact is not None or self.is_exhausted or not any("*" in part for part in parts):
            return exact or ()
        found: dict[int, None] = {}
        for form, number in self._list_candidates(source, parts):
            if self.is_exhausted:
                break
            is_match, steps = match_parts(parts, form)
            self.steps += steps
            if is_match:
                found[number] = None
        return found

    def _list_candidates(self, source: str, parts: tuple[str, ...]) -> Sequence[Form]:
        """The forms of addresses that a pattern may match, in order, each with its resource.

        They begin as it does before its first `*`, or end as it does after its last: whichever are fewer.
        """
        forms = self._in_order.get(source, ())
        found = find_beginning(forms, parts)
        if len(found) <= 1 or parts[-1].endswith("*"):
            return found
        backwards = find_beginning(self._backwards.get(source, ()), turn_around(parts))
        if len(found) <= len(backwards):
            return found
        return [forms[place] for place in sorted(place for _, place in backwards)]

    @cached_property
    def _by_source(self) -> Mapping[str, list[tuple[int, tuple[tuple[str, ...], ...]]]]:
        """The resources of each source, each with the forms of its address that a pattern may have."""
        by_source: dict[str, list[tuple[int, tuple[tuple[str, ...], ...]]]] = defaultdict(list)
        for resource in self.resources:
            by_source[resource.source].append((resource.number, tuple(list_forms(resource.source, resource.address))))
        return by_source

    @cached_property
    def _in_order(self) -> Mapping[str, list[Form]]:
        """Every form of the addresses of each source, in order, with its resource."""
        return {
            source: sorted((form, number) for number, forms in resources for form in forms)
            for source, resources in self._by_source.items()
        }

    @cached_property
    def _backwards(self) -> Mapping[str, list[Form]]:
        """Each form turned around, in order, with its place among `_in_order`: for patterns as `*.crm`."""
        return {
            source: sorted((turn_around(form), place) for place, (form, _) in enumerate(forms))
            for source, forms in self._in_order.items()
        }

    @cached_property
    def _by_parts(self) -> Mapping[tuple[str, tuple[str, ...]], list[int]]:
        """The resources by each form of their address."""
        by_parts: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
        for source, resources in self._by_source.items():
            for number, forms in resources:
                for form in forms:
                    by_parts[source, form].append(number)
        return by_parts

    @cached_property
    def _by_tag(self) -> Mapping[str, list[int]]:
        by_tag: dict[str, list[int]] = defaultdict(list)
        for resource in self.resources:
            for system in resource.systems:
                by_tag[system].append(resource.number)
        return by_tag

    @cached_property
    def _targets(self) -> Mapping[int, tuple[int, ...]]:
        """The resources that each resource belongs to or configures."""
        by_address: dict[tuple[str, str], list[int]] = defaultdict(list)
        by_name: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for resource in self.resources:
            base = ".".join(strip_instances(split_address(resource.source, resource.address)))
            for address in {resource.address, base} if resource.source == "terraform" else {resource.address}:
                by_address[resource.source, address].append(resource.number)
            for name in resource.names:
                by_name[resource.source, resource.type, name].append(resource.number)
        found: dict[int, tuple[int, ...]] = {}
        for resource in self.resources:
            numbers: dict[int, None] = {}
            for target in resource.targets:
                own = by_address.get((resource.source, target.address), ()) if target.address else ()
                named = by_name.get((resource.source, target.type, target.name), ()) if target.name else ()
                numbers.update(dict.fromkeys((*own[:_MOST_TARGETS], *named[:_MOST_TARGETS])))
            numbers.pop(resource.number, None)
            if numbers:
                found[resource.number] = tuple(numbers)
        return found

    @cached_property
    def _dependents(self) -> Mapping[int, list[int]]:
        """The resources that belong to or configure each resource."""
        dependents: dict[int, list[int]] = defaultdict(list)
        for number, targets in self._targets.items():
            for target in targets:
                dependents[target].append(number)
        return dependents


def _counts(fact: ControlFact, shown_on: set[str]) -> bool:
    """Whether a fact on a control counts, by the controls that what configures its resource shows on."""
    return fact.shown is ControlShown.ON or fact.control not in shown_on or fact.basis is Basis.SCANNER
