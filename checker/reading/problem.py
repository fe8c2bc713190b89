"""What reading a file gives: its values, what is wrong with it, and how much a file may ask of us."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from seloste.checker.position import Mark
from seloste.checker.reading.directives import WaiverComment


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may ask of us. `aliases` counts the nodes that aliases and merge keys stand for."""

    size: int = 10_000_000
    depth: int = 64
    aliases: int = 100_000
    nodes: int = 2_000_000


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a file: the `input/` rule it belongs to, which of its messages, where, and its values."""

    rule: str
    variant: str
    mark: Mark | None
    arguments: dict[str, Any] = field(default_factory=dict)
    related: Mark | None = None


@dataclass(frozen=True, slots=True)
class SkippedEntry:
    """An entry that was set aside, as its syntax is broken: the line of the key above it (0: none), its key, its place.

    What seems to be missing beside it may stand in it, and its own key, where it could be made out, is not missing.
    """

    parent: int
    key: str | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds: its documents' values, its text, what is wrong with it, what was set aside, what it waives."""

    text: str
    documents: list[Any]
    problems: list[Problem]
    skipped: tuple[SkippedEntry, ...] = ()
    comments: tuple[WaiverComment, ...] = ()


class ReadingAborted(Exception):  # noqa: N818 - not an error of ours: the file asks for too much
    """Reading cannot go on."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.rule)
        self.problem = problem
