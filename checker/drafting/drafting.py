"""Drafts what inventories lack: from evidence, the systems and processors that they have, and the notice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path, PurePath

from msgspec import Struct, field

from seloste.checker.drafting.draft import Draft, DraftSystem
from seloste.checker.drafting.grouping import Group, group_resources
from seloste.checker.drafting.resource_patterns import choose_exact_patterns, choose_patterns, write_exact
from seloste.checker.drafting.shown_facts import (
    count_possible_columns,
    find_hosting,
    list_fields,
    list_keepings,
    list_safeguards,
    list_services,
)
from seloste.checker.drafting.used_processors import draft_processors, name_processors
from seloste.checker.evidence.mapping import EvidenceIndex, MappedResource
from seloste.checker.inventory import Processor, System
from seloste.policy.notice import Policy


class KnownInventory(Struct, frozen=True):
    """What inventories have already.

    Attributes:
        systems, processors: Those that are listed, by id.
        drafted: Everything that an earlier draft has had: ids of systems and processors, patterns of resources.
        accepted: The ids of the stores that belong to no system by a waiver.
    """

    systems: Mapping[str, System] = field(default_factory=dict)
    processors: Mapping[str, Processor] = field(default_factory=dict)
    drafted: Collection[str] = ()
    accepted: Collection[str] = ()


def draft_inventory(index: EvidenceIndex, known: KnownInventory, notice: Policy | None, folder: Path) -> Draft:
    """The draft of what inventories lack.

    Args:
        index: The evidence.
        known: What inventories have, and what a person has removed of an earlier draft.
        notice: The notice, whose ids of fields are used; None without one.
        folder: The folder that paths of evidence start from.
    """
    removed = _list_removed(index, known)
    accepted = {each.number for each in index.resources if each.id in set(known.accepted)}
    grouping = group_resources(index, known.systems, folder, {*removed, *accepted})
    named = name_processors(index.resources, known.processors, known.drafted)
    systems: list[DraftSystem] = []
    additions: dict[str, tuple[str, ...]] = {}
    unmapped: list[str] = []
    for group in grouping.groups:
        patterns, left = _map_group(group, index, known.systems)
        unmapped += [index.resources[number].id for number in left]
        if group.is_listed:
            additions |= {group.id: tuple(patterns)} if patterns else {}
        elif group.id not in known.drafted:
            systems.append(_draft_system(group, patterns, index, notice, named))
    gone = {id: own for id, each in known.systems.items() if (own := _list_gone(each, index))}
    users = defaultdict(list)
    for system in systems:
        for id in system.processors:
            users[id].append(system.id)
    processors = draft_processors(index.resources, named, known.processors, users)
    return Draft(
        tuple(systems),
        tuple(processors),
        additions,
        tuple(dict.fromkeys(index.resources[number].id for number in removed)),
        tuple(unmapped),
        gone,
        sum(each.stores_data for each in index.resources),
    )


def _list_removed(index: EvidenceIndex, known: KnownInventory) -> list[int]:
    """The numbers of the resources that an earlier draft has mapped, and that a person has since taken out of it."""
    kept = {pattern for system in known.systems.values() for pattern in system.resources or ()}
    patterns = [each for each in known.drafted if ":" in each and each not in kept]
    claimed = {m.resource.number for id, each in known.systems.items() for m in index.list_resources(id, each)}
    found = {number for pattern in patterns for number in index.find_matching(pattern)}
    ids = {each for each in known.drafted if ":" not in each and each not in known.systems}
    found |= {each.number for each in index.resources if ids.intersection(each.systems)}
    return sorted(index.add_dependents(found) - claimed)


def _map_group(group: Group, index: EvidenceIndex, systems: Mapping[str, System]) -> tuple[list[str], list[int]]:
    """The patterns that map what of a group is not mapped, and the numbers of the stores that none can map."""
    own = [index.resources[number] for number in group.members]
    mapped = {each.number for each in own if group.id in each.systems}
    if group.is_listed:
        claimed = {each.resource.number for each in index.list_resources(group.id, systems[group.id])}
        own = [each for each in own if each.stores_data or each.number in claimed]
        return choose_exact_patterns(own, index, mapped | claimed)
    return choose_patterns(own, index, mapped)


def _draft_system(
    group: Group, patterns: Sequence[str], index: EvidenceIndex, notice: Policy | None, named: Mapping[str, str]
) -> DraftSystem:
    """The system that a group is drafted as, as a check would see it with those patterns."""
    name = group.id.replace("-", " ").capitalize()
    resources = index.list_resources(group.id, System(name=name, resources=list(patterns)))
    return DraftSystem(
        id=group.id,
        name=name,
        patterns=tuple(patterns),
        stores=tuple(each.resource.id for each in resources if each.resource.stores_data),
        is_tagged=any(group.id in each.resource.systems for each in resources),
        hosting=find_hosting(resources, named),
        processors=list_services(resources, named, certain=True),
        possible_processors=list_services(resources, named, certain=False),
        fields=list_fields(resources, notice.fields if notice else None),
        possible_columns=count_possible_columns(resources),
        safeguards=list_safeguards(resources),
        keepings=list_keepings(resources),
        folders=_list_shared_folders(resources),
    )


def _list_shared_folders(resources: Iterable[MappedResource]) -> tuple[str, ...]:
    """The folders in which stores have the same addresses, such as those of several environments."""
    folders: dict[str, dict[str, None]] = defaultdict(dict)
    for resource in (each.resource for each in resources):
        if resource.stores_data:
            path = resource.read_from or resource.location.path
            folders[write_exact(resource) or resource.id][PurePath(path).parent.as_posix()] = None
    return tuple(dict.fromkeys(folder for own in folders.values() if len(own) > 1 for folder in own))


def _list_gone(system: System, index: EvidenceIndex) -> tuple[str, ...]:
    """The patterns of a system that match nothing in sources of which there is evidence."""
    sources = {each.source for each in index.resources}
    patterns = [each for each in system.resources or () if each.partition(":")[0].strip() in sources]
    return tuple(each for each in patterns if not index.find_matching(each))
