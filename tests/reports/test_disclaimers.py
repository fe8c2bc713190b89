"""What the product says of itself: no advice and no assurance in each report, and no verdict on a whole company."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from zipfile import ZipFile

import pytest

from seloste.reports.language.language import language_codes, load_language
from tests.support import ROOT
from tests.support.commands import seloste
from tests.support.each import each

DAY = "2026-09-01"
EXAMPLE = ROOT / "examples" / "complete"
#: A verdict on a company or a notice as a whole, or the sign of one. No rule can give it.
VERDICTS = re.compile(
    r"\bcompliant\b|\bcompliance (?:badge|certificate|score|seal)\b|\bbadges?\b|shields\.io|\bcertified by seloste\b"
    r"|\bvaatimustenmukai\w+|\blainmukaiseksi (?:todettu|osoitettu)"
    r"|\befterlever\b|\befterlevnad|\böverensstämm\w+ med (?:lag|dataskydd)",
    re.IGNORECASE,
)
#: The names of columns and services are data of others.
NOT_OURS = {"column-kinds.md", "evidence-services.md", "evidence-types.md"}


def read(path: Path) -> str:
    """The words of a document, without their markup."""
    if path.suffix == ".xlsx":
        with ZipFile(path) as book:
            return unescape(book.read("xl/sharedStrings.xml").decode())
    return unescape(path.read_text("utf-8")).replace("\\", "")


def expect(text: str, code: str, *inputs: str) -> None:
    """Asserts that a text says what it is not, and names its inputs, the day of the law and how far it was checked."""
    start, _, end = _note(code)
    assert start in text
    passage = text[text.index(start) + len(start) :][:600]
    assert all(name in passage for name in inputs), passage
    assert end.split("{")[0] in passage


def _note(code: str) -> tuple[str, str, str]:
    return load_language(code).word("disclaimer.note").partition("{inputs}")


@pytest.mark.usefixtures("a_day_ahead")
@pytest.mark.parametrize("code", language_codes())
def test_every_report_says_what_it_is_not_and_what_it_rests_on(code: str, tmp_path: Path) -> None:
    at = ("--config", str(EXAMPLE / "seloste.yaml"), "--as-of", DAY, "--lang", code)
    formats = ("--format", "html", "--format", "markdown", "--format", "xlsx")
    assert seloste("report", *at, *formats, "--out", str(tmp_path)) == 0
    for kind in ("ropa", "transfers"):
        for format in ("html", "markdown", "xlsx"):
            assert seloste("export", kind, *at, "--format", format, "-o", str(tmp_path / f"{kind}.{format[:4]}")) == 0
    documents = [path for path in tmp_path.iterdir() if path.stem.split(".")[0] not in ("notice", "report")]
    assert len(documents) >= 12
    for path in documents:
        expect(read(path), code, "policy.yaml", "2026")


@pytest.mark.parametrize("code", language_codes())
def test_a_drill_says_it_too(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    seloste("drill", "--config", str(EXAMPLE / "seloste.yaml"), "--as-of", DAY, "--lang", code)
    start, _, _ = _note(code)
    assert start.split(".")[0] in " ".join(capsys.readouterr().out.split())


@each(
    "path",
    [
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
        ROOT / "pyproject.toml",
        ROOT / "mkdocs.yml",
        *(path for path in sorted((ROOT / "docs").rglob("*.md")) if path.name not in NOT_OURS),
        *sorted((ROOT / "reports" / "templates").rglob("*.j2")),
        *sorted((ROOT / "reports" / "languages").rglob("*.yaml")),
        *sorted((ROOT / "examples").rglob("*.md")),
    ],
)
def test_no_words_call_anybody_compliant(path: Path) -> None:
    assert not VERDICTS.search(path.read_text("utf-8")), path
