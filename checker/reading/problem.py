"""The result of reading a file: its values, the problems with it, and the limits that it must keep to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from seloste.checker.position import Mark
from seloste.checker.reading.waiver_comments import WaiverComment


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a file may take: bytes, levels, nodes that aliases and merge keys repeat, and nodes in all."""

    size: int = 10_000_000
    depth: int = 64
    aliases: int = 100_000
    nodes: int = 2_000_000


@dataclass(frozen=True, slots=True)
class Problem:
    """An error in a file: the `input/` rule that it breaks, the variant of the message, its place and its values."""

    rule: str
    variant: str
    mark: Mark | None
    arguments: dict[str, Any] = field(default_factory=dict)
    related: Mark | None = None


@dataclass(frozen=True, slots=True)
class SkippedEntry:
    """An entry that was not read, since its syntax is broken.

    A key that seems to be missing beside it may be in it, so it is not reported as missing.
    """

    #: The 1-based line of the key above the entry; 0 at the top level.
    parent: int
    #: The entry's own key; None where the line does not give it away.
    key: str | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class Reading:
    """The content of a file: the values of its documents, and everything that was noticed on the way."""

    text: str
    documents: list[Any]
    problems: list[Problem]
    skipped: tuple[SkippedEntry, ...] = ()
    comments: tuple[WaiverComment, ...] = ()


class ReadingAborted(Exception):  # noqa: N818 - not an error of ours: the file asks for too much
    """A limit is exceeded, so that the rest of the file is not read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.rule)
        self.problem = problem
