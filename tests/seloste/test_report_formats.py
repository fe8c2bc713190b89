"""`report --format` and `notice --format` as a user runs them: what is written, what is refused, and the messages."""

from __future__ import annotations

import importlib
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from seloste import usage_errors
from seloste.usage_errors import UsageError
from tests.support.commands import DAY, enter_example, seloste

pytestmark = pytest.mark.usefixtures("a_day_ahead")

NOTICE = ["notice", "--lang", "fi", "--format"]


@pytest.fixture
def complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return enter_example(tmp_path, monkeypatch)


def written(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_without_a_format_pages_are_written(complete: Path) -> None:
    assert seloste("report", "--as-of", DAY, "--lang", "fi", "-q") == 0
    names = written(complete / "seloste-report")
    assert {"notice.fi.html", "notice.fi.md", "audit.fi.html", "audit.fi.md", "report.json"} <= names
    assert not {name for name in names if name.endswith((".pdf", ".docx", ".xlsx"))}


def test_the_formats_asked_for_are_written_and_no_others(complete: Path) -> None:
    formats = ("--format", "docx", "--format", "xlsx", "--format", "docx")
    assert seloste("report", "--as-of", DAY, "--lang", "fi", "-q", *formats) == 0
    folder = complete / "seloste-report"
    assert {"notice.fi.docx", "audit.fi.xlsx", "report.json"} <= written(folder)
    assert all(name.endswith((".docx", ".xlsx", ".json")) for name in written(folder))
    assert openpyxl.load_workbook(folder / "audit.fi.xlsx").properties.language == "fi"


def test_every_workbook_is_told_in_its_language_and_has_no_formula(complete: Path) -> None:
    path = complete / "systems.yaml"
    path.write_text(path.read_text("utf-8").replace("    name: ", "    name: =cmd() ", 1), "utf-8")
    seloste("report", "--as-of", DAY, "-q", "--format", "xlsx")
    books = sorted((complete / "seloste-report").glob("*.xlsx"))
    assert len(books) >= 2
    found = False
    for path in books:
        for sheet in openpyxl.load_workbook(path).worksheets:
            for row in sheet.iter_rows():
                assert all(cell.data_type != "f" for cell in row), path.name
                found = found or any(str(cell.value).startswith("=cmd()") for cell in row)
    assert found


def test_a_format_that_is_none_is_refused_with_the_nearest() -> None:
    with pytest.raises(Exception, match="xlxs"):
        seloste("report", "--format", "xlxs")


def test_a_word_document_is_written_to_a_file_and_to_a_pipe(complete: Path) -> None:
    assert seloste(*NOTICE, "docx", "-o", "n.docx") == 0
    assert (complete / "n.docx").read_bytes().startswith(b"PK")
    command = [sys.executable, "-m", "seloste", *NOTICE, "docx"]
    piped = subprocess.run(command, capture_output=True, check=True, timeout=60)
    assert piped.stdout == (complete / "n.docx").read_bytes()


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_terminal_is_spared_bytes(complete: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdout", Terminal())
    with pytest.raises(UsageError) as caught:
        seloste(*NOTICE, kind)
    assert "-o TIEDOSTO" in usage_errors.format_usage_error(caught.value, "fi")


@pytest.mark.parametrize(("lang", "words"), [("fi", "joita ei ole asennettu"), ("en", "that are not installed")])
@pytest.mark.parametrize(
    ("kind", "command"), [("pdf", "report"), ("docx", "report"), ("xlsx", "report"), ("pdf", "notice")]
)
def test_a_missing_extra_is_told_before_any_work(
    complete: Path, kind: str, command: str, lang: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = importlib.import_module

    def without(name: str, package: str | None = None) -> Any:
        if name in ("weasyprint", "docx", "xlsxwriter"):
            raise ModuleNotFoundError(name)
        return load(name, package)

    monkeypatch.setattr(importlib, "import_module", without)
    monkeypatch.delenv("LC_ALL", raising=False)
    target = ("-o", "n.pdf") if command == "notice" else ()
    with pytest.raises(UsageError) as caught:
        seloste(command, "--lang", lang, "--format", kind, *target)
    message = usage_errors.format_usage_error(caught.value, lang)
    assert words in message
    assert f"pip install 'seloste[{kind}]'" in message
    assert ("apt install libpango" in message) is (kind == "pdf")
    assert not (complete / "seloste-report").exists()
    assert not (complete / "n.pdf").exists()


@pytest.mark.heavy
def test_every_format_has_the_same_bytes_in_two_processes(complete: Path) -> None:
    formats = [part for name in ("html", "markdown", "pdf", "docx", "xlsx") for part in ("--format", name)]
    made = []
    for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")):
        out = complete / f"out{seed}"
        subprocess.run(
            [sys.executable, "-m", "seloste", "report", "--lang", "fi", "--as-of", DAY, "--out", str(out), *formats],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
            timeout=300,
        )
        made.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert {"notice.fi.pdf", "audit.fi.pdf", "notice.fi.docx", "audit.fi.xlsx"} <= made[0].keys()
    assert made[0].keys() == made[1].keys()
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []
