"""A draft: the systems and processors that evidence shows, as plain records, and what a person must decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

from msgspec import Struct, field

from seloste.checker.evidence.resource import ControlFact, ControlShown, Fact, KeepingFact, PlaceFact
from seloste.policy.period import Period
from seloste.policy.vocabulary import Status

F = TypeVar("F", bound=Fact)


class Shown(Struct, Generic[F], frozen=True):
    """A fact, and the id of the resource that shows it."""

    resource: str
    fact: F


class DraftHosting(Struct, frozen=True):
    """Where a system runs, as most of its stores show.

    Attributes:
        provider: By the name that `policy/regions.yaml` has; empty where nothing shows it.
        region, country: Empty where nothing shows them.
        service: The id of the service that the provider is among processors; empty where it is none.
        others: The other places of the system's resources and their copies, each country or region once.
    """

    provider: str = ""
    region: str = ""
    country: str = ""
    service: str = ""
    others: tuple[Shown[PlaceFact], ...] = ()


class DraftField(Struct, frozen=True):
    """A kind of personal data that columns hold.

    Attributes:
        kind: The kind, an id of `policy/personal_data/kinds.yaml`.
        id: The field of the notice that names it; empty where the notice has none, or there is no notice.
        columns: The columns, each as `table.column`.
    """

    kind: str
    id: str
    columns: tuple[str, ...]


class DraftSafeguard(Struct, frozen=True):
    """What the resources of a system show of a control.

    Attributes:
        status: What may be declared: implemented where every store shows it and nothing shows otherwise, not
            implemented where something shows it off. None: nothing is known of the system as a whole.
        interval: How often, at least, where each store shows it.
        seen: The facts that show it, those that decide the status first.
    """

    control: str
    status: Status | None
    interval: Period | None
    seen: tuple[Shown[ControlFact], ...]

    @property
    def is_partly_shown(self) -> bool:
        """Whether some resource shows it on, and the system as a whole does not."""
        return self.status is None and any(each.fact.shown is ControlShown.ON for each in self.seen)


class DraftSystem(Struct, frozen=True):
    """A system that no inventory has.

    Attributes:
        patterns: Its `resources`. Those that a tag maps need none.
        stores: The ids of its resources that store data.
        is_tagged: Whether a tag names it, so that some of its resources are its own without a pattern.
        unmapped: The ids of stores that no pattern can map.
        processors: The ids of the services that it uses, its host among them.
        possible_processors: The ids of those that it may use.
        fields: The kinds of personal data that its columns hold.
        possible_columns: How many columns may hold anything.
        keepings: How long its resources keep what they keep.
        folders: The folders in which stores of its have the same addresses, so that one pattern maps them all.
    """

    id: str
    name: str
    patterns: tuple[str, ...] = ()
    unmapped: tuple[str, ...] = ()
    stores: tuple[str, ...] = ()
    is_tagged: bool = False
    hosting: DraftHosting = DraftHosting()
    processors: tuple[str, ...] = ()
    possible_processors: tuple[str, ...] = ()
    fields: tuple[DraftField, ...] = ()
    possible_columns: int = 0
    safeguards: tuple[DraftSafeguard, ...] = ()
    keepings: tuple[Shown[KeepingFact], ...] = ()
    folders: tuple[str, ...] = ()


class DraftProcessor(Struct, frozen=True):
    """A service in use that no processor list has.

    Attributes:
        country: Where the data are, as every host and region of it shows; empty where that is not known.
        established: Where the company is established; empty where that is not known.
        systems: The ids of the systems that use it.
        seen: What names it, each with the resource: an image, a variable, a host, a provider.
    """

    id: str
    name: str
    country: str = ""
    established: str = ""
    systems: tuple[str, ...] = ()
    seen: tuple[tuple[str, str], ...] = ()


class Draft(Struct, frozen=True):
    """What is new in the evidence, beside what inventories have.

    Attributes:
        systems, processors: Those to add, by the order of the resources.
        additions: The patterns to add to systems that inventories have, by their ids.
        removed: What a person has removed of an earlier draft: ids and resources. It is not drafted again.
        unmapped: The ids of stores that no system can have by a pattern.
        gone: The patterns of listed systems that match nothing now, by the ids of the systems.
        stores: How many stores there are in all.
    """

    systems: tuple[DraftSystem, ...] = ()
    processors: tuple[DraftProcessor, ...] = ()
    additions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    unmapped: tuple[str, ...] = ()
    gone: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stores: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be added."""
        return not (self.systems or self.processors or self.additions)
