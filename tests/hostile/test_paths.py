"""Very many PATHs: each is looked at once, and what a file holds is found without parsing it twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from seloste.checker.finding import Finding
from seloste.checker.reading import documents
from seloste.checker.reading.tree import WorkTree
from seloste.checker.workspace import given_paths
from seloste.checker.workspace.patterns import FileFinder

KINDS = [
    ("systems: {}\n", "systems"),
    ("# a comment\n---\nversion: 1\nprocessors:\n  a: {}\n", "processors"),
    ("systems:\n  a: b\nnotice: {}\n", "policy"),
    ("systems:\n  a: b\n'waivers': []\n", "systems"),
    ("systems: {a: 'b\nnotice: c'}\n", "systems"),
    ("systems: {}\r\nwaivers: []\r", "systems"),
    ("other: 1\nwaivers: []\n", "waivers"),
    ('{"systems": {}}', "systems"),
    ("systems: {}\n? notice\n: {}\n", "policy"),
    ("systems: {a: b}\n<<: {notice: {}}\n", "policy"),
    ("systems: [\nnotice", "policy"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_the_kind_is_that_of_the_keys(tmp_path: Path, text: str, kind: str) -> None:
    (tmp_path / "x.yaml").write_bytes(text.encode())
    findings: list[Finding] = []
    given, _ = given_paths.sort_paths([Path("x.yaml")], FileFinder(tree := WorkTree(tmp_path), findings), tree)
    assert (list(given), findings) == ([kind], [])


def test_a_plain_file_is_not_parsed_to_find_its_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("parsed")

    monkeypatch.setattr(given_paths, "open_file", refuse)
    paths = [Path(f"s{number}.yaml") for number in range(2_000)]
    for path in paths:
        (tmp_path / path).write_text("version: 1\nsystems:\n  a: {}\n")
    tree = WorkTree(tmp_path)
    given, _ = given_paths.sort_paths([*paths, *paths], FileFinder(tree, []), tree)
    assert given == {"systems": paths}
    assert documents.open_file is not refuse
