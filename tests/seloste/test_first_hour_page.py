"""docs/first-hour.md: every command on it works in its order, from an empty folder to a green gate."""

from __future__ import annotations

import json
import re
import shlex
from datetime import date
from pathlib import Path

import pytest

from tests.support import ROOT
from tests.support.commands import run

PAGE = (ROOT / "docs" / "first-hour.md").read_text("utf-8")
COMMANDS = re.findall(r"^\$ seloste (.+)$", PAGE, re.MULTILINE)
#: A published notice, and how each command must end: those of a notice that is published, then those from nothing.
PUBLISHED = ROOT / "tests" / "importing" / "notices" / "fi-verkkokauppa.txt"
FROM_PUBLISHED = {"import": 0, "init": 0}
FROM_NOTHING = {
    "init --name": 0,
    "check": 1,
    "check --scope notice": 0,
    "init --ci": 0,
    "check --write-baseline": 0,
    "check ": 0,
}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr("seloste.options.choose_day", lambda _: date(2026, 11, 22))


def test_every_command_is_known() -> None:
    expected = (*FROM_PUBLISHED, *FROM_NOTHING)
    assert [f"{command} ".startswith(start) for command, start in zip(COMMANDS, expected, strict=True)] == [True] * 8


def red_line() -> str:
    """The line that the page has people write."""
    [line] = re.findall(r"```yaml\n( +country: US\n)```", PAGE)
    return str(line)


def move_system(line: str) -> None:
    """Writes the line in the place of the country where the sample is."""
    path = Path("systems.yaml")
    text = path.read_text("utf-8")
    assert text.count(line.replace("US", "FI")) == 1
    path.write_text(text.replace(line.replace("US", "FI"), line), "utf-8")


def test_from_a_published_notice_to_a_red_finding() -> None:
    Path("seloste.txt").write_bytes(PUBLISHED.read_bytes())
    for command, code in zip(COMMANDS, FROM_PUBLISHED.values(), strict=False):
        ran = run(*shlex.split(command))
        assert ran.returncode == code, command + ran.stdout.decode() + ran.stderr.decode()
    move_system(red_line())
    report = json.loads(run("check", "--format", "json").stdout)
    errors = {(each["rule"], each["location"]["path"]) for each in report["findings"] if each["severity"] == "error"}
    assert ("transfer/instrument-missing", "systems.yaml") in errors
    assert not {rule for rule, _ in errors if rule.endswith(("-undeclared", "-unknown"))}


def test_from_nothing_to_a_red_finding_and_a_green_gate() -> None:
    [excerpt] = re.findall(r"```\n(systems\.yaml:.+?)\n```", PAGE, re.DOTALL)
    for command, code in zip(COMMANDS[len(FROM_PUBLISHED) :], FROM_NOTHING.values(), strict=True):
        ran = run(*shlex.split(command))
        assert ran.returncode == code, command + ran.stdout.decode() + ran.stderr.decode()
        if command.startswith("init --name"):
            move_system(red_line())
        elif command == "check" and code == 1:
            assert excerpt in ran.stdout.decode()


def test_the_smallest_notice_finds_what_the_page_says() -> None:
    for name, text in re.findall(r"<!-- smallest (\S+) -->\n```yaml\n(.*?)```", PAGE, re.DOTALL):
        Path(name).write_text(text, "utf-8")
    ran = run("check", "--scope", "systems")
    found = re.findall(r"^systems\.yaml\S+  error  (\S+)$", ran.stdout.decode(), re.MULTILINE)
    assert ran.returncode == 1
    assert sorted(found) == ["system/field-undeclared", "system/safeguard-broken"]
    assert all(f"`{rule}`" in PAGE for rule in found)
