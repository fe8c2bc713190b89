"""Finds what code that the database runs (`DO`, `IF`, `PREPARE`) does to tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from seloste.checker.evidence.sql.sql_dialect import Dialect
from seloste.checker.evidence.sql.sql_lexis import blank_comments

#: What may make, add or take away columns; constraints and owners do not.
TABLE_WORK = re.compile(
    rb"\bCREATE\s++(?:FOREIGN\s++|UNLOGGED\s++)?TABLE\b|\bALTER\s++(?:FOREIGN\s++)?TABLE\b"
    rb"(?!\s++(?:IF\s++EXISTS\s++)?+(?:ONLY\s++)?+\S{1,300}+\s++"
    rb"(?:(?:ADD|DROP|RENAME|VALIDATE|ALTER)\s++CONSTRAINT|ENABLE|DISABLE|FORCE|OWNER|REPLICA)\b)",
    re.IGNORECASE,
)
_WRITTEN = re.compile(r"\b(?:CREATE|ALTER)\s++(?:FOREIGN\s++|UNLOGGED\s++)?+TABLE\b|;", re.IGNORECASE)
_QUOTED = re.compile(r"'[^']*+'")


def list_definitions(data: bytes, start: int, end: int, dialect: Dialect) -> Iterator[tuple[int, int]]:
    """The beginning and the end of each definition that is written out in code, not put together in a text."""
    text = blank_comments(data[start:end].decode("latin-1"), dialect)
    text = _QUOTED.sub(lambda found: " " * len(found[0]), text)
    begun = -1
    for found in _WRITTEN.finditer(text):
        if begun >= 0:
            yield start + begun, start + found.start()
        begun = -1 if found[0] == ";" else found.start()
    if begun >= 0:
        yield start + begun, end
