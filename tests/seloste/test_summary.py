"""`seloste report --summary`: the summary alone, with the command that makes it again."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from seloste.reports.paper.docx_pages import find_pages
from seloste.reports.paper.docx_styles import DENSE
from seloste.usage_errors import UsageError
from tests.support import ROOT
from tests.support.commands import DAY, enter_example, seloste
from tests.support.git import commit, git


@pytest.fixture
def complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return enter_example(tmp_path, monkeypatch)


def find_command(page: str) -> list[str]:
    found = re.search(r"To make it again:\*\* `(.*)`", page)
    assert found is not None
    return shlex.split(found[1])


def test_nothing_but_summaries_is_written(complete: Path) -> None:
    assert seloste("report", "--summary", "--as-of", DAY, "--lang", "en", "-q") == 0
    assert {path.name for path in (complete / "seloste-report").iterdir()} == {"summary.en.html", "summary.en.md"}


def test_in_word_it_says_what_the_page_says(complete: Path) -> None:
    library = pytest.importorskip("docx")
    formats = ("--format", "docx", "--format", "markdown")
    assert seloste("report", "--summary", "--as-of", DAY, "--lang", "en", "-q", *formats) == 0
    page = (complete / "seloste-report" / "summary.en.md").read_text("utf-8").replace("\\", "")
    document = library.Document(str(complete / "seloste-report" / "summary.en.docx"))
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert headings == [line.lstrip("# ") for line in page.splitlines() if line.startswith(("## ", "### "))]
    assert not [each for each in document.paragraphs if each.style.name == "toc 1"]
    for table in document.tables:
        for row in table.rows[1:]:
            for cell in row.cells:
                assert cell.text.partition(" (")[0].partition(" |")[0] in page.replace("*", "").replace("_", "")


@pytest.mark.parametrize("code", ["fi", "en", "sv"])
def test_in_word_it_has_three_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Of Jamix; its last heading is on the third page at the latest, and the letters can be read."""
    library = pytest.importorskip("docx")
    monkeypatch.chdir(ROOT)
    options = ("--as-of", DAY, "--lang", code, "-q", "--format", "docx", "--out", str(tmp_path))
    assert seloste("report", "--summary", *options) == 0
    document = library.Document(str(tmp_path / f"summary.{code}.docx"))
    pages = find_pages(document, DENSE)
    assert 2 <= max(pages.values()) <= 3
    assert document.styles["Table Text"].font.size.pt >= 7


def test_the_command_that_it_names_makes_it_again(complete: Path) -> None:
    seloste("report", "--summary", "--lang", "en", "-q", "--scope", "systems", "--as-of", DAY)
    page = (complete / "seloste-report" / "summary.en.md").read_text("utf-8")
    program, *arguments = find_command(page)
    assert program == "seloste"
    assert seloste(*arguments, "-q", "--out", "again") == 0
    assert (complete / "again" / "summary.en.md").read_text("utf-8") == page


def test_the_commit_is_named_where_it_has_every_file(complete: Path) -> None:
    git(complete, "init", "-q")
    made = commit(complete)
    seloste("report", "--summary", "--lang", "en", "-q", "--as-of", DAY)
    page = (complete / "seloste-report" / "summary.en.md").read_text("utf-8")
    assert f"--at {made[:12]}" in " ".join(find_command(page))
    (complete / "systems.yaml").write_text((complete / "systems.yaml").read_text("utf-8") + "\n", "utf-8")
    seloste("report", "--summary", "--lang", "en", "-q", "--as-of", DAY)
    page = (complete / "seloste-report" / "summary.en.md").read_text("utf-8")
    assert "--at" not in find_command(page)
    assert "systems.yaml" in page.partition("What this rests on")[2]


def test_a_password_is_in_no_command(complete: Path) -> None:
    address = "postgresql://reader:hunter2@127.0.0.1:1/crm"
    seloste("report", "--summary", "--lang", "en", "-q", "--as-of", DAY, "--evidence", address)
    page = (complete / "seloste-report" / "summary.en.md").read_text("utf-8")
    assert "hunter2" not in page
    assert "--evidence postgresql://127.0.0.1:1/crm" in " ".join(find_command(page))


def test_a_format_without_a_summary_is_refused(complete: Path) -> None:
    with pytest.raises(UsageError) as refused:
        seloste("report", "--summary", "--format", "csv", "-q", "--as-of", DAY)
    assert refused.value.key == "summary-format"
