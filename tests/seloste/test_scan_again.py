"""`seloste scan` run again: whatever a person has made of a draft stays, and what is new comes beside it."""

from __future__ import annotations

import random
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import chdir
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seloste.checker.reading.reader import read_yaml
from tests.support.commands import run

BUCKET = 'resource "aws_s3_bucket" "{name}" {{\n  bucket = "{name}"\n}}\n'
FILES = {
    "main.tf": BUCKET.format(name="orders") + 'module "crm" {\n  source = "./crm"\n}\n',
    "crm/main.tf": BUCKET.format(name="letters"),
    "billing/main.tf": BUCKET.format(name="bills") + BUCKET.format(name="receipts"),
}
NEW = {"crm/more.tf": BUCKET.format(name="photos"), "hr/main.tf": BUCKET.format(name="people")}
#: What may come to be in a draft by a person's hand: by the sign of the edit.
EDITS = ("comment", "blank", "name", "owner", "own-key", "drop-key", "drop-pattern", "drop-system", "quotes")


def write(files: Mapping[str, str]) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(text, "utf-8")


@cache
def make_draft() -> str:
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        write(FILES)
        run("scan", ".", "-o", "out", "--lang", "en")
        return Path("out/systems.yaml").read_text("utf-8")


def edit(lines: list[str], kind: str, chance: random.Random) -> list[str]:
    """The lines of a draft as a person may leave them."""
    end = next((n for n, line in enumerate(lines) if line.startswith("x-drafted")), len(lines))
    numbers = range(3, end)
    place = chance.choice(numbers)
    if kind in ("comment", "blank"):
        return [
            *lines[:place],
            chance.choice(["# ours: {", "      # é", "#"]) if kind == "comment" else "",
            *lines[place:],
        ]
    patterns = {
        "name": r"    name: .*",
        "owner": r'    owner: "TODO.*',
        "own-key": r"    name: .*",
        "drop-key": r"    (?:owner|description): .*",
        "drop-pattern": r'      - "terraform:.*',
        "drop-system": r"  [a-z]+:",
        "quotes": r'      - "terraform:.*',
    }
    found = [n for n in numbers if re.fullmatch(patterns[kind], lines[n])]
    if not found:
        return lines
    at = chance.choice(found)
    if kind == "drop-system":
        after = next((n for n in range(at + 1, end) if re.fullmatch(patterns[kind], lines[n])), end)
        return lines if len(found) == 1 else [*lines[:at], *lines[after:]]
    if kind.startswith("drop"):
        if kind == "drop-pattern" and lines[at - 1].endswith("resources:") and not lines[at + 1].startswith("      -"):
            return [*lines[: at - 1], *lines[at + 1 :]]
        return [*lines[:at], *lines[at + 1 :]]
    new = {
        "name": "    name: 'Ours: #1'   # renamed",
        "owner": "    owner: |\n      Sales\n      team",
        "own-key": f"{lines[at]}\n    purposes: [support,   sales] # two",
        "quotes": lines[at].replace('"', "'"),
    }
    return [*lines[:at], *new[kind].split("\n"), *lines[at + 1 :]]


def list_lost(before: Any, after: Any, path: str = "") -> Iterator[str]:
    """The paths of what was there and is not any more, or is another value."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key, value in before.items():
            yield from list_lost(value, after[key], f"{path}.{key}") if key in after else [f"{path}.{key}"]
    elif isinstance(before, list) and isinstance(after, list):
        yield from [] if after[: len(before)] == before else [path]
    elif before != after:
        yield path


@settings(max_examples=10, deadline=None)
@given(
    kinds=st.lists(st.sampled_from(EDITS), max_size=6, unique=True),
    seed=st.integers(0, 10_000),
    newline=st.sampled_from(["\n", "\r\n"]),
)
def test_whatever_a_person_has_made_of_a_draft_stays(kinds: list[str], seed: int, newline: str) -> None:
    lines = make_draft().splitlines()
    chance = random.Random(seed)
    for kind in sorted(kinds, key=lambda kind: kind == "owner"):  # no edit may tear its lines apart
        lines = edit(lines, kind, chance)
    own = newline.join([*lines, ""]).encode()
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        write(FILES)
        Path("out").mkdir()
        path = Path("out/systems.yaml")
        path.write_bytes(own)
        assert run("scan", ".", "-o", "out").returncode == 0
        assert path.read_bytes() == own
        write(NEW)
        assert run("scan", ".", "-o", "out").returncode == 0
        after = path.read_bytes()
        kept = iter(after.split(b"\n"))
        assert all(line in kept for line in own.split(b"\n")), "a line is gone, or in another place"
        documents = [read_yaml(data).documents[0] for data in (own, after)]
        assert [*list_lost(*documents)] == []
        assert "hr" in documents[1]["systems"]
        run("scan", ".", "-o", "out")
        assert path.read_bytes() == after


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("version: 1\nsystems: {}   # none yet\nx-own: [a]\n", "systems:   # none yet\n"),
        ("systems: {\n}", "systems:\n"),
        ("systems: # none yet\n", "systems: # none yet\n"),
        ("# none yet\n", "# none yet\n"),
        ("", "systems:\n"),
    ],
)
def test_an_inventory_without_systems_gets_them_with_every_todo(
    text: str, kept: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write({**FILES, "systems.yaml": text})
    assert run("scan", ".", "-o", ".", "--lang", "en").returncode == 0
    drafted = Path("systems.yaml").read_text("utf-8")
    assert kept in drafted
    assert "    # TODO retention:" in drafted
    assert read_yaml(drafted.encode()).problems == []


@pytest.mark.parametrize("text", ["version: 1\n", "systems:\n  crm:\n", "systems: [\n", "systems: {}\nsystem: {}\n"])
def test_an_inventory_that_is_wrong_is_never_written_to(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write({**FILES, "systems.yaml": text})
    assert run("scan", ".", "-o", ".", "--lang", "en").returncode == 3
    assert Path("systems.yaml").read_text("utf-8") == text
