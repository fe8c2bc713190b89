"""Cycles in a directed graph: each found once, at the member that comes first, in bounded time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

#: The search ends after so many steps: whoever has more cycles has many findings by then.
_MOST_STEPS = 500_000


def find_cycles(edges: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """For each node the shortest cycle from it back to itself through nodes that come after it, if there is one."""
    after = {node: sorted({to for to in targets if to in edges}) for node, targets in edges.items()}
    before: dict[str, list[str]] = {node: [] for node in after}
    for node, targets in after.items():
        for to in targets:
            before[to].append(node)
    core = set(after)
    _prune(core, core, after, before)
    found: dict[str, tuple[str, ...]] = {}
    steps = 0
    for node in sorted(core):
        if node not in core or steps > _MOST_STEPS:
            continue
        came: dict[str, str] = {}
        waiting = [node]
        for known in waiting:
            new = [to for to in after[known] if to in core and to not in came]
            steps += len(after[known])
            came.update(dict.fromkeys(new, known))
            if node in came:
                found[node] = _way(node, came)
                break
            waiting += new
        core.remove(node)
        _prune(core, {other for other in (*after[node], *before[node]) if other in core}, after, before)
    return found


def _way(node: str, came: Mapping[str, str]) -> tuple[str, ...]:
    """The cycle from the node on; `came` maps each member to the one before it."""
    way = [came[node]]
    while way[-1] != node:
        way.append(came[way[-1]])
    return tuple(reversed(way))


def _prune(core: set[str], doubtful: set[str], after: Mapping[str, list[str]], before: Mapping[str, list[str]]) -> None:
    """Removes from the core the nodes that nothing in it leads to or from: they are in no cycle."""
    waiting = list(doubtful)
    while waiting:
        node = waiting.pop()
        if node in core and not (any(to in core for to in after[node]) and any(by in core for by in before[node])):
            core.remove(node)
            waiting += (*after[node], *before[node])
