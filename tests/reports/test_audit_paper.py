"""How long the report for auditors is on paper, and what its first page says: of Jamix, with findings of most kinds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pypdf import PageObject, PdfReader

from seloste.checker.judging.check import check
from seloste.cli import cli
from seloste.policy.law.law import load_law
from seloste.reports.audit import render_audit
from seloste.reports.language.language import load_language
from seloste.reports.paper.limits import MOST_TAGS, measure_page
from seloste.reports.run import Run
from tests.support import ROOT, many_findings
from tests.support.workspaces import open_workspace

pytestmark = pytest.mark.heavy
CODES = ["fi", "en", "sv"]
#: The height below which a page has nothing but its number, in points.
FOOTER = 60
#: What the first page must name: the two transfers that have no ground.
UNLAWFUL = ("Voicelab Corp. (US)", "Privacy Shield")


def read_report(folder: Path, name: str, code: str, *options: str) -> PdfReader:
    """A document of the report on Jamix as a PDF."""
    arguments = ["report", "--config", str(ROOT / "seloste.yaml"), "--as-of", "2026-11-22", "-q", *options]
    assert cli.main([*arguments, "--format", "pdf", "--lang", code, "--out", str(folder)], standalone_mode=False) == 0
    return PdfReader(folder / f"{name}.{code}.pdf")


def read_words(reader: PdfReader, page: int) -> str:
    return " ".join(reader.pages[page].extract_text().split())


@pytest.mark.parametrize("code", CODES)
def test_the_whole_has_at_most_25_pages_and_its_summary_three(tmp_path: Path, code: str) -> None:
    reader, word = read_report(tmp_path, "audit", code), load_language(code).word
    assert len(reader.pages) <= 25
    first = read_words(reader, 0)
    assert all(name in first for name in UNLAWFUL)
    assert word("statement.title") in read_words(reader, 3)[:200]


@pytest.mark.parametrize("code", CODES)
def test_the_summary_alone_has_three_pages(tmp_path: Path, code: str) -> None:
    reader = read_report(tmp_path, "summary", code, "--summary")
    assert len(reader.pages) <= 3
    first = read_words(reader, 0)
    assert all(name in first for name in UNLAWFUL)


def find_lowest(page: PageObject) -> float:
    """How far down a page its text goes, the footer apart: 0 at the foot of the page, 1 at its head."""
    places: list[float] = []

    def note(text: str, _: object, at: list[float], *rest: object) -> None:
        if text.strip() and at[5] > FOOTER:
            places.append(at[5])

    page.extract_text(visitor_text=note)
    return min(places) / float(page.mediabox.height)


def test_few_pages_are_half_empty(tmp_path: Path) -> None:
    reader = read_report(tmp_path, "audit", "fi")
    short = [number for number, page in enumerate(reader.pages, 1) if find_lowest(page) > 0.5]
    assert len(short) <= 2, short


def test_2000_systems_with_findings_of_every_family_are_not_too_many_for_paper(tmp_path: Path) -> None:
    many_findings.write(tmp_path, 2_000)
    result = check(open_workspace(config=tmp_path / "seloste.yaml"), load_law(), date(2026, 11, 22), jobs=1)
    assert len(result.findings) > 4_000
    page = render_audit(result, "fi", "html", run=Run("1.2.3"))
    assert measure_page(page) < 0.9 * MOST_TAGS  # the forecast and the drill come beside it
