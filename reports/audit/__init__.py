"""The report for auditors: each promise with its verdict and evidence, each finding, and what is not known."""

from __future__ import annotations

from seloste.checker.forecast.forecast import Forecast
from seloste.checker.result import Result
from seloste.reports.audit.document import Audit
from seloste.reports.language.language import load_language as words_of
from seloste.reports.rendering.render import render
from seloste.reports.run import Run


def render_audit(result: Result, language: str, format: str, *, run: Run, forecast: Forecast | None = None) -> str:
    """The report in one language.

    Args:
        result: What a check found.
        language: One that there are words for, whatever the languages of the notice are.
        format: `html`, one file that loads nothing, or `markdown`.
        run: The version of the tool and the commit that was checked.
        forecast: What will change, for the section that looks ahead; without one there is none.

    Raises:
        UnknownLanguageError: There are no words for the language.
        ValueError: There is no such format.
    """
    if format not in ("html", "markdown"):
        raise ValueError(f"no format {format!r}, only html, markdown")
    words = words_of(language)
    return render("audit", format, audit=Audit(result, words, run, forecast), result=result, language=words, run=run)
