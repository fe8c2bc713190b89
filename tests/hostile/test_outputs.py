"""Outputs are whole or absent, no write loses another one, a full standard output and an odd clock end in words."""

from __future__ import annotations

import errno
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from seloste import locking, options
from seloste.bundle import list_outdated
from seloste.cli import cli
from seloste.file_set import replace_files
from seloste.output import rewrite_file, write_files
from seloste.streams import TolerantStream
from seloste.usage_errors import UsageError
from tests.support import EXAMPLE, ROOT
from tests.support.commands import run
from tests.support.hostile import run_process
from tests.support.kills import fail_at_every_step, kill_at_every_step

DAY = "2026-11-22"


def make(kind: str, path: Path) -> bytes:
    return f"{kind} {path.name}\n".encode() * 2000


def write(kind: str, paths: Sequence[Path]) -> None:
    replace_files({path: make(kind, path) for path in paths})


def look(paths: Sequence[Path]) -> set[str]:
    """Of which sets the files are; `absent` for one that is not there, `broken` for one that is not whole."""
    found = set()
    for path in paths:
        content = path.read_bytes() if path.exists() else b"absent"
        kind = content.partition(b" ")[0].decode()
        found.add(kind if content in (b"absent", make(kind, path)) else "broken")
    return found


def list_all(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


#: Where the files of a set are, a file that is not of the set, and whether the set is never seen in part.
PLACES = {
    "one file": (("out/a",), "out/mine", True),
    "a folder": (("out/a", "out/b", "out/c"), "out/mine", True),
    "a folder in a folder": (("out/a", "out/b", "out/c"), "out/sub/mine", False),
    "two folders": (("out/a", "other/b"), "other/mine", False),
}


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[list[Path], Path, bool]:
    names, beside, never_in_part = PLACES[request.param]
    mine = tmp_path / beside
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    paths = [tmp_path / name for name in names]
    write("old", paths)
    return paths, mine, never_in_part


def test_a_kill_at_any_step_leaves_no_part_of_a_file_and_no_mixed_set(
    place: tuple[list[Path], Path, bool], tmp_path: Path
) -> None:
    paths, mine, never_in_part = place
    before, seen = list_all(tmp_path), []
    for _ in kill_at_every_step(lambda: write("new", paths)):
        seen.append(look(paths))
        assert mine.read_text() == "mine"
        write("old", paths)
        assert list_all(tmp_path) == before
    assert not any("broken" in kinds or {"old", "new"} <= kinds for kinds in seen)
    assert {"old"} in seen
    assert {"new"} in seen or len(paths) == 1
    if never_in_part:
        assert all(len(kinds) == 1 for kinds in seen)


def test_a_failure_at_any_step_leaves_all_files_as_they_were(
    place: tuple[list[Path], Path, bool], tmp_path: Path
) -> None:
    paths, mine, _ = place
    before = list_all(tmp_path)
    for succeeded in fail_at_every_step(lambda: write("new", paths)):
        assert look(paths) == {"new" if succeeded else "old"}
        assert mine.read_text() == "mine"
        write("old", paths)
        assert list_all(tmp_path) == before


def test_a_first_set_is_whole_or_absent_after_a_kill(tmp_path: Path) -> None:
    out = tmp_path / "out"
    paths = [out / name for name in "abc"]
    for _ in kill_at_every_step(lambda: write("new", paths)):
        assert look(paths) in ({"absent"}, {"new"})
        shutil.rmtree(out, ignore_errors=True)
    write("new", paths)
    assert list_all(tmp_path) == {"out", "out/a", "out/b", "out/c"}


def test_a_folder_stays_itself(tmp_path: Path) -> None:
    """Who works in it, serves it or has it mounted sees the new files there, and its rights are as they were."""
    out = tmp_path / "out"
    write("old", [out / name for name in "ab"])
    out.chmod(0o750)
    before = out.stat()
    write("new", [out / name for name in "ab"])
    assert (out.stat().st_ino, out.stat().st_mode) == (before.st_ino, before.st_mode)


def test_files_of_an_earlier_set_are_removed_with_it(tmp_path: Path) -> None:
    out = tmp_path / "out"
    gone, mine = out / "gone", out / "mine"
    write("old", [out / "a", gone])
    mine.write_text("mine")
    for _ in kill_at_every_step(lambda: replace_files({out / "a": make("new", out / "a")}, [gone])):
        assert look([out / "a", gone]) in ({"old"}, {"new", "absent"})
        assert mine.exists()
        write("old", [out / "a", gone])
    write_files({out / "a": "new"}, outdated=[gone, mine], inputs=[str(mine)])
    assert list_all(out) == {"a", "mine"}  # an input is never removed


def test_pages_of_another_result_are_outdated(tmp_path: Path) -> None:
    for name in ("report.json", "notice.fi.html", "record.sv.csv", "notice.xx.html", "fi.html"):
        (tmp_path / name).write_text("one")
    files = {tmp_path / "report.json": "one", tmp_path / "notice.fi.html": "two"}
    assert list_outdated(tmp_path, files) == []
    files[tmp_path / "report.json"] = "two"
    assert list_outdated(tmp_path, files) == [tmp_path / "record.sv.csv"]
    (tmp_path / "report.json").unlink()
    assert list_outdated(tmp_path, files) == []


def test_no_write_of_many_at_once_loses_another_one(tmp_path: Path) -> None:
    path = tmp_path / "decisions"

    def add(number: int) -> None:
        rewrite_file(path, lambda before: ((before or b"") + b"%d\n" % number, None))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(24)))
    assert sorted(map(int, path.read_text().split())) == list(range(24))
    assert list_all(tmp_path) == {"decisions"}


