"""Drills of the examples, and of the complete example with edits and resources of a test's own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from seloste.checker.drill.breach import Miss
from seloste.checker.drill.drill import run_drill
from seloste.checker.drill.outcome import BreachDrill, Drill
from seloste.checker.evidence.resource import Resource
from seloste.checker.judging import loaded_workspace
from seloste.checker.judging.loaded_workspace import load_systems, load_workspace
from seloste.checker.workspace.configuration import FailOn, Scope
from seloste.policy.law.law import load_law
from tests.support import ROOT
from tests.support.complete import DAY, Edit, write
from tests.support.infrastructure import hand_in
from tests.support.workspaces import open_workspace


def drill_config(config: str, *, evidence: tuple[str, ...] = ()) -> Drill:
    """The drill of a configuration of this repository, which is the working directory."""
    workspace = open_workspace(config=ROOT / config, evidence=evidence)
    return run_drill(load_systems(load_workspace(workspace)), load_law().on(DAY))


def drill_edited(
    folder: Path,
    patch: pytest.MonkeyPatch,
    edits: Iterable[Edit] = (),
    *,
    resources: Iterable[Resource] | None = None,
    fail_on: FailOn | None = None,
    scope: Scope | None = None,
    most_records: int = 300,
) -> Drill:
    """The drill of the edited complete example, with resources as evidence where some are given."""
    write(folder, edits)
    patch.chdir(folder)
    if resources is not None:
        read = hand_in(resources)
        patch.setattr(loaded_workspace, "_read_evidence", lambda _: read)
    loaded = load_systems(load_workspace(open_workspace(), scope))
    return run_drill(loaded, load_law().on(DAY), fail_on=fail_on, most_records=most_records)


def find_breach(drill: Drill, promise: str, kind: str) -> BreachDrill:
    """The drill of one kind of breach of one promise."""
    breaches = {(each.promise.id, own.kind.id): own for each in drill.promises for own in each.breaches}
    return breaches[promise, kind]


def list_misses(breach: BreachDrill) -> dict[str, Miss | None]:
    """Why each record that is missed is."""
    return {subject: each.miss for subject, each in breach.missed.items()}
