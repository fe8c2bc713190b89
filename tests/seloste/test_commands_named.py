"""Commands named in the packaged texts: each is one that seloste has, and every language names the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from seloste.cli import COMMANDS

ROOT = Path(__file__).parents[2]
RULES = sorted((ROOT / "checker" / "rules").glob("*.yaml"))
LANGUAGES = ROOT / "reports" / "languages"
#: In Finnish the name of the program is also the word for a notice: there a command is told by its quotation marks.
QUOTED = re.compile(r"[”“\"`]seloste ([a-z][a-z-]*)[^”“\"`]*[”\"`]")
#: In English it is the program: what follows is a command, or what the program does ("seloste checks").
ENGLISH = re.compile(r"\bseloste ([a-z][a-z-]*)(?<!s)\b")


def translated(node: Any, beside: Any = None) -> Iterator[tuple[str, str]]:
    """Every text in Finnish and English, where both languages stand together in one file or in two alike."""
    if isinstance(node, dict):
        if isinstance(node.get("fi"), str) and isinstance(node.get("en"), str):
            yield node["fi"], node["en"]
            return
        for key, value in node.items():
            yield from translated(value, beside[key] if isinstance(beside, dict) and key in beside else None)
    elif isinstance(node, str) and isinstance(beside, str):
        yield node, beside


def pairs() -> Iterator[tuple[str, str]]:
    for path in RULES:
        yield from translated(yaml.safe_load(path.read_text("utf-8")))
    finnish, english = (yaml.safe_load((LANGUAGES / f"{code}.yaml").read_text("utf-8")) for code in ("fi", "en"))
    yield from translated(finnish, english)


NAMING = [pair for pair in pairs() if QUOTED.search(pair[0]) or ENGLISH.search(pair[1])]


def test_some_texts_name_commands() -> None:
    assert len(NAMING) >= 4


@pytest.mark.parametrize(("finnish", "english"), NAMING)
def test_every_command_named_in_a_text_exists_and_is_named_in_both_languages(finnish: str, english: str) -> None:
    named = set(ENGLISH.findall(english))
    assert named | set(QUOTED.findall(finnish)) <= set(COMMANDS)
    for command in named:
        assert f"seloste {command}" in finnish


@pytest.mark.parametrize("path", [*RULES, *sorted(LANGUAGES.glob("*.yaml"))], ids=lambda path: path.stem)
def test_every_command_in_quotation_marks_exists(path: Path) -> None:
    assert set(re.findall(r"[”“`]seloste ([a-z-]+)", path.read_text("utf-8"))) <= set(COMMANDS)
