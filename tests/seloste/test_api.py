"""The public API, as docs/api.md describes it: any folder, from anywhere, with the answers of the command."""

from __future__ import annotations

import inspect
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest

import seloste
from seloste.cli import cli
from seloste.reports.formats.json import render_report
from seloste.reports.run import Run
from tests.support import EXAMPLE, ROOT

DAY = date(2026, 11, 22)
PAGE = (ROOT / "docs" / "api.md").read_text("utf-8")


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Two companies, one of which breaks a promise, and a working directory that is neither."""
    good, bad, elsewhere = tmp_path / "good", tmp_path / "bad", tmp_path / "elsewhere"
    for folder in (good, bad):
        shutil.copytree(EXAMPLE, folder)
    systems = bad / "systems.yaml"
    systems.write_text(systems.read_text("utf-8").replace("interval: P1D", "interval: P7D"), "utf-8")
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    return good, bad


def report(result: seloste.Result) -> object:
    return json.loads(render_report(result, Run(seloste.__version__)))


def report_of_command(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> object:
    """The report that the command prints in the folder."""
    with monkeypatch.context() as patch:
        patch.chdir(folder)
        capsys.readouterr()
        cli.main(["check", "--as-of", DAY.isoformat(), "--format", "json"], standalone_mode=False)
    return json.loads(capsys.readouterr().out)


def test_two_folders_give_the_answers_of_the_command(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = (seloste.check(folder, as_of=DAY) for folder in folders)
    assert not good.fails("error")
    assert bad.fails("error")
    for folder, result in zip(folders, (good, bad), strict=True):
        assert report(result) == report_of_command(folder, monkeypatch, capsys)


def test_a_relative_folder_and_relative_files_start_where_they_say(folders: tuple[Path, Path]) -> None:
    good, bad = folders
    whole = seloste.check(bad, as_of=DAY)
    assert report(seloste.check(Path("..") / "bad", as_of=DAY)) == report(whole)
    some = seloste.check(bad, as_of=DAY, policy="policy.yaml", paths=["systems.yaml"])
    assert {item.path for item in some.inputs if item.kind == "systems"} == {"systems.yaml"}
    assert seloste.check(good, as_of=DAY, config=bad / "seloste.yaml").fails("error")


def test_threads_may_check_one_after_the_other(folders: tuple[Path, Path]) -> None:
    expected = [report(seloste.check(folder, as_of=DAY)) for folder in folders]
    found: list[object] = []
    for folder in folders:
        thread = threading.Thread(target=lambda: found.append(report(seloste.check(folder, as_of=DAY))))  # noqa: B023
        thread.start()
        thread.join(30)
    assert found == expected


def test_the_example_on_the_page_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    [example] = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    exec(example, names)
    assert names["failed"] is False
    assert "safeguards.backup kept" in capsys.readouterr().out


def test_the_page_names_what_there_is(folders: tuple[Path, Path]) -> None:
    result = seloste.check(folders[1], as_of=DAY)
    things = {"`Result`": result, "A finding": result.findings[0], "A promise": result.promises[0]}
    for title, thing in things.items():
        section = PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]
        names = re.findall(r"^\| `(\w+)", section, re.MULTILINE)
        assert len(names) >= 5
        assert [name for name in names if not hasattr(thing, name)] == []
    arguments = re.findall(r"^\| `(\w+)", PAGE.partition("## `seloste.check(")[2].partition("\n## ")[0], re.MULTILINE)
    assert arguments == [*inspect.signature(seloste.check).parameters]
    assert [name for name in seloste.__all__ if f"`seloste.{name}" not in PAGE] == ["Result", "__version__"]


def test_the_day_is_today_where_none_is_given(folders: tuple[Path, Path]) -> None:
    assert abs((seloste.check(folders[0]).as_of - date.today()).days) <= 1


def test_waivers_may_be_ignored_and_a_scope_chosen(folders: tuple[Path, Path]) -> None:
    assert seloste.check(folders[0], as_of=DAY, scope="notice").scope == "notice"
    ignored = seloste.check(folders[0], as_of=DAY, waivers=False)
    assert [finding for finding in ignored.findings if finding.waived] == []


def test_settings_that_cannot_be_used_are_readable_errors(folders: tuple[Path, Path]) -> None:
    good, _ = folders
    with pytest.raises(ValueError, match=r"not a folder: .*nowhere"):
        seloste.check(good / "nowhere")
    with pytest.raises(ValueError, match="no scope 'everything': choose one of all, systems, notice"):
        seloste.check(good, scope="everything")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="2018-05-25, the first day of the GDPR"):
        seloste.check(good, as_of=date(2018, 5, 24))
    (good / "seloste.yaml").write_text("nonsense: 1\n", "utf-8")
    with pytest.raises(seloste.ConfigurationError, match=r"seloste\.yaml:1:1: .*nonsense") as raised:
        seloste.check(good, as_of=DAY)
    assert [finding.rule for finding in raised.value.findings] == ["input/unknown-key"]


def test_a_message_is_in_the_language_asked_for(folders: tuple[Path, Path]) -> None:
    [finding, *_] = [each for each in seloste.check(folders[1], as_of=DAY).findings if each.severity == "error"]
    assert "7 days" in seloste.format_message(finding)
    assert "7 päivää" in seloste.format_message(finding, "fi")
    with pytest.raises(ValueError, match="xx"):
        seloste.format_message(finding, "xx")


def test_nothing_else_is_public() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        seloste.nonsense  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import seloste", ("click", "pydantic", "pathlib", "seloste.api", "seloste.checker", "seloste.commands")),
        ("import seloste.checker.judging.check", ("click", "seloste.api", "seloste.commands", "seloste.reports")),
        ("from seloste import check; check({folder!r})", ("click", "seloste.commands", "seloste.cli")),
    ],
)
def test_what_is_imported_is_no_more_than_needed(statement: str, absent: tuple[str, ...]) -> None:
    code = f"{statement.format(folder=str(EXAMPLE))}\nimport sys\nprint(*sys.modules)"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    command = [sys.executable, "-S", "-c", code]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
    loaded = run.stdout.split()
    assert "seloste" in loaded
    assert [name for name in loaded if name in absent or name.startswith(tuple(f"{each}." for each in absent))] == []