def test_sets_of_many_at_once_are_not_mixed(tmp_path: Path) -> None:
    paths = [tmp_path / "one" / "a", tmp_path / "two" / "b"]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: write(f"{number}", paths), range(24)))
    assert len(look(paths)) == 1
    assert list_all(tmp_path) == {"one", "one/a", "two", "two/b"}


def test_a_change_by_an_editor_is_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("one\n")
    seen = []

    def edit(before: bytes | None) -> tuple[bytes | None, int]:
        seen.append(before)
        if len(seen) < 3:
            path.write_bytes((before or b"") + b"saved\n")
        return (before or b"") + b"ours\n", len(seen)

    assert rewrite_file(path, edit) == 3
    assert path.read_text() == "one\nsaved\nsaved\nours\n"
    with pytest.raises(UsageError, match="keeps-changing"):
        rewrite_file(path, lambda before: (b"ours", path.write_bytes((before or b"") + b"x")))


def test_a_lock_is_waited_for_and_not_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "_TRIALS", 3)
    with locking.hold_folders([tmp_path, tmp_path]) as locked:
        assert locked
        with pytest.raises(UsageError, match="locked"):
            write_files({tmp_path / "a": "x"})
    write_files({tmp_path / "a": "x"})


def test_without_locks_files_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(descriptor: int) -> bool:
        raise OSError

    monkeypatch.setattr(locking, "_lock", refuse)
    write("old", [tmp_path / "a", tmp_path / "b"])
    assert look([tmp_path / "a", tmp_path / "b"]) == {"old"}


