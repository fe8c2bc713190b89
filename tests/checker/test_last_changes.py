"""The commits that last changed lines: of files as committed, changed, renamed, in shallow clones, and without git."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from seloste.checker.position import Location
from seloste.checker.reading.git import open_repository
from seloste.checker.reading.git_tree import RevisionTree
from seloste.checker.reading.tree import Tree, WorkTree
from seloste.checker.workspace.last_changes import (
    MOST_FILES,
    ChangeState,
    LastChange,
    LastChanges,
    find_last_changes,
)
from tests.support.git import commit, git

COMMITTED, UNCOMMITTED, SHALLOW = ChangeState.COMMITTED, ChangeState.UNCOMMITTED, ChangeState.SHALLOW
LINES = [f"key-{number}: value" for number in range(1, 9)]


def write(folder: Path, *lines: str, name: str = "a.yaml") -> None:
    (folder / name).write_text("".join(f"{line}\n" for line in lines), "utf-8")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A file of which the third line was changed in a second commit."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q")
    write(folder, *LINES)
    commit(folder, day="2024-01-01")
    write(folder, *LINES[:2], "key-3: changed", *LINES[3:])
    commit(folder, day="2025-05-05")
    return folder


def ask(tree: Tree | Path, *places: tuple[str, int | None], with_authors: bool = False) -> LastChanges:
    """The last changes of lines; the clock of the test never goes on."""
    tree = WorkTree(tree) if isinstance(tree, Path) else tree
    locations = [Location(path, line) for path, line in places]
    return find_last_changes(tree, locations, lambda: 0.0, with_authors=with_authors)


def days(tree: Tree | Path, *lines: int | None, name: str = "a.yaml") -> list[str]:
    """Of each line the day of its last change, or why there is none."""
    found = ask(tree, *((name, line) for line in lines)).found
    shown = [found.get((name, line)) for line in lines]
    return [str(each.day) if each and each.state is COMMITTED else each.state.value if each else "" for each in shown]


def test_a_line_has_the_commit_that_last_changed_it(repository: Path) -> None:
    found = ask(repository, ("a.yaml", 2), ("a.yaml", 3))
    assert found.found == {
        ("a.yaml", 2): LastChange(COMMITTED, git(repository, "rev-parse", "HEAD~1")[:12], date(2024, 1, 1)),
        ("a.yaml", 3): LastChange(COMMITTED, git(repository, "rev-parse", "HEAD")[:12], date(2025, 5, 5)),
    }
    assert found.find(Location("a.yaml", 3, 5, 3, 9)) == found.found["a.yaml", 3]
    assert found.find(Location("a.yaml", 4)) is None
    assert found.omitted == 0


def test_a_file_as_a_whole_has_its_last_commit(repository: Path) -> None:
    write(repository, "x", name="b.yaml")
    (repository / "list.xlsx").write_bytes(b"PK")
    commit(repository, day="2025-06-06")
    assert days(repository, None) == ["2025-05-05"]
    cell = find_last_changes(WorkTree(repository), [Location("list.xlsx", 4, 2)], lambda: 0.0)
    assert cell.find(Location("list.xlsx", 9, 9)) == cell.found["list.xlsx", None]
    (repository / "list.xlsx").write_bytes(b"PK2")
    assert days(repository, None, name="list.xlsx") == ["uncommitted"]


def test_what_is_not_committed_is_named_line_by_line(repository: Path) -> None:
    write(repository, "new: 1", *LINES[:2], "key-3: changed", "key-4: again", *LINES[4:], "last: 1")
    assert days(repository, *range(1, 11)) == [
        *("uncommitted", "2024-01-01", "2024-01-01", "2025-05-05", "uncommitted"),
        *(["2024-01-01"] * 4),
        "uncommitted",
    ]
    write(repository, "x: 1", name="new.yaml")
    assert days(repository, 1, None, name="new.yaml") == ["uncommitted", "uncommitted"]
    git(repository, "add", "new.yaml")
    assert days(repository, 1, name="new.yaml") == ["uncommitted"]


def test_a_revision_is_asked_about_itself(repository: Path) -> None:
    opened = open_repository(repository)
    write(repository, "all: new")
    assert days(RevisionTree(opened, opened.resolve("HEAD~1"), repository), 3) == ["2024-01-01"]
    assert days(RevisionTree(opened, opened.resolve("HEAD"), repository), 3) == ["2025-05-05"]
    assert days(RevisionTree(opened, opened.resolve("HEAD"), repository), 1, name="none.yaml") == [""]


def test_a_name_that_changed_hides_nothing(repository: Path) -> None:
    git(repository, "mv", "a.yaml", "b.yaml")
    commit(repository, day="2026-01-01")
    assert days(repository, 2, 3, name="b.yaml") == ["2024-01-01", "2025-05-05"]


def test_a_shallow_clone_knows_no_more_than_its_end(repository: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), str(clone))
    head = git(repository, "rev-parse", "HEAD")[:12]
    assert ask(clone, ("a.yaml", 2), ("a.yaml", None), with_authors=True).found == {
        ("a.yaml", 2): LastChange(SHALLOW, head, date(2025, 5, 5)),
        ("a.yaml", None): LastChange(SHALLOW, head, date(2025, 5, 5)),
    }
    write(clone, *LINES[:2], "key-3: changed", *LINES[3:], "more: 1")
    commit(clone, day="2026-02-02")
    assert days(clone, 1, 9) == ["shallow", "2026-02-02"]


def test_authors_are_asked_for_or_not_known_at_all(repository: Path) -> None:
    assert ask(repository, ("a.yaml", 1)).found["a.yaml", 1].author == ""
    assert ask(repository, ("a.yaml", 1), with_authors=True).found["a.yaml", 1].author == "A"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("x" * 500, "x" * 100),
        ("</p><script>", "/p"),  # git itself drops what would end a name
        ("boundary", "boundary"),
        ("\u202egnp.exe", "\u202egnp.exe"),  # escaped where it is shown
        ("Ä", "Ä"),
    ],
)
def test_hostile_names_and_messages_are_neither_read_as_facts_nor_long(repository: Path, name: str, shown: str) -> None:
    write(repository, *LINES, "more: 1")
    git(repository, "add", "-A")
    message = f"boundary\nauthor Nobody\ncommitter-time 0\n{'0' * 40} 1 1 9"
    git(repository, "-c", f"user.name={name}", "commit", "-q", "-m", message, day="2026-03-03")
    found = ask(repository, ("a.yaml", 9), with_authors=True).found["a.yaml", 9]
    assert (found.state, found.day) == (COMMITTED, date(2026, 3, 3))
    assert found.author.startswith(shown)
    assert len(found.author) <= 100


def test_a_commit_of_no_day_has_none(repository: Path) -> None:
    write(repository, *LINES, "more: 1")
    git(repository, "add", "-A")
    tree = git(repository, "write-tree")
    person = "A <a@a.fi> 99999999999999 +9999"
    content = f"tree {tree}\nparent {git(repository, 'rev-parse', 'HEAD')}\nauthor {person}\ncommitter {person}\n\nx\n"
    (repository / "../raw").write_text(content, "utf-8")
    made = git(repository, "hash-object", "-t", "commit", "-w", "--literally", str(repository / "../raw"))
    git(repository, "reset", "-q", "--soft", made)
    found = ask(repository, ("a.yaml", 9)).found.get(("a.yaml", 9))
    assert found is None or found == LastChange(COMMITTED, made[:12], None)


def test_nothing_that_the_repository_configures_runs_or_hides_a_commit(repository: Path, tmp_path: Path) -> None:
    (repository / ".gitattributes").write_text("*.yaml filter=evil diff=evil\n", "utf-8")
    (repository / "ignored").write_text(git(repository, "rev-parse", "HEAD") + "\n", "utf-8")
    commit(repository, day="2026-01-01")
    ran = f"touch {tmp_path}/ran; cat"
    for key in ("filter.evil.clean", "filter.evil.smudge", "diff.evil.textconv", "diff.evil.command", "core.fsmonitor"):
        git(repository, "config", key, ran)
    git(repository, "config", "blame.ignoreRevsFile", "ignored")
    git(repository, "config", "blame.showRoot", "true")
    write(repository, *LINES[:2], "key-3: changed", *LINES[3:], "more: 1")
    assert days(repository, 1, 3, 9, None) == ["2024-01-01", "2025-05-05", "uncommitted", "uncommitted"]
    assert not (tmp_path / "ran").exists()


def test_without_git_nothing_is_known(tmp_path: Path, repository: Path) -> None:
    write(tmp_path, *LINES)
    assert ask(tmp_path, ("a.yaml", 1)) == LastChanges()
    empty = tmp_path / "empty"
    empty.mkdir()
    git(empty, "init", "-q")
    write(empty, *LINES)
    assert ask(empty, ("a.yaml", 1)) == LastChanges()
    beyond = ask(repository, ("../a.yaml", 1), ("nowhere.yaml", 1), ("postgresql://h/d", None), ("a.yaml", 4_000))
    assert beyond == LastChanges()


def test_a_line_that_the_file_lacks_costs_only_the_lines_of_its_file(repository: Path) -> None:
    write(repository, "x: 1", name="b.yaml")
    commit(repository, day="2026-01-01")
    found = ask(repository, ("a.yaml", 1), ("a.yaml", 4_000), ("b.yaml", 1)).found
    assert set(found) == {("b.yaml", 1)}


def test_of_very_many_files_the_first_are_asked_about(repository: Path) -> None:
    many = [(f"f{number}.yaml", 1) for number in range(MOST_FILES + 5)]
    assert ask(repository, ("a.yaml", 1), *many).omitted == 6


def test_git_that_takes_too_long_is_asked_no_more(repository: Path) -> None:
    write(repository, "x: 1", name="b.yaml")
    commit(repository, day="2026-01-01")
    clock: Iterator[int] = count(step=25)
    places = [Location("a.yaml", 1), Location("a.yaml", 2), Location("b.yaml", 1)]
    found = find_last_changes(WorkTree(repository), places, lambda: float(next(clock)))
    assert (set(found.found), found.omitted) == ({("a.yaml", 1), ("a.yaml", 2)}, 1)


def test_the_environment_of_a_hook_leads_nowhere_else(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "none"))
    assert days(repository, 3) == ["2025-05-05"]
