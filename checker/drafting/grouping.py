"""Which resources are drafted as one system: few that a person would name, rather than one for each resource."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePath

from msgspec import Struct

from seloste.checker.drafting.group_names import find_tagged, propose_ids
from seloste.checker.drafting.resource_patterns import write_exact
from seloste.checker.evidence.mapping import EvidenceIndex
from seloste.checker.evidence.resource import Resource
from seloste.checker.inventory import System

#: How many steps lead from a resource to what it belongs to, and how many folders of one group are compared.
_MOST_STEPS, _MOST_FOLDERS = 20, 100


class Group(Struct, frozen=True):
    """Resources that are one system.

    Attributes:
        id: The id of the system.
        members: The numbers of its resources, in order.
        is_listed: Whether an inventory has the system.
    """

    id: str
    members: tuple[int, ...]
    is_listed: bool = False


class Grouping(Struct, frozen=True):
    """All groups, in the order of their first resources, and the numbers of the resources that are in none."""

    groups: tuple[Group, ...]
    others: tuple[int, ...] = ()


def group_resources(
    index: EvidenceIndex, systems: Mapping[str, System], folder: Path, left_out: Iterable[int] = ()
) -> Grouping:
    """The systems that resources make.

    Args:
        index: The evidence.
        systems: The systems that inventories have, by id. What they claim stays theirs.
        folder: The folder that paths of evidence start from, and whose name counts where nothing else has one.
        left_out: The numbers of resources that belong to no system by a person's decision.
    """
    claimed = _list_claimed(index, systems)
    ignored = set(left_out) - claimed.keys()
    tagged = _list_tagged(index.resources, claimed)
    proposed = propose_ids(index.resources, {*systems, *tagged.values()}, folder)
    ids = _follow_targets(index, claimed | tagged, proposed)
    homes = _find_homes(proposed, claimed, systems)
    ids = {number: homes.get(id, id) for number, id in ids.items() if number not in ignored}
    merged = _merge_same_addresses(index, ids, claimed)
    ids = {number: merged.get(id, id) for number, id in ids.items()}
    kept = {id for number, id in ids.items() if index.resources[number].stores_data} | systems.keys()
    kept |= {find_tagged(each) for each in index.resources} - {""}
    if not any(each.stores_data and each.number in ids for each in index.resources):
        kept |= set(ids.values())
    return _gather(ids, _fold(index.resources, ids, kept), systems)


def _list_claimed(index: EvidenceIndex, systems: Mapping[str, System]) -> dict[int, str]:
    """The system that claims each resource; of several, the first."""
    claimed: dict[int, str] = {}
    for id, system in systems.items():
        for mapped in index.list_resources(id, system):
            claimed.setdefault(mapped.resource.number, id)
    return claimed


def _list_tagged(resources: Iterable[Resource], claimed: Mapping[int, str]) -> dict[int, str]:
    return {each.number: tag for each in resources if each.number not in claimed and (tag := find_tagged(each))}


def _follow_targets(index: EvidenceIndex, fixed: Mapping[int, str], proposed: Mapping[int, str]) -> dict[int, str]:
    """The id of each resource: what belongs to another one is where that is, as it is for a check."""
    ids: dict[int, str] = {}
    for number in proposed:
        place, steps = number, 0
        while place not in fixed and (targets := index.list_targets(place)) and steps < _MOST_STEPS:
            place, steps = targets[0], steps + 1
        ids[number] = fixed.get(place) or proposed[place]
    return ids


def _find_homes(
    proposed: Mapping[int, str], claimed: Mapping[int, str], systems: Mapping[str, System]
) -> dict[str, str]:
    """The listed system that has the resources of an id, where exactly one has some: what is new of them is its too."""
    owners: dict[str, set[str]] = defaultdict(set)
    for number, system in claimed.items():
        owners[proposed[number]].add(system)
    return {id: next(iter(own)) for id, own in owners.items() if len(own) == 1 and id not in systems}


def _merge_same_addresses(index: EvidenceIndex, ids: Mapping[int, str], claimed: Mapping[int, str]) -> dict[str, str]:
    """The id that stands for each of several, where no pattern could tell stores of theirs apart."""
    parents: dict[str, str] = {}

    def find(id: str) -> str:
        while id in parents:
            id = parents[id]
        return id

    free = [each for each in index.resources if each.stores_data and _is_free(each, ids, claimed)]
    sizes = Counter(ids[each.number] for each in free)
    order = {id: place for place, id in enumerate(dict.fromkeys(ids.values()))}
    for store in free:
        pattern = write_exact(store)
        for number in index.find_matching(pattern) if pattern else ():
            other = index.resources[number]
            one, two = find(ids[store.number]), find(ids.get(number, ids[store.number]))
            if one != two and other.stores_data and _is_free(other, ids, claimed):
                first, second = sorted((one, two), key=lambda id: (-sizes[id], order[id]))
                parents[second] = first
    return {id: find(id) for id in parents}


def _is_free(resource: Resource, ids: Mapping[int, str], claimed: Mapping[int, str]) -> bool:
    """Whether neither an inventory nor a tag says whose a resource is."""
    return resource.number in ids and resource.number not in claimed and not find_tagged(resource)


def _fold(resources: Sequence[Resource], ids: Mapping[int, str], kept: set[str]) -> dict[str, str]:
    """For each id that holds no data, the one of the group nearest to it that does: by the folders of their files."""
    folders: dict[str, dict[tuple[str, ...], None]] = defaultdict(dict)
    for number, id in ids.items():
        if len(folders[id]) < _MOST_FOLDERS:
            folders[id][PurePath(resources[number].location.path).parent.parts[:_MOST_STEPS]] = None
    homes: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for id in folders:
        if id in kept:
            for parts in folders[id]:
                for length in range(len(parts) + 1):
                    homes[parts[:length]].add(id)
    found = {id: id for id in folders if id in kept}
    for id, own in folders.items():
        shared = (parts[:length] for parts in own for length in range(len(parts) + 1) if parts[:length] in homes)
        nearest = homes[max(shared, key=len)] if id not in kept and homes else set()
        if len(nearest) == 1:
            found[id] = next(iter(nearest))
    return found


def _gather(ids: Mapping[int, str], homes: Mapping[str, str], systems: Mapping[str, System]) -> Grouping:
    members: dict[str, list[int]] = defaultdict(list)
    others: list[int] = []
    for number in sorted(ids):
        home = homes.get(ids[number])
        (members[home] if home else others).append(number)
    groups = (Group(id, tuple(own), id in systems) for id, own in members.items())
    return Grouping(tuple(groups), tuple(others))
