"""Commands are killed at random moments, and started eight at once: nothing is half written, mixed or lost."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from seloste.checker.reading.reader import read_yaml
from tests.support import EXAMPLE, ROOT
from tests.support.commands import started
from tests.support.hostile import run_process
from tests.support.hostile_share import share

pytestmark = pytest.mark.heavy
#: Two days of which the outputs differ.
DAYS = ("2026-11-22", "2031-03-01")
Files = dict[str, bytes]


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """The complete example, with a system that breaks a promise."""
    folder = tmp_path / "company"
    shutil.copytree(EXAMPLE, folder)
    break_promise(folder, "P7D")
    return folder


def break_promise(folder: Path, interval: str) -> None:
    path = folder / "systems.yaml"
    before, _, after = path.read_text("utf-8").partition("interval: P")
    path.write_text(f"{before}interval: {interval}{after.partition('D')[2]}", "utf-8")


def finish(folder: Path, *arguments: str, **environment: str) -> float:
    """The CPU seconds of a command that ends well."""
    ended = run_process(*arguments, folder=folder, environment=environment)
    assert ended.code in (0, 1), ended.stderr
    return ended.seconds


def start(stack: ExitStack, folder: Path, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    return stack.enter_context(
        started(
            [sys.executable, "-m", "seloste", *arguments],
            folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    )


def kill(folder: Path, arguments: Sequence[str], seconds: float, number: int) -> None:
    """Starts a command and kills it: at any moment, or just after it has begun to write."""
    chance = random.Random(number)
    with ExitStack() as stack:
        before = list_all(folder)
        process = start(stack, folder, *arguments)
        if number % 2:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=chance.uniform(0, seconds))
        else:
            while process.poll() is None and list_all(folder) == before:
                time.sleep(0.0005)
            time.sleep(chance.uniform(0, 0.01))
        process.kill()
        process.wait(timeout=60)


def list_all(folder: Path) -> set[str]:
    """Every name in the folder and in the folders for outputs."""
    paths = [path for each in (folder, folder / "out", folder / "other") if each.is_dir() for path in each.iterdir()]
    return {path.relative_to(folder).as_posix() for path in paths}


def read(folder: Path, names: Iterable[str]) -> Files:
    """The files of a set that are there."""
    return {name: (folder / name).read_bytes() for name in names if (folder / name).exists()}


def try_kills(
    folder: Path, commands: Sequence[Sequence[str]], names: Sequence[str], times: int, prepare: Callable[[int], None]
) -> Counter[str]:
    """Kills one command after the other. How often their files were found old, new, absent or there in part.

    Fails where a file is neither old nor new, where both are there, and where anything stays after the next good run.
    """
    sets, seconds = [], 0.0
    for number, command in enumerate(commands):
        prepare(number)
        seconds = max(seconds, finish(folder, *command))
        sets.append(read(folder, names))
    assert [sorted(files) for files in sets] == [sorted(names)] * 2
    clean, found = list_all(folder), Counter[str]()
    for number in range(times):
        prepare(number % 2)
        kill(folder, commands[number % 2], 1.5 * seconds, number)
        files = read(folder, names)
        fitting = [kind for kind in (0, 1) if files.items() <= sets[kind].items()]
        assert fitting, (number, sorted(files))
        if len(files) < len(names):
            found["in part" if files else "absent"] += 1
        else:
            found["new" if number % 2 in fitting else "old"] += 1
        if number % 10 in (8, 9):
            finish(folder, *commands[number % 2])
            assert list_all(folder) == clean
            assert read(folder, names) == sets[number % 2]
    return found


def test_a_killed_report_is_the_old_one_or_the_new_one(company: Path) -> None:
    commands = [("report", "--lang", "en", "--out", "out", "--as-of", day) for day in DAYS]
    (company / "out").mkdir()
    (company / "out" / "mine").write_text("mine")
    documents = [f"out/{name}.en.{suffix}" for name in ("notice", "audit", "record") for suffix in ("html", "md")]
    found = try_kills(company, commands, [*documents, "out/report.json"], share(8, 200), lambda _: None)
    assert set(found) <= {"old", "new"}
    assert (company / "out" / "mine").read_text() == "mine"


@pytest.mark.parametrize("folders", [("out", "out"), ("", ""), ("out", "other")])
def test_a_killed_check_leaves_no_two_outputs_of_two_runs(company: Path, folders: tuple[str, str]) -> None:
    (company / "within").mkdir()
    names = [(Path(folder) / name).as_posix() for folder, name in zip(folders, ("a.json", "b.xml"), strict=True)]
    formats = ("--format", "json", "--output", names[0], "--format", "junit", "--output", names[1])
    commands = [("check", *formats, "--as-of", day) for day in DAYS]
    found = try_kills(company, commands, names, share(8, 200), lambda _: None)
    if folders == ("out", "out"):
        assert set(found) <= {"old", "new"}


def test_a_killed_write_of_the_baseline_leaves_it_whole(company: Path) -> None:
    commands = [("check", "--write-baseline", "--quiet", "--as-of", DAYS[0])] * 2
    intervals = ("P7D", "P9D")
    try_kills(
        company,
        commands,
        [".seloste-baseline.json"],
        share(8, 200),
        lambda number: break_promise(company, intervals[number]),
    )


def waive(number: int) -> tuple[str, ...]:
    decision = ("--subject", f"systems.s{number}", "--reason", f"Number {number}", "--until", "2026-12-31", "--force")
    return ("waive", "system/safeguard-broken", *decision, "--as-of", DAYS[0])


def list_waivers(folder: Path) -> list[str]:
    """The subjects of all waivers, in their order."""
    [document] = read_yaml((folder / "waivers.yaml").read_bytes()).documents
    return [waiver["subject"] for waiver in document["waivers"]]


def test_a_killed_waive_loses_no_waiver(company: Path) -> None:
    seconds = finish(company, *waive(0))
    for number in range(1, share(8, 200)):
        before = list_waivers(company)
        kill(company, waive(number), 1.5 * seconds, number)
        assert list_waivers(company) in (before, [*before, f"systems.s{number}"])
    before = list_waivers(company)
    finish(company, *waive(1000))
    assert list_waivers(company) == [*before, "systems.s1000"]
    assert not list_leftovers(company)


def list_leftovers(folder: Path) -> list[str]:
    return [name for name in list_all(folder) if ".seloste-" in name and name != ".seloste-baseline.json"]


def run_at_once(folder: Path, commands: Sequence[Sequence[str]], **environment: str) -> list[int]:
    """The exit codes of commands that were started at once, in their order."""
    with ExitStack() as stack:
        processes = [start(stack, folder, *command, **environment) for command in commands]
        return [process.wait(timeout=60) for process in processes]


@pytest.mark.parametrize("there", [False, True])
def test_eight_waivers_at_once_are_eight_waivers(company: Path, there: bool) -> None:
    for _ in range(share(1, 10)):
        (company / "waivers.yaml").unlink(missing_ok=True)
        if there:
            finish(company, *waive(8))
        assert set(run_at_once(company, [waive(number) for number in range(8)])) == {0}
        assert sorted(list_waivers(company)) == [f"systems.s{number}" for number in range(8 + there)]
        assert not list_leftovers(company)


def test_baselines_written_and_pruned_at_once_know_all_that_is_found(company: Path) -> None:
    check = ("check", "--quiet", "--as-of", DAYS[0])
    write, prune = (*check, "--write-baseline"), (*check, "--prune")
    path = company / ".seloste-baseline.json"
    finish(company, *write)
    old = path.read_bytes()
    break_promise(company, "P9D")
    finish(company, *write)
    new = path.read_bytes()
    assert old != new
    for _ in range(share(1, 10)):
        for commands in ([write] * 8, [write, prune] * 4):
            path.write_bytes(old)
            codes = run_at_once(company, commands)
            ended = list(zip(commands, codes, strict=True))
            assert {code for command, code in ended if command is write} == {0}
            # a prune that ends before the first write finds what the old baseline does not know
            assert {code for command, code in ended if command is prune} <= {0, 1}
            assert path.read_bytes() == new
        path.write_bytes(old)
        assert set(run_at_once(company, [prune] * 8)) == {1}
        assert "safeguard-broken" not in str(json.loads(path.read_bytes())["findings"])


def test_eight_reports_at_once_are_one_report(company: Path) -> None:
    commands = [("report", "--lang", "en", "--format", "markdown", "--out", "out", "--as-of", day) for day in DAYS]
    names = [*(f"out/{name}.en.md" for name in ("notice", "audit", "record")), "out/report.json"]
    sets = []
    for command in commands:
        finish(company, *command)
        sets.append(read(company, names))
    before = list_all(company)
    for _ in range(share(1, 10)):
        assert set(run_at_once(company, commands * 4)) == {0}
        assert read(company, names) in sets
        assert list_all(company) == before


def test_eight_summaries_of_a_job_are_all_in_its_file(company: Path) -> None:
    check = ("check", "--format", "github", "--as-of", DAYS[0])
    finish(company, *check, GITHUB_STEP_SUMMARY="one")
    one = (company / "one").read_bytes()
    for _ in range(share(1, 10)):
        assert set(run_at_once(company, [check] * 8, GITHUB_STEP_SUMMARY="all")) == {1}
        assert (company / "all").read_bytes() == one * 8
        (company / "all").unlink()
