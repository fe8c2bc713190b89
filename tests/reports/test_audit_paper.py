"""How long the report for auditors is on paper, and what its first page says: of Jamix, with findings of most kinds."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PageObject, PdfReader

from seloste.cli import cli
from seloste.reports.language.language import load_language
from tests.support import ROOT

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
