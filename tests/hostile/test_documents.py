"""No output takes minutes to lay out, none has characters that nobody sees, and none is a command to a build server."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from seloste.reports.language.language import load_language
from seloste.reports.paper import limits
from seloste.reports.paper.docx_parts import Bookmarks
from seloste.reports.paper.limits import DocumentTooLargeError, measure_page
from seloste.reports.paper.pdf import render_pdf
from seloste.reports.paper.table import Table
from seloste.reports.paper.xlsx import render_workbook
from tests.support import EXAMPLE
from tests.support.commands import run
from tests.support.cpu import cpu_limit
from tests.support.hostile import assert_bounded, run_process

HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\u2028\u2029\u200e\u200f\u0085]")
COMMAND = re.compile(r"^\s*::|##\w*\[", re.MULTILINE)
NASTY = "::error::Tiedot \\u202eon\\u2066\\u2028::warning::poistettu ##[error]"
POLICY = f"""
notice: {{name: {{fi: "{NASTY}"}}, languages: [fi]}}
controller: {{name: "{NASTY}"}}
purposes:
  billing:
    text: {{fi: "{NASTY}"}}
safeguards:
  backup: {{text: {{fi: "{NASTY}"}}, control: backup, parameters: {{interval: P1D}}}}
"""
SYSTEMS = f'systems: {{crm: {{name: "{NASTY}", safeguards: {{backup: implemented}}}}}}'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "policy.yaml").write_text(POLICY, "utf-8")
    (tmp_path / "old.yaml").write_text(POLICY.replace("P1D", "P2D").replace("billing", "selling"), "utf-8")
    (tmp_path / "systems.yaml").write_text(SYSTEMS, "utf-8")
    (tmp_path / "page.html").write_text("<p>::error::Tiedot\u202e 3 vuotta ##[error]", "utf-8")
    (tmp_path / "seloste.yaml").write_text("systems: [systems.yaml]\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        "notice --format text",
        "notice --format markdown",
        "notice --format html",
        "diff old.yaml policy.yaml",
        "diff old.yaml policy.yaml --format markdown",
        "diff old.yaml policy.yaml --format json",
        "diff old.yaml policy.yaml --notify",
        "diff old.yaml policy.yaml --notify --format markdown",
        "diff policy.yaml page.html",
        "diff policy.yaml page.html --format json",
        "report --out ::error::x",
        "export ropa --format csv",
        "export ropa --format markdown",
        "export dpv",
        "forecast",
        "forecast --format json",
        "check --format json",
        "check",
    ],
)
def test_what_is_printed_is_no_command_and_hides_nothing(folder: Path, command: str) -> None:
    ran = run(*command.split())
    assert ran.returncode in (0, 1), ran.stderr.decode()
    assert ran.stdout.decode()
    assert COMMAND.findall(ran.stdout.decode()) == []
    assert HIDDEN.findall(ran.stdout.decode()) == []


def test_a_notice_in_a_file_stays_as_it_is(folder: Path) -> None:
    assert run("notice", "--format", "markdown", "-o", "notice.md").returncode == 0
    assert "::error::Tiedot" in (folder / "notice.md").read_text("utf-8")


def test_dpv_has_the_same_values_when_it_is_read(folder: Path) -> None:
    ran = run("export", "dpv")
    assert "\\u202e" in ran.stdout.decode()
    assert json.loads(f'"{NASTY}"') in json.dumps(json.loads(ran.stdout.decode()), ensure_ascii=False).replace(
        "\\u2028", "\u2028"
    )


def test_a_page_that_would_take_minutes_is_refused_before_it_is_laid_out() -> None:
    table = "<table>" + "<tr><td>a<td>b" * 30_000 + "</table>"
    for html in (table, "<p>" + "word " * 900_000, "<p>" * 90_000, f"<table><td>{'word ' * 1_000}</table>"):
        with cpu_limit(1), pytest.raises(DocumentTooLargeError):
            render_pdf(html, language=load_language("en"))


def test_a_page_of_a_large_company_is_not_refused() -> None:
    assert measure_page("<table>" + "<tr><td>a system<td>a purpose of some length</tr>" * 10_000) < limits.MOST_TAGS
    assert measure_page("<p>" + "word " * 400_000) < limits.MOST_TAGS


def test_a_workbook_with_too_many_cells_is_refused() -> None:
    table = Table("", ("a", "b"), (("x", "y"),) * 500_001)
    with cpu_limit(1), pytest.raises(DocumentTooLargeError):
        render_workbook([table], title="", language=load_language("en"), day=date(2026, 9, 1))


@pytest.mark.parametrize("format", ["pdf", "docx", "xlsx"])
def test_a_document_that_is_too_large_is_refused_in_words_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    monkeypatch.chdir(EXAMPLE)
    for name in ("MOST_TAGS", "MOST_PARAGRAPHS", "MOST_CELLS"):
        monkeypatch.setattr(limits, name, 10)
    ran = run("report", "--out", str(tmp_path / "out"), "--format", "html", "--format", format)
    assert ran.returncode == 2
    assert f"too large for the format {format}" in ran.stderr.decode()
    assert "html" in ran.stderr.decode()
    assert not (tmp_path / "out").exists()


def test_many_anchors_get_their_bookmarks_in_little_time() -> None:
    bookmarks = Bookmarks()
    with cpu_limit(2):
        names = {bookmarks.name(f"purposes.{'x' * 40}{number}") for number in range(20_000)}
    assert len(names) == 20_000


def test_a_notice_in_too_many_languages_is_refused(tmp_path: Path) -> None:
    """Each of its pages would link to all others."""
    notice = {"languages": [f"en-x-a{number}" for number in range(2_000)]}
    (tmp_path / "policy.yaml").write_text(json.dumps({"notice": notice, "controller": {"name": "Oy"}}), "utf-8")
    ended = run_process("notice", "-o", "n.{lang}.html", folder=tmp_path)
    assert_bounded(ended, 3)
    assert "at most 100" in ended.stderr
    assert not list(tmp_path.glob("n.*"))
