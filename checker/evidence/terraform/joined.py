"""Joins what code, plans and states show of the same resource of Terraform.

- A plan knows what the code comes to, and the code knows the lines: the facts are the plan's and the places those of
  the code. Of its own facts only those are kept that it has literally and the plan denies. All instances of a block
  have its lines.
- A fact that a plan and a state both show is observed, and stands once. Where they differ, both stand: what is, and
  what is to be.
- Code beside a state is what is to be. Of it only what the state does not tell better is kept: no fact that all
  instances show, nothing unknown, and no default of an absent attribute, where the state shows the attribute.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import takewhile
from pathlib import PurePath
from typing import Any

from msgspec.structs import replace

from seloste.checker.evidence.resource import (
    ControlFact,
    ControlShown,
    EvidenceKind,
    Fact,
    KeepingFact,
    Origin,
    PlaceFact,
    Resource,
)
from seloste.checker.evidence.terraform.plan_address import parse_address
from seloste.checker.position import Location

_NOWHERE = Location("")
_WEAK = (ControlShown.OFF, ControlShown.WEAKER)
#: How many blocks may have one address, in as many folders. More are not joined.
_MOST_BLOCKS = 100


def join_resources(resources: Iterable[Resource]) -> list[Resource]:
    """All resources, with those of Terraform joined. Others stay as they are."""
    found: list[Resource | None] = list(resources)
    groups: dict[str, list[int]] = {}
    for number, resource in enumerate(found):
        if resource and resource.source == "terraform":
            groups.setdefault(_find_block(resource), []).append(number)
    for numbers in groups.values():
        if len({each.origin for number in numbers if (each := found[number])}) > 1:
            _join_plans_and_states(found, numbers)
            _join_code(found, numbers)
    return [resource for resource in found if resource is not None]


def _find_block(resource: Resource) -> str:
    """The address of the block that a resource is an instance of."""
    address = parse_address(resource.address) if "[" in resource.address else None
    return address.without_keys if address else resource.address


def _select(found: Sequence[Resource | None], numbers: Iterable[int], origin: Origin) -> list[tuple[int, Resource]]:
    pairs = [(number, found[number]) for number in numbers]
    return [(number, resource) for number, resource in pairs if resource and resource.origin is origin]


def _join_plans_and_states(found: list[Resource | None], numbers: list[int]) -> None:
    """Gives each fact that a plan and a state both show to the plan, as observed."""
    by_address: dict[str, list[int]] = {}
    for number in numbers:
        resource = found[number]
        if resource and resource.origin is not Origin.CODE:
            by_address.setdefault(resource.address, []).append(number)
    for same in by_address.values():
        plans, states = (_select(found, same, origin) for origin in (Origin.PLAN, Origin.STATE))
        if len(plans) != 1 or len(states) != 1:  # of several, nobody knows which belong together
            continue
        [(plan_number, plan)], [(state_number, state)] = plans, states
        common = {_strip(fact) for fact in plan.facts} & {_strip(fact) for fact in state.facts}
        found[plan_number] = replace(
            plan,
            systems=tuple(dict.fromkeys((*plan.systems, *state.systems))),
            names=plan.names | state.names,
            facts=tuple(
                replace(fact, strength=EvidenceKind.OBSERVED) if _strip(fact) in common else fact for fact in plan.facts
            ),
        )
        left = tuple(fact for fact in state.facts if _strip(fact) not in common)
        found[state_number] = replace(state, facts=left) if left else None


def _join_code(found: list[Resource | None], numbers: list[int]) -> None:
    """Gives plans the places of the code, and drops of the code what a plan or a state tells better."""
    blocks, plans, states = (_select(found, numbers, origin) for origin in (Origin.CODE, Origin.PLAN, Origin.STATE))
    if len(blocks) > _MOST_BLOCKS:
        return
    calls = Counter(block.location for _, block in blocks)
    replaced: dict[int, set[str]] = {}
    for number, plan in plans:
        nearest = _find_nearest(plan, blocks)
        if nearest:
            found[number] = _relocate(plan, nearest[0][1])
            for block_number, _ in nearest:
                replaced.setdefault(block_number, set()).add(plan.location.path)
    for number, block in blocks:
        if len(replaced.get(number, ())) >= calls[block.location]:
            facts = _find_denied(block, [plan for _, plan in plans])
            found[number] = replace(block, facts=facts) if facts else None
        elif states and not plans and len({state.location.path for _, state in states}) == len(blocks) == 1:
            found[number] = _drop_known(block, [state for _, state in states])


def _find_nearest(plan: Resource, blocks: list[tuple[int, Resource]]) -> list[tuple[int, Resource]]:
    """The blocks that a plan's resource comes from: of several places the nearest in the tree of folders, if one is."""
    if len({block.location for _, block in blocks}) <= 1:
        return blocks
    folder = PurePath(plan.location.path).parent
    nearness = [_count_common(folder, PurePath(block.location.path).parent) for _, block in blocks]
    nearest = [pair for pair, near in zip(blocks, nearness, strict=True) if near == max(nearness)]
    return nearest if len({block.location for _, block in nearest}) == 1 else []


def _count_common(folder: PurePath, other: PurePath) -> tuple[int, int]:
    """How many folders two paths have in common, and how few they have apart."""
    pairs = zip(folder.parts, other.parts, strict=False)
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return common, 2 * common - len(folder.parts) - len(other.parts)


def _relocate(plan: Resource, block: Resource) -> Resource:
    """A plan's resource in the place of its block: each fact where the code has its attribute."""
    lines = {fact.attribute: fact.location for fact in reversed(block.facts)}
    facts = tuple(replace(fact, location=lines.get(fact.attribute, block.location)) for fact in plan.facts)
    return replace(
        plan,
        location=block.location,
        read_from=plan.location.path,
        last_line=block.last_line,
        facts=facts,
        systems=plan.systems or block.systems,
        targets=plan.targets or block.targets,
        names=plan.names | block.names,
    )


def _find_denied(block: Resource, plans: list[Resource]) -> tuple[Fact, ...]:
    """What code has literally and its plans have otherwise: a plan of other code hides nothing of it."""
    shown = [fact for plan in plans for fact in plan.facts]
    weak = {fact.control for fact in shown if isinstance(fact, ControlFact) and fact.shown in _WEAK}
    places = {(fact.country, fact.is_copy) for fact in shown if isinstance(fact, PlaceFact)}
    kept = {(fact.kept, fact.period) for fact in shown if isinstance(fact, KeepingFact)}

    def is_denied(fact: Fact) -> bool:
        match fact:
            case ControlFact():
                return fact.shown in _WEAK and fact.control not in weak
            case PlaceFact():
                return fact.country is not None and (fact.country, fact.is_copy) not in places
            case KeepingFact():
                return (fact.kept, fact.period) not in kept
        return False

    return tuple(fact for fact in block.facts if fact.location != block.location and is_denied(fact))


def _drop_known(block: Resource, states: list[Resource]) -> Resource:
    """The code of a resource without what its state tells better."""
    same = set.intersection(*({_strip(fact) for fact in state.facts} for state in states))
    shown = set.intersection(*({_identify(fact) for fact in state.facts if not _is_unknown(fact)} for state in states))

    def is_kept(fact: Fact) -> bool:
        is_default = fact.location == block.location
        return _strip(fact) not in same and not (_identify(fact) in shown and (is_default or _is_unknown(fact)))

    return replace(block, facts=tuple(filter(is_kept, block.facts)))


def _strip(fact: Fact) -> Fact:
    """What a fact tells, wherever and however strongly."""
    return replace(fact, strength=EvidenceKind.CONFIGURED, location=_NOWHERE)


def _identify(fact: Fact) -> tuple[Any, ...]:
    """What a fact is about, whatever it tells."""
    match fact:
        case ControlFact():
            return (ControlFact, fact.control, fact.attribute)
        case PlaceFact():
            return (PlaceFact, fact.is_copy, fact.attribute)
        case KeepingFact():
            return (KeepingFact, fact.kept, fact.attribute)
    return (type(fact), fact.attribute)


def _is_unknown(fact: Fact) -> bool:
    return isinstance(fact, ControlFact) and fact.shown is ControlShown.UNKNOWN
