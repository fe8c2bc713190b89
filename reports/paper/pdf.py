"""PDF from our HTML pages: tagged, with bookmarks and page numbers, and without loading anything.

WeasyPrint uses the print style of the page; `paper.css` adds page numbers and the like. The fonts are those of the
machine: the same input gives the same bytes with the same fonts and libraries.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from html import unescape
from math import ceil
from pathlib import Path
from textwrap import wrap
from typing import Any

from seloste.reports.language.language import Language
from seloste.reports.paper import limits
from seloste.reports.paper.optional import load_library

_STYLE = Path(__file__).parents[1] / "templates" / "paper.css"
#: The only addresses that are loaded: pictures and fonts within the page itself.
_OWN = re.compile(r"data:(image|font)/", re.IGNORECASE)
#: A label of a list of facts, with its class, and a tag within it.
_LABEL = re.compile(r'<dt(?: class="([^"<>]*)")?([^<>]*)>((?:(?!</?dt).)*)</dt>', re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
#: The characters of a line of a label, and of the law below a label.
_LABEL_LINE, _LAW_LINE = 23, 30
#: `paper.css` knows as many lines.
_MOST_LINES = 6
_PLACEHOLDER = re.compile(r"\{(page|pages)\}")


def render_pdf(html: str, *, language: Language, day: date | None = None) -> bytes:
    """The page as PDF/UA-1: tagged, with the language and the title of the page.

    Args:
        html: A whole page. Only pictures and fonts within it (`data:`) are loaded.
        language: The language of the footers.
        day: The date of the document; None: it has no date.

    Raises:
        MissingExtraError: WeasyPrint, a system library that it needs, or every font is missing.
        DocumentTooLargeError: The layout would take minutes.
    """
    limits.refuse_large("pdf", limits.measure_page(html), limits.MOST_TAGS)
    weasyprint = load_library("pdf")
    fetcher = _make_fetcher(weasyprint)
    styles = [
        weasyprint.CSS(string=css, url_fetcher=fetcher)
        for css in (_STYLE.read_text("utf-8"), _make_footer_style(language))
    ]
    marked = mark_long_labels(html)
    document = weasyprint.HTML(string=marked, url_fetcher=fetcher).render(stylesheets=styles)
    document.metadata.created = document.metadata.modified = day.isoformat() if day else None
    document.metadata.generator = "seloste"
    identifier = hashlib.sha256(html.encode(errors="backslashreplace")).hexdigest()[:32].encode()
    written: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier)
    return written


def mark_long_labels(html: str) -> str:
    """The page with the number of lines of each long label of facts as its class: values have at least that height."""
    if '<body class="audit"' in html:  # whose labels stand on the lines of their values
        return html

    def mark(match: re.Match[str]) -> str:
        label, _, law = match[3].partition('<span class="law"')
        # The letters of the law are smaller.
        lines = min(
            _count_lines(label, _LABEL_LINE) + ceil(0.8 * _count_lines(law.partition(">")[2], _LAW_LINE)), _MOST_LINES
        )
        if lines < 2:
            return match[0]
        return f'<dt class="{match[1] or ""} lines-{lines}"{match[2]}>{match[3]}</dt>'

    return _LABEL.sub(mark, html)


def _count_lines(markup: str, width: int) -> int:
    """The lines of a text with tags, which are filled with its words."""
    return len(wrap(unescape(_TAG.sub("", markup))[:1000], width))


def _make_fetcher(weasyprint: Any) -> Any:
    """A fetcher that loads data within the page, and refuses files, the network and redirects."""

    class DataFetcher(weasyprint.urls.URLFetcher):  # type: ignore[misc]  # the library is loaded only now
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not _OWN.match(url):
                raise ValueError("only what is within the page is loaded")
            return super().fetch(url, headers)

    return DataFetcher(allowed_protocols=("data",), allow_redirects=False)


def _make_footer_style(language: Language) -> str:
    """The stylesheet that numbers the pages, in the words of the language."""
    parts = _PLACEHOLDER.split(language.word("paper.page"))
    content = " ".join(f"counter({part})" if number % 2 else _quote(part) for number, part in enumerate(parts) if part)
    return f"@page {{ @bottom-center {{ content: {content} }} }}"


def _quote(text: str) -> str:
    """The text as a CSS string."""
    return '"' + text.replace("\\", r"\\").replace('"', r"\"").replace("\n", " ") + '"'
