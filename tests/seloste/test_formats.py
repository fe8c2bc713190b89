"""The formats of `seloste check` as a user meets them: one exit code, several files at once, and the same bytes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from seloste.checker.result import Result
from seloste.checker.verdicts.evidence import KeptEvidence
from seloste.checker.workspace.workspace import Workspace
from seloste.cli import cli
from seloste.emit import locate_home
from seloste.options import Options
from seloste.reports.formats import FORMATS
from seloste.session import judge
from seloste.usage_errors import UsageError
from tests.support import ROOT

DAY = "2026-09-22"
BROKEN = "system/safeguard-broken"
WAIVER = f"  - {{rule: {BROKEN}, reason: New disks, approved_by: DPO, until: 2026-12-31}}\n"
KINDS = FORMATS["check"]
HOSTS = ("GITHUB_STEP_SUMMARY", "GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "CI_PROJECT_URL")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The complete example, in which nothing is wrong."""
    shutil.copytree(ROOT / "examples" / "complete", tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    for name in HOSTS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    return tmp_path / "here"


def edit(name: str, old: str, new: str) -> None:
    path = Path(name)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def break_promise() -> None:
    edit("systems.yaml", "interval: P1D", "interval: P7D")


def overdue() -> None:
    """A warning: a notice that nobody has looked at for years."""
    text = Path("policy.yaml").read_text("utf-8")
    day = text.partition("reviewed: ")[2][:10]
    edit("policy.yaml", f"reviewed: {day}", "reviewed: 2019-01-01")


def seloste(*arguments: str) -> int:
    """The exit code of a command."""
    try:
        return int(cli.main([*arguments], standalone_mode=False) or 0)
    except UsageError:
        return 2


def waive() -> None:
    break_promise()
    Path("waivers.yaml").write_text("waivers:\n" + WAIVER, "utf-8")


def keep_baseline() -> None:
    break_promise()
    seloste("check", "--as-of", DAY, "--write-baseline", "--quiet")
    assert Path(".seloste-baseline.json").exists()


def misconfigure() -> None:
    Path("seloste.yaml").write_text("fail_onn: error\n", "utf-8")


def discretion() -> None:
    """An error of the notice, which an engineer cannot fix."""
    edit("policy.yaml", "restriction]\n", "restriction]\n    at_discretion: true\n")


CASES: dict[str, tuple[Any, tuple[str, ...], int]] = {
    "clean": (None, (), 0),
    "warnings": (overdue, (), 0),
    "warnings that fail": (overdue, ("--fail-on", "warning"), 1),
    "errors": (break_promise, (), 1),
    "errors that never fail": (break_promise, ("--fail-on", "never"), 0),
    "waived": (waive, (), 0),
    "waived too long ago": (waive, ("--as-of", "2027-01-01"), 1),
    "baselined": (keep_baseline, (), 0),
    "bad input": (lambda: Path("systems.yaml").write_text("systems: [", "utf-8"), ("--fail-on", "never"), 3),
    "nothing there": (None, ("nowhere.yaml",), 3),
    "bad configuration": (misconfigure, (), 2),
    "systems only": (discretion, ("--scope", "systems"), 0),
    "all of it": (discretion, (), 1),
}


def judge_once(patch: pytest.MonkeyPatch) -> None:
    """Has commands that are given the same share what was found, so that each of them does no more than tell it."""
    known: dict[KeptEvidence | None, Result] = {}

    def judge_new(workspace: Workspace, options: Options, kept: KeptEvidence | None = None) -> Result:
        if kept not in known:
            known[kept] = judge(workspace, options, kept)
        return known[kept]

    patch.setattr("seloste.commands.check.judge", judge_new)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("case", CASES)
def test_the_exit_code_depends_on_no_format(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare, arguments, expected = CASES[case]
    if prepare:
        prepare()
    judge_once(monkeypatch)
    days = () if "--as-of" in arguments else ("--as-of", DAY)
    codes = {kind: seloste("check", *days, "--format", kind, "--output", f"o.{kind}", *arguments) for kind in KINDS}
    assert codes == dict.fromkeys(KINDS, expected)
    if expected != 2:
        _agree(expected)


def _agree(code: int) -> None:
    """What the formats say of the gate is what the exit code says."""
    [invocation] = json.loads(Path("o.sarif").read_text("utf-8"))["runs"][0]["invocations"]
    assert invocation["exitCode"] == code
    assert invocation["executionSuccessful"] is (code < 2)
    junit = Path("o.junit").read_text("utf-8")
    assert ("<failure" in junit or "<error" in junit) is (code != 0)
    passed = "**Passed" if code == 0 else "**Not passed"
    assert Path("o.markdown").read_text("utf-8").split("\n")[3].startswith(passed)
    assert Path("o.github").read_text("utf-8").startswith(f"seloste: {passed[2:]}")


@pytest.mark.usefixtures("folder")
def test_several_at_once_each_to_its_own_file(capsys: pytest.CaptureFixture[str]) -> None:
    break_promise()
    outputs = [part for kind in KINDS[1:] for part in ("--format", kind, "--output", f"out/{kind}")]
    assert seloste("check", "--as-of", DAY, *outputs, "--format", "text") == 1
    assert {path.name for path in Path("out").iterdir()} == set(KINDS[1:])
    assert BROKEN in capsys.readouterr().out
    assert all(BROKEN in path.read_text("utf-8") for path in Path("out").iterdir())


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "json"])
def test_a_format_is_the_same_without_the_evidence_that_json_lists(kind: str) -> None:
    break_promise()
    common = ("check", "--as-of", DAY, "--format", kind, "--output")
    assert seloste(*common, "alone") == seloste(*common, "together", "--format", "json", "--output", "json") == 1
    assert Path("alone").read_bytes() == Path("together").read_bytes()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("wrong", ["file/a.sarif", "policy.yaml", "folder", "/dev/full"])
