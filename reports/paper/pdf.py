"""PDF from the pages that people read: tagged, with bookmarks and page numbers, and nothing loaded from anywhere.

WeasyPrint lays the page out by its print style; `paper.css` adds what only pages of paper have. Text is drawn with the
fonts of the machine: the same input gives the same bytes where fonts and libraries are the same.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path
from typing import Any

from seloste.reports.language.language import Language
from seloste.reports.paper.optional import needed

_STYLE = Path(__file__).parents[1] / "templates" / "paper.css"
#: The only addresses that are loaded: pictures and fonts that the page itself holds.
_OWN = re.compile(r"data:(image|font)/", re.IGNORECASE)
_HOLE = re.compile(r"\{(page|pages)\}")


def pdf(html: str, *, language: Language, day: date | None = None) -> bytes:
    """The page as PDF/UA-1: tagged, in the language and with the title that the page has.

    Args:
        html: A whole page. Whatever it asks for, only pictures and fonts that it holds itself (`data:`) are loaded.
        language: The language of the words at the foot of each page.
        day: The day that the document says it was made on; without one it says none.

    Raises:
        MissingExtraError: WeasyPrint, a system library that it needs, or every font is missing.
    """
    weasyprint = needed("pdf")
    fetcher = _fetcher(weasyprint)
    styles = [weasyprint.CSS(string=css, url_fetcher=fetcher) for css in (_STYLE.read_text("utf-8"), _footer(language))]
    document = weasyprint.HTML(string=html, url_fetcher=fetcher).render(stylesheets=styles)
    document.metadata.created = document.metadata.modified = day.isoformat() if day else None
    document.metadata.generator = "seloste"
    identifier = hashlib.sha256(html.encode(errors="backslashreplace")).hexdigest()[:32].encode()
    written: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier)
    return written


def _fetcher(weasyprint: Any) -> Any:
    """What loads that which is part of the page, and refuses all else: files, the network, what they lead to."""

    class Own(weasyprint.urls.URLFetcher):  # type: ignore[misc]  # the library is loaded only now
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not _OWN.match(url):
                raise ValueError("only what is within the page is loaded")
            return super().fetch(url, headers)

    return Own(allowed_protocols=("data",), allow_redirects=False)


def _footer(language: Language) -> str:
    """The style that numbers the pages, in the words of the language."""
    parts = _HOLE.split(language.word("paper.page"))
    content = " ".join(f"counter({part})" if number % 2 else _quoted(part) for number, part in enumerate(parts) if part)
    return f"@page {{ @bottom-center {{ content: {content} }} }}"


def _quoted(text: str) -> str:
    """The text as a string of CSS."""
    return '"' + text.replace("\\", r"\\").replace('"', r"\"").replace("\n", " ") + '"'
