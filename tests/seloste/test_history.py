"""`seloste history`: which notice was in force when, from a real repository."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from seloste.cli import cli
from seloste.usage_errors import UsageError
from tests.support import ROOT
from tests.support.git import commit, git

JAMIX = (ROOT / "policy.yaml").read_text("utf-8")


class Ran(NamedTuple):
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


class Scratch:
    """A repository of its own, whose commits are made on given days."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, day: str = "2026-01-01") -> None:
        git(self.folder, *arguments, day=day)

    def commit(self, day: str, subject: str, text: str | None = None, name: str = "policy.yaml") -> None:
        if text is not None:
            (self.folder / name).write_text(text, "utf-8")
        commit(self.folder, subject, day)


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    return Scratch(tmp_path / "company")


@pytest.fixture
def run(scratch: Scratch, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(scratch.folder)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("LC_ALL", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def command(*arguments: str) -> Ran:
        code = cli.main(["history", *arguments], standalone_mode=False)
        written = capsys.readouterr()
        return Ran(int(code or 0), written.out, written.err)

    return command


def machine(run: Run, *arguments: str) -> dict[str, Any]:
    ran = run(*arguments, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    found = json.loads(ran.out)
    assert isinstance(found, dict)
    return found


def usual(scratch: Scratch) -> None:
    """A notice, a corrected number, another name of the file, a broken version, and a new purpose."""
    scratch.commit("2018-05-25", "First", JAMIX, "seloste.txt.yaml")
    corrected = JAMIX.replace("121 310", "121 311")
    scratch.commit("2019-01-10", "Phone", corrected, "seloste.txt.yaml")
    scratch.git("mv", "seloste.txt.yaml", "policy.yaml")
    scratch.commit("2020-02-01", "Name")
    scratch.commit("2020-03-01", "Broken", corrected + "purposes: [\n")
    added = "  profiling:\n    text: {fi: Profilointi, en: Profiling}\n  marketing:\n"
    scratch.commit("2021-07-01", "Profiling", corrected.replace("  marketing:\n", added))


def test_every_version_is_told_of_newest_first(run: Run, scratch: Scratch) -> None:
    usual(scratch)
    found = machine(run)
    editions = [(e["from"], e["until"], e["subject"], e["change"] and e["change"]["tell"]) for e in found["editions"]]
    assert editions == [
        ("2021-07-01", None, "Profiling", "yes"),
        ("2020-03-01", "2021-07-01", "Broken", None),
        ("2020-02-01", "2020-03-01", "Name", "no"),
        ("2019-01-10", "2020-02-01", "Phone", "no"),
        ("2018-05-25", "2019-01-10", "First", None),
    ]
    latest, broken, renamed = found["editions"][:3]
    assert latest["compared_with"] == renamed["commit"]
    assert [change["id"] for change in latest["change"]["changes"]] == ["purposes.profiling"]
    assert "policy.yaml:" in broken["unreadable"]
    assert renamed["renamed_from"] == "seloste.txt.yaml"
    assert (found["shallow"], found["uncommitted"]) == (False, False)


def test_it_is_told_in_words(run: Run, scratch: Scratch) -> None:
    usual(scratch)
    out = run().out
    assert "from 1 July 2021  tell people" in out
    assert "Purpose “Profiling”: The data are used for a new purpose." in out
    assert "could not be read as a notice" in out
    assert "10 January 2019 to 1 February 2020  no duty found" in out
    out = run("--lang", "fi").out
    assert "1.7.2021 alkaen  kerrottava" in out
    out = run("--format", "markdown").out
    assert out.count("\n| ") == 6
    assert "| from 1 July 2021 | tell people |" in out


def test_the_day_of_the_last_change_is_shown(run: Run, scratch: Scratch) -> None:
    dated = JAMIX.replace("  languages: [fi, en]\n", "  languages: [fi, en]\n  updated: 2019-01-09\n")
    assert dated != JAMIX
    scratch.commit("2018-05-25", "First", JAMIX)
    scratch.commit("2019-01-10", "Second", dated)
    assert [edition.get("updated") for edition in machine(run)["editions"]] == ["2019-01-09", None]
    assert "updated 9 January 2019" in run().out
    assert "päivitetty 9.1.2019" in run("--lang", "fi").out


def test_the_notice_of_a_day(run: Run, scratch: Scratch) -> None:
    usual(scratch)
    for day, subject in (
        ("2018-05-25", "First"),
        ("2019-01-09", "First"),
        ("2019-01-10", "Phone"),
        ("2030-01-01", "Profiling"),
    ):
        (edition,) = machine(run, "--as-of", day)["editions"]
        assert edition["subject"] == subject
    assert "To read it: git show " in run("--as-of", "2019-01-10").out
    with pytest.raises(UsageError, match="history-none"):
        run("--as-of", "2018-05-24")


def test_since_leaves_out_what_had_ended(run: Run, scratch: Scratch) -> None:
    usual(scratch)
    found = machine(run, "--since", "2020-02-15")
    assert [edition["subject"] for edition in found["editions"]] == ["Profiling", "Broken", "Name"]


def test_what_came_with_a_merge_came_on_its_day(run: Run, scratch: Scratch) -> None:
    scratch.commit("2021-01-01", "First", JAMIX)
    scratch.git("checkout", "-q", "-b", "side")
    scratch.commit("2021-02-01", "Aside", JAMIX.replace("area: eu", "area: eea"))
    scratch.git("checkout", "-q", "main")
    scratch.commit("2021-02-15", "Other", "x", "other.txt")
    scratch.git("merge", "-q", "--no-ff", "-m", "Merged", "side", day="2021-03-01")
    editions = machine(run)["editions"]
    assert [(edition["from"], edition["subject"]) for edition in editions] == [
        ("2021-03-01", "Merged"),
        ("2021-01-01", "First"),
    ]
    assert editions[0]["change"]["tell"] == "yes"


def test_a_change_is_judged_by_the_law_of_its_day(run: Run, scratch: Scratch) -> None:
    scratch.commit("2018-05-01", "First", JAMIX)
    scratch.commit("2018-05-20", "Before", JAMIX.replace("area: eu", "area: eea"))
    (latest, _) = machine(run)["editions"]
    assert latest["change"]["tell"] == "check"
    assert latest["change"]["changes"][0]["reasons"][0]["law"] == []


def test_what_is_not_there_is_said(run: Run, scratch: Scratch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual(scratch)
    (scratch.folder / "policy.yaml").write_text(JAMIX, "utf-8")
    assert machine(run)["uncommitted"] is True
    scratch.git("checkout", "-q", "--", ".")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{scratch.folder}", "shallow")
    monkeypatch.chdir(tmp_path / "shallow")
    assert machine(run)["shallow"] is True
    assert "The repository is a shallow clone" in run().out


def test_a_removed_and_restored_file(run: Run, scratch: Scratch) -> None:
    scratch.commit("2021-01-01", "First", JAMIX)
    (scratch.folder / "policy.yaml").unlink()
    scratch.commit("2021-02-01", "Gone")
    scratch.commit("2021-03-01", "Back", JAMIX)
    back, gone, first = machine(run)["editions"]
    assert (back["subject"], gone["subject"], first["subject"]) == ("Back", "Gone", "First")
    assert back["change"]["changes"] == []
    assert (gone["change"], gone["unreadable"]) == (None, None)
    assert "the file was removed" in run().out


def test_misuse(run: Run, scratch: Scratch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (scratch.folder / "policy.yaml").write_text(JAMIX, "utf-8")
    with pytest.raises(UsageError, match="history-empty"):
        run()
    scratch.commit("2021-01-01", "Other", "x", "other.txt")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "policy.yaml").write_text(JAMIX, "utf-8")
    monkeypatch.chdir(outside)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    with pytest.raises(UsageError, match="history-no-repository"):
        run()


def test_hostile_messages_of_commits_come_out_harmless(run: Run, scratch: Scratch) -> None:
    scratch.commit("2021-01-01", "\x1b[31m\u202e<b>|`x`", JAMIX)
    for kind in ("text", "markdown"):
        out = run("--format", kind).out
        assert "\x1b" not in out
        assert "\u202e" not in out
        assert kind == "text" or "\\|" in out
