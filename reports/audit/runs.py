"""Numbers of findings, those that follow each other as one run: "1–12, 15"."""

from __future__ import annotations

from collections.abc import Iterable

from seloste.reports.audit.findings import ReportedFinding

#: The most runs of numbers that are written out.
_MOST_RUNS = 4
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


def join_numbers(findings: Iterable[ReportedFinding]) -> str:
    """The numbers of findings, in whatever order and however often, as runs: "1–3, 7". Of many runs, the first."""
    runs = find_runs(each for _, each in sorted({each.number: each for each in findings}.items()))
    words = [f"{first.number}–{last.number}" if first is not last else str(first.number) for first, last in runs]
    return ", ".join(words[:_MOST_RUNS]) + (" …" if len(words) > _MOST_RUNS else "")
