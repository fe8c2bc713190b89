"""checker/reading/git.py, on real repositories."""

from __future__ import annotations

import hashlib
import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from seloste.checker.reading.committed import list_beside, list_changed
from seloste.checker.reading.git import Repository, RevisionError, open_repository
from seloste.checker.reading.git_history import find_days, list_commits
from seloste.checker.reading.git_tree import RevisionTree
from tests.support.git import commit, git


@pytest.fixture
def made(tmp_path: Path) -> Repository:
    git(tmp_path, "init", "-q")
    (tmp_path / "ä b.yaml").write_text("one: 1\ntwo: 2\nthree: 3\n")
    (tmp_path / "link").symlink_to("/etc/passwd")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "first")
    git(tmp_path, "mv", "ä b.yaml", "policy.yaml")
    git(tmp_path, "commit", "-q", "-m", "renamed")
    (tmp_path / "policy.yaml").write_text("one: 1\ntwo: 2\nthree: 4\n")
    git(tmp_path, "commit", "-q", "-am", "changed")
    return open_repository(tmp_path)


def test_a_revision_is_resolved_to_its_commit(made: Repository) -> None:
    assert made.resolve("HEAD") == made.head
    assert len(made.resolve("HEAD~2")) == 40


@pytest.mark.parametrize("revision", ["nope", "-x", "--help", "HEAD~9", "HEAD:policy.yaml", "", "HEAD --all"])
def test_what_names_no_commit_is_unknown(made: Repository, revision: str) -> None:
    with pytest.raises(RevisionError) as caught:
        made.resolve(revision)
    assert (caught.value.key, caught.value.value) == ("unknown", revision)


def test_contents_are_those_of_the_commit(made: Repository) -> None:
    first, last = made.resolve("HEAD~2"), made.resolve("HEAD")
    assert made.read_file(first, "ä b.yaml") == b"one: 1\ntwo: 2\nthree: 3\n"
    assert made.read_file(first, "policy.yaml") is None
    assert made.read_file(last, "policy.yaml") == b"one: 1\ntwo: 2\nthree: 4\n"
    entries = made.list_entries(first)
    assert [path for path, entry in entries.items() if entry.is_file] == ["ä b.yaml"], "a link is no file"


@pytest.mark.parametrize("path", ["link", "."])
def test_a_link_is_never_followed(made: Repository, path: str) -> None:
    with pytest.raises(RevisionError) as caught:
        made.read_file(made.resolve("HEAD"), path)
    assert caught.value.key == "not-a-file"


def test_history_follows_the_file_through_its_names(made: Repository) -> None:
    history = [(commit.subject, commit.path) for commit in list_commits(made, "policy.yaml")]
    assert history == [("changed", "policy.yaml"), ("renamed", "policy.yaml"), ("first", "ä b.yaml")]


@pytest.mark.parametrize("subject", ["a\x1fb\x1f2020-01-01", "\x1e2019-01-01", "\x1b[31m"])
def test_no_subject_of_a_commit_hides_it(made: Repository, subject: str) -> None:
    (made.root / "policy.yaml").write_text("one: 5\n")
    commit(made.root, subject, day="2026-01-01")
    found = list_commits(made, "policy.yaml")[0]
    assert (found.subject, found.day, found.author) == (subject, date(2026, 1, 1), "A")


def test_a_day_that_no_calendar_has_is_after_all_others(made: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "@253402300800 +0000")  # the year 10000
    (made.root / "policy.yaml").write_text("one: 5\n")
    commit(made.root)
    assert list_commits(made, "policy.yaml")[0].day == date.max
    assert find_days(made, "HEAD", ["policy.yaml"]) == {}


