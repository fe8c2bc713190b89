"""Safeguards: which records a promise binds, and whether the declared control is as strong as the promised one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from enum import Enum, auto

from msgspec import Struct

from seloste.policy.commitments import SafeguardPromise
from seloste.policy.declaration import Safeguard
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
        if self.declared is None:
            return ("safeguards",)
        is_weak = self.state is ControlState.WEAKER or self.state is ControlState.STRENGTH_UNSTATED
        return ("safeguards", self.control, "interval" if is_weak else "status")

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


class PromisedControl(Struct, frozen=True):
    """A control that a promise binds a record to. `interval`: how often it is promised, where that can be compared."""

    promise: str
    promised: SafeguardPromise
    control: str
    interval: Period | None


def list_promised_controls(
    promises: Mapping[str, SafeguardPromise], kind: str, record_id: str, hosts: Collection[str] = ()
) -> tuple[PromisedControl, ...]:
    """Each control that promises, by their keys, have for a record. `hosts`: the processors that host a system."""
    return tuple(
        PromisedControl(key, promise, control, _find_interval(promise, control))
        for key, promise in promises.items()
        if binds(promise, kind, record_id, hosts)
        for control in dict.fromkeys(promise.controls)
    )


def _find_interval(promise: SafeguardPromise, control: str) -> Period | None:
    """The interval that is promised for a control. One for several controls is for those that have intervals."""
    return promise.parameters.interval if len(promise.controls) == 1 or has_interval(control) else None


def assess_controls(
    promised: Iterable[PromisedControl], declared: Mapping[str, Safeguard] | None, day: date
) -> Iterator[Assessment]:
    """What is declared of each promised control, as it is on the day."""
    declared = declared or {}
    for each in promised:
        safeguard = declared.get(each.control)
        state = _assess(each.interval, safeguard, day)
        yield Assessment(each.promise, each.promised, each.control, safeguard, state)


def _assess(promised: Period | None, declared: Safeguard | None, day: date) -> ControlState:
    if declared is None:
        return ControlState.UNSTATED
    if declared.status is Status.NOT_APPLICABLE:
        return ControlState.EXEMPT if declared.reason else ControlState.EXEMPT_WITHOUT_REASON
    if declared.status is Status.NOT_IMPLEMENTED:
        return ControlState.NO
    if declared.status is Status.PLANNED:
        return ControlState.PLANNED
    if promised is None:
        return ControlState.YES
    if declared.interval is None:
        return ControlState.STRENGTH_UNSTATED
    return ControlState.WEAKER if declared.interval.longer_than(promised, day) else ControlState.YES
