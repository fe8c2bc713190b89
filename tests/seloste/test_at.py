"""`--at REV`: all inputs are those of a revision, and every head says which state of the files it is about."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.support import EXAMPLE
from tests.support.commands import DAY, run, seloste
from tests.support.git import commit, git

pytestmark = pytest.mark.usefixtures("a_day_ahead")

FIRST, SECOND = "2026-10-20", "2026-11-10"
RECORD = ("export", "ropa", "--format", "markdown", "--lang", "en", "--as-of", DAY)


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The complete example as it was at `v1`, and without half of it at the second commit."""
    folder = tmp_path_factory.mktemp("history") / "company"
    shutil.copytree(EXAMPLE, folder)
    git(folder, "init", "-q")
    commit(folder, day=FIRST)
    git(folder, "tag", "v1")
    shutil.rmtree(folder / "docs")
    edit(folder / "systems.yaml", "name: Web shop", "name: Shop of today")
    edit(folder / "systems.yaml", "interval: P1D", "interval: P7D")
    edit(folder / "policy.yaml", "name: Lumikiurun Puoti Oy", "name: Company of today")
    commit(folder, day=SECOND)
    return folder


@pytest.fixture
def company(history: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, as the working directory."""
    folder = tmp_path / "company"
    shutil.copytree(history, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PWD", str(folder))
    return folder


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def report(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    capsys.readouterr()
    seloste("check", "--as-of", DAY, "--format", "json", *arguments)
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def refuse(*arguments: str) -> str:
    ran = run(*arguments, "--lang", "en")
    assert (ran.returncode, b"Traceback" in ran.stderr) == (2, False)
    return ran.stderr.decode()


def test_a_check_at_a_revision_is_that_of_its_checkout(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    now = report(capsys)
    assert "evidence/document-missing" in {found["rule"] for found in now["findings"]}
    then = report(capsys, "--at", "v1")
    git(company, "checkout", "-q", "v1")
    checked_out = report(capsys)
    assert (then.pop("at"), checked_out["files_as_of"], then["files_as_of"]) == ("v1", FIRST, FIRST)
    assert {item.pop("revision") for item in (then["policy"], *then["inputs"])} == {git(company, "rev-parse", "v1")}
    assert then == checked_out


@pytest.mark.parametrize("name", ["v1", "HEAD~1", "refs/tags/v1"])
def test_the_record_at_a_revision_is_the_one_that_stood_then(company: Path, name: str) -> None:
    now, then = run(*RECORD).stdout.decode(), run(*RECORD, "--at", name).stdout.decode().replace("\\~", "~")
    assert ("Company of today" in now, "Company of today" in then) == (True, False)
    assert ("Shop of today" in now, "Shop of today" in then) == (True, False)
    assert f"Files as of 20 October 2026 ({name}, commit" in then
    assert "law as of 22 November 2026." in then
    assert "As things stood" not in then


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "only after 15 July 2020, the day asked about"),
        ("fi", "vasta tarkastelupäivän 15.7.2020 jälkeen"),
        ("sv", "först efter granskningsdagen den 15 juli 2020"),
    ],
)
def test_what_a_record_of_a_past_day_has_of_later_days_is_told_as_later(language: str, words: str) -> None:
    written = run("export", "ropa", "--format", "markdown", "--lang", language, "--as-of", "2020-07-15").stdout.decode()
    signed = {"en": ": signed ", "fi": ": allekirjoitettu ", "sv": ": undertecknat "}[language]
    agreements = [line for line in written.splitlines() if signed in line]
    assert agreements
    assert all(words in line for line in agreements)
    register = run("export", "transfers", "--lang", language, "--as-of", "2020-07-15").stdout.decode()
    assert words in register


@pytest.mark.parametrize(
    "command",
    [
        ("check", "--format", "json"),
        ("check", "--format", "sarif"),
        ("check", "--format", "junit"),
        ("forecast", "--format", "json"),
        ("export", "transfers"),
        ("drill", "--format", "json"),
        ("drill",),
    ],
)
def test_every_command_with_a_head_names_the_day_of_the_files(company: Path, command: tuple[str, ...]) -> None:
    written = run(*command, "--as-of", DAY, "--at", "v1", "--lang", "en").stdout.decode()
    assert FIRST in written or "20 October 2026" in written


def test_a_workbook_names_the_day_of_its_files(company: Path) -> None:
    written = company / "record.xlsx"
    assert not run(*RECORD[:2], "--lang", "en", "--as-of", DAY, "--at", "v1", "-o", str(written)).returncode
    with zipfile.ZipFile(written) as archive:
        assert b"Files as of 20 October 2026 (v1, commit" in archive.read("xl/sharedStrings.xml")


@pytest.mark.parametrize("name", ["a" * 100_000, "v1\n::error::x", "HEAD" + "^" * 10_000])
@pytest.mark.usefixtures("company")
def test_the_name_of_a_revision_is_cut_and_on_one_line(name: str) -> None:
    message = refuse("check", "--at", name)
    assert len(message) < 1_000
    assert not [line for line in message.splitlines() if line.startswith("::")]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Files as of"), ("fi", "Tiedostojen tila"), ("sv", "Filernas läge")]
)
def test_the_notice_and_the_report_are_those_of_the_revision(company: Path, language: str, words: str) -> None:
    assert b"Company of today" not in run("notice", "--at", "v1").stdout
    assert run("report", "--at", "v1", "--as-of", DAY, "--lang", language).returncode == 0
    out = company / "seloste-report"
    audit = (out / f"audit.{language}.md").read_text("utf-8")
    assert words in audit
    assert "Company of today" not in audit
    assert json.loads((out / "report.json").read_text("utf-8"))["commit"] == git(company, "rev-parse", "v1")


def test_a_folder_below_the_root_and_named_files_are_those_of_the_revision(
    company: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (company / "systems.yaml").unlink()
    found = report(capsys, "--at", "v1", "systems.yaml")
    assert (found["summary"]["systems"], found["summary"]["error"]) == (5, 0)
    monkeypatch.chdir(company / "contracts")
    monkeypatch.setenv("PWD", str(company / "contracts"))
    assert report(capsys, "--at", "v1")["policy"]["path"] == "../policy.yaml"


def test_with_against_two_revisions_are_compared(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    effect = report(capsys, "--at", "v1", "--against", "HEAD")["effect"]
    assert effect["commit"] == git(company, "rev-parse", "HEAD")
    assert {change["id"] for change in effect["promises"]} >= {"safeguards.backup"}  # kept at one, broken at the other


def test_what_is_of_no_revision_is_refused(company: Path, tmp_path: Path) -> None:
    assert "no revision nope" in refuse("check", "--at", "nope")
    assert "names no revision" in refuse("check", "--at", "")
    assert "--trusted" in refuse("check", "--at", "v1", "--trusted", "v1")
    assert "--write-baseline" in refuse("check", "--at", "v1", "--write-baseline")
    assert "database" in refuse("check", "--at", "v1", "--evidence", "env:DATABASE")
    git(company, "tag", "change")
    git(company, "branch", "change", "HEAD~1")
    assert "several meanings" in refuse("check", "--at", "change")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{company}", str(shallow))
    ran = subprocess.run(
        ["git", "-C", str(shallow), "rev-parse", "HEAD~1"], check=False, capture_output=True, timeout=60
    )
    assert ran.returncode


def test_outside_a_repository_and_in_a_shallow_clone_the_message_says_what_to_do(
    company: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{company}", "shallow")
    monkeypatch.chdir(tmp_path / "shallow")
    assert "fetch-depth: 0" in refuse("check", "--at", "v1")
    monkeypatch.chdir(tmp_path)
    assert "git repository" in refuse("check", "--at", "v1")


def test_what_cannot_be_read_of_a_revision_is_a_finding(
    company: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"
    (company / "systems.yaml").write_text(pointer, "utf-8")
    (company / "processors.yaml").unlink()
    (company / "processors.yaml").symlink_to("systems.yaml")
    commit(company)
    (company / "systems.yaml").write_text("systems: {}", "utf-8")
    found = report(capsys, "--at", "HEAD", "--fail-on", "never")
    assert {each["rule"] for each in found["findings"] if each["location"]["path"] == "systems.yaml"} == {
        "input/unreadable"
    }
    assert seloste("check", "--at", "HEAD", "--as-of", DAY, "--quiet") == 3
    outside = str(shutil.copy(EXAMPLE / "policy.yaml", tmp_path))
    assert seloste("check", "--at", "v1", "--as-of", DAY, "--quiet", "--policy", outside) == 3


def test_the_work_tree_is_told_with_what_is_not_committed(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(capsys)["files_as_of"] == SECOND
    (company / "README.md").write_text("no input", "utf-8")
    assert report(capsys)["files_as_of"] == SECOND
    edit(company / "systems.yaml", "Shop of today", "Shop of tomorrow")
    found = report(capsys)
    assert (found["files_as_of"], found["uncommitted"]) == ("working tree", ["systems.yaml"])
    git(company, "checkout", "-q", ".")
    (company / "waivers.yaml").write_text("version: 1\nwaivers: []\n", "utf-8")
    assert report(capsys)["uncommitted"] == ["waivers.yaml"]
    (company / "waivers.yaml").unlink()
    (company / "processors.yaml").unlink()
    assert "processors.yaml" in report(capsys)["uncommitted"]
    capsys.readouterr()
    seloste("check", "--as-of", DAY, "--lang", "en")
    assert "Files as of the working tree (not committed: processors.yaml)" in capsys.readouterr().out
    shutil.rmtree(company / ".git")
    assert report(capsys)["files_as_of"] == "working tree"


def test_answers_to_findings_are_an_input_of_the_revision(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = company / "responses.yaml"

    def owners(*arguments: str) -> list[str]:
        return [each["owner"] for each in report(capsys, *arguments).get("responses", [])]

    path.write_text(f"responses: {{{'1' * 32}: {{owner: Of then}}}}\n", "utf-8")
    git(company, "tag", "-f", "then", commit(company, day=SECOND))
    path.write_text(f"responses: {{{'1' * 32}: {{owner: Of now}}}}\n", "utf-8")
    assert report(capsys)["uncommitted"] == ["responses.yaml"]
    assert (owners(), owners("--at", "then")) == (["Of now"], ["Of then"])
    assert owners("--at", "v1") == ["Data protection officer"]
    path.unlink()
    assert report(capsys)["uncommitted"] == ["responses.yaml"]


@pytest.mark.parametrize("staged", [True, False])
@pytest.mark.parametrize("path", ["infra/main.tf", "teams/a/systems.yaml", "docs/backup.md", "README.md"])
def test_what_was_deleted_and_would_have_been_read_is_not_committed(
    company: Path, capsys: pytest.CaptureFixture[str], path: str, staged: bool
) -> None:
    shutil.copytree(EXAMPLE / "docs", company / "docs")
    for name, text in (
        ("infra/main.tf", 'resource "aws_db_instance" "a" {\n  storage_encrypted = false\n}\n'),
        ("teams/a/systems.yaml", "systems:\n  extra: {name: Extra, purposes: [orders]}\n"),
    ):
        (company / name).parent.mkdir(parents=True)
        (company / name).write_text(text, "utf-8")
    edit(company / "seloste.yaml", "systems: [systems.yaml]", 'evidence: ["infra/*"]\nsystems: ["**/systems.yaml"]')
    commit(company, day=SECOND)
    assert report(capsys)["files_as_of"] == SECOND
    git(company, "rm", "-q", path) if staged else (company / path).unlink()
    found = report(capsys)
    if path == "README.md":
        assert found["files_as_of"] == SECOND
    else:
        assert (found["files_as_of"], found["uncommitted"]) == ("working tree", [path])


def test_line_ends_of_windows_and_a_touch_change_nothing(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = company / "systems.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert report(capsys)["files_as_of"] == SECOND


def test_git_runs_no_filter_and_is_called_few_times(
    company: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (company / "systems.yaml").read_text("utf-8")
    (company / "systems").mkdir()
    for number in range(30):
        (company / "systems" / f"s{number}.yaml").write_text(
            f"systems:\n  extra-{number}: {{name: Extra {number}, purposes: [orders]}}\n", "utf-8"
        )
    (company / ".gitattributes").write_text("*.yaml filter=evil\n", "utf-8")
    commit(company)
    git(company, "config", "filter.evil.clean", f"touch {company}/ran; cat")
    (company / "systems.yaml").write_text(text, "utf-8")
    calls: list[object] = []
    original = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda *a, **k: (calls.append(a), original(*a, **k))[1])
    assert report(capsys, "systems.yaml", "systems")["files_as_of"] != "working tree"
    assert not (company / "ran").exists()
    assert len(calls) <= 10  # four for the days of documents, since the day is past
    calls.clear()
    assert report(capsys, "systems.yaml", "systems", "--at", "HEAD", "--jobs", "2")["summary"]["systems"] == 35
    assert len(calls) <= 15


@pytest.mark.usefixtures("company")
def test_a_comparison_names_the_days_of_both_versions() -> None:
    head = run("diff", "v1", "--lang", "en").stdout.decode().splitlines()[0]
    assert head == "What changed: v1:policy.yaml (20 October 2026) → policy.yaml (10 November 2026)"
