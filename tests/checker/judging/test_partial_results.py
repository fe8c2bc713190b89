"""Partial results: folded in the order of the files they are the same however these were divided and judged."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seloste.checker.evidence import mapping
from seloste.checker.judging import local, pool
from seloste.checker.judging.check import check, find_law
from seloste.checker.judging.loaded_workspace import load_workspace
from seloste.checker.judging.local import Judge, judge_systems
from seloste.checker.judging.partial_result import NOTHING_BEFORE, PartialResult, Preceding, fold_partial_results
from seloste.checker.verdicts import evidence
from seloste.checker.verdicts.evidence import KeptEvidence
from seloste.checker.workspace.workspace import open_workspace
from seloste.policy.law.law import load_law
from seloste.reports.formats.json import render_report
from seloste.reports.run import Run
from tests.support import ROOT
from tests.support.complete import DAY

#: How many files of systems there are. Each has a finding of every family about systems; some systems stand twice.
FILES = 12
SYSTEM = """\
systems:
  s{number}:
    name: System {number}
    data_subjects: [customers]
    purposes: [orders, profiling-{number}]
    fields: [name, shoe-size]
    processors: [unknown-{number}]
    disclosures: [{{recipient: police, country: BR}}]
    hosting: {{provider: own, country: {country}}}
    retention: {{period: P{number}Y, after: contract-end}}
    resources: ["kubernetes:Deployment/*/s{number}"]
    safeguards: {{backup: {{status: implemented, evidence: backup.md}}, authentication: not-implemented}}
  s{number}-clean: {{name: Clean, data_subjects: [customers], purposes: [orders], fields: [name], processors: []}}
"""
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: s{number}, namespace: shop}}
---
"""
POLICY = """\
notice: {name: {en: Register}, languages: [en], published: 2026-01-01}
controller: {name: Oy, email: a@example.org, dpo_designated: false}
data_subjects: {customers: {text: {en: Customers}}}
purposes: {orders: {text: {en: Orders}, legal_basis: {basis: contract}}}
fields: {name: {text: {en: Name}}}
disclosures: {text: {en: None.}, rule: never}
transfers: {text: {en: None.}, rule: never}
retention: {all: {text: {en: Two years}, maximum: {period: P2Y, after: contract-end}}}
safeguards:
  login: {text: {en: Login}, control: authentication}
  backup: {text: {en: Backups}, control: backup}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    (folder / "systems").mkdir()
    (folder / "policy.yaml").write_text(POLICY, "utf-8")
    (folder / "seloste.yaml").write_text("evidence: [k8s.yaml]\n", "utf-8")
    (folder / "k8s.yaml").write_text("".join(DEPLOYMENT.format(number=n) for n in range(FILES)), "utf-8")
    (folder / "systems/backup.md").write_text("Daily.\n", "utf-8")
    for number in range(FILES):
        text = SYSTEM.format(number=number % (FILES - 2), country=("FI", "US")[number % 2])
        (folder / f"systems/{number:02}.yaml").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def judge(folder: Path) -> Judge:
    """Judges files of the folder."""
    workspace = open_workspace(folder=folder)
    loaded = load_workspace(workspace)
    return Judge(workspace, loaded.index, find_law(loaded, load_law(), DAY), KeptEvidence.LISTED)


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few pieces of evidence are listed, and few files are judged together."""
    monkeypatch.setattr(evidence, "MOST_SUPPORTING", 3)
    monkeypatch.setattr(local, "_MOST_FILES", 2)


def fold_known(judge: Judge, parts: list[tuple[Path, ...]]) -> PartialResult:
    """The parts judged apart and folded; a part that depends on those before it is judged again."""
    total = PartialResult()
    for paths in parts:
        part = judge(paths, NOTHING_BEFORE)
        if known := total.find_dependence(part, NOTHING_BEFORE):
            part = judge(paths, known)
        total.add(pickle.loads(pickle.dumps(part)))
    return total


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.sets(st.integers(1, FILES - 1)))
def test_a_fold_does_not_hang_on_how_files_are_divided(judge: Judge, cuts: set[int]) -> None:
    paths, edges = judge.workspace.systems, [0, *sorted(cuts), FILES]
    parts = [paths[start:end] for start, end in pairwise(edges)]
    assert fold_known(judge, parts) == judge(paths, NOTHING_BEFORE)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.integers(0, 10), second=st.integers(0, 10))
