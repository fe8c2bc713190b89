"""The tables of a workbook on answers to findings, on an earlier report, and on controls of standards."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.comparison.follow_up import FollowUpState
from seloste.checker.rules.catalogue import load_catalogue
from seloste.policy.standards import map_controls
from seloste.reports.audit.document import AuditReport
from seloste.reports.audit.evidence_tables import build_table
from seloste.reports.audit.names import name_record
from seloste.reports.paper.table import Cell, Table


def list_response_tables(audit: AuditReport) -> Iterator[Table]:
    """The table of answers, that of the follow-up where there is one, and that of controls."""
    yield _build_responses(audit)
    if audit.followed is not None:
        yield _build_follow_up(audit)
    if audit.result.notice is not None:
        yield _build_standards(audit)


def _build_responses(audit: AuditReport) -> Table:
    """Each finding with its fingerprint, by which it may be answered; then the answers to what is no longer there."""
    language, responses, day = audit.language, audit.result.responses, audit.result.as_of

    def rows() -> Iterator[tuple[Cell, ...]]:
        for reported in sorted(audit.findings, key=lambda reported: reported.number):
            response = responses.find(reported.finding)
            answer: tuple[Cell, ...] = ("", "", "", "")
            if response is not None:
                overdue = language.word("audit.yes") if response.is_overdue(day) else ""
                answer = (response.owner or "", response.due or "", overdue, response.text or "")
            yield reported.number, reported.finding.fingerprint, *answer
        for response in responses.unmatched:
            yield "", response.fingerprint, response.owner or "", response.due or "", "", response.text or ""

    names = ("fingerprint", "who", "day", "is_overdue", "text")
    return build_table("responses.title", ("audit.number", *(f"responses.{name}" for name in names)), rows(), language)


def _build_follow_up(audit: AuditReport) -> Table:
    """Each finding of now by what it is to the earlier report, then those that are gone."""
    language, result, followed = audit.language, audit.result, audit.followed
    assert followed is not None
    numbers = {id(reported.finding): reported.number for reported in audit.findings}

    def rows() -> Iterator[tuple[Cell, ...]]:
        for state in FollowUpState:
            for finding in followed.findings.get(state, ()):
                rule, severity = language.title(finding.rule), language.word(f"severity.{finding.severity}")
                subject = name_record(finding.subject, result)
                yield language.word(f"follow_up.state.{state}"), numbers[id(finding)], rule, severity, subject
        for gone in followed.effect.gone:
            rule = language.title(gone.rule) if gone.rule in load_catalogue() else gone.rule
            severity = language.word(f"severity.{gone.severity}")
            yield language.word("follow_up.state.gone"), "", rule, severity, name_record(gone.subject, result)

    columns = ("follow_up.state_heading", "audit.number", "follow_up.what", "audit.severity", "audit.subject")
    return build_table("follow_up.title", columns, rows(), language)


def _build_standards(audit: AuditReport) -> Table:
    """A row for each control and each promise that it concerns."""
    language, notice = audit.language, audit.result.notice
    promises = {row.promise.id: row for row in audit.promises}

    def rows() -> Iterator[tuple[Cell, ...]]:
        for control, concerned in map_controls(notice.record) if notice is not None else ():
            memory = language.word("audit.yes") if control.from_memory else ""
            head = (control.standard, control.number, language.text(control.title), memory)
            for row in (promises[promise.id] for promise in concerned if promise.id in promises):
                verdict = language.word(f"verdict.{row.promise.verdict}")
                numbers = ", ".join(str(reported.number) for reported in row.findings)
                yield *head, row.promise.id, row.text, verdict, numbers

    names = ("standards.standard", "audit.number", "standards.control", "standards.from_memory")
    columns = (*names, "audit.promise", "audit.words", "audit.verdict", "audit.findings")
    return build_table("standards.sheet", columns, rows(), language)
