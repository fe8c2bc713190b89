"""Files to records: what a file cannot be, where its findings point, and what is still read beside them."""

from __future__ import annotations

import hashlib
import os
import socket
from pathlib import Path
from typing import Any

import pytest

from seloste.checker.finding import Finding
from seloste.checker.inventory import ProcessorsFile, System, SystemsFile
from seloste.checker.linking.loading import read_entries
from seloste.checker.position import Location
from seloste.checker.reading.documents import Document, File, open_file, validate_record
from seloste.checker.reading.problem import Limits
from seloste.checker.reading.tree import WorkTree
from seloste.policy.notice import Policy

POLICY = """\
version: 1
notice:
  name: {fi: Rekisteri}
  languages: [fi]
controller:
  name: Yritys Oy
purposes:
  billing:
    text: {fi: laskutus}
"""


def opened(tmp_path: Path, text: str | bytes, name: str = "systems.yaml", kind: str = "systems") -> File:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return open_file(path, name, kind, WorkTree(tmp_path))


def list_places(findings: list[Finding]) -> list[tuple[str, str, int | None, int | None]]:
    found = [(f.rule.removeprefix("input/"), f.variant, f.location.line, f.location.column) for f in findings]
    return sorted(found, key=lambda finding: (finding[2] or 0, finding[3] or 0))


def systems(tmp_path: Path, text: str) -> tuple[list[str], list[tuple[str, str, int | None, int | None]], list[str]]:
    """The ids of the valid systems of a file, the places of its findings, and every id that was seen."""
    file, ids = opened(tmp_path, text), dict[str, Location]()
    valid = [entry.id for entry in read_entries(file, System, SystemsFile, ids)]
    return valid, list_places(file.findings), list(ids)


# --- files


def test_a_file_has_its_bytes_hash_text_and_documents(tmp_path: Path) -> None:
    file = opened(tmp_path, "systems: {}\n")
    assert file.sha256 == hashlib.sha256(b"systems: {}\n").hexdigest()
    assert (file.text, file.documents[0].value, file.findings) == ("systems: {}\n", {"systems": {}}, [])


@pytest.mark.parametrize(
    ("make", "variant"),
    [
        (lambda _: None, "not-found"),
        (lambda path: path.mkdir(), "is-directory"),
        (lambda path: path.symlink_to("nowhere"), "not-found"),
        (lambda path: path.symlink_to(path.name), ""),
        (os.mkfifo, "not-regular"),
        (lambda path: path.symlink_to("/dev/zero"), "not-regular"),
        (lambda path: path.symlink_to("/dev/null"), "not-regular"),
    ],
    ids=["missing", "folder", "dangling", "loop", "pipe", "zero", "null"],
)
def test_what_is_no_file_that_can_be_read_is_told_of(tmp_path: Path, make: Any, variant: str) -> None:
    make(tmp_path / "x.yaml")
    file = open_file(tmp_path / "x.yaml", "x.yaml", "systems", WorkTree(tmp_path))
    [finding] = file.findings
    assert (finding.rule, finding.variant, finding.location) == ("input/unreadable", variant, Location("x.yaml"))
    assert (file.documents, file.sha256) == ([], None)
    assert isinstance(finding.arguments["detail"], str) if variant == "" else True


def test_a_socket_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("x.yaml")
        [finding] = open_file(Path("x.yaml"), "x.yaml", "systems", WorkTree(tmp_path)).findings
    assert finding.rule == "input/unreadable"


@pytest.mark.parametrize("name", ["a\0b.yaml", "x" * 300 + ".yaml", "x.yaml/y.yaml"])
def test_a_path_that_no_file_can_have_is_told_of(tmp_path: Path, name: str) -> None:
    (tmp_path / "x.yaml").write_text("")
    [finding] = open_file(tmp_path / name, name, "policy", WorkTree(tmp_path)).findings
    assert finding.rule == "input/unreadable"


