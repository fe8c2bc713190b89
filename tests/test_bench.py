"""The benchmark measures what it says: its stages run, and what it checks keeps every promise."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.bench import DAY, generate
from tests.support.commands import seloste

BENCH = Path(__file__).parents[1] / "bench" / "bench.py"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    generate(tmp_path, 5)
    return tmp_path


def test_each_stage_takes_some_time(folder: Path) -> None:
    command = [sys.executable, str(BENCH), "--stages", str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    seconds = json.loads(run.stdout)
    assert seconds.keys() == {"start", "read", "judge", "tell"}
    assert all(value > 0 for value in seconds.values())


def test_its_systems_keep_every_promise(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    seloste("check", "--as-of", DAY, "--format", "json")
    report = json.loads(capsys.readouterr().out)
    assert report["summary"]["systems"] == 5
    assert {promise["verdict"] for promise in report["promises"]} == {"kept"}
