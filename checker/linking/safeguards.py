"""Safeguards: which records a promise binds, and whether the declared control is as strong as the promised one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import Enum, auto
from typing import Any

from msgspec import Struct

from seloste.checker.linking.entry import DeclaredRecord
from seloste.policy.commitments import SafeguardPromise
from seloste.policy.declaration import Safeguard
from seloste.policy.law.law import LawOn
from seloste.policy.notice import Policy
from seloste.policy.period import Period
from seloste.policy.vocabulary import Status, has_interval


class ControlState(Enum):
    """What a declaration says of a promised control."""

    YES = auto()
    NO = auto()
    PLANNED = auto()
    WEAKER = auto()
    EXEMPT = auto()
    EXEMPT_WITHOUT_REASON = auto()
    STRENGTH_UNSTATED = auto()
    UNSTATED = auto()


class Assessment(Struct, frozen=True):
    """A promised control and what is declared of it. `is_documented`: a document on file shows that, on the day."""

    promise: str
    promised: SafeguardPromise
    control: str
    declared: Safeguard | None
    state: ControlState
    is_documented: bool = False

    @property
    def place(self) -> tuple[str, ...]:
        """The steps from the record to the value that decides."""
        last = {ControlState.WEAKER: "interval", ControlState.STRENGTH_UNSTATED: "interval"}.get(self.state, "status")
        return ("safeguards", self.control, last) if self.declared else ("safeguards",)

    @property
    def document(self) -> str:
        """The name of the document that is named as evidence; empty where none is."""
        return (self.declared.evidence if self.declared else None) or ""

    @property
    def breaks(self) -> bool:
        """Whether the declaration contradicts the promise."""
        return self.state in (ControlState.NO, ControlState.PLANNED, ControlState.WEAKER)

    @property
    def strengths(self) -> tuple[Period | None, Period | None]:
        """The declared and the promised interval."""
        return (self.declared.interval if self.declared else None, self.promised.parameters.interval)


def binds(promise: SafeguardPromise, kind: str, record_id: str, hosts: Collection[str] = ()) -> bool:
    """Whether a promise binds a record of that kind (`systems`, `processors`, `organisation`).

    Without `applies_to` it binds systems, and those processors that hold data because a system is hosted by them.
    """
    scope = promise.applies_to
    if scope is None:
        return kind == "systems" or (kind == "processors" and record_id in hosts)
    if isinstance(scope, list):
        return kind == "systems" and record_id in scope
    return scope == kind


def assess_controls(
    policy: Policy, entry: DeclaredRecord[Any], hosts: Collection[str], law: LawOn
) -> Iterator[Assessment]:
    """What a record declares of each control that is promised of it. `hosts`: the processors that host a system."""
    declared = entry.record.safeguards or {}
    for key, promise in policy.safeguards.items():
        if not binds(promise, entry.kind, entry.id, hosts):
            continue
        for control in dict.fromkeys(promise.controls):
            safeguard = declared.get(control)
            yield Assessment(key, promise, control, safeguard, _assess(promise, control, safeguard, law))


def _assess(promise: SafeguardPromise, control: str, declared: Safeguard | None, law: LawOn) -> ControlState:
    if declared is None:
        return ControlState.UNSTATED
    if declared.status is Status.NOT_APPLICABLE:
        return ControlState.EXEMPT if declared.reason else ControlState.EXEMPT_WITHOUT_REASON
    if declared.status is Status.NOT_IMPLEMENTED:
        return ControlState.NO
    if declared.status is Status.PLANNED:
        return ControlState.PLANNED
    promised = promise.parameters.interval
    if promised is None or not (len(promise.controls) == 1 or has_interval(control)):
        return ControlState.YES
    if declared.interval is None:
        return ControlState.STRENGTH_UNSTATED
    return ControlState.WEAKER if declared.interval.longer_than(promised, law.day) else ControlState.YES