def test_what_another_program_leaves_in_the_place_of_a_killed_set_is_kept(tmp_path: Path) -> None:
    """Such as a file that was saved to the folder that stood in the place of the real one."""
    out, left = tmp_path / "out", tmp_path / ".out.seloste-0123456789abcdef"
    write("old", [out / "a", out / "b"])
    left.mkdir()
    for name in ("a", "late", ".seloste-0123456789abcdef"):
        (left / name).write_text("late")
    write("new", [out / "a", out / "b"])
    assert list_all(tmp_path) == {"out", "out/a", "out/b", "out/late"}
    assert look([out / "a", out / "b"]) == {"new"}


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "company"
    shutil.copytree(EXAMPLE, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    return folder


#: Each command as it writes to standard output.
COMMANDS = (
    *("check", "check --format json", "report", "notice", "notice --format docx", "preview --port 0"),
    *("waive notice/* --reason a --until 2026-12-31 --force --dry-run", "explain", "explain notice/undated"),
    *("forecast", "diff policy.yaml", "law", "law US", "export ropa", "export transfers", "export processors"),
    *("export dpv", "export ropa --format xlsx", "schema policy", "--help", "--version", "check --help"),
)
#: Those of them that cost next to nothing.
QUICK = ("law", "law US", "schema policy", "--help", "--version", "check --help", "explain notice/undated")


class FullDisk(io.RawIOBase):
    """A disk that is full for as long as the test lasts."""

    is_full = True

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        if self.is_full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return len(data)


@pytest.mark.parametrize("command", QUICK)
def test_a_full_standard_output_is_a_usage_error(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = FullDisk()
    monkeypatch.setattr(sys, "stdout", TolerantStream(io.BufferedWriter(disk), "utf-8"))
    with pytest.raises(UsageError, match="stdout"):
        cli.main(command.split(), standalone_mode=False)
    monkeypatch.setattr(disk, "is_full", False)


@pytest.mark.heavy
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize(
    ("command", "streams"),
    [
        *((command, ">/dev/full") for command in COMMANDS),
        *((command, streams) for command in QUICK for streams in (">/dev/full 2>/dev/full", "1</dev/null")),
    ],
)
def test_a_process_ends_in_words_where_its_standard_output_is_full(company: Path, command: str, streams: str) -> None:
    shell = f'set -f; "{sys.executable}" -m seloste {command} {streams}'
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(["sh", "-c", shell], env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 2, ran.stderr
    assert ("cannot write to standard output" in ran.stderr) is ("2>" not in streams)


#: Each command that asks about a day.
OF_A_DAY = (
    *("check", "report", "forecast", "forecast P10Y", "diff policy.yaml", "export ropa", "export transfers"),
    *("export processors", "waive notice/* --reason a --until 9999-12-31 --force --dry-run", "export dpv"),
)
#: Each command that takes any day, or none.
OF_ANY_DAY = ("law", "law US", "explain notice/undated", "notice", "schema policy")
FIRST, LAST = "2018-05-25", "9999-12-31"


@pytest.mark.parametrize("command", OF_A_DAY)
@pytest.mark.parametrize("day", ["0001-01-01", "1970-01-01", "2018-05-24"])
def test_a_day_before_the_gdpr_is_refused_also_if_it_is_the_clock_s(
    company: Path, command: str, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_option = "export" not in command or "dpv" not in command
    if by_option:
        assert_refused(run(*command.split(), "--as-of", day).stderr, day)
    monkeypatch.setattr(options, "choose_day", lambda as_of: as_of or date.fromisoformat(day))
    ran = run(*command.split())
    assert ran.returncode == 2
    assert_refused(ran.stderr, day)


def assert_refused(words: bytes, day: str) -> None:
    assert f"--as-of: {day} is before {FIRST}".encode() in words, words


@pytest.mark.parametrize("day", ["0001-01-01", "2018-05-24", LAST])
@pytest.mark.parametrize("command", OF_ANY_DAY)
def test_other_commands_take_any_clock(company: Path, command: str, day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "choose_day", lambda as_of: as_of or date.fromisoformat(day))
    assert run(*command.split()).returncode == 0


def test_a_forecast_ends_with_the_calendar(company: Path) -> None:
    ran = run("report", "--lang", "en", "--format", "html", "--as-of", LAST)
    assert ran.returncode == 0, ran.stderr
    assert (company / "seloste-report" / "audit.en.html").exists()


@pytest.mark.heavy
@pytest.mark.parametrize("day", [FIRST, "9999-06-01", LAST])
@pytest.mark.parametrize("command", OF_A_DAY)
def test_every_command_ends_in_words_on_any_day(company: Path, command: str, day: str) -> None:
    ended = run_process(*command.split(), "--as-of", day, folder=company)
    assert ended.code in (0, 1), ended.stderr
    assert "Traceback" not in ended.stderr
