"""`--format github`: workflow commands, by which GitHub shows findings at the lines of a pull request.

GitHub shows ten annotations of each level for a step and drops the rest silently. So the most severe findings come
first, and the tenth annotation gives the number of the others; the log has all of them, folded. `render_summary` makes
the page of the job.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from seloste.checker.finding import Finding, Severity
from seloste.reports.formats import markdown
from seloste.reports.formats.context import FormatContext, is_database
from seloste.reports.formats.phrases import (
    format_out_of_scope,
    format_outcome,
    format_places,
    format_severity_counts,
    format_suppressed,
    format_suppression,
)
from seloste.reports.language.language import capitalize
from seloste.reports.language.omission import list_law_remarks
from seloste.reports.rendering import escape

#: Annotations of a level that GitHub shows for a step.
MOST_ANNOTATIONS = 10
#: Bytes that the summary of a step may have.
MOST_SUMMARY = 1024 * 1024
#: Characters of a message, which may contain names of any length.
_LONGEST_MESSAGE = 2_000
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(context: FormatContext) -> Iterator[str]:
    """The result as lines for the log of a step; with `quiet`, annotations alone."""
    return (f"{line}\n" for line in _list_lines(context))


def _list_lines(context: FormatContext) -> Iterator[str]:
    if context.quiet:
        yield from _list_annotations(context)
        return
    head = (f"seloste: {format_outcome(context)}", *list_law_remarks(context.result, context.language))
    yield from map(_escape_line, head)
    yield from _list_annotations(context)
    yield from _list_log_lines(context)


def render_summary(context: FormatContext, most: int = MOST_SUMMARY) -> str:
    """The summary of the job in at most so many bytes: the page of `--format markdown`, whole and with more room."""
    return markdown.render_page(replace(context, verbose=True), most)


def _list_annotations(context: FormatContext) -> Iterator[str]:
    if context.lead is not None:
        yield _format_command("notice", {"title": context.lead.title}, "\n".join(context.lead.lines))
    counting = [finding for finding in context.list_findings() if finding.counts]
    for severity, command in _COMMANDS.items():
        findings = [finding for finding in counting if finding.severity is severity]
        most = MOST_ANNOTATIONS - (command == "notice" and context.lead is not None)
        fitting = len(findings) if len(findings) <= most else most - 1
        for finding in findings[:fitting]:
            yield _format_annotation(command, finding, context)
        if findings[fitting:]:
            what = format_severity_counts(findings[fitting:], context.language)
            words = context.language.word("formats.more-annotations", what=what)
            yield _format_command(command, {"title": "seloste"}, words)


def _format_annotation(command: str, finding: Finding, context: FormatContext) -> str:
    language, location = context.language, finding.location
    properties: dict[str, str | int] = {}
    if not is_database(location.path):
        properties["file"] = context.home.path(location.path)
    if location.line is not None:
        properties["line"] = location.line
        properties["endLine"] = location.end_line or location.line
        if location.column is not None and location.end_column is not None and location.end_line == location.line:
            # GitHub takes columns only within one line, and the last one inclusive.
            properties |= {"col": location.column, "endColumn": max(location.column, location.end_column - 1)}
    properties["title"] = f"{finding.rule}: {language.title(finding.rule)}"
    fixes = [f"{language.word(f'fix.{fix.change}')}: {fix.words}" for fix in language.fixes(finding)]
    message = capitalize(language.message(finding)[:_LONGEST_MESSAGE])
    return _format_command(command, properties, "\n".join([message, *format_places(finding, context), *fixes]))


def _format_command(command: str, properties: dict[str, str | int], message: str) -> str:
    pairs = ",".join(f"{key}={escape.workflow_property(value)}" for key, value in properties.items())
    return f"::{command} {pairs}::{escape.workflow_data(message)}"


def _list_log_lines(context: FormatContext) -> Iterator[str]:
    """The findings that count, a line each in a folded group, and the number of the suppressed ones.

    With `verbose` these are a group too, each with the reason.
    """
    language, findings = context.language, context.list_findings()
    counting = [finding for finding in findings if finding.counts]
    suppressed = [finding for finding in findings if not finding.counts]
    yield from _fold(format_severity_counts(counting, language), counting, context)
    if context.verbose:
        yield from _fold(format_suppressed(suppressed, language), suppressed, context)
    elif suppressed:
        yield _escape_line(format_suppressed(suppressed, language))
    out_of_scope = context.list_out_of_scope()
    if out_of_scope:
        yield _escape_line(format_out_of_scope(out_of_scope, language))


def _fold(title: str, findings: list[Finding], context: FormatContext) -> Iterator[str]:
    if not findings:
        return
    yield f"::group::{escape.workflow_data(title)}"
    for finding in findings:
        yield _escape_line(_format_log_line(finding, context))
    yield "::endgroup::"


def _format_log_line(finding: Finding, context: FormatContext) -> str:
    language = context.language
    suppression = format_suppression(finding, language)
    words = f"{language.word(f'severity.{finding.severity}')} {finding.rule}: {language.message(finding)}"
    return f"{context.home.relocate(finding.location)}: {words}{f' [{suppression}]' if suppression else ''}"


def _escape_line(line: str) -> str:
    return escape.console(escape.text(line))
