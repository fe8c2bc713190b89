"""docs/waivers.md: every command on it works, in its order, in a repository with old findings."""

from __future__ import annotations

import re
import shlex
from datetime import date
from pathlib import Path

import pytest

from seloste.checker.rules.catalogue import load_catalogue
from tests.support import ROOT
from tests.support.commands import seloste

PAGE = ROOT / "docs" / "waivers.md"
COMMANDS = re.findall(r"^\$ seloste (.+)$", PAGE.read_text("utf-8"), re.MULTILINE)
#: How each command must end: the notice of the law's day is but a note.
CODES = {"waive": 0, "check --no-waivers": 1, "check --write-baseline": 0, "check": 0, "check --prune": 0}


@pytest.mark.usefixtures("folder")
def test_every_command_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seloste.options.choose_day", lambda _: date(2026, 11, 22))
    assert len(COMMANDS) == len(CODES)
    for command, (start, code) in zip(COMMANDS, CODES.items(), strict=True):
        assert command.startswith(start)
        assert seloste(*shlex.split(command)) == code, command
    assert Path("waivers.yaml").exists()
    assert Path(".seloste-baseline.json").exists()


def test_every_rule_on_the_page_is_one() -> None:
    named = set(re.findall(r"`(waiver/[a-z-]+|system/[a-z-]+)`", PAGE.read_text("utf-8")))
    assert len(named) == 4
    assert named <= load_catalogue().keys()
