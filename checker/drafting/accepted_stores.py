"""The stores that belong to no system by a person's decision: those that a waiver accepts as unmapped."""

from __future__ import annotations

from datetime import date

from seloste.checker.evidence.read_evidence import ReadEvidence
from seloste.checker.evidence.resource import Resource
from seloste.checker.suppression.waivers import Waiver, inline_waivers, is_below, read_waivers
from seloste.checker.workspace.workspace import Workspace

#: The rule of a store that belongs to no system, and its family.
_RULES = ("evidence/resource-unmapped", "evidence/*")


def list_accepted_stores(workspace: Workspace, evidence: ReadEvidence, day: date) -> frozenset[str]:
    """The ids of the stores that a waiver of the waivers file, or in a comment beside them, accepts on a day."""
    written = read_waivers(workspace.open_file(workspace.waivers, "waivers")) if workspace.waivers else []
    written += [each for path, comments in evidence.comments.items() for each in inline_waivers(path, comments)]
    waivers = [each for each in written if each.complete and each.rule in _RULES and each.until and day <= each.until]
    stores = [each for each in evidence.resources if each.stores_data] if waivers else []
    return frozenset(store.id for store in stores if any(_concerns(waiver, store) for waiver in waivers))


def _concerns(waiver: Waiver, store: Resource) -> bool:
    """Whether a waiver is about a store: at its line, below its subject, or without either about all."""
    if waiver.line is not None:
        return (waiver.place.location.path, waiver.line) == (store.location.path, store.location.line)
    return waiver.subject is None or is_below(store.id, waiver.subject)
