"""Why nothing shows a breach of a system: no evidence of the kind is given, or none is mapped to the system."""

from __future__ import annotations

from collections.abc import Collection

from seloste.checker.drill.breach import Miss
from seloste.checker.evidence.mapping import EvidenceIndex
from seloste.checker.evidence.resource import Resource
from seloste.checker.inventory import System
from seloste.checker.linking.linked_record import LinkedRecord

_TABLES = "sql"
#: So many resources that belong to no system are named as what could be mapped.
_MOST_NAMED = 3


class Absences:
    """What of the evidence could show a kind of breach, and what of that belongs to no system."""

    def __init__(self, evidence: EvidenceIndex, claimed: Collection[int]) -> None:
        self._evidence = evidence
        unclaimed = list(evidence.list_unclaimed_stores(set(claimed)))
        self._unmapped = {tables: _name(unclaimed, tables=tables) for tables in (True, False)}
        sources = [each.source == _TABLES for each in evidence.resources]
        self._is_given = {tables: tables in sources for tables in (True, False)}

    def explain(self, kind: str, system: LinkedRecord[System]) -> Miss:
        """Why nothing shows a kind of breach of a system whose resources show nothing of it."""
        tables = kind == "column-added"
        if not self._is_given[tables]:
            return Miss.NO_EVIDENCE
        if any((each.resource.source == _TABLES) is tables for each in system.resources):
            return Miss.NOT_SHOWN
        return Miss.UNMAPPED if self._unmapped[tables] else Miss.NO_RESOURCE

    def list_unmapped(self, kind: str) -> tuple[str, ...]:
        """The first resources that belong to no system and could show a kind of breach."""
        return self._unmapped[kind == "column-added"]


def _name(resources: Collection[Resource], *, tables: bool) -> tuple[str, ...]:
    return tuple(each.id for each in resources if (each.source == _TABLES) is tables)[:_MOST_NAMED]