def test_a_file_without_permission_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("systems: {}")
    path.chmod(0)
    if os.access(path, os.R_OK):  # the superuser reads everything

        def denied(path: Any, flags: int, *more: Any) -> int:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(os, "open", denied)
    [finding] = open_file(path, "x.yaml", "systems", WorkTree(tmp_path)).findings
    assert (finding.rule, finding.variant) == ("input/unreadable", "permission")


def test_no_more_of_a_file_is_read_than_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a: " + b"x" * 1000)
    [finding] = open_file(path, "x.yaml", "systems", WorkTree(tmp_path), Limits(size=100)).findings
    assert (finding.rule, finding.variant, finding.arguments["limit"]) == ("input/limit-exceeded", "size", 100)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n...\n", "\ufeff"])
def test_a_file_that_holds_nothing_is_told_of(tmp_path: Path, text: str) -> None:
    file = opened(tmp_path, text)
    assert list_places(file.findings) == [("invalid-value", "empty-file", 1, 1)]


@pytest.mark.parametrize("text", ["hello", "- a\n- b\n", "12", "systems:\n", "systems: 5\n"])
def test_a_file_without_keys_where_they_belong_is_told_of(tmp_path: Path, text: str) -> None:
    valid, findings, _ = systems(tmp_path, text)
    assert (valid, [finding[:3] for finding in findings]) == ([], [("invalid-value", "empty-file", 1)])


# --- lines


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_the_line_of_a_finding_is_shown_whatever_its_ending(tmp_path: Path, ending: str) -> None:
    file = opened(tmp_path, ending.join(["a: 1", "b: 'x", "  y'", "a: 2", ""]))
    assert [(f.location.line, f.excerpt) for f in file.findings] == [(4, "a: 2")]
    document = file.documents[0]
    assert [document.source_line(number) for number in (None, 0, 1, 3, 4)] == [None, None, "a: 1", "  y'", "a: 2"]
    assert not document.source_line(5)
    assert document.source_line(99) is None


def test_a_long_line_is_cut() -> None:
    assert len(Document("x", None, "a" * 10_000).source_line(1) or "") == 4_000


# --- records


def test_a_record_that_is_not_valid_is_left_out_and_the_others_are_read(tmp_path: Path) -> None:
    text = "systems:\n  a: {name: A}\n  b: {nam: B}\n  c:\n  D: {name: D}\n  e: {name: E, fields: 5}\n  f: {name: F}\n"
    assert systems(tmp_path, text) == (
        ["a", "f"],
        [
            ("missing-key", "", 3, 3),
            ("unknown-key", "suggestion", 3, 7),
            ("invalid-value", "empty", 4, 5),
            ("invalid-value", "pattern", 5, 3),
            ("invalid-value", "wrong-type", 6, 24),
        ],
        ["a", "b", "c", "D", "e", "f"],
    )


@pytest.mark.parametrize("name", ["CRM", "my crm", "my_crm", "-crm", "crm-", "a--b", "ä", "a\\n", "", "a.b", "<<x"])
def test_an_id_is_small_letters_digits_and_hyphens(tmp_path: Path, name: str) -> None:
    assert systems(tmp_path, f'systems: {{"{name}": {{name: A}}}}')[:2] == ([], [("invalid-value", "pattern", 1, 11)])


@pytest.mark.parametrize(
    ("head", "problem"),
    [
        ("version: 2\n", ("invalid-value", "version", 1, 10)),
        ('version: "1"\n', ("invalid-value", "wrong-type", 1, 10)),
        ("version:\n", ("invalid-value", "version", 1, 9)),
        ("verison: 1\n", ("unknown-key", "suggestion", 1, 1)),
        ("processors: {}\n", ("unknown-key", "", 1, 1)),
    ],
)
def test_what_stands_beside_the_systems_is_judged_too(
    tmp_path: Path, head: str, problem: tuple[str, str, int, int]
) -> None:
    valid, findings, _ = systems(tmp_path, f"{head}systems:\n  a: {{name: A}}\n")
    assert valid == ["a"]
    assert [(finding[0], *finding[2:]) for finding in findings] == [(problem[0], *problem[2:])]


