"""Broken syntax costs little, however large the file is, and is explained at the right place."""

from __future__ import annotations

from pathlib import Path

import pytest

from seloste.checker.reading.reader import read_yaml
from tests.support.cpu import cpu_limit
from tests.support.hostile import assert_bounded, run_process

pytestmark = pytest.mark.timed

POLICY = """
notice: {name: {fi: Rekisteri}, languages: [fi]}
controller: {name: Yritys Oy}
safeguards:
  backup: {text: {fi: Tiedot varmuuskopioidaan joka päivä}, control: backup, parameters: {interval: P1D}}
"""
#: Each with a syntax error at the end, or in every line.
BROKEN = {
    "spaces in a key": "systems:\n  a" + " " * 40_000 + "b\n  c: d: e\n",
    "spaces in many keys": "systems:\n" + "".join(f"  a{each}{' ' * 20_000}b\n  c: d: e\n" for each in range(20)),
    "spaces after a colon": "systems:\n  a:" + " " * 90_000 + "b\n  c: d: e\n",
    "anchors without a name": "systems:\n  a" + ":&" * 40_000 + "\n  c: d: e\n",
    "empty lines": "systems:\n" + ("  a\n" + "\n" * 20_000) * 20 + "  c: d: e\n",
    "comments": "systems:\n  a\n" + "#\n" * 400_000 + "  c: d: e\n",
    "an error in every entry": "systems:\n" + "".join(f"  c{each}: d: e\n" for each in range(45_000)),
    "an error in every block": "".join(f"c{each}: d: e\n" for each in range(45_000)),
    "open brackets": "systems:\n" + "".join(f"  c{each}: [[a]\n" for each in range(45_000)),
    "half a megabyte of text": "x: |\n" + " aaa\n" * 120_000 + ' c: "\n\ty: d: e\n',
    "a conflict over every block": "<<<<<<< a\n" + "".join(f"c{each}:\n" for each in range(90_000)) + ">>>>>>> b\n",
    "entries that are skipped together": "systems:\n" + "  a: b\n" * 40_000 + " c: d\n",
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_syntax_is_told_of_in_little_time(name: str) -> None:
    with cpu_limit(4):
        reading = read_yaml(BROKEN[name].encode())
    assert "syntax" in {problem.rule for problem in reading.problems}
    assert len(reading.skipped) <= 10_001


@pytest.mark.heavy
@pytest.mark.parametrize("name", [*BROKEN, "ten megabytes"])
def test_a_check_of_broken_syntax_is_bounded(tmp_path: Path, name: str) -> None:
    large = "systems:\n  a" + " " * 9_800_000 + "b\n  c: d: e\n"
    (tmp_path / "policy.yaml").write_text(POLICY, "utf-8")
    (tmp_path / "systems.yaml").write_text(BROKEN.get(name, large), "utf-8")
    assert_bounded(run_process("check", "policy.yaml", "systems.yaml", folder=tmp_path), 3)


@pytest.mark.parametrize(
    ("text", "variant", "line"),
    [
        ("a: [b: c]\nd: ]\n", "", 2),
        ("a: [? b : c]\nd: ]\n", "", 2),
        ("a: &x [b: c]\nd: ]\n", "", 2),
        ("a: [b: c\nd: ]\n", "bracket", 1),
        ("a: [{b: c}, [d: e], f: g]\nh: }\n", "", 2),
    ],
)
def test_a_bracket_that_is_closed_is_not_called_open(text: str, variant: str, line: int) -> None:
    problem = read_yaml(text.encode()).problems[0]
    assert (problem.variant, problem.mark and problem.mark[0]) == (variant, line)
