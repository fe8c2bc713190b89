"""The documentation site: it builds without a warning, shows pages as they were written, and fetches nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.support import ROOT

pytestmark = pytest.mark.heavy
PAGES = sorted((ROOT / "docs").rglob("*.md"))
#: What makes a browser fetch something; a link is followed by people alone.
FETCHED = re.compile(
    r"""<(?:script|img|iframe|source|embed)\b[^>]*?\bsrc=["'](https?:)?//|<link\b[^>]*?stylesheet[^>]*?//"""
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `mkdocs build --strict` writes it: a dead link, a dead anchor or a page in no menu ends the build."""
    folder = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    assert "WARNING" not in built.stderr
    return folder


def read_article(site: Path, page: Path) -> str:
    name = page.relative_to(ROOT / "docs").with_suffix(".html")
    html = (site / name.with_name("index.html" if page.name == "README.md" else name.name)).read_text("utf-8")
    return html.partition("<article")[2].partition("</article>")[0]


def test_a_page_has_the_lists_tables_and_blocks_that_it_was_written_with(site: Path) -> None:
    """Python-Markdown takes lists for paragraphs that CommonMark, and so the code host, takes for lists."""
    differing, markdown = {}, MarkdownIt("commonmark").enable("table")
    for page in PAGES:
        article, written = read_article(site, page), markdown.render(page.read_text("utf-8"))
        for tag in ("li", "ol", "ul", "pre", "tr", "h2", "h3"):
            counts = [len(re.findall(f"<{tag}[ >]", text)) for text in (written, article)]
            if counts[0] != counts[1]:
                differing[page.name, tag] = counts
    assert differing == {}


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    assert [page.name for page in site.rglob("*.html") if FETCHED.search(page.read_text("utf-8"))] == []


def test_a_page_tells_its_language(site: Path) -> None:
    assert '<html lang="fi"' in (site / "tutorials/officer.fi.html").read_text("utf-8")
    assert '<html lang="sv"' in (site / "rules/sv/index.html").read_text("utf-8")
    assert '<html lang="en"' in (site / "tutorials/officer.html").read_text("utf-8")
