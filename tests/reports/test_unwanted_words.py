"""Words that a lawyer would strike out do not come back: in words, law data, pages, the example and its documents."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from seloste.cli import cli
from seloste.policy.data import load_yaml
from seloste.reports.language.language import language_codes
from tests.support import EXAMPLE, ROOT
from tests.support.commands import DAY

CODES = language_codes()
UNWANTED: dict[str, list[dict[str, str]]] = load_yaml(Path(__file__).with_name("unwanted_words.yaml"))
#: Commands that say something of the example, with what they need.
COMMANDS = (
    ("check", "--verbose", "--as-of", DAY),
    ("law", "--as-of", DAY),
    ("law", "US", "--as-of", DAY),
    ("forecast", "--as-of", DAY),
    ("drill", "--as-of", DAY),
    ("explain",),
)
#: Pages that tell the history of the words themselves.
LEFT_OUT = {"CHANGELOG.md", "0014-plain-words-in-messages.md"}


def list_strings(value: Any) -> Iterator[str]:
    """Every text in a file of words."""
    if isinstance(value, dict):
        for item in value.values():
            yield from list_strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from list_strings(item)
    else:
        yield value


def list_translated(value: Any, code: str) -> Iterator[str]:
    """Every text in a file that has several languages side by side."""
    if isinstance(value, dict):
        if isinstance(value.get(code), str):
            yield value[code]
        for item in value.values():
            yield from list_translated(item, code)
    elif isinstance(value, list):
        for item in value:
            yield from list_translated(item, code)


@cache
def read_words(code: str) -> dict[str, str]:
    """The words, the law and the example's own texts in a language, by file."""
    found = {
        path.relative_to(ROOT).as_posix(): "\n\n".join(list_strings(load_yaml(path)))
        for path in sorted((ROOT / "reports" / "languages" / code).rglob("*.yaml"))
    }
    shared = [*(ROOT / "policy" / "law").glob("*.yaml"), *(ROOT / "policy").glob("*.yaml"), *EXAMPLE.glob("*.yaml")]
    for path in sorted(shared):
        found[path.relative_to(ROOT).as_posix()] = "\n\n".join(list_translated(load_yaml(path), code))
    if code == "en":
        for path in sorted((ROOT / "policy" / "schemas" / "keys").glob("*.yaml")):
            found[path.relative_to(ROOT).as_posix()] = "\n\n".join(list_strings(load_yaml(path)))
    return found


def read_pages(code: str) -> dict[str, str]:
    """The pages of documentation in a language."""
    pages = [path for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")) if path.name not in LEFT_OUT]
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in pages if find_code(path) == code}


def find_code(page: Path) -> str:
    """The language of a page, by its name or its folder."""
    named = {page.suffixes[0].strip(".") if len(page.suffixes) > 1 else "", page.parent.name}
    return next((code for code in CODES if code in named), "en")


def find_unwanted(text: str, code: str) -> Iterator[str]:
    """Each unwanted word of a text in its sentence, with why it is unwanted."""
    sentences = [" ".join(each.split()) for each in re.split(r"(?<=[.!?])\s+|\n\s*\n|\n(?=[-|#*\d])", text)]
    for entry in UNWANTED[code]:
        for sentence in sentences:
            if re.search(entry["word"], sentence) and not ("unless" in entry and re.search(entry["unless"], sentence)):
                yield f"{entry['why']}: {sentence}"


def search(texts: dict[str, str], code: str) -> dict[str, list[str]]:
    """What is found in each text that has any of it."""
    return {name: found for name, text in texts.items() if (found := list(find_unwanted(text, code)))}


@pytest.mark.parametrize("code", CODES)
def test_words_the_law_and_the_example_have_none(code: str) -> None:
    assert search(read_words(code), code) == {}


@pytest.mark.parametrize("code", CODES)
def test_pages_have_none(code: str) -> None:
    assert search(read_pages(code), code) == {}


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """The documents of the example, and what commands say of it, by language and name."""
    folder, before = tmp_path_factory.mktemp("report"), Path.cwd()
    found: dict[str, dict[str, str]] = {code: {} for code in CODES}
    os.chdir(EXAMPLE)
    try:
        CliRunner().invoke(cli, ["report", "--as-of", DAY, "--format", "markdown", "--out", str(folder), "--quiet"])
        for path in sorted(folder.glob("*.md")):
            found[path.suffixes[0].strip(".")][path.name] = path.read_text("utf-8")
        for code in CODES:
            for command in COMMANDS:
                found[code][" ".join(command)] = CliRunner().invoke(cli, [*command, "--lang", code]).output
            CliRunner().invoke(
                cli, ["init", "--languages", code, "--lang", code, "--name", "Oy", "-o", str(folder / code)]
            )
            for path in sorted((folder / code).glob("*.yaml")):
                found[code][path.name] = path.read_text("utf-8")
    finally:
        os.chdir(before)
    return found


@pytest.mark.parametrize("code", CODES)
def test_documents_have_none(documents: dict[str, dict[str, str]], code: str) -> None:
    assert {f"audit.{code}.md", f"notice.{code}.md", f"record.{code}.md", "policy.yaml"} <= documents[code].keys()
    assert all(documents[code].values())
    assert search(documents[code], code) == {}


def test_every_word_has_a_reason_and_would_be_found() -> None:
    for entries in UNWANTED.values():
        assert all(re.compile(entry["word"]) and entry["why"] for entry in entries)
    assert list(find_unwanted("Uusi sopimus tai lopeta.", "fi"))
    assert list(find_unwanted("Beskrivningen berättar\ninte vart.", "sv"))
    assert not list(find_unwanted("Siirron asianmukaiset suojatoimet.", "fi"))
