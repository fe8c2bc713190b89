"""Storage periods: which promise governs which data of a system.

A period is promised, and declared, for categories of data subjects and purposes. For each of their pairs the entry that
names the purpose wins over one that does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from checker.inventory import RetentionRule, System
from policy.notice import Policy, Retention


class _Scoped(Protocol):
    @property
    def data_subjects(self) -> list[str] | None: ...

    @property
    def purposes(self) -> list[str] | None: ...


S = TypeVar("S", bound=_Scoped)
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A period that a system declares (its number in the list), and the promise that governs the data it is for."""

    number: int
    declared: RetentionRule
    promise: str
    promised: Retention


def governing(entries: Iterable[tuple[K, S]], group: str | None, purpose: str | None) -> list[tuple[K, S]]:
    """The entries that hold for a category of data subjects and a purpose."""
    covering = [
        (key, entry)
        for key, entry in entries
        if (entry.data_subjects is None or group is None or group in entry.data_subjects)
        and (entry.purposes is None or purpose is None or purpose in entry.purposes)
    ]
    naming = [(key, entry) for key, entry in covering if entry.purposes is not None]
    return naming if purpose is not None and naming else covering


def pairs(policy: Policy, system: System) -> Iterator[tuple[str | None, str | None]]:
    """The pairs of data-subject category and purpose that a system holds data for, as far as the notice has them."""
    groups = policy.data_subjects if system.data_subjects is None else system.data_subjects
    purposes = policy.purposes if system.every_purpose is None else system.every_purpose
    nothing: list[str | None] = [None]
    for group in [group for group in groups if group in policy.data_subjects] or nothing:
        for purpose in [purpose for purpose in purposes if purpose in policy.purposes] or nothing:
            concerned = policy.purposes[purpose].data_subjects if purpose is not None else None
            if concerned is None or group is None or group in concerned:
                yield group, purpose


def comparisons(policy: Policy, system: System) -> list[Comparison]:
    """Each declared period with each promise that governs some of its data, once, in the order of the file."""
    declared = list(enumerate(system.retention or ()))
    found: dict[tuple[int, str], Comparison] = {}
    for group, purpose in pairs(policy, system):
        promised = governing(policy.retention.items(), group, purpose)
        for number, rule in governing(declared, group, purpose):
            for key, promise in promised:
                found.setdefault((number, key), Comparison(number, rule, key, promise))
    return [found[key] for key in sorted(found)]


def uncovered(policy: Policy, system: System) -> tuple[str, ...]:
    """The purposes for which some data of the system have no declared period."""
    declared = list(enumerate(system.retention or ()))
    missing = {
        purpose or group: None for group, purpose in pairs(policy, system) if not governing(declared, group, purpose)
    }
    return tuple(item for item in missing if item is not None)
