"""`seloste export` as a user runs it: what it writes, where, and how it ends."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from seloste.checker.linking.loading import load_processors
from seloste.checker.reading.record_table import make_id
from seloste.checker.reading.tree import WorkTree
from tests.support import EXAMPLE, ROOT
from tests.support.commands import Ran, run

DAY = ("--as-of", "2026-11-22", "--lang", "en")


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(EXAMPLE, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def export(*arguments: str) -> Ran:
    return run("export", *arguments)


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("r.html", b"<!doctype html>"),
        ("r.md", b"# Record of"),
        ("r.csv", b"\xef\xbb\xbfProcess"),
        ("r.xlsx", b"PK"),
    ],
)
def test_the_suffix_of_the_file_tells_the_format(company: Path, name: str, begins: bytes) -> None:
    ran = export("ropa", "-o", name, *DAY)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b"")
    assert (company / name).read_bytes().lstrip().startswith(begins)


@pytest.mark.parametrize(("kind", "title"), [("transfers", b"Transfers outside"), ("processors", b"Processors of")])
def test_the_format_asked_for_wins_and_goes_to_stdout(company: Path, kind: str, title: bytes) -> None:
    ran = export(kind, "--format", "markdown", *DAY)
    assert ran.returncode == 0
    assert ran.stdout.startswith(b"# " + title)


def test_a_workbook_may_go_into_a_pipe(company: Path) -> None:
    command = [sys.executable, "-m", "seloste", "export", "transfers", "--format", "xlsx", *DAY]
    ran = subprocess.run(command, cwd=company, capture_output=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.startswith(b"PK")


def test_dpv_is_json_ld(company: Path) -> None:
    ran = export("dpv", *DAY)
    assert ran.returncode == 0
    assert "@context" in json.loads(ran.stdout)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("ropa", "-o", "r.pdf"), "the suffix of r.pdf does not tell the format"),
        (("dpv", "--format", "csv"), "dpv is JSON-LD data"),
        (("rops",), "did you mean ropa?"),
        (("ropa", "--lang", "xx"), "no words for the language xx"),
        (("ropa", "--format", "html", "-o", "systems.yaml"), "systems.yaml is one of the files"),
        ((), "ropa|transfers|processors|dpv is missing"),
    ],
)
def test_misuse_ends_with_2_and_words(company: Path, arguments: tuple[str, ...], message: str) -> None:
    ran = export(*arguments, *(DAY if "--lang" not in arguments else DAY[:2]))
    assert ran.returncode == 2
    assert message.casefold() in ran.stderr.decode().casefold()
    assert ran.stdout == b""


def test_a_public_document_needs_a_language_of_the_notice_and_an_internal_one_does_not(company: Path) -> None:
    path = company / "policy.yaml"
    path.write_text(path.read_text("utf-8").replace("  languages: [fi, en, sv]", "  languages: [fi]"), "utf-8")
    (company / "seloste.yaml").write_text("version: 1\n", "utf-8")
    assert export("processors", *DAY).returncode == 2
    assert b"Record of processing" in export("ropa", *DAY).stdout


def test_half_read_inputs_end_with_3_and_the_document_says_so(company: Path) -> None:
    path = company / "systems.yaml"
    path.write_text(
        path.read_text("utf-8").replace("    purposes:\n      - accounting", "    purposez: [accounting]"), "utf-8"
    )
    ran = export("ropa", "-o", "record.md", *DAY)
    assert ran.returncode == 3
    assert b"purposez" in ran.stderr
    written = (company / "record.md").read_text("utf-8")
    assert "The record is incomplete" in written
    assert "purposez" in written


def test_without_a_notice_there_is_nothing_to_write(company: Path) -> None:
    (company / "policy.yaml").write_text("notice: [", "utf-8")
    ran = export("ropa", "-o", "record.md", *DAY)
    assert ran.returncode == 3
    assert b"policy.yaml" in ran.stderr
    assert not (company / "record.md").exists()


def test_what_is_not_fit_for_the_public_is_told_before_it_is_published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    ran = export("processors", "--format", "markdown", *DAY)
    assert ran.returncode == 0
    assert (
        ran.stderr.decode()
        == "seloste: do not publish yet, incomplete or not in order: Mailer Inc. and Voicelab Corp.\n"
    )
    assert export("processors", "--format", "markdown", "-q", *DAY).stderr == b""


def test_the_record_is_part_of_the_report(company: Path) -> None:
    assert run("report", "--out", "out", "--format", "markdown", "--format", "csv", *DAY).returncode == 0
    assert {path.name for path in (company / "out").glob("record*")} == {"record.en.md", "record.en.csv"}


@pytest.mark.parametrize("language", ["fi", "en"])
def test_the_list_for_the_public_is_read_back_from_csv_and_from_a_workbook(company: Path, language: str) -> None:
    inventory = load_processors([company / "processors.yaml"], str, WorkTree(company)).entries.values()
    expected = {make_id(each.record.name): each.record for each in inventory}
    for name in ("lista.csv", "lista.xlsx"):
        assert export("processors", "--lang", language, "-o", name, *DAY).returncode == 0
        read = load_processors([company / name], str, WorkTree(company))
        assert (read.findings, set(read.entries)) == ([], set(expected))
        for id, entry in read.entries.items():
            assert (entry.record.name, entry.record.role) == (expected[id].name, expected[id].role)
            assert entry.record.country == expected[id].country
            tools = {each.country: each.instrument for each in entry.record.transfers or ()}
            assert {each.country for each in expected[id].transfers or ()} <= {*tools, entry.record.country}
