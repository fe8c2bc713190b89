"""The decisions of a workspace: its waivers, its baseline, and what was approved elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from seloste.checker.suppression.baseline import BaselineEntry
from seloste.checker.suppression.suppress import Decisions
from seloste.checker.suppression.waivers import Waiver
from seloste.checker.workspace.workspace import Workspace


def distrust(workspace: Workspace, waivers: Iterable[Waiver]) -> Iterator[Waiver]:
    """The waivers in inventories: they waive nothing where only approved decisions do."""
    trusted = workspace.approved is None
    return (waiver if trusted else replace(waiver, trusted=False) for waiver in waivers)


def gather_decisions(
    workspace: Workspace, waivers: Iterable[Waiver], of_systems: Iterable[Waiver], baseline: Sequence[BaselineEntry]
) -> Decisions:
    """What may suppress findings. `of_systems`: the waivers in the files of systems."""
    return Decisions(
        waivers=(*waivers, *distrust(workspace, of_systems)),
        baseline=baseline,
        approved=workspace.approved or {},
        ignore_waivers=workspace.waivers_ignored,
    )
