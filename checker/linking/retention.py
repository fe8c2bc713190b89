"""Storage periods: which promise governs which data of a system."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from seloste.checker.inventory import RetentionRule, System
from seloste.policy.commitments import Retention
from seloste.policy.notice import Policy
from seloste.policy.retention import select_governing


@dataclass(frozen=True, slots=True)
class RetentionComparison:
    """A period that a system declares (its number in the list), and a promise that governs the data it is for."""

    number: int
    declared: RetentionRule
    promise: str
    promised: Retention


@dataclass(frozen=True, slots=True)
class LinkedRetention:
    """The storage periods of a system beside those that are promised.

    Attributes:
        comparisons: Each declared period with each promise that governs some of its data, in the order of the file.
        promises: The keys of the promises that govern some data of the system.
        uncovered: The purposes (or groups, without a purpose) for which the system declares no period.
    """

    comparisons: tuple[RetentionComparison, ...] = ()
    promises: frozenset[str] = frozenset()
    uncovered: tuple[str, ...] = ()


NO_RETENTION = LinkedRetention()


def link_retention(policy: Policy, system: System) -> LinkedRetention:
    """Compares the periods that a system declares with the notice's, group by group and purpose by purpose."""
    declared = list(enumerate(system.retention or ()))
    comparisons: dict[tuple[int, str], RetentionComparison] = {}
    promises: set[str] = set()
    uncovered: dict[str, None] = {}
    for group, purpose in pair_groups_with_purposes(policy, system):
        promised = promises_for(policy, group, purpose)
        promises.update(key for key, _ in promised)
        periods = select_governing(declared, group, purpose)
        missing = None if periods else purpose or group
        if missing is not None:
            uncovered[missing] = None
        for number, rule in periods:
            for key, promise in promised:
                comparisons.setdefault((number, key), RetentionComparison(number, rule, key, promise))
    in_order = tuple(comparisons[key] for key in sorted(comparisons))
    return LinkedRetention(in_order, frozenset(promises), tuple(uncovered))


def pair_groups_with_purposes(policy: Policy, system: System) -> Iterator[tuple[str | None, str | None]]:
    """The pairs of data-subject category and purpose that a system holds data for, as far as the notice has them."""
    groups = policy.data_subjects if system.data_subjects is None else system.data_subjects
    purposes = policy.purposes if system.every_purpose is None else system.every_purpose
    nothing: list[str | None] = [None]
    for group in [group for group in groups if group in policy.data_subjects] or nothing:
        for purpose in [purpose for purpose in purposes if purpose in policy.purposes] or nothing:
            concerned = policy.purposes[purpose].data_subjects if purpose is not None else None
            if concerned is None or group is None or group in concerned:
                yield group, purpose


def promises_for(policy: Policy, group: str | None, purpose: str | None) -> list[tuple[str, Retention]]:
    """The promises for a group and a purpose; where the notice lacks the purpose, only those for every purpose."""
    found = select_governing(policy.retention.items(), group, purpose)
    return found if purpose is not None else [(key, entry) for key, entry in found if entry.purposes is None]
