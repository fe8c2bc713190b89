"""The auditor's report: the verdict on each promise, the place of each finding, and what is unknown."""

from __future__ import annotations

from checker.forecast import Forecast
from checker.result import Result
from reports.ahead import ahead
from reports.auditing import Audit
from reports.language import language as words_of
from reports.render import render
from reports.tool import Run


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
    looking = ahead(forecast, words) if forecast is not None else None
    return render("audit", format, audit=Audit(result, words), result=result, language=words, run=run, ahead=looking)
