"""The ways of data to third countries: each country has a letter and a look of its lines, so that one can follow them.

A box bears the letters of all third countries to which data go on from it. Between two boxes there is a line for each
of them, and one plain line where data go to none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from seloste.reports.audit.flow import Flow

#: How many looks of lines there are: colour and dashes of each are in the stylesheet and in `pictures.html.j2`.
LOOKS = 6
#: The look of the lines of all countries that come after; it is also that of a line on the way to very many.
OTHER_LOOK = LOOKS
#: To more countries than this one line goes for all.
_MOST_STRANDS = 4
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Way(NamedTuple):
    """The way to a third country: its letter, and the number of its look."""

    letter: str
    look: int


class Ways(NamedTuple):
    """The ways that lead on from each box, and that each link is a part of, by their keys."""

    by_node: Mapping[str, tuple[Way, ...]]
    by_link: Mapping[tuple[str, str], tuple[Way, ...]]

    def list_strands(self, link: tuple[str, str]) -> tuple[Way | None, ...]:
        """The lines of a link: one for each way, one for all of many, and a plain one where there is none."""
        ways = self.by_link.get(link, ())
        if len(ways) > _MOST_STRANDS:
            return (Way("", OTHER_LOOK),)
        return ways or (None,)


def find_ways(flow: Flow) -> Ways:
    """Finds from which boxes data go on to which third countries. The lines of people are plain: they lead to all."""
    thirds = [node.key for node in flow.nodes.values() if node.kind == "country" and node.third]
    ways = {
        key: Way(_LETTERS[number] if number < len(_LETTERS) else "", min(number, OTHER_LOOK))
        for number, key in enumerate(thirds)
    }
    sources: dict[str, list[str]] = {}
    for link in flow.links:
        sources.setdefault(link.target, []).append(link.source)
    reached: dict[str, set[str]] = {}
    for third in thirds:
        waiting = [third]
        while waiting:
            key = waiting.pop()
            if third not in reached.setdefault(key, set()):
                reached[key].add(third)
                waiting += sources.get(key, ())

    def list_ways(key: str) -> tuple[Way, ...]:
        return tuple(ways[third] for third in thirds if third in reached.get(key, ()))

    plain = {node.key for node in flow.nodes.values() if node.kind == "people"}
    return Ways(
        {key: list_ways(key) for key in flow.nodes if key not in plain},
        {(link.source, link.target): list_ways(link.target) for link in flow.links if link.source not in plain},
    )
