"""`--format github`: workflow commands, by which GitHub shows findings at the lines of a pull request.

GitHub shows ten annotations of each level a step, and drops the rest without a word. So the gravest come first, and the
tenth says how many more there are; all of them stand in the log, folded. `summary` is the page of the job.
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.finding import Finding, Severity
from seloste.reports.formats import FormatContext, markdown
from seloste.reports.formats.phrases import mark, passed, tally, verdict
from seloste.reports.language.language import capital
from seloste.reports.rendering import escape

#: So many annotations of a level GitHub shows, for each step.
MOST_ANNOTATIONS = 10
#: So many bytes the summary of a step may have.
MOST_SUMMARY = 1024 * 1024
#: Characters of a message; a name of any length may be in it.
_LONGEST = 2_000
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def tell(telling: FormatContext) -> str:
    """The result as lines for the log of a step. With `quiet`, the annotations alone."""
    lines = list(_annotations(telling))
    if not telling.quiet:
        lines = [_plain(f"seloste: {verdict(telling)}"), *lines, *_log(telling)]
    return "".join(f"{line}\n" for line in lines)


def summary(telling: FormatContext, most: int = MOST_SUMMARY) -> str:
    """The summary of the job, in so many bytes: the same as the comment on a pull request, with more room."""
    return markdown.page(telling, most)


def _annotations(telling: FormatContext) -> Iterator[str]:
    if telling.lead is not None:
        yield _command("notice", {"title": telling.lead.title}, "\n".join(telling.lead.lines))
    counting = [finding for finding in telling.told() if finding.counts]
    for severity, command in _COMMANDS.items():
        findings = [finding for finding in counting if finding.severity is severity]
        most = MOST_ANNOTATIONS - (command == "notice" and telling.lead is not None)
        fit = len(findings) if len(findings) <= most else most - 1
        for finding in findings[:fit]:
            yield _annotation(command, finding, telling)
        if findings[fit:]:
            what = tally(findings[fit:], telling.said)
            yield _command(command, {"title": "seloste"}, telling.said.word("formats.more-annotations", what=what))


def _annotation(command: str, finding: Finding, telling: FormatContext) -> str:
    said, at = telling.said, finding.location
    properties: dict[str, str | int] = {"file": telling.home.path(at.path)}
    if at.line is not None:
        properties["line"] = at.line
        properties["endLine"] = at.end_line or at.line
        if at.column is not None and at.end_column is not None and at.end_line == at.line:
            # The last column that belongs to it, which GitHub takes only within one line.
            properties |= {"col": at.column, "endColumn": max(at.column, at.end_column - 1)}
    properties["title"] = f"{finding.rule}: {said.title(finding.rule)}"
    ways = [f"{said.word(f'way_out.{way.change}')}: {way.words}" for way in said.ways_out(finding)]
    return _command(command, properties, "\n".join([capital(said.message(finding)[:_LONGEST]), *ways]))


def _command(command: str, properties: dict[str, str | int], message: str) -> str:
    given = ",".join(f"{key}={escape.workflow_property(value)}" for key, value in properties.items())
    return f"::{command} {given}::{escape.workflow_data(message)}"


def _log(telling: FormatContext) -> Iterator[str]:
    """Every finding in a line, in folds: those that count, then those that are let pass with their decisions."""
    said, told = telling.said, telling.told()
    counting = [finding for finding in told if finding.counts]
    yield from _fold(tally(counting, said), counting, telling)
    let_pass = [finding for finding in told if not finding.counts]
    yield from _fold(said.word("formats.let-pass", what=passed(let_pass, said)), let_pass, telling)
    elsewhere = telling.elsewhere()
    if elsewhere:
        yield _plain(said.word("formats.elsewhere", what=tally(elsewhere, said)))


def _fold(title: str, findings: list[Finding], telling: FormatContext) -> Iterator[str]:
    if not findings:
        return
    yield f"::group::{escape.workflow_data(title)}"
    for finding in findings:
        yield _plain(_line(finding, telling))
    yield "::endgroup::"


def _line(finding: Finding, telling: FormatContext) -> str:
    said, at = telling.said, finding.location
    place = ":".join(str(part) for part in (telling.home.path(at.path), at.line, at.column) if part is not None)
    passing = mark(finding, said)
    words = f"{said.word(f'severity.{finding.severity}')} {finding.rule}: {said.message(finding)}"
    return f"{place}: {words}{f' [{passing}]' if passing else ''}"


def _plain(line: str) -> str:
    return escape.console(escape.text(line))
