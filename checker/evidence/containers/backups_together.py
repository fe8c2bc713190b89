"""Several backups of one store: the one that is made most often counts.

A full backup each week beside a smaller one each day is a backup each day, and a schedule that is suspended shows
nothing where another one runs. How often several make one that are all rarer than daily is unknown: one may fill the
gaps of another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from msgspec.structs import replace

from seloste.checker.evidence.resource import ControlFact, ControlShown, Fact, Resource, Target

_BACKUP = "backup"
#: Intervals are compared as they are from this day.
_SOME_DAY = date(2026, 1, 1)
_NEXT_DAY = datetime(2026, 1, 2)
#: Later than a backup whose interval is not known.
_NEVER = datetime.max
_SOME_TIME = datetime.max - timedelta(days=1)


def weigh_backups(resources: Iterable[Resource]) -> Iterator[Resource]:
    """The resources, where each backup shows nothing that is rarer than another one of the same store, or suspended."""
    read = list(resources)
    soonest: dict[Target, datetime] = {}
    numbers: Counter[Target] = Counter()
    for resource in read:
        times = [time for fact in _list_backups(resource) if (time := _find_next(fact)) is not None]
        if times:
            for target in _list_targets(resource):
                soonest[target] = min(soonest.get(target, _NEVER), *times)
                numbers[target] += len(times)
    for resource in read:
        if soonest and any(True for _ in _list_backups(resource)):
            targets = _list_targets(resource)
            is_one_of_several = min(numbers[target] for target in targets) > 1
            yield _weigh(resource, max(soonest.get(target, _NEVER) for target in targets), is_one_of_several)
        else:
            yield resource


def _list_backups(resource: Resource) -> Iterator[ControlFact]:
    return (fact for fact in resource.facts if isinstance(fact, ControlFact) and fact.control == _BACKUP)


def _list_targets(resource: Resource) -> list[Target]:
    """What a resource takes backups of: what it belongs to, else itself as others name it."""
    own = [Target(type=resource.type, name=name) for name in resource.names]
    return [*resource.targets] or [Target(resource.address), *own]


def _find_next(fact: ControlFact) -> datetime | None:
    """When a backup that is on is made next, at the latest; None where it is not on."""
    if fact.shown is not ControlShown.ON:
        return None
    return min(fact.interval.end(_SOME_DAY), _SOME_TIME) if fact.interval else _SOME_TIME


def _weigh(resource: Resource, soonest: datetime, is_one_of_several: bool) -> Resource:
    """The resource, where each of its stores has a backup as soon as that at least."""

    def weigh(fact: Fact) -> Fact:
        if not isinstance(fact, ControlFact) or fact.control != _BACKUP:
            return fact
        time = _find_next(fact)
        is_rarer = fact.interval is not None and time is not None and time > soonest
        is_replaced = fact.shown is ControlShown.OFF and soonest != _NEVER
        if is_replaced or is_rarer:
            return replace(fact, shown=ControlShown.UNKNOWN)
        is_filled = is_one_of_several and fact.interval is not None and soonest > _NEXT_DAY
        return replace(fact, interval=None) if is_filled else fact

    return replace(resource, facts=tuple(map(weigh, resource.facts)))
