"""The public notice: the page that people read, from the policy alone."""

from __future__ import annotations

from collections.abc import Mapping

from policy.notice import Policy
from reports.language import UnknownLanguageError
from reports.language import language as words_of
from reports.render import render
from reports.telling.page import page
from reports.telling.teller import Teller


def render_notice(policy: Policy, language: str, format: str, *, processors: Mapping[str, str] | None = None) -> str:
    """The notice in one language and format: `html`, `markdown` or `text`.

    Args:
        policy: The notice as code.
        language: One of the notice's languages.
        format: `html` is one file that loads nothing.
        processors: The names of processors by id, for a notice that names them; an id without a name stays.

    Raises:
        UnknownLanguageError: The notice is not in that language, or there are no words of ours for it.
        ValueError: There is no such format.
    """
    if language not in policy.notice.languages:
        raise UnknownLanguageError(language)
    words = words_of(language)
    return render("notice", format, page=page(Teller(policy, words, processors or {})), language=words)