def test_folding_is_associative(judge: Judge, first: int, second: int) -> None:
    paths, (start, end) = judge.workspace.systems[:10], sorted((first, second))

    def parts() -> Iterator[PartialResult]:
        return (judge(each, NOTHING_BEFORE) for each in (paths[:start], paths[start:end], paths[end:]))

    (one, two, three), (four, five, six) = parts(), parts()
    left = fold_partial_results([fold_partial_results([one, two]), three])
    assert left == fold_partial_results([four, fold_partial_results([five, six])])


def test_what_is_listed_of_a_promise_is_the_first_that_supports_it_and_all_against(judge: Judge) -> None:
    shown = judge(judge.workspace.systems, NOTHING_BEFORE).shown
    login = [each for each in shown.evidence if each.promise == "safeguards.login"]
    purposes = [each for each in shown.evidence if each.promise == "purposes"]
    assert ({each.holds for each in login}, len(login)) == ({False}, FILES - 2)
    assert [each.subject for each in purposes if each.holds] == [f"systems.s{n}-clean" for n in range(3)]
    assert shown.tallies["purposes"].supporting == FILES - 2
    assert all(each.document is None for each in shown.evidence)


def test_patterns_share_their_steps_however_files_are_divided(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = judge(judge.workspace.systems, NOTHING_BEFORE).steps
    monkeypatch.setattr(mapping, "MOST_STEPS", steps // 2)
    monkeypatch.setattr("seloste.checker.judging.partial_result.MOST_STEPS", steps // 2)
    whole = judge(judge.workspace.systems, NOTHING_BEFORE)
    assert 0 < whole.steps < steps
    assert fold_known(judge, [(path,) for path in judge.workspace.systems]) == whole


@pytest.mark.parametrize("jobs", [2, 3])
@pytest.mark.parametrize("kept", list(KeptEvidence))
def test_a_report_does_not_hang_on_how_many_processes_judge(folder: Path, jobs: int, kept: KeptEvidence) -> None:
    one, several = (
        check(open_workspace(folder=folder), load_law(), DAY, jobs=number, kept=kept) for number in (1, jobs)
    )
    assert {finding.family for finding in one.findings} >= {"input", "system", "transfer", "evidence", "notice"}
    assert render_report(several, Run("1")) == render_report(one, Run("1"))


def test_a_process_that_is_started_anew_judges_alike(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "MOST_SUPPORTING", 100)  # it knows nothing of what is patched here
    monkeypatch.setattr(pool, "START", "spawn")
    arguments = (judge.workspace, judge.index, judge.law)
    several, one = (judge_systems(*arguments, kept=judge.kept, jobs=jobs) for jobs in (2, 1))
    assert several == one


def test_a_process_that_is_killed_is_an_error(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = os.getpid()

    def die(*_: object, **__: object) -> PartialResult:
        assert os.getpid() != parent
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    monkeypatch.setattr(local, "judge_files", die)
    with pytest.raises(ChildProcessError, match="-9"):
        judge_systems(judge.workspace, judge.index, judge.law, kept=judge.kept, jobs=2)


KILLED = """\
import os, signal, sys
from seloste.checker.judging import local
parent = os.getpid()
local.judge_files = lambda *_, **__: os.kill({whom}, signal.SIGKILL) or __import__("time").sleep(60)
sys.argv[1:] = ["check", "--lang", "en", "--jobs", "2"]
from seloste.cli import main
main()
"""


def start(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs some code in a process of its own."""
    command, environment = [sys.executable, "-c", code], {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=50, check=False)


def test_a_killed_process_ends_the_command_in_words(folder: Path) -> None:
    code = KILLED.format(whom="os.getpid()")
    ended = start(code, folder)
    assert (ended.returncode, ended.stdout, "Traceback" in ended.stderr) == (3, "", False)
    assert "was ended from outside" in ended.stderr


def test_processes_end_with_the_one_that_started_them(folder: Path) -> None:
    """They hold its standard output open: reading it to the end waits for them all."""
    code = KILLED.format(whom="parent")
    ended = start(code, folder)
    assert ended.returncode == -signal.SIGKILL


def test_what_precedes_files_is_known_by_its_ids(judge: Judge) -> None:
    first, second = judge.workspace.systems[0], judge.workspace.systems[FILES - 2]
    total, part = judge((first,), NOTHING_BEFORE), judge((second,), NOTHING_BEFORE)
    known = total.find_dependence(part, NOTHING_BEFORE)
    assert known == Preceding({id: total.ids[id] for id in ("s0", "s0-clean")}, total.steps)
    again = judge((second,), known)
    assert (again.count, [finding.rule for finding in again.findings]) == (0, ["input/duplicate-key"] * 2)
    assert total.find_dependence(again, NOTHING_BEFORE) is None
