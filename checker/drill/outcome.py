"""What became of a drill: each kind of breach of each promise, and how far the promise is guarded.

A promise is *guarded* where the gate catches every breach of it, for every record that it binds: those that somebody
writes down, and those that happen and nobody writes down. *Unguarded*: of the latter it catches none. *Partly*:
otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct, field

from seloste.checker.drill.breach import Attempt, BreachKind, Side, State
from seloste.checker.result import Result
from seloste.checker.workspace.configuration import FailOn
from seloste.policy.promise import Promise


class BreachDrill(Struct, frozen=True):
    """One kind of breach of one promise: what became of it for each record."""

    kind: BreachKind
    attempts: tuple[Attempt, ...]

    @property
    def subjects(self) -> tuple[str, ...]:
        """The records that it was tried on."""
        return tuple(dict.fromkeys(each.subject for each in self.attempts))

    @property
    def controls(self) -> tuple[str, ...]:
        """The controls that it is about."""
        return tuple(dict.fromkeys(each.control for each in self.attempts if each.control))

    @property
    def missed(self) -> Mapping[str, Attempt]:
        """The first attempt that was missed of each record that has one."""
        missed: dict[str, Attempt] = {}
        for each in self.attempts:
            if each.miss is not None:
                missed.setdefault(each.subject, each)
        return missed

    @property
    def present(self) -> tuple[str, ...]:
        """The records that break the promise so already."""
        return tuple(dict.fromkeys(each.subject for each in self.attempts if each.is_present))

    @property
    def is_caught(self) -> bool:
        """Whether it is caught for every record."""
        return all(each.miss is None for each in self.attempts)


class PromiseDrill(Struct, frozen=True):
    """A promise and the breaches of it that apply here. Without any, no rule can tell whether it is broken."""

    promise: Promise
    breaches: tuple[BreachDrill, ...]

    @property
    def state(self) -> State:
        """How far it is guarded."""
        if all(each.is_caught for each in self.breaches if each.kind.side is not Side.PROOF):
            return State.GUARDED
        silent = [each for each in self.breaches if each.kind.side is Side.EVIDENCE]
        caught = any(attempt.miss is None for each in silent for attempt in each.attempts)
        return State.PARTLY if caught else State.UNGUARDED

    def catches(self, side: Side) -> bool:
        """Whether every breach of one side is caught, and there is one."""
        own = [each for each in self.breaches if each.kind.side is side]
        return bool(own) and all(each.is_caught for each in own)


class Drill(Struct, frozen=True):
    """What the gate catches and misses.

    Attributes:
        result: The check of the files as they are.
        promises: Every promise that a rule can find broken.
        untold: The promises of which no rule can tell whether they are broken.
        unbound: The promises that bind no record that was read.
        drilled: The numbers of systems and of processors that were drilled, of those that `result` has.
        unmapped: What could be mapped to a system, by the kind of breach that it would show.
    """

    result: Result
    fail_on: FailOn
    promises: tuple[PromiseDrill, ...] = ()
    untold: tuple[Promise, ...] = ()
    unbound: tuple[Promise, ...] = ()
    drilled: Mapping[str, int] = field(default_factory=dict)
    unmapped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def states(self) -> Mapping[State, int]:
        """The number of promises of each state."""
        found = Counter(each.state for each in self.promises)
        return {state: found[state] for state in State}

    def count_caught(self, side: Side) -> int:
        """The number of promises of which every breach of one side is caught."""
        return sum(each.catches(side) for each in self.promises)
