"""Which section each sentence is of: that of its heading, unless its words are surely of another."""

from __future__ import annotations

from collections.abc import Sequence

from seloste.policy.drafting.unit import Part, Unit

#: What stands before the first heading.
OPENING = "opening"


def assign_topics(parts: Sequence[Part], language: str) -> dict[str, list[Unit]]:
    """The units of each section, in the order of the notice."""
    topics: dict[str, list[Unit]] = {}
    for part in parts:
        for unit in part.units:
            for section in part.sections or (OPENING if part.heading is None else "",):
                topics.setdefault(section, []).append(unit)
    return topics
