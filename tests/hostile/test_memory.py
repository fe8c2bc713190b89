"""The memory of a check grows by little for each system, in every process and also for JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.hostile import SYSTEM, run_process

POLICY = """\
notice: {name: {en: Register}, languages: [en], published: 2026-01-01}
controller: {name: Oy, email: a@example.org, dpo_designated: false}
data_subjects: {customers: {text: {en: Customers}}}
fields: {a: {text: {en: A}}, b: {text: {en: B}}, c: {text: {en: C}}, d: {text: {en: D}}}
purposes: {e: {text: {en: E}}, f: {text: {en: F}}}
"""
#: The most kilobytes that a system with some findings may add to the largest process. With what the start takes, a
#: hundred thousand are below 500 MB.
MOST_EACH = 4.4


def measure(folder: Path, files: int, each: int, jobs: int) -> float:
    """The megabytes of the largest process of a check of so many files with so many systems each."""
    (folder / "systems").mkdir(parents=True)
    (folder / "policy.yaml").write_text(POLICY, "utf-8")
    for file in range(files):
        records = "".join(f"  s{file}-{number}:\n{SYSTEM}" for number in range(each))
        (folder / "systems" / f"{file}.yaml").write_text(f"systems:\n{records}", "utf-8")
    ended = run_process("check", "--format", "json", "--output", "out.json", "--jobs", str(jobs), folder=folder)
    assert (ended.code, ended.stderr) == (1, "")
    return ended.megabytes


@pytest.mark.heavy
@pytest.mark.timed
@pytest.mark.parametrize(("each", "jobs"), [(1, 2), (100, 1)])
def test_memory_grows_by_little_for_each_system(each: int, jobs: int, tmp_path: Path) -> None:
    few, many = 500, 2_000
    before = measure(tmp_path / "few", few // each, each, jobs)
    after = measure(tmp_path / "many", many // each, each, jobs)
    assert 1_000 * (after - before) / (many - few) < MOST_EACH
