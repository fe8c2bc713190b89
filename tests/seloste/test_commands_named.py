"""Commands named in the packaged texts: each is one that seloste has, and every language names the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from seloste.cli import COMMANDS
from tests.support import ROOT
from tests.support.each import each
from tests.support.files import load_yaml

LANGUAGES = ROOT / "reports" / "languages"
#: In Finnish the name of the program is also the word for a notice: there a command is told by its quotation marks.
QUOTED = re.compile(r"[”“\"`]seloste ([a-z][a-z-]*)[^”“\"`]*[”\"`]")
#: In English it is the program: what follows is a command, or what the program does ("seloste checks").
ENGLISH = re.compile(r"\bseloste ([a-z][a-z-]*)(?<!s)\b")


def together(finnish: Any, english: Any) -> Iterator[tuple[str, str]]:
    """Every text of both, key by key."""
    if isinstance(finnish, dict):
        for key, value in finnish.items():
            yield from together(value, english[key]) if key in english else ()
    elif isinstance(finnish, str) and isinstance(english, str):
        yield finnish, english


def pairs() -> Iterator[tuple[str, str]]:
    for path in sorted((LANGUAGES / "fi").rglob("*.yaml")):
        other = LANGUAGES / "en" / path.relative_to(LANGUAGES / "fi")
        yield from together(*(load_yaml(each.read_text("utf-8")) for each in (path, other)))


NAMING = [pair for pair in pairs() if QUOTED.search(pair[0]) or ENGLISH.search(pair[1])]


def test_some_texts_name_commands() -> None:
    assert len(NAMING) >= 4


@each(("finnish", "english"), NAMING)
def test_every_command_named_in_a_text_exists_and_is_named_in_both_languages(finnish: str, english: str) -> None:
    named = set(ENGLISH.findall(english))
    assert named | set(QUOTED.findall(finnish)) <= set(COMMANDS)
    for command in named:
        assert f"seloste {command}" in finnish


@each("path", sorted(LANGUAGES.rglob("*.yaml")))
def test_every_command_in_quotation_marks_exists(path: Path) -> None:
    assert set(re.findall(r"[”“`]seloste ([a-z-]+)", path.read_text("utf-8"))) <= set(COMMANDS)