@pytest.mark.parametrize("others", [0, 20])
@pytest.mark.parametrize("folder", ["", "ev/"])
def test_the_day_of_a_file_is_that_of_its_last_change_whatever_lies_beside_it(
    made: Repository, others: int, folder: str
) -> None:
    names = [f"{folder}main.tf", f"{folder}a\x1e2019-01-01", *(f"{folder}{number}.tf" for number in range(others))]
    for day in ("2025-01-01", "2026-01-01"):
        for name in names:
            (made.root / name).parent.mkdir(exist_ok=True)
            (made.root / name).write_text(day)
        commit(made.root, day=day)
    (made.root / f"{folder}main.tf").write_text("last")
    commit(made.root, day="2026-02-02")
    expected = dict.fromkeys(names, date(2026, 1, 1)) | {names[0]: date(2026, 2, 2)}
    assert find_days(made, "HEAD", names) == expected
    assert find_days(made, "HEAD~1", names[:1]) == {names[0]: date(2026, 1, 1)}


def test_days_of_many_files_take_one_call(made: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []
    original = Repository.run

    def run(self: Repository, *words: str) -> bytes:
        asked.append(words)
        return original(self, *words)

    monkeypatch.setattr(Repository, "run", run)
    find_days(made, "HEAD", [f"ev{number % 3}/{number}.tf" for number in range(2000)])
    find_days(made, "HEAD", [f"ev{number}/{number}.tf" for number in range(2000)])
    assert [len(words) for words in asked] == [len(asked[1]) + 3, len(asked[1])]


def test_outside_a_repository_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(RevisionError) as caught:
        open_repository(tmp_path)
    assert (caught.value.key, "not a git repository" in caught.value.value) == ("no-repository", True)


def test_a_repository_of_somebody_else_is_refused_with_the_remedy_of_git(
    made: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    with pytest.raises(RevisionError) as caught:
        open_repository(made.root)
    assert "dubious ownership" in caught.value.value
    assert f"git config --global --add safe.directory {made.root}" in caught.value.value


def test_a_hook_in_a_linked_work_tree_reads_the_repository_of_its_folder(
    made: Repository, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """git exports where it is to what it runs, and of a linked work tree that is another folder."""
    linked = tmp_path_factory.mktemp("linked") / "tree"
    git(made.root, "worktree", "add", "-q", str(linked))
    (linked / "legal").mkdir()
    shown = tmp_path_factory.mktemp("shown") / "environment"
    hook = made.root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nenv | grep ^GIT_ > {shown}\n")
    hook.chmod(0o755)
    git(linked, "commit", "-q", "--allow-empty", "-m", "in the linked work tree")
    exported = dict(line.split("=", 1) for line in shown.read_text().splitlines())
    assert "GIT_DIR" in exported
    for name, value in exported.items():
        monkeypatch.setenv(name, value)
    found = open_repository(linked / "legal")
    assert found.root == linked
    assert found.read_file(found.resolve("HEAD"), "policy.yaml") is not None


def test_what_is_local_to_a_repository_is_not_handed_to_git(made: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", "'core.worktree=/nowhere'")
    for name in git(made.root, "rev-parse", "--local-env-vars").split():
        if not name.startswith("GIT_CONFIG"):
            monkeypatch.setenv(name, "/nowhere")
    assert open_repository(made.root).root == made.root


def test_a_large_file_is_hashed_and_compared_without_being_in_memory_as_a_whole(made: Repository) -> None:
    size = 60_000_000
    (made.root / "big.bin").write_bytes(b"\r\n" * (size // 2))
    (made.root / "text.md").write_bytes(b"a\nb\n")
    commit(made.root)
    tree = RevisionTree(made, "HEAD", made.root)
    names = ["big.bin", "text.md"]
    entries = list_beside(made, "HEAD", names)
    tracemalloc.start()
    hashes = tree.compute_hashes([Path(name) for name in names], 10 * size)
    assert list(list_changed(made, entries, names)) == []
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
    assert hashes == {Path(name): hashlib.sha256((made.root / name).read_bytes()).hexdigest() for name in names}
    (made.root / "text.md").write_bytes(b"a\r\nb\r\n")
    (made.root / "big.bin").write_bytes(b"\n\r" * (size // 2))
    assert list(list_changed(made, entries, names)) == ["big.bin"]
    assert made.hash_blob("0" * 40) is None
