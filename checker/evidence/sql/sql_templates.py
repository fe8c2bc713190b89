"""What is no SQL in a file of SQL: placeholders that a tool fills in, and merge conflicts that git left."""

from __future__ import annotations

import re

from seloste.checker.reading.conflicts import find_conflicts
from seloste.checker.reading.problem import Problem

#: `${schema}.` of Flyway, `{{ schema }}.` of dbt, `:schema.` and `:"schema".` of psql. Without a dot, a part of it.
_PLACEHOLDER = re.compile(
    r"\$\{[\w.:-]{1,60}\}\.?|\{\{[^{}\n]{1,60}\}\}\.?|(?<=\s):\"?\w{1,60}+\"?\.|(?<=[\s(]):\"\w{1,60}+\"", re.ASCII
)

_ANGLES = re.compile(r"\b(?:STRUCT|ARRAY)<", re.IGNORECASE)


def blank_placeholders(text: str) -> str:
    """The text with blanks in place of placeholders: what is written beside them names a table."""
    return _PLACEHOLDER.sub(lambda found: " " * len(found[0]), text)


def replace_angles(text: str) -> str:
    """The text with parentheses in place of the angle brackets of BigQuery's types: `ARRAY<STRUCT<city STRING>>`."""
    return text.replace("<", "(").replace(">", ")") if _ANGLES.search(text) else text


def blank_conflicts(data: bytes, problems: list[Problem]) -> bytes:
    """The content without the markers of merge conflicts, each conflict a problem. Both sides are read."""
    if not any(sign in data for sign in (b"<<<<<<< ", b">>>>>>> ")):
        return data
    lines = data.decode("latin-1").split("\n")
    for conflict in find_conflicts("\n".join(lines), lines):
        problems.append(conflict.explain())
        for number in conflict.markers:
            lines[number] = ""
    return "\n".join(lines).encode("latin-1")
