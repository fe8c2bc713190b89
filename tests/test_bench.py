"""The bench does what it says: its inventories hold what they shall, it counts, and it reads figures aright."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.cases import Goal, load_cases, load_tools
from bench.generate import DAY, Flaw, Inventory, Layout, generate
from bench.run import Outcome, Run
from bench.table import judge_goal
from tests.support.commands import seloste

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("inventory", "exit_code"),
    [
        (Inventory(5), 0),
        (Inventory(5, layout=Layout.ONE), 0),
        (Inventory(5, languages=("fi",)), 0),
        (Inventory(5, plan_megabytes=0.1), 0),
        (Inventory(5, flaw=Flaw.PROMISES), 1),
        (Inventory(5, flaw=Flaw.SHAPE), 3),
    ],
    ids=lambda value: value.name if isinstance(value, Inventory) else "",
)
def test_an_inventory_holds_what_it_shall(
    inventory: Inventory,
    exit_code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = generate(tmp_path, inventory)
    monkeypatch.chdir(folder)
    assert len(list((folder / "systems").iterdir())) == inventory.files
    assert seloste("check", "--as-of", DAY, "--format", "json") == exit_code
    report = json.loads(capsys.readouterr().out)
    errors = [finding for finding in report["findings"] if finding["severity"] == "error"]
    assert len(errors) == inventory.findings
    if inventory.flaw is Flaw.NONE:
        assert report["summary"]["systems"] == 5
        assert {promise["verdict"] for promise in report["promises"]} == {"kept", "unverified"}


def test_a_plan_is_as_large_as_asked_and_every_system_has_resources_in_it(tmp_path: Path) -> None:
    plan = generate(tmp_path, Inventory(20, plan_megabytes=1)) / "plan.json"
    assert plan.stat().st_size == pytest.approx(1_000_000, rel=0.03)
    names = {change["name"] for change in json.loads(plan.read_bytes())["resource_changes"]}
    assert names == {f"system_{number}" for number in range(20)}


#: Starts a process that takes 60 MB and some of the processor, and ends before it.
_ORPHAN = """
import os, time
if os.fork() == 0:
    time.sleep(0.2)
    block = bytearray(60_000_000)
    start = time.process_time()
    while time.process_time() - start < 0.2:
        pass
"""


def test_what_a_process_leaves_behind_counts_as_its_own(tmp_path: Path) -> None:
    figures, output = tmp_path / "figures.json", tmp_path / "output"
    launcher = [sys.executable, "-I", "-S", str(ROOT / "bench" / "measure.py"), str(figures), str(output)]
    subprocess.run([*launcher, sys.executable, "-c", _ORPHAN], timeout=60, check=True)
    measured = json.loads(figures.read_bytes())
    assert measured["exit_code"] == 0
    assert measured["cpu"] > 0.2
    assert measured["memory"] > 60


def test_every_command_is_of_a_tool_and_every_goal_of_commands() -> None:
    tools, cases = load_tools(), load_cases()
    for case in cases.values():
        assert {command.tool for command in case.commands.values()} <= tools.keys()
        for goal in case.goals:
            labels = {*goal.same, goal.value, goal.over, goal.floor} - {"", None}
            assert labels <= case.commands.keys()
            assert bool(goal.same) or (goal.at_least is None) != (goal.at_most is None)


def test_a_quick_run_is_small_and_of_all_tools() -> None:
    cases, quick = load_cases(), load_cases(quick=True)
    assert quick.keys() == cases.keys()
    commands = [command for case in quick.values() for command in case.commands.values()]
    assert {command.tool for command in commands} == load_tools().keys()
    assert all(command.rounds == 1 and command.inventory and command.inventory.systems <= 12 for command in commands)


def outcome(*walls: float, digest: str = "") -> Outcome:
    """The outcome of runs that took so many seconds."""
    return Outcome([Run(wall=wall, cpu=wall, memory=1, bytes=1, digest=digest) for wall in walls], {})


def test_a_ratio_is_taken_round_by_round() -> None:
    goal = Goal("", "wall", value="peer", over="ours", at_least=8, stretch=12, floor="floor")
    outcomes = {"peer": outcome(10, 100), "ours": outcome(1, 10, 1000), "floor": outcome(0.5, 5, 500)}
    judged = judge_goal(goal, outcomes)
    assert judged.figure
    assert (judged.figure.lowest, judged.figure.median, judged.figure.highest) == (10, 10, 10)
    assert (judged.is_met, judged.is_stretch_met, judged.floor) == (True, False, "2.0 × floor")


def test_a_goal_whose_peer_is_absent_is_not_measured() -> None:
    goal = Goal("", "wall", value="peer", over="ours", at_least=8)
    assert judge_goal(goal, {"peer": outcome(), "ours": outcome(1)}).is_met is None


def test_equal_outputs_are_told_from_others() -> None:
    goal = Goal("", "bytes", same=("one", "other"))
    assert judge_goal(goal, {"one": outcome(1, digest="a"), "other": outcome(1, digest="a")}).is_met
    assert judge_goal(goal, {"one": outcome(1, digest="a"), "other": outcome(1, digest="b")}).is_met is False


@pytest.mark.heavy
def test_a_quick_run_counts_right(tmp_path: Path) -> None:
    """Without peers: those are installed and run by CI in a step of its own."""
    command = [sys.executable, "-m", "bench", "--quick", "--peers", str(tmp_path / "none"), "--out", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, capture_output=True, timeout=600, check=True)
    results = json.loads((tmp_path / "results.json").read_bytes())
    problems = {each["problem"] for case in results["cases"] for each in case["commands"]}
    assert problems <= {"", "absent"}
    assert {name for name, version in results["tools"].items() if version} >= {"seloste", "imports", "yaml-events"}
