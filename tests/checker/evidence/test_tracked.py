"""Plans and states that git tracks are noted, since they hold secrets in plain text."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from seloste.checker.evidence.terraform import plan
from seloste.checker.reading import git as git_calls
from seloste.checker.reading.git import Repository
from seloste.checker.reading.git_tree import RevisionTree
from seloste.checker.reading.tree import Tree, WorkTree
from tests.support.git import commit, git
from tests.support.plans import make_file, make_plan

TEXT = json.dumps(make_plan())
NAMES = ("plan.json", "infra/plan.example.json", "infra/[x]*.json", "counterexamples.json")


def find_notes(tree: Tree, *names: str) -> dict[str, str]:
    files = [make_file(TEXT.encode(), name, tree=tree) for name in names]
    assert list(plan.read_resources(files)) == []
    return {name: reason for file in files for name, reason in file.notes}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    (tmp_path / "infra").mkdir()
    for name in (*NAMES, "infra/local.json"):
        (tmp_path / name).write_text(TEXT)
    (tmp_path / ".gitignore").write_text("local.json\n")
    commit(tmp_path)
    return tmp_path


def test_what_git_tracks_is_noted_and_examples_are_told_apart(repository: Path) -> None:
    expected = dict.fromkeys(NAMES, "plan-tracked") | {"infra/plan.example.json": "plan-tracked-example"}
    assert find_notes(WorkTree(repository), *NAMES, "infra/local.json", "infra/absent.json") == expected
    inner = find_notes(WorkTree(repository / "infra"), "../plan.json", "local.json", "[x]*.json")
    assert inner == {"../plan.json": "plan-tracked", "[x]*.json": "plan-tracked"}


def test_what_is_read_from_a_commit_is_tracked(repository: Path) -> None:
    tree = RevisionTree(Repository(repository), git(repository, "rev-parse", "HEAD").strip(), repository)
    assert find_notes(tree, "plan.json") == {"plan.json": "plan-tracked"}


def test_outside_of_a_repository_git_is_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("git was asked"))
    assert find_notes(WorkTree(tmp_path), "plan.json") == {}


def test_git_is_asked_once_for_all_files(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[str, ...]] = []
    run = git_calls._run_git
    monkeypatch.setattr(
        git_calls, "_run_git", lambda *arguments, **more: (calls.append(arguments), run(*arguments, **more))[1]
    )
    find_notes(WorkTree(repository), *NAMES)
    assert len(calls) == 1


def test_what_only_looks_like_a_repository_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / ".git").write_text("gitdir: /nowhere\n")
    (tmp_path / "plan.json").write_text(TEXT)
    assert find_notes(WorkTree(tmp_path), "plan.json") == {}
