"""The public notice: a page made of the policy alone, section by section, in one language."""

from __future__ import annotations

from collections.abc import Mapping

from seloste.policy.notice import Policy
from seloste.reports.exports.dpv import build_dpv
from seloste.reports.language.language import UnknownLanguageError
from seloste.reports.notice.context import NoticeContext, Publication
from seloste.reports.notice.design import Design, check_stylesheet, render_design
from seloste.reports.notice.page import build_page
from seloste.reports.rendering.render import render


def render_notice(
    policy: Policy,
    code: str,
    format: str,
    *,
    processors: Mapping[str, str] | None = None,
    publication: Publication | None = None,
    design: Design | None = None,
) -> str:
    """Renders the notice in one language and format: `html`, `markdown` or `text`.

    Args:
        policy: The notice as code.
        code: The code of one of the notice's languages.
        format: `html` gives one file that loads nothing.
        processors: The names of processors by id; an id without a name is shown as it is.
        publication: The addresses of the notice, and the languages that have words.
        design: The company's own template and stylesheet.

    Raises:
        UnknownLanguageError: The notice is not in that language, or Seloste has no words for it.
        TemplateFaultError: The template of `design` can't be filled (`seloste.reports.rendering.sandbox`).
        StylesheetFaultError: The stylesheet of `design` is refused (`seloste.reports.notice.design`).
        ValueError: There is no such format.
    """
    if code not in policy.notice.languages:
        raise UnknownLanguageError(code)
    publication = publication or Publication()
    language = publication.languages.load(code)
    page = build_page(NoticeContext(policy, language, processors or {}, publication))
    data = build_dpv(policy, names=processors, languages=(code,)) if format == "html" else None
    if design is not None and design.template is not None:
        return render_design(page, policy, language, format, design, data)
    stylesheet = check_stylesheet(design.stylesheet) if design is not None else None
    return render("notice", format, page=page, language=language, data=data, stylesheet=stylesheet)


__all__ = ["Design", "Publication", "render_notice"]
