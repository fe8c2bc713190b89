"""A revision as a tree of files: the same files match the same patterns as on the disk, and nothing is followed."""

from __future__ import annotations

from pathlib import Path

import pytest

from seloste.checker.finding import Finding
from seloste.checker.reading.git import RevisionError, open_repository
from seloste.checker.reading.git_tree import RevisionTree
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.tree import PathKind, WorkTree
from seloste.checker.workspace.patterns import expand_patterns
from tests.support.git import git

FILES = (
    "seloste.yaml",
    "a.yaml",
    "inv/b.yaml",
    "inv/x/c.json",
    "inv/x/.d.yaml",
    "inv/.e/f.yaml",
    "ä ö/g.yaml",
    "n\nl/h.yaml",
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "root"
    for name in FILES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"# {name!r}\n")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "first")
    monkeypatch.chdir(root)
    return root


def revision(root: Path, name: str = "HEAD") -> RevisionTree:
    repository = open_repository(root)
    return RevisionTree(repository, repository.resolve_unambiguous(name), root)


@pytest.mark.parametrize(
    "pattern",
    ["**", "*.yaml", "inv/**", "inv/*", "**/*.json", "*/x/**", "{a,b}.yaml", "inv/.e/*", "ä*/*", "none/*", "n*/h.yaml"],
)
def test_a_pattern_matches_the_same_files_as_on_the_disk(root: Path, pattern: str) -> None:
    findings: list[Finding] = []
    stored = expand_patterns(revision(root), root, [pattern], findings, required=True)
    assert stored == expand_patterns(WorkTree(root), root, [pattern], [], required=True)
    assert len(findings) == (not stored)


def test_what_it_holds_is_what_was_committed(root: Path) -> None:
    tree = revision(root)
    (root / "a.yaml").write_text("other")
    (root / "new.yaml").write_text("new")
    (root / "inv" / "b.yaml").unlink()
    tree.prefetch([root / name for name in FILES])
    for name in FILES:
        assert tree.read_bytes(Path(name), 1000) == f"# {name!r}\n".encode()
        assert tree.get_kind(root / name) is PathKind.FILE
    assert (tree.get_kind(Path("new.yaml")), tree.get_kind(Path("inv"))) == (PathKind.ABSENT, PathKind.FOLDER)
    assert tree.get_commit(Path("a.yaml")) == tree.commit


@pytest.mark.parametrize(
    ("path", "variant"),
    [("new.yaml", "not-in-revision"), ("inv", "is-directory"), ("a.yaml/x", ""), ("a\0b", "not-in-revision")],
)
def test_what_is_no_file_is_told_of(root: Path, path: str, variant: str) -> None:
    problem = revision(root).read_bytes(Path(path), 1000)
    assert isinstance(problem, Problem)
    assert problem.variant == (variant or "not-in-revision")


def test_links_and_what_lies_behind_them_are_not_followed(root: Path) -> None:
    (root / "link.yaml").symlink_to("a.yaml")
    (root / "folder").symlink_to("inv")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "links")
    tree = revision(root)
    for path in ("link.yaml", "folder", "folder/b.yaml"):
        problem = tree.read_bytes(Path(path), 1000)
        assert isinstance(problem, Problem)
        assert (problem.variant, tree.get_kind(Path(path))) == ("link", PathKind.OTHER)


def test_a_large_file_is_not_asked_for(root: Path) -> None:
    problem = revision(root).read_bytes(Path("a.yaml"), 5)
    assert isinstance(problem, Problem)
    assert (problem.rule, problem.variant) == ("limit-exceeded", "size")


def test_what_lies_outside_is_read_from_the_disk(root: Path, tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("outside")
    tree = revision(root)
    assert tree.read_bytes(Path("../other.yaml"), 1000) == b"outside"
    assert tree.get_commit(Path("../other.yaml")) is None


def test_another_name_of_the_repository_leads_to_the_revision(root: Path, tmp_path: Path) -> None:
    (tmp_path / "alias").symlink_to(root / "inv")
    (tmp_path / "whole").symlink_to(root)
    (root / "inv" / "b.yaml").write_text("other")
    tree = revision(root)
    assert tree.read_bytes(tmp_path / "alias" / "b.yaml", 1000) == b"# 'inv/b.yaml'\n"
    assert tree.read_bytes(tmp_path / "whole" / "inv" / "b.yaml", 1000) == b"# 'inv/b.yaml'\n"
    assert tree.is_repository_root(tmp_path / "whole")


def test_a_link_of_the_work_tree_leads_nowhere_else(root: Path, tmp_path: Path) -> None:
    """What a change makes of the work tree does not decide what is read from the revision."""
    (tmp_path / "evil.yaml").write_text("evil")
    (root / "inv").rename(tmp_path / "moved")
    (root / "inv").symlink_to(tmp_path)
    (root / "a.yaml").unlink()
    (root / "a.yaml").symlink_to(tmp_path / "evil.yaml")
    tree = revision(root)
    assert tree.read_bytes(root / "a.yaml", 1000) == b"# 'a.yaml'\n"
    assert tree.read_bytes(root / "inv" / "b.yaml", 1000) == b"# 'inv/b.yaml'\n"
    assert tree.get_kind(root / "inv" / "evil.yaml") is PathKind.ABSENT


def test_a_folder_that_looks_like_a_repository_is_none(root: Path) -> None:
    fake = root / "fake"
    for name in ("objects", "refs/heads"):
        (fake / name).mkdir(parents=True)
    (fake / "HEAD").write_text("ref: refs/heads/main\n")
    (fake / "config").write_text("[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = /\n")
    with pytest.raises(RevisionError) as error:
        open_repository(fake)
    assert error.value.key == "no-repository"
