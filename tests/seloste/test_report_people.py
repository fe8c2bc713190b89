"""`seloste report` says when a line was last changed, at a revision too; who changed it, only with `--people`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support import EXAMPLE
from tests.support.commands import DAY, seloste
from tests.support.git import commit, git

pytestmark = pytest.mark.usefixtures("a_day_ahead")

AUTHOR = "Maija Mallikas"


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The complete example, in which somebody weakened a backup in a second commit."""
    folder = tmp_path / "company"
    shutil.copytree(EXAMPLE, folder)
    git(folder, "init", "-q")
    commit(folder, day="2026-10-20")
    git(folder, "tag", "v1")
    weaken(folder)
    git(folder, "add", "-A")
    git(folder, "-c", f"user.name={AUTHOR}", "commit", "-q", "-m", "Weaker", day="2026-11-10")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PWD", str(folder))
    return folder


def weaken(folder: Path) -> None:
    path = folder / "systems.yaml"
    text = path.read_text("utf-8")
    assert "interval: P1D" in text
    path.write_text(text.replace("interval: P1D", "interval: P7D", 1), "utf-8")


def write_audit(*arguments: str) -> str:
    """The audit report in English, as Markdown."""
    assert seloste("report", "--as-of", DAY, "--lang", "en", "--format", "markdown", "--out", "out", *arguments) == 0
    return Path("out/audit.en.md").read_text("utf-8").replace("\\", "")


def test_authors_are_named_only_with_people(company: Path) -> None:
    head = git(company, "rev-parse", "HEAD")[:12]
    written = write_audit()
    assert f"last changed 10 November 2026 (commit {head})" in written
    assert AUTHOR not in "".join(path.read_text("utf-8") for path in Path("out").iterdir())
    assert f"last changed 10 November 2026 by {AUTHOR} (commit {head})" in write_audit("--people")


def test_a_revision_is_asked_about_itself_and_the_work_tree_about_what_is_not_committed(company: Path) -> None:
    assert "10 November 2026" not in write_audit("--at", "v1")
    git(company, "reset", "-q", "--hard", "v1")
    weaken(company)
    written = write_audit()
    assert "`systems.yaml` (not committed)" in written
    assert [line for line in written.splitlines() if "systems.yaml:" in line and "· not committed" in line]


def test_outside_git_the_report_says_nothing_of_it(company: Path) -> None:
    shutil.rmtree(company / ".git")
    written = write_audit("--people")
    assert "last changed" not in written
    assert "not committed" not in written


def test_the_same_repository_gives_the_same_bytes(company: Path) -> None:
    first = write_audit()
    assert write_audit() == first
