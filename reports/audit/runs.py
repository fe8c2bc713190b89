"""Numbers of findings, those that follow each other as one run: "1–12, 15"."""

from __future__ import annotations

from collections.abc import Iterable

from seloste.reports.audit.findings import ReportedFinding

#: The first and the last finding of a run of numbers.
Run = tuple[ReportedFinding, ReportedFinding]


def find_runs(findings: Iterable[ReportedFinding]) -> tuple[Run, ...]:
    """The findings, which are in the order of their numbers, as runs of numbers that follow each other."""
    runs: list[Run] = []
    for each in findings:
        if runs and runs[-1][1].number + 1 == each.number:
            runs[-1] = (runs[-1][0], each)
        else:
            runs.append((each, each))
    return tuple(runs)
