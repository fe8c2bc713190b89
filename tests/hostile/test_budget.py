"""The budget of a run, which stands behind all other limits: it ends in words, and nothing is called clean."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import ROOT
from tests.support.hostile import SYSTEM, assert_bounded, run_process


def write_systems(folder: Path, files: int, each: int) -> None:
    (folder / "policy.yaml").write_bytes((ROOT / "policy.yaml").read_bytes())
    (folder / "systems").mkdir()
    for file in range(files):
        records = "".join(f"  s{file}-{number}:\n{SYSTEM}" for number in range(each))
        (folder / "systems" / f"{file}.yaml").write_text(f"systems:\n{records}", "utf-8")


@pytest.mark.parametrize(
    ("variable", "limit", "words"),
    [("SELOSTE_TIME_LIMIT", "1", "1 sekuntia"), ("SELOSTE_MEMORY_LIMIT", "60", "60 megatavua")],
)
def test_a_run_that_takes_too_much_is_stopped_in_words(tmp_path: Path, variable: str, limit: str, words: str) -> None:
    write_systems(tmp_path, 10, 500)
    ended = run_process("check", "--lang", "fi", folder=tmp_path, environment={variable: limit})
    assert_bounded(ended, 3)
    assert (ended.stdout, words in ended.stderr, variable in ended.stderr) == ("", True, True)


def test_a_process_that_helps_to_judge_has_the_same_budget(tmp_path: Path) -> None:
    write_systems(tmp_path, 400, 10)
    limits = {"SELOSTE_TIME_LIMIT": "1", "LC_ALL": "C.UTF-8"}
    ended = run_process("check", "--jobs", "2", "--lang", "en", folder=tmp_path, environment=limits)
    assert_bounded(ended, 3)
    assert (ended.stdout, "1 seconds" in ended.stderr) == ("", True)


@pytest.mark.parametrize("value", ["x", "0", "-1", "1.5", "²"])
def test_a_limit_that_is_none_is_wrong_usage(tmp_path: Path, value: str) -> None:
    ended = run_process("check", folder=tmp_path, environment={"SELOSTE_TIME_LIMIT": value})
    assert_bounded(ended, 2)
    assert value in ended.stderr or value == "²"


def test_a_limit_that_is_empty_is_the_usual_one(tmp_path: Path) -> None:
    write_systems(tmp_path, 1, 1)
    assert_bounded(run_process("check", folder=tmp_path, environment={"SELOSTE_TIME_LIMIT": ""}), 1)
