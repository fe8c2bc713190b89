"""A statement of a file of SQL, and what it is to the reader."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class StatementKind(StrEnum):
    """What a statement is to the reader."""

    #: It bears on tables.
    DEFINITION = "definition"
    #: A definition that has no end. Its name can be read perhaps.
    OPEN = "open"
    #: Code that the database runs; it defines tables perhaps, which is not read.
    CODE = "code"
    #: Code in which definitions are written out, which follow it.
    BLOCK = "block"
    #: A command of the client that names another file.
    INCLUDE = "include"
    #: A command or a statement on which it depends whether others count.
    CONDITION = "condition"
    #: A command of the client that names the database.
    CONNECT = "connect"


class Statement(Struct, frozen=True):
    """A statement: its bytes in the file, without what ends it.

    Attributes:
        gap: Where the comments before it begin.
        line: The line on which it begins, 1-based, and `column`, in characters.
    """

    kind: StatementKind
    gap: int
    start: int
    end: int
    line: int
    column: int
