"""Processing activities: each is a purpose, with the systems that serve it.

The Finnish Ombudsman's template has a row for each purpose, and Art. 30(1)(b)–(f) are answered purpose by purpose. So
each purpose of the notice is an activity, and so is each purpose that systems use and the notice lacks. A system that
states no purpose is an activity without a purpose.

A system lists most of its values without a purpose. The notice's entry of a purpose (`data_subjects`, `fields`) then
decides which values belong to that purpose. A value that no purpose claims belongs to every purpose of the system.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from seloste.checker.inventory import Processor, System
from seloste.checker.linking.entry import DeclaredRecord
from seloste.policy.notice import Policy
from seloste.policy.processing import Purpose


class ActivityOrigin(StrEnum):
    """Who states the purpose of an activity: the notice, systems alone, or nobody."""

    DECLARED = "declared"
    UNDECLARED = "undeclared"
    UNSTATED = "unstated"


class Activity(Struct, frozen=True, eq=False):
    """A purpose and the systems that serve it. `id` is the purpose's, or the system's where it states no purpose."""

    id: str
    origin: ActivityOrigin
    purpose: Purpose | None
    systems: tuple[DeclaredRecord[System], ...]

    @property
    def purpose_id(self) -> str | None:
        """The id of the purpose, or None where there is none."""
        return None if self.origin is ActivityOrigin.UNSTATED else self.id


class ReachedProcessor(Struct, frozen=True):
    """A processor that data of a system reach. `entry` is None if it is not on the list.

    `engaged_by` is the name of the processor that engaged it; empty if the system uses it directly.
    """

    id: str
    entry: DeclaredRecord[Processor] | None
    system: str
    engaged_by: str = ""


def list_activities(policy: Policy, systems: Sequence[DeclaredRecord[System]]) -> Iterator[Activity]:
    """Lists every activity: the notice's purposes in their order, then those that only systems have."""
    users: dict[str, list[DeclaredRecord[System]]] = {}
    for system in systems:
        for purpose in system.record.every_purpose or ():
            users.setdefault(purpose, []).append(system)
    for key, known in policy.purposes.items():
        yield Activity(key, ActivityOrigin.DECLARED, known, tuple(users.get(key, ())))
    for key, serving in users.items():
        if key not in policy.purposes:
            yield Activity(key, ActivityOrigin.UNDECLARED, None, tuple(serving))
    for system in systems:
        if not system.record.every_purpose:
            yield Activity(system.id, ActivityOrigin.UNSTATED, None, (system,))


def _select_for_purpose(
    values: Iterable[str], purpose: str | None, purposes: Iterable[str], claimed: Mapping[str, Sequence[str] | None]
) -> list[str]:
    """Selects the values of a system that belong to a purpose. `claimed` has the values of each known purpose."""
    if purpose is None or purpose not in claimed:
        return list(values)
    claimed_here = claimed[purpose]
    claims = [claimed[other] for other in purposes if other in claimed]
    return [
        value
        for value in values
        if claimed_here is None or value in claimed_here or not any(claim is None or value in claim for claim in claims)
    ]


def select_data_subjects(system: System, activity: Activity, policy: Policy) -> list[str]:
    """Selects a system's categories of data subjects that an activity concerns."""
    claimed = {key: purpose.data_subjects for key, purpose in policy.purposes.items()}
    return _select_for_purpose(system.data_subjects or (), activity.purpose_id, system.every_purpose or (), claimed)


def select_fields(system: System, activity: Activity, policy: Policy) -> list[str]:
    """Selects a system's categories of personal data that an activity uses. A field may name its purposes itself."""
    declared = system.fields or {}
    claimed = {key: purpose.fields for key, purpose in policy.purposes.items()}
    unassigned = [field for field, purposes in declared.items() if not purposes]
    selected = _select_for_purpose(unassigned, activity.purpose_id, system.every_purpose or (), claimed)
    return [
        field
        for field, purposes in declared.items()
        if (activity.purpose_id is None or activity.purpose_id in purposes if purposes else field in selected)
    ]


def list_reached_processors(
    system: DeclaredRecord[System], activity: Activity, listed: Mapping[str, DeclaredRecord[Processor]]
) -> Iterator[ReachedProcessor]:
    """Lists each processor that a system's data reach for an activity, directly or through other processors, once."""
    hosting = system.record.hosting
    direct = [*(system.record.processors or ()), *([hosting.processor] if hosting and hosting.processor else [])]
    waiting = [ReachedProcessor(id, listed.get(id), system.id) for id in dict.fromkeys(direct)]
    seen = {processor.id for processor in waiting}
    for processor in waiting:
        if processor.entry is None:
            yield processor
            continue
        if not _serves_activity(processor.entry.record, system.record, activity):
            continue
        yield processor
        for sub in processor.entry.record.subprocessors or ():
            if sub not in seen:
                seen.add(sub)
                waiting.append(ReachedProcessor(sub, listed.get(sub), system.id, processor.entry.record.name))


def _serves_activity(processor: Processor, system: System, activity: Activity) -> bool:
    """Whether a processor is used for an activity. Its own purposes decide if the system has one of them."""
    own = processor.purposes
    if own is None or activity.purpose_id is None or activity.purpose_id in own:
        return True
    return not set(own) & set(system.every_purpose or ())
