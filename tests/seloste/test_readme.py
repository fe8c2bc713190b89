"""What the README shows is what the product prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import ROOT
from tests.support.commands import seloste, show_day


def read_block(mark: str) -> list[str]:
    """The lines of the block under a mark."""
    text = (ROOT / "README.md").read_text("utf-8").partition(f"<!-- {mark} -->\n```\n")[2]
    return text.partition("\n```\n")[0].splitlines()


@pytest.mark.parametrize(("mark", "folder"), [("output", "."), ("strengths", "examples/jamix/platform")])
def test_an_excerpt_is_of_the_real_output(
    mark: str, folder: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT / Path(folder))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    lines = [line for line in read_block(mark) if line != "$ seloste check"]
    show_day(monkeypatch)
    assert seloste("check") == 1
    written = capsys.readouterr().out
    for piece in "\n".join(lines).split("\n…\n"):
        assert piece
        assert piece in written
