"""The public notice as a file to hand over: PDF to print and to sign, a Word document for comments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from seloste.policy.notice import Policy
from seloste.reports.language.language import load_language as words_of
from seloste.reports.notice import Publication
from seloste.reports.notice.context import NoticeContext
from seloste.reports.notice.page import page

FORMATS = ("pdf", "docx")


def notice_on_paper(
    policy: Policy,
    language: str,
    format: str,
    *,
    html: Callable[[], str],
    processors: Mapping[str, str] | None = None,
    publication: Publication | None = None,
) -> bytes:
    """The notice in one language as `pdf` or `docx`.

    Args:
        policy: The notice as code: its days are those of the document.
        language: One that there are words for.
        format: One of `FORMATS`.
        html: Makes the notice as a web page, which a PDF is printed from, with its own template and style if it has.
        processors: The names of processors by id, for a Word document, which is built from the words.
        publication: What is known of the notice beside its words, for the same.

    Raises:
        MissingExtraError: What the format needs is not installed.
        ValueError: There is no such format.
    """
    words, day = words_of(language), last_changed(policy)
    if format == "pdf":
        from seloste.reports.paper.pdf import pdf

        return pdf(html(), language=words, day=day)
    if format == "docx":
        from seloste.reports.paper.docx import docx

        told = page(NoticeContext(policy, words, processors or {}, publication or Publication()))
        return docx(told, language=words, day=day)
    raise ValueError(f"no format {format!r}, only {', '.join(FORMATS)}")


def last_changed(policy: Policy) -> date | None:
    """The day of the notice as it stands: when it was reviewed last, else published; none where it says neither."""
    days = [day for day in (policy.notice.published, policy.notice.reviewed) if day is not None]
    return max(days, default=None)
