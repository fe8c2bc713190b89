"""Storage periods: which promise governs which data of a system."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from seloste.checker.inventory import RetentionRule, System
from seloste.policy.notice import Policy, Retention
from seloste.policy.retention import governing


@dataclass(frozen=True, slots=True)
class RetentionComparison:
    """A period that a system declares (its number in the list), and the promise that governs the data it is for."""

    number: int
    declared: RetentionRule
    promise: str
    promised: Retention


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


def comparisons(policy: Policy, system: System) -> list[RetentionComparison]:
    """Each declared period with each promise that governs some of its data, once, in the order of the file."""
    declared = list(enumerate(system.retention or ()))
    found: dict[tuple[int, str], RetentionComparison] = {}
    for group, purpose in pairs(policy, system):
        promised = promises_for(policy, group, purpose)
        for number, rule in governing(declared, group, purpose):
            for key, promise in promised:
                found.setdefault((number, key), RetentionComparison(number, rule, key, promise))
    return [found[key] for key in sorted(found)]


def promises_for(policy: Policy, group: str | None, purpose: str | None) -> list[tuple[str, Retention]]:
    """The promises for a group and a purpose; where the notice lacks the purpose, only those for every purpose."""
    found = governing(policy.retention.items(), group, purpose)
    return found if purpose is not None else [(key, entry) for key, entry in found if entry.purposes is None]


def uncovered(policy: Policy, system: System) -> tuple[str, ...]:
    """The purposes for which some data of the system have no declared period."""
    declared = list(enumerate(system.retention or ()))
    missing = {
        purpose or group: None for group, purpose in pairs(policy, system) if not governing(declared, group, purpose)
    }
    return tuple(item for item in missing if item is not None)
