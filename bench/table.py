"""The results: figures by case, each goal beside its floor; as text, Markdown and JSON."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence

from msgspec import Struct

from bench.cases import QUICK_SYSTEMS, Case, Goal
from bench.run import Outcome, Run


class Figure(Struct, frozen=True):
    """A figure of several runs."""

    median: float
    lowest: float
    highest: float


class CommandResult(Struct, frozen=True):
    """The figures of one command; or why there are none."""

    label: str
    tool: str
    version: str | None
    rounds: int
    wall: Figure | None
    cpu: Figure | None
    memory: Figure | None
    relative_wall: Figure | None  # to the first command of the case, round by round
    counted: dict[str, int]
    problem: str


class GoalResult(Struct, frozen=True):
    """What a goal's figure came to. `is_met` and `figure` are none where it could not be measured."""

    title: str
    goal: str
    figure: Figure | None
    is_met: bool | None
    is_stretch_met: bool | None
    floor: str


class CaseResult(Struct, frozen=True):
    """The results of a case."""

    id: str
    title: str
    commands: tuple[CommandResult, ...]
    goals: tuple[GoalResult, ...]


class Results(Struct, frozen=True):
    """The results of the bench."""

    is_quick: bool
    machine: dict[str, str]
    tools: dict[str, str | None]
    cases: tuple[CaseResult, ...]


def _summarize(values: Sequence[float]) -> Figure | None:
    return Figure(statistics.median(values), min(values), max(values)) if values else None


def _measures(runs: Iterable[Run], measure: str) -> list[float]:
    return [float(getattr(run, measure)) for run in runs]


def _ratios(outcomes: dict[str, Outcome], measure: str, value: str, over: str) -> list[float]:
    """One ratio a round, of the rounds in which both ran."""
    pairs = zip(_measures(outcomes[value].runs, measure), _measures(outcomes[over].runs, measure), strict=False)
    return [first / second for first, second in pairs if second]


def _meets(goal: Goal, figure: float, bound: float | None) -> bool | None:
    if bound is None:
        return None
    return figure >= bound if goal.at_least is not None else figure <= bound


def judge_goal(goal: Goal, outcomes: dict[str, Outcome]) -> GoalResult:
    """What the figure of a goal came to."""
    if goal.same:
        digests = {run.digest for label in goal.same for run in outcomes[label].runs}
        is_measured = all(outcomes[label].runs for label in goal.same)
        return GoalResult(goal.title, "equal", None, len(digests) == 1 if is_measured else None, None, "")
    values = (
        _ratios(outcomes, goal.measure, goal.value, goal.over)
        if goal.over
        else _measures(outcomes[goal.value].runs, goal.measure)
    )
    figure = _summarize(values)
    bound = goal.at_least if goal.at_least is not None else goal.at_most
    sign = "≥" if goal.at_least is not None else "≤"
    unit = "×" if goal.over else {"memory": " MB"}.get(goal.measure, " s")
    described = f"{sign} {bound:g}{unit}" + (f" (stretch {goal.stretch:g})" if goal.stretch else "")
    floor = ""
    if goal.floor:
        ours = goal.over if goal.at_least is not None and goal.over else goal.value
        above = _summarize(_ratios(outcomes, goal.measure, ours, goal.floor))
        floor = f"{above.median:.1f} × {goal.floor}" if above else ""
    if not figure:
        return GoalResult(goal.title, described, None, None, None, floor)
    met, stretch = (_meets(goal, figure.median, each) for each in (bound, goal.stretch))
    return GoalResult(goal.title, described, figure, met, stretch, floor)


