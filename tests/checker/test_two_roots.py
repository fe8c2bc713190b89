"""Two companies in one process: the working directory plays no part, since each workspace has its own folder."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from seloste.checker.judging.check import check
from seloste.checker.reading.git import open_repository
from seloste.checker.reading.git_tree import RevisionTree
from seloste.checker.reading.tree import ConfinedTree
from seloste.checker.result import Result
from seloste.checker.workspace.workspace import Sources, Workspace, open_workspace
from seloste.policy.law.law import load_law
from tests.support.corpus_companies import CORPUS, days, judged
from tests.support.git import git

PAIR = ("clinic", "shop")


def facts(result: Result) -> tuple[object, ...]:
    """The parts of a result that name files, records and places."""
    return result.findings, result.promises, result.inputs, result.not_checked, result.idle_waivers


def check_on(workspace: Workspace, day: date) -> Result:
    return check(workspace, load_law(), day, jobs=1)


@pytest.fixture(autouse=True)
def third_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_companies_checked_in_turn_give_what_each_gives_in_its_own_folder() -> None:
    workspaces = {company: open_workspace(folder=CORPUS / company) for company in PAIR}
    for _ in range(2):
        for company, workspace in workspaces.items():
            day = days(company)[0]
            assert facts(check_on(workspace, day)) == facts(judged(company, day))


def test_relative_paths_start_from_the_folder_and_are_shown_as_written() -> None:
    for company in PAIR:
        workspace = open_workspace(
            [Path("systems.yaml")], folder=CORPUS / company, policy=Path("policy.yaml"), config=Path("seloste.yaml")
        )
        assert not workspace.findings
        assert [workspace.display_path(path) for path in workspace.systems] == ["systems.yaml"]
        result = check_on(workspace, days(company)[0])
        assert result.policy is not None
        assert {result.policy.path, *(item.path for item in result.inputs)} >= {"policy.yaml", "systems.yaml"}
        assert not result.broken_input


def test_a_revision_is_read_with_paths_from_the_folder(tmp_path: Path) -> None:
    roots = [tmp_path / company for company in PAIR]
    for root in roots:
        shutil.copytree(CORPUS / root.name, root)
        git(root, "init", "-q")
        git(root, "add", "-A")
        git(root, "commit", "-q", "-m", "first")
        (root / "policy.yaml").unlink()
    for root in roots:
        repository = open_repository(root)
        revision = RevisionTree(repository, repository.resolve("HEAD"), root)
        sources = Sources(ConfinedTree(root, root), revision)
        workspace = open_workspace([Path("systems.yaml")], folder=root, sources=sources)
        day = days(root.name)[0]
        assert check_on(workspace, day).promises == judged(root.name, day).promises


def test_one_company_is_shown_from_the_folder_of_another() -> None:
    workspace = open_workspace(folder=CORPUS / PAIR[0], config=CORPUS / PAIR[1] / "seloste.yaml")
    assert workspace.display_path(workspace.policy) == f"../{PAIR[1]}/policy.yaml"