def test_one_that_cannot_be_written_leaves_all_files_as_they_were(
    wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    break_promise()
    Path("file").write_text("", "utf-8")
    Path("folder").mkdir()
    Path("b.json").write_text("old", "utf-8")
    places = {"gitlab": "b.json", "sarif": wrong, "markdown": "c.md", "text": "-"}
    outputs = [part for kind, place in places.items() for part in ("--format", kind, "--output", place)]
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    with pytest.raises(UsageError) as raised:
        cli.main(["check", "--as-of", DAY, *outputs], standalone_mode=False)
    assert raised.value.values["path"] == wrong
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before
    assert BROKEN in capsys.readouterr().out


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command as a process of its own."""
    kept = {name: value for name, value in os.environ.items() if name not in HOSTS}
    return subprocess.run(
        [sys.executable, "-c", "from seloste.cli import main; main()", *arguments],
        env={**kept, "PYTHONPATH": str(ROOT), "LC_ALL": "en_GB.UTF-8", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.usefixtures("folder")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_is_told_and_the_other_file_is_there() -> None:
    shell = f'"{sys.executable}" -c "from seloste.cli import main; main()" check --as-of {DAY} '
    shell += "--format text --format gitlab --output - --output b.json > /dev/full"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "en_GB.UTF-8"}
    done = subprocess.run(["sh", "-c", shell], env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "standard output" in done.stderr
    assert "Traceback" not in done.stderr
    assert json.loads(Path("b.json").read_text("utf-8")) is not None


def outputs(folder: str) -> list[str]:
    """Every format but the first to a file of its own, and the first to stdout, all by one process."""
    files = [part for kind in KINDS[1:] for part in ("--format", kind, "--output", f"{folder}/{kind}")]
    return ["--format", KINDS[0], "--output", "-", *files]


@pytest.mark.usefixtures("folder")
def test_the_same_input_gives_the_same_bytes_however_many_judge() -> None:
    break_promise()
    common = ("check", "--as-of", DAY, "--lang", "fi", "--quiet")
    first = run(*common, *outputs("a"), PYTHONHASHSEED="1")
    second = run(*common, *outputs("b"), "--jobs", "3", PYTHONHASHSEED="2")
    assert first.returncode == second.returncode == 1
    assert first.stdout == second.stdout != ""
    assert first.stderr == second.stderr == ""
    for kind in KINDS[1:]:
        assert (Path("a") / kind).read_bytes() == (Path("b") / kind).read_bytes() != b"", kind


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("kind", ["sarif", "junit", "github", "gitlab", "markdown"])
def test_messages_are_in_the_language_asked_for(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    break_promise()
    for lang, words in (("fi", "luvattua heikompi"), ("en", "weaker than promised")):
        seloste("check", "--as-of", DAY, "--format", kind, "--lang", lang)
        assert words in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_quiet_leaves_nothing_to_a_reader_where_nothing_is_found_but_whole_files_to_machines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for kind in KINDS:
        assert seloste("check", "--as-of", DAY, "--quiet", "--format", kind) == 0
        shown = capsys.readouterr().out
        assert (shown == "") is (kind in ("text", "github")), kind


@pytest.mark.usefixtures("folder")
def test_the_summary_of_the_job_is_added_within_what_github_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    break_promise()
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "o/r")
    monkeypatch.setenv("GITHUB_SHA", "a" * 40)
    Path("summary.md").write_text("Before\n", "utf-8")
    assert seloste("check", "--as-of", DAY, "--format", "github", "--output", "log") == 1
    summary = Path("summary.md").read_text("utf-8")
    assert summary.startswith("Before\n")
    assert f"(https://github.com/o/r/blob/{'a' * 40}/systems.yaml#L" in summary
    Path("summary.md").write_bytes(b"x" * (1024 * 1024 - 100))
    assert seloste("check", "--as-of", DAY, "--format", "github", "--output", "log") == 1
    assert Path("summary.md").stat().st_size <= 1024 * 1024
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "log/none/summary.md")
    assert seloste("check", "--as-of", DAY, "--format", "github", "--output", "log") == 2
    assert BROKEN in Path("log").read_text("utf-8")


def test_paths_are_those_of_the_repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder.parent / ".git").mkdir()
    break_promise()
    home = locate_home(Path.cwd(), {})
    assert (home.root, home.folder) == (folder.parent.as_posix(), "here")
    seloste("check", "--as-of", DAY, "--format", "gitlab", "--output", "b.json")
    assert {each["location"]["path"] for each in json.loads(Path("b.json").read_text("utf-8"))} == {"here/systems.yaml"}


@pytest.mark.usefixtures("folder")
def test_a_hostile_file_gives_no_command_in_any_format() -> None:
    name = "::error::a%0A##[error]b\u202e\x1b[31m@me<img onerror=x>]]>.yaml"
    Path(name).write_text('systems: {"##[group]": {name: "::add-mask::x\\n::error::y\\u009b"}}', "utf-8")
    done = run("check", "--as-of", DAY, *outputs("out"), name)
    assert done.returncode in (1, 3)
    assert_harmless(done.stderr, "stderr")
    assert_harmless(done.stdout, KINDS[0])
    for kind in KINDS[1:]:
        assert_harmless((Path("out") / kind).read_text("utf-8"), kind)
    done = run("check", "--as-of", DAY, "--format", "github", name)
    assert_harmless(done.stdout, "github")


def assert_harmless(text: str, kind: str) -> None:
    """Nothing in it is a command to a build server, but for those that are ours, and no character is hidden."""
    for line in text.splitlines():
        command = line.lstrip().partition(" ")[0]
        ours = kind == "github" and command.startswith(("::error", "::warning", "::notice", "::group::", "::endgroup"))
        assert ours or not command.startswith("::"), line
        assert "##[" not in line
    assert kind == "stderr" or not set(text) & set("\x1b\x9b\u202e")
