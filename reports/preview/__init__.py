"""The preview: the notice as the public sees it, with its defects and its verdicts beside the text that they are about.

A page for the officer who writes the notice. It is a pure function of a result; `seloste preview` serves it on the
loopback address and renders it anew when a file is saved.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from markupsafe import Markup

from seloste.checker.finding import Finding
from seloste.checker.result import Result
from seloste.reports.language.language import load_language as words_of
from seloste.reports.notice.context import NoticeContext, Publication
from seloste.reports.notice.page import page
from seloste.reports.preview.document import PreviewPage, desk, unread_notes
from seloste.reports.rendering.render import render

_SCRIPT = Path(__file__).parents[1] / "templates" / "preview.js"


@dataclass(frozen=True)
class Setting:
    """What is known of a preview beside the result.

    Attributes:
        version: A short name of exactly this state of the files, by which an open page knows that there is a newer one.
        events: The address that tells of newer ones, seen from the page.
        publication: The notice's version, and where it is in each language.
        unread: What is wrong with files that could not be read now.
        old: Whether the result is that of an earlier state, since the notice can't be read now.
    """

    version: str = ""
    events: str = "events"
    publication: Publication = field(default_factory=Publication)
    unread: Sequence[Finding] = ()
    old: bool = False


def render_preview(
    result: Result | None,
    language: str,
    *,
    processors: Mapping[str, str] | None = None,
    setting: Setting | None = None,
) -> str:
    """The preview in one language, as a page that loads nothing but news of itself.

    Args:
        result: What a check found, with its notice; None where no notice could be read yet.
        language: A language that there are words for.
        processors: The names of processors by id.
        setting: What is known beside the result.

    Raises:
        UnknownLanguageError: There are no words for the language.
    """
    words, known = words_of(language), setting or Setting()
    told: PreviewPage | None = None
    if result is not None and result.notice is not None:
        teller = NoticeContext(result.notice.record, words, processors or {}, known.publication)
        told = desk(result, page(teller), words)
    return render(
        "preview",
        "html",
        language=words,
        desk=told,
        unread=unread_notes(known.unread, words),
        setting=known,
        script=_script(),
        policy=content_policy(),
    )


@cache
def content_policy() -> str:
    """What a browser may do for the page (CSP): run the one script of ours, and ask where the page came from."""
    digest = base64.b64encode(hashlib.sha256(_script().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def _script() -> Markup:
    return Markup(_SCRIPT.read_text("utf-8"))  # noqa: S704 - a file of ours


__all__ = ["Setting", "content_policy", "render_preview"]
