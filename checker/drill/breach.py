"""The kinds of breaches as data (`drills.yaml`), and what became of each breach that was tried."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from seloste.policy.data import load_yaml


class Side(StrEnum):
    """Whether somebody writes a breach down, or it happens and only infrastructure could show it."""

    RECORD = "record"
    EVIDENCE = "evidence"
    #: A document that bears a promise out is gone. That breaks no promise, and is told beside what counts.
    PROOF = "proof"


class Miss(StrEnum):
    """Why the gate misses a breach: a decision, a record that is not looked at, or evidence that is not there."""

    WAIVED = "waived"
    BASELINED = "baselined"
    #: The finding is milder than what fails the gate.
    BELOW_THRESHOLD = "below-threshold"
    #: The check looks at the notice alone.
    OUT_OF_SCOPE = "out-of-scope"
    #: The record could not be read.
    NOT_READ = "not-read"
    #: The rule ran and found nothing.
    NOT_FOUND = "not-found"
    NO_EVIDENCE = "no-evidence"
    #: Evidence is given, and nothing in it could be the system's.
    NO_RESOURCE = "no-resource"
    #: Evidence is given that could be the system's, and is mapped to no system.
    UNMAPPED = "unmapped"
    #: What is mapped to the system does not show it.
    NOT_SHOWN = "not-shown"
    #: One part of what is mapped shows it, and another does not.
    PARTLY_SHOWN = "partly-shown"
    #: Nothing that is read can show it.
    UNSEEN = "unseen"


class State(StrEnum):
    """How far a promise is guarded."""

    GUARDED = "guarded"
    PARTLY = "partly"
    UNGUARDED = "unguarded"


class BreachKind(Struct, frozen=True):
    """A kind of breach: `promises` are sections of the notice, `rules` those of which one should find it."""

    id: str
    side: Side
    subjects: tuple[str, ...]
    promises: tuple[str, ...]
    rules: tuple[str, ...]


class Attempt(Struct, frozen=True):
    """One breach of one promise by one subject.

    Attributes:
        subject: The record that breaks it: `systems.crm`; empty for a breach that no record shows.
        miss: Why it is missed; None where the gate catches it.
        is_present: Whether the promise is broken so already, before anything is edited.
        edit: What was edited: steps within the record, or a resource and its attribute.
        control: The control that it is about, if any.
    """

    promise: str
    kind: BreachKind
    subject: str
    miss: Miss | None
    is_present: bool = False
    edit: str = ""
    control: str = ""


class DrillTable(Struct, frozen=True):
    """The whole of `drills.yaml`."""

    kinds: Mapping[str, BreachKind]
    not_drilled: Mapping[str, str]
    countries: tuple[str, ...]
    name: str
    services: tuple[str, ...]
    data_kinds: tuple[str, ...]
    other_values: tuple[str, ...]
    shown_controls: frozenset[str]


@cache
def load_drills() -> DrillTable:
    """The table, read once."""
    data: dict[str, Any] = load_yaml(Path(__file__).parent / "drills.yaml")
    kinds = {
        id: BreachKind(id, Side(each["side"]), *(tuple(each[key]) for key in ("subjects", "promises", "rules")))
        for id, each in data["breaches"].items()
    }
    return DrillTable(
        kinds,
        data["not_drilled"],
        tuple(data["countries"]),
        data["name"],
        tuple(data["services"]),
        tuple(data["kinds"]),
        tuple(data["other_values"]),
        frozenset(data["shown_controls"]),
    )
