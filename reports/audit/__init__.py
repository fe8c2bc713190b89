"""The report for auditors: each promise with its verdict and evidence, each finding, and each unchecked part."""

from __future__ import annotations

from seloste.checker.drill.outcome import Drill
from seloste.checker.forecast.forecast import Forecast
from seloste.checker.result import Result
from seloste.reports.audit.document import AuditReport
from seloste.reports.audit.outline import list_parts
from seloste.reports.language.language import load_language
from seloste.reports.rendering.render import render
from seloste.reports.run import Run


def render_audit(
    result: Result, code: str, format: str, *, run: Run, forecast: Forecast | None = None, drill: Drill | None = None
) -> str:
    """Renders the report in one language.

    Args:
        result: The result of a check.
        code: The code of a language that Seloste has words for; the notice need not have it.
        format: `html`, one file that loads nothing, or `markdown`.
        run: The version of the tool and the commit that was checked.
        forecast: The coming changes, for the section that looks ahead. Without it, the report has no such section.
        drill: What the gate catches and misses, for the section on that, likewise.

    Raises:
        UnknownLanguageError: There are no words for the language.
        ValueError: There is no such format.
    """
    return render_audit_report(AuditReport(result, load_language(code), run, forecast), format, drill)


def render_audit_report(audit: AuditReport, format: str, drill: Drill | None = None) -> str:
    """As `render_audit`, of a report whose parts are made once for all its formats."""
    if format not in ("html", "markdown"):
        raise ValueError(f"no format {format!r}, only html, markdown")
    words = None
    if drill is not None:
        from seloste.reports.drill.rows import DrillWords

        words = DrillWords(drill, audit.language)
    values = {"result": audit.result, "language": audit.language, "run": audit.run}
    absent = audit.list_absent() | (frozenset() if words else {"drill"})
    parts = tuple(list_parts(audit.language, absent))
    return render("audit", format, audit=audit, parts=parts, drill=words, is_alone=False, **values)


def render_summary(audit: AuditReport, format: str) -> str:
    """The summary of a report as a page of its own: `html` or `markdown`."""
    values = {"result": audit.result, "language": audit.language, "run": audit.run}
    return render("summary", format, audit=audit, is_alone=True, **values)
