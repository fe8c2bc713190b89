"""The table of the scanners' checks (`checks/<scanner>.yaml`): what a failure and a pass show of a control.

How an entry is read is told at the head of `checks/checkov.yaml`. Nothing here knows a check.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from seloste.checker.evidence.resource import ControlShown
from seloste.checker.evidence.scanners.scan_result import CHECKOV, KICS, TRIVY, Outcome
from seloste.policy.data import load_yaml
from seloste.policy.period import Period

FOLDER = Path(__file__).resolve().parent / "checks"
#: The scanners, in the order of the documentation.
TOOLS = (CHECKOV, TRIVY, KICS)
#: What the ids of Trivy's older versions begin with.
_OLD_PREFIX = "AVD-"


class Check(Struct, frozen=True):
    """A check of a scanner.

    Attributes:
        id: Its id, as messages show it.
        control: The control that it bears on; empty where it shows nothing.
        failed: What a failure shows of the control; None for nothing.
        passed: What a pass shows; None for nothing.
        interval: How often the backup is made that a pass shows.
        about: What it tests, in a few words.
        why: Why it shows no more, where that is not plain.
    """

    id: str
    control: str
    failed: ControlShown | None
    passed: ControlShown | None
    interval: Period | None
    about: str
    why: str

    def show(self, outcome: Outcome) -> ControlShown | None:
        """What an outcome shows; None for nothing."""
        if outcome is Outcome.FAILED:
            return self.failed
        return self.passed if outcome is Outcome.PASSED else None


def find_check(tool: str, id: str) -> Check | None:
    """The check of a scanner by its id, or by another name of it; None where it is not known."""
    return _index_checks(tool).get(_normalize(id)) if len(id) <= 200 else None


@cache
def load_checks(tool: str) -> Mapping[str, Check]:
    """The checks of a scanner by their ids, in the order of the table."""
    data: dict[str, Any] = load_yaml(FOLDER / f"{tool.lower()}.yaml")
    return {id: _make_check(id, entry) for id, entry in data["checks"].items()}


@cache
def load_source(tool: str) -> Mapping[str, Any]:
    """Where the table of a scanner was looked up, and when."""
    data: dict[str, Any] = load_yaml(FOLDER / f"{tool.lower()}.yaml")
    return {key: value for key, value in data.items() if key != "checks"}


@cache
def _index_checks(tool: str) -> Mapping[str, Check]:
    data: dict[str, Any] = load_yaml(FOLDER / f"{tool.lower()}.yaml")
    names = {id: (id, *entry.get("names", ())) for id, entry in data["checks"].items()}
    return {_normalize(name): load_checks(tool)[id] for id, own in names.items() for name in own}


def _normalize(id: str) -> str:
    return id.strip().upper().removeprefix(_OLD_PREFIX)


def _make_check(id: str, entry: Mapping[str, Any]) -> Check:
    return Check(
        id,
        entry.get("control", ""),
        _SHOWN[entry["failed"]] if "failed" in entry else None,
        _SHOWN[entry["passed"]] if "passed" in entry else None,
        Period(entry["interval"]) if "interval" in entry else None,
        entry.get("about", ""),
        entry.get("why", ""),
    )


_SHOWN = {shown.value: shown for shown in ControlShown}