def test_a_version_of_one_is_fine(tmp_path: Path) -> None:
    assert systems(tmp_path, "version: 1\nsystems:\n  a: {name: A}\n") == (["a"], [], ["a"])


def test_each_document_of_a_file_is_read(tmp_path: Path) -> None:
    text = "systems: {a: {name: A}}\n---\nsystems: {b: {name: B}}\n---\nsystems: {a: {name: C}}\n---\nsystem: {}\n"
    valid, findings, _ = systems(tmp_path, text)
    assert valid == ["a", "b"]
    assert sorted(findings) == [
        ("duplicate-key", "other-file", 5, 11),
        ("missing-key", "", 7, 1),
        ("unknown-key", "suggestion", 7, 1),
    ]


def test_what_is_merged_into_many_records_is_told_of_once(tmp_path: Path) -> None:
    text = "systems:\n  a: &a {name: A, owner: [5]}\n  b: {<<: *a, name: B}\n  c: *a\n  d: {<<: *a, owner: me}\n"
    assert systems(tmp_path, text)[:2] == (["d"], [("invalid-value", "wrong-type", 2, 26)])


# --- what was set aside


def test_a_broken_system_is_no_missing_one(tmp_path: Path) -> None:
    text = "systems:\n  a: {name: A}\n  b:\n    name: B\n    owner [x]\n  c: {owner: C}\n"
    assert systems(tmp_path, text) == (
        ["a"],
        [("syntax", "colon", 5, 5), ("missing-key", "", 6, 3)],
        ["b", "a", "c"],
    )


@pytest.mark.parametrize(
    ("broken", "by", "expected"),
    [
        ("  languages: [fi]", "  languages: [fi", [("syntax", "bracket", 4, 14)]),
        ("  name: {fi: Rekisteri}\n", "\tname: {fi: Rekisteri}\n", [("syntax", "tab", 3, 1)]),
        ("  name: Yritys Oy", "  name Yritys Oy", [("syntax", "colon", 6, 3)]),
        ("controller:", "controller", [("syntax", "colon", 5, 1)]),
        ("    text: {fi: laskutus}", "    text: {fi: 'laskutus}", [("syntax", "quote", 9, 16)]),
        ("    text: {", "    txt: {", [("missing-key", "", 8, 3), ("unknown-key", "suggestion", 9, 5)]),
    ],
)  # fmt: skip
def test_nothing_is_called_missing_that_may_stand_in_what_was_set_aside(
    tmp_path: Path, broken: str, by: str, expected: list[tuple[str, str, int, int]]
) -> None:
    assert POLICY.count(broken) == 1
    file = opened(tmp_path, POLICY.replace(broken, by), "policy.yaml", "policy")
    for document in file.documents:
        assert validate_record(file, document, Policy) is None or file.findings
    assert list_places(file.findings) == expected


def test_elsewhere_what_is_missing_is_still_told_of(tmp_path: Path) -> None:
    text = POLICY.replace("  name: Yritys Oy", "  nam: Yritys Oy") + "fields:\n  name: {txt: {fi: nimi}}\n\tx: y\n"
    file = opened(tmp_path, text, "policy.yaml", "policy")
    assert validate_record(file, file.documents[0], Policy) is None
    assert list_places(file.findings) == [
        ("missing-key", "", 5, 1),
        ("unknown-key", "suggestion", 6, 3),
        ("syntax", "tab", 12, 1),
    ]


def test_a_file_whose_only_key_is_broken_is_not_said_to_lack_it(tmp_path: Path) -> None:
    assert systems(tmp_path, "version: 1\nsystems: [\n") == ([], [("syntax", "bracket", 2, 10)], [])


def test_an_id_that_was_set_aside_is_still_known(tmp_path: Path) -> None:
    file, ids = (
        opened(tmp_path, "processors:\n  a: {name: A}\n  b: {name: 'B}\n  c: {name: C}\n", kind="processors"),
        {},
    )
    assert [entry.id for entry in read_entries(file, System, ProcessorsFile, ids)] == ["a", "c"]  # type: ignore[arg-type]
    assert set(ids) == {"a", "b", "c"}
