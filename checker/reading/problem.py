"""The result of reading a file: its values, the problems with it, and the limits that it must keep to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from seloste.checker.position import Mark
from seloste.checker.reading.waiver_comments import WaiverComment


class Limits(Struct, frozen=True):
    """The most that a file may take.

    Attributes:
        size: Bytes.
        depth: Levels.
        aliases: Nodes that aliases and merge keys repeat.
        aliased_text: Characters of the source that they repeat.
        nodes: Nodes in all.
        entries: Entries of a mapping or list, but for one directly below the top of the file: the records.
        scalar: Characters of one value.
        key: Characters of one key. YAML allows no more in a key on one line.
        directives: Lines that begin with a percent sign. libyaml compares each with each, and cannot be stopped.
        problems: Problems that are listed one by one; the others are counted.
    """

    size: int = 10_000_000
    depth: int = 64
    aliases: int = 100_000
    aliased_text: int = 5_000_000
    nodes: int = 500_000
    entries: int = 50_000
    scalar: int = 100_000
    key: int = 1_024
    directives: int = 100
    problems: int = 1_000


class Problem(Struct, frozen=True):
    """An error in a file: the `input/` rule that it breaks, the variant of the message, its place and its values."""

    rule: str
    variant: str
    mark: Mark | None
    arguments: dict[str, Any] = field(default_factory=dict)
    related: Mark | None = None


class SkippedEntry(Struct, frozen=True):
    """An entry that was not read, since its syntax is broken.

    A key that seems to be missing beside it may be in it, so it is not reported as missing.
    """

    #: The 1-based line of the key above the entry; 0 at the top level.
    parent: int
    #: The entry's own key; None where the line does not give it away.
    key: str | None
    mark: Mark


class Reading(Struct, frozen=True):
    """The content of a file: the values of its documents, and everything that was noticed on the way."""

    text: str
    documents: list[Any]
    problems: list[Problem]
    skipped: tuple[SkippedEntry, ...] = ()
    comments: tuple[WaiverComment, ...] = ()
    #: How many problems are not among `problems`, by their rule.
    unlisted: Mapping[str, int] = field(default_factory=dict)
    #: The parts of a table that declare nothing, such as a column of an unknown name, each with the key of the reason.
    left_out: tuple[tuple[str, str], ...] = ()


class ReadingAborted(Exception):  # noqa: N818 - not an error of ours: the file asks for too much
    """A limit is exceeded, so that the rest of the file is not read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.rule)
        self.problem = problem
