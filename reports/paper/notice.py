"""The public notice as a file: PDF for printing and signing, a Word document for comments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from seloste.policy.notice import Policy
from seloste.reports.formats import PAPER_FORMATS
from seloste.reports.notice import Publication
from seloste.reports.notice.context import NoticeContext
from seloste.reports.notice.page import build_page


def render_notice_file(
    policy: Policy,
    code: str,
    format: str,
    *,
    html: Callable[[], str],
    processors: Mapping[str, str] | None = None,
    publication: Publication | None = None,
) -> bytes:
    """The notice in one language as `pdf` or `docx`.

    Args:
        policy: The notice. Its last change is the date of the document.
        code: The code of a language with words.
        format: One of `PAPER_FORMATS`.
        html: Returns the notice as a web page, from which the PDF is made, with the user's template and stylesheet.
        processors: The names of processors by id, for a Word document.
        publication: The addresses of the notice, for a Word document.

    Raises:
        MissingExtraError: A library that the format needs is not installed.
        ValueError: There is no such format.
    """
    publication = publication or Publication()
    language, day = publication.languages.load(code), find_last_change(policy)
    if format == "pdf":
        from seloste.reports.paper.pdf import render_pdf

        return render_pdf(html(), language=language, day=day)
    if format == "docx":
        from seloste.reports.paper.docx import render_docx

        page = build_page(NoticeContext(policy, language, processors or {}, publication))
        return render_docx(page, language=language, day=day)
    raise ValueError(f"no format {format!r}, only {', '.join(PAPER_FORMATS)}")


def find_last_change(policy: Policy) -> date | None:
    """The latest of the days of the notice; None: it has none."""
    notice = policy.notice
    known = (notice.drawn_up, notice.published, notice.updated, notice.reviewed)
    days = [day for day in known if day is not None]
    return max(days, default=None)
