"""What surrounds a command may be odd: closed streams, readers that leave, names in no encoding, links and pipes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from seloste import output
from seloste.checker.reading.tree import WorkTree
from seloste.checker.workspace.settings_file import find_config
from seloste.cli import cli
from seloste.reports.audit.findings import mark_excerpt
from seloste.reports.formats.style import Style
from seloste.reports.formats.text import render_result
from seloste.reports.language.language import load_language
from seloste.usage_errors import UsageError
from tests.support import ROOT
from tests.support.commands import enter_example
from tests.support.workspaces import open_workspace

DAY = "2026-11-22"
SELOSTE = f"{sys.executable} -m seloste"


@pytest.fixture
def complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = enter_example(tmp_path, monkeypatch)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.delenv("LC_ALL", raising=False)
    return folder


def shell(command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, errors="replace", check=False, timeout=60
    )


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_do_not_change_how_a_command_ends(complete: Path, closed: str) -> None:
    ran = shell(f"{SELOSTE} check --as-of {DAY} {closed}")
    assert (ran.returncode, ran.stderr) == (0, "")
    ran = shell(f"{SELOSTE} check --as-of never {closed}")
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr


def test_a_reader_that_leaves_does_not_open_the_gate() -> None:
    gate = f"cd {ROOT}; {SELOSTE} check --verbose --as-of {DAY} | true; echo ${{PIPESTATUS[0]}}"
    ran = shell(gate)
    assert (ran.stdout, ran.stderr) == ("1\n", "")


def test_a_link_is_followed_and_a_pipe_is_written_to(tmp_path: Path) -> None:
    target, link, pipe = tmp_path / "target", tmp_path / "link", tmp_path / "pipe"
    link.symlink_to(target)
    output.write_file(link, "one")
    assert link.is_symlink()
    assert target.read_text() == "one"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()), daemon=True)
    reader.start()
    output.write_file(pipe, "two")
    reader.join(10)
    assert read == ["two"]
    assert pipe.is_fifo()
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(UsageError, match="cannot-write"):
        output.write_file(loop, "three")


@pytest.mark.parametrize("name", ["policy.yaml", "systems.yaml", "processors.yaml", "seloste.yaml", "link"])
def test_an_input_is_not_written_over(complete: Path, name: str) -> None:
    (complete / "link").symlink_to("systems.yaml")
    before = (complete / name).read_bytes()
    with pytest.raises(UsageError, match="is-input"):
        cli.main(["check", "--as-of", DAY, "--output", name], standalone_mode=False)
    with pytest.raises(UsageError, match="is-input"):
        cli.main(["notice", "--output", name], standalone_mode=False)
    assert (complete / name).read_bytes() == before


def test_a_name_in_no_encoding_is_written_as_numbers(complete: Path) -> None:
    odd = os.fsdecode(b"syst\xff.yaml")
    try:
        (complete / "systems.yaml").rename(complete / odd)
    except OSError:
        pytest.skip("this file system has no such names")
    replace(complete / "seloste.yaml", "[systems.yaml]", '["syst*.yaml"]')
    ran = shell(f"{SELOSTE} report --as-of {DAY} --verbose --out $'o\\xff'")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "o\\udcff/report.json" in ran.stdout
    assert (complete / os.fsdecode(b"o\xff") / "report.json").exists()


def in_languages(file: Path, line: str) -> None:
    file.write_text(re.sub(r"languages: \[.*\]", line, file.read_text("utf-8"), count=1), "utf-8")


def test_a_language_without_words_is_told_of(complete: Path, capsys: pytest.CaptureFixture[str]) -> None:
    in_languages(complete / "policy.yaml", "languages: [fi, et]")
    in_languages(complete / "seloste.yaml", "")
    cli.main(["report", "--as-of", DAY], standalone_mode=False)
    assert capsys.readouterr().err.count("no words for the language et") == 1
    assert (complete / "seloste-report" / "notice.fi.html").exists()
    shutil.rmtree(complete / "seloste-report")
    in_languages(complete / "policy.yaml", "languages: [et]")
    cli.main(["report", "--as-of", DAY], standalone_mode=False)
    written = sorted(path.name for path in (complete / "seloste-report").iterdir())
    assert written == ["audit.en.html", "audit.en.md", "record.en.html", "record.en.md", "report.json"]
    with pytest.raises(UsageError, match="no-labels"):
        cli.main(["notice"], standalone_mode=False)


def test_a_policy_with_processors_of_its_own_is_a_policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.yaml").write_text("version: 1\nprocessors: {}\nnotice: {}\n")
    workspace = open_workspace([Path("mine.yaml")])
    assert (workspace.policy, workspace.processors) == (Path("mine.yaml"), ())


def test_a_configuration_that_is_a_folder_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("seloste.yaml").mkdir()
    assert find_config(tmp_path, WorkTree(tmp_path)) == tmp_path / "seloste.yaml"
    with pytest.raises(UsageError, match="configuration"):
        cli.main(["check"], standalone_mode=False)


@pytest.mark.parametrize("column", [426, 3_000])
def test_the_caret_stands_below_what_is_wrong_far_along_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, column: int
) -> None:
    from datetime import date

    from seloste.checker.judging.check import check
    from seloste.policy.law.law import load_law

    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "examples" / "complete", tmp_path, dirs_exist_ok=True)
    start = '{"version": 1, "systems": {'
    Path("systems.json").write_text(f'{start}{" " * (column - 1 - len(start))}"crm": {{"wrong": 1}}}}}}\n')
    result = check(open_workspace([Path("systems.json")]), load_law(), date.fromisoformat(DAY))
    far = [finding for finding in result.findings if (finding.location.column or 0) >= column]
    assert far
    for finding in far:
        marked = mark_excerpt(finding)
        assert marked is not None
        assert marked.marked.startswith('"')
    lines = render_result(result, Style(load_language("en"))).splitlines()
    carets = [number for number, line in enumerate(lines) if line.strip(" |").startswith("^")]
    assert carets
    for number in carets:
        assert lines[number - 1][lines[number].index("^")] == '"'
