"""The public notice: the page that people read, from the policy alone, section by section, in one language."""

from __future__ import annotations

from collections.abc import Mapping

from seloste.policy.notice import Policy
from seloste.reports.exports.dpv import dpv_document
from seloste.reports.language.language import UnknownLanguageError
from seloste.reports.language.language import load_language as words_of
from seloste.reports.notice.context import NoticeContext, Publication
from seloste.reports.notice.design import Design, designed, style
from seloste.reports.notice.page import page
from seloste.reports.rendering.render import render


def render_notice(
    policy: Policy,
    language: str,
    format: str,
    *,
    processors: Mapping[str, str] | None = None,
    publication: Publication | None = None,
    design: Design | None = None,
) -> str:
    """The notice in one language and format: `html`, `markdown` or `text`.

    Args:
        policy: The notice as code.
        language: One of the notice's languages.
        format: `html` is one file that loads nothing.
        processors: The names of processors by id, for a notice that names them; an id without a name stays.
        publication: What is known of the notice beside its words, such as its version and its sisters.
        design: A template and a stylesheet of the company's own.

    Raises:
        UnknownLanguageError: The notice is not in that language, or there are no words of ours for it.
        TemplateFaultError: The template of `design` can't be filled (`seloste.reports.rendering.sandbox`).
        StylesheetFaultError: The stylesheet of `design` is refused (`seloste.reports.notice.design`).
        ValueError: There is no such format.
    """
    if language not in policy.notice.languages:
        raise UnknownLanguageError(language)
    words = words_of(language)
    told = page(NoticeContext(policy, words, processors or {}, publication or Publication()))
    data = dpv_document(policy, names=processors, languages=(language,)) if format == "html" else None
    if design is not None and design.template is not None:
        return designed(told, policy, words, format, design, data)
    own = style(design.stylesheet) if design is not None else None
    return render("notice", format, page=told, language=words, data=data, stylesheet=own)


__all__ = ["Design", "Publication", "render_notice"]
