"""Who declared it: asks git for the commits that last changed what the verdicts of a result turn on."""

from __future__ import annotations

import time

from seloste.checker.result import Result
from seloste.checker.verdicts.decisive_places import list_decisive_places
from seloste.checker.workspace.last_changes import LastChanges, find_last_changes
from seloste.checker.workspace.workspace import Workspace


def find_changes(result: Result, workspace: Workspace, *, with_authors: bool = False) -> LastChanges:
    """The last changes of the lines that contradict a promise, leave it open, or alone support it."""
    places = list_decisive_places(result.promises, result.findings)
    return find_last_changes(workspace.sources.judged, places, time.monotonic, with_authors=with_authors)
