"""The preview: the public notice, with findings and verdicts beside the text that they are about.

A page for the officer who writes the notice. It depends only on a result; `seloste preview` serves it on the loopback
address, and renders it again when a file is saved.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from markupsafe import Markup
from msgspec import Struct, field

from seloste.checker.finding import Finding
from seloste.checker.result import Result
from seloste.reports.language.language import load_language
from seloste.reports.notice.context import NoticeContext, Publication
from seloste.reports.notice.page import build_page
from seloste.reports.preview.annotations import annotate_unreadable
from seloste.reports.preview.document import PreviewPage, build_preview
from seloste.reports.rendering.render import render

_SCRIPT = Path(__file__).parents[1] / "templates" / "preview.js"


class PreviewState(Struct, frozen=True):
    """The state of the files that a preview shows, and the addresses around it.

    Attributes:
        version: A short name of this state of the files, by which an open page notices a newer one.
        events: The address of the stream of versions, relative to the page.
        publication: The notice's version, and its address in each language.
        unreadable: The findings about files that can't be read now.
        old: Whether the result is that of an earlier state, since the notice can't be read now.
    """

    version: str = ""
    events: str = "events"
    publication: Publication = field(default_factory=Publication)
    unreadable: Sequence[Finding] = ()
    old: bool = False


def render_preview(
    result: Result | None,
    code: str,
    *,
    processors: Mapping[str, str] | None = None,
    state: PreviewState | None = None,
) -> str:
    """The preview in one language: a page that loads nothing but its own updates.

    Args:
        result: The result of a check, with its notice; None where no notice could be read yet.
        code: The code of a language with words.
        processors: The names of processors by id.
        state: The state of the files and the addresses.

    Raises:
        UnknownLanguageError: There are no words for the language.
    """
    language, state = load_language(code), state or PreviewState()
    preview: PreviewPage | None = None
    if result is not None and result.notice is not None:
        context = NoticeContext(result.notice.record, language, processors or {}, state.publication)
        preview = build_preview(result, build_page(context), language)
    return render(
        "preview",
        "html",
        language=language,
        preview=preview,
        unreadable=annotate_unreadable(state.unreadable, language),
        state=state,
        script=_load_script(),
        policy=content_policy(),
    )


@cache
def content_policy() -> str:
    """The Content-Security-Policy of the page: run only our script, connect only to the page's own origin."""
    digest = base64.b64encode(hashlib.sha256(_load_script().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def _load_script() -> Markup:
    return Markup(_SCRIPT.read_text("utf-8"))  # noqa: S704 - a file of ours


__all__ = ["PreviewState", "content_policy", "render_preview"]