def judge_case(id: str, case: Case, outcomes: dict[str, Outcome], versions: dict[str, str | None]) -> CaseResult:
    """The results of a case from its runs."""
    first = next(iter(outcomes))
    commands = [
        CommandResult(
            label=label,
            tool=case.commands[label].tool,
            version=versions[case.commands[label].tool],
            rounds=len(outcome.runs),
            wall=_summarize(_measures(outcome.runs, "wall")),
            cpu=_summarize(_measures(outcome.runs, "cpu")),
            memory=_summarize(_measures(outcome.runs, "memory")),
            relative_wall=_summarize(_ratios(outcomes, "wall", label, first)),
            counted=outcome.counted,
            problem=outcome.problem,
        )
        for label, outcome in outcomes.items()
    ]
    return CaseResult(id, case.title, tuple(commands), tuple(judge_goal(goal, outcomes) for goal in case.goals))


def _show(figure: Figure | None, digits: int) -> str:
    if figure is None:
        return "–"
    low, high = f"{figure.lowest:.{digits}f}", f"{figure.highest:.{digits}f}"
    return f"{figure.median:.{digits}f}" + (f" ({low}–{high})" if low != high else "")


_MET = {True: "met", False: "NOT met", None: "not measured"}


def _command_row(each: CommandResult) -> list[str]:
    counts = [str(each.counted.get(name, "")) for name in ("inspected", "findings")]
    if each.problem:
        return [each.label, each.problem.replace("\n", " "), *[""] * 6]
    memory = f"{each.memory.highest:.0f}" if each.memory else "–"
    relative = f"{each.relative_wall.median:.2f}" if each.relative_wall else "–"
    return [each.label, _show(each.wall, 3), relative, _show(each.cpu, 3), memory, str(each.rounds), *counts]


def _command_rows(case: CaseResult, *, is_quick: bool) -> list[list[str]]:
    heads = ["command", "wall, s", "× the first", "CPU, s", "largest process, MB", "rounds", "inspected", "found"]
    if is_quick:
        rows = [[each.label, each.problem.replace("\n", " "), *_command_row(each)[-2:]] for each in case.commands]
        return [[heads[0], "", *heads[-2:]], *rows]
    return [heads, *(_command_row(each) for each in case.commands)]


def _goal_rows(case: CaseResult) -> list[list[str]]:
    rows = [["goal", "is", "shall be", "", "above its floor"]]
    for each in case.goals:
        met = _MET[each.is_met] + (", stretch too" if each.is_stretch_met else "")
        rows.append([each.title, _show(each.figure, 2), each.goal, met, each.floor])
    return rows


def _align(rows: list[list[str]]) -> str:
    """Columns as wide as their cells; a row of one cell and a reason goes beyond them."""
    full = [row for row in rows if len(row) < 3 or row[2]]
    widths = [max(len(row[column]) for row in (rows if column == 0 else full)) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(f"  {line}".rstrip() for line in lines)


def _mark_down(rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def _describe(results: Results) -> list[list[str]]:
    tools = ", ".join(f"{name} {version}" for name, version in results.tools.items() if version)
    absent = ", ".join(name for name, version in results.tools.items() if not version) or "none"
    size = (
        f"small: {QUICK_SYSTEMS} systems at most, whatever a title says, and no times" if results.is_quick else "full"
    )
    return [
        *([name, value] for name, value in results.machine.items()),
        ["size", size],
        ["tools", tools],
        ["absent", absent],
    ]


def to_text(results: Results) -> str:
    """The results for a terminal."""
    parts = [_align(_describe(results))]
    for case in results.cases:
        parts += [case.title.upper(), _align(_command_rows(case, is_quick=results.is_quick))]
        parts += [_align(_goal_rows(case))] if case.goals else []
    return "\n\n".join(parts) + "\n"


def to_markdown(results: Results) -> str:
    """The results for a page."""
    parts = [_mark_down([["machine", ""], *_describe(results)])]
    for case in results.cases:
        parts += [f"### {case.title}", _mark_down(_command_rows(case, is_quick=results.is_quick))]
        parts += [_mark_down(_goal_rows(case))] if case.goals else []
    return "\n\n".join(parts) + "\n"
