"""What a processing activity is: a purpose, with the systems that serve it.

The Finnish Ombudsman's template has a row for each purpose, and Art. 30(1)(b)–(f) are answered purpose by purpose. So
each purpose of the notice is an activity; so is one that systems use and the notice lacks; and what a system does
without saying why is an activity without a purpose.

A system says of most things only that it has them, not for which of its purposes. What the notice says of a purpose
(`data_subjects`, `fields`) then tells which of them belong to it; what no purpose of the system claims, belongs to all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from seloste.checker.inventory import Processor, System
from seloste.checker.linking.entry import DeclaredRecord
from seloste.policy.notice import Policy, Purpose


class ActivityOrigin(StrEnum):
    """Where an activity's purpose comes from."""

    DECLARED = "declared"
    UNDECLARED = "undeclared"
    UNSTATED = "unstated"


@dataclass(frozen=True, slots=True, eq=False)
class Activity:
    """A purpose and the systems that serve it; `id` is the system's where it states none."""

    id: str
    standing: ActivityOrigin
    purpose: Purpose | None
    systems: tuple[DeclaredRecord[System], ...]

    @property
    def key(self) -> str | None:
        """The id of the purpose, or None where there is none."""
        return None if self.standing is ActivityOrigin.UNSTATED else self.id


@dataclass(frozen=True, slots=True)
class Reached:
    """A processor that data of a system reach: its id, its entry if it is on the list, and who engaged it."""

    id: str
    entry: DeclaredRecord[Processor] | None
    system: str
    engaged_by: str = ""


def activities(policy: Policy, systems: Sequence[DeclaredRecord[System]]) -> Iterator[Activity]:
    """Every activity: the notice's purposes in their order, then what only systems have."""
    serving: dict[str, list[DeclaredRecord[System]]] = {}
    for system in systems:
        for purpose in system.record.every_purpose or ():
            serving.setdefault(purpose, []).append(system)
    for key, known in policy.purposes.items():
        yield Activity(key, ActivityOrigin.DECLARED, known, tuple(serving.get(key, ())))
    for key, using in serving.items():
        if key not in policy.purposes:
            yield Activity(key, ActivityOrigin.UNDECLARED, None, tuple(using))
    for system in systems:
        if not system.record.every_purpose:
            yield Activity(system.id, ActivityOrigin.UNSTATED, None, (system,))


def _of_purpose(
    values: Iterable[str], purpose: str | None, purposes: Iterable[str], claimed: Mapping[str, Sequence[str] | None]
) -> list[str]:
    """Those of a system's values that belong to one of its purposes. `claimed`: what each known purpose has."""
    if purpose is None or purpose not in claimed:
        return list(values)
    own = claimed[purpose]
    claims = [claimed[other] for other in purposes if other in claimed]
    return [
        value
        for value in values
        if own is None or value in own or not any(claim is None or value in claim for claim in claims)
    ]


def groups_of(system: System, activity: Activity, policy: Policy) -> list[str]:
    """The categories of data subjects of a system that an activity concerns."""
    claimed = {key: purpose.data_subjects for key, purpose in policy.purposes.items()}
    return _of_purpose(system.data_subjects or (), activity.key, system.every_purpose or (), claimed)


def fields_of(system: System, activity: Activity, policy: Policy) -> list[str]:
    """The categories of personal data of a system that an activity uses; a field that names its purposes decides."""
    declared = system.fields or {}
    claimed = {key: purpose.fields for key, purpose in policy.purposes.items()}
    open_ = [field for field, purposes in declared.items() if not purposes]
    part = _of_purpose(open_, activity.key, system.every_purpose or (), claimed)
    return [
        field
        for field, purposes in declared.items()
        if (activity.key is None or activity.key in purposes if purposes else field in part)
    ]


def processors_of(
    system: DeclaredRecord[System], activity: Activity, listed: Mapping[str, DeclaredRecord[Processor]]
) -> Iterator[Reached]:
    """The processors that a system's data reach for an activity, themselves and through subprocessors, each once."""
    hosting = system.record.hosting
    direct = [*(system.record.processors or ()), *([hosting.processor] if hosting and hosting.processor else [])]
    waiting = [Reached(id, listed.get(id), system.id) for id in dict.fromkeys(direct)]
    seen = {reached.id for reached in waiting}
    for reached in waiting:
        if reached.entry is None:
            yield reached
            continue
        if not _serves(reached.entry.record, system.record, activity):
            continue
        yield reached
        for sub in reached.entry.record.subprocessors or ():
            if sub not in seen:
                seen.add(sub)
                waiting.append(Reached(sub, listed.get(sub), system.id, reached.entry.record.name))


def _serves(processor: Processor, system: System, activity: Activity) -> bool:
    """Whether a processor is used for an activity: its own purposes tell, if they are among those of the system."""
    own = processor.purposes
    if own is None or activity.key is None or activity.key in own:
        return True
    return not set(own) & set(system.every_purpose or ())
