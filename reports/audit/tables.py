"""The tables of the report for auditors for a workbook: promises, evidence, findings, routes, countries, waivers, …"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from seloste.checker.comparison.follow_up import FollowUp
from seloste.checker.forecast.forecast import Forecast
from seloste.checker.result import Result
from seloste.checker.verdicts.decisive_places import is_decisive
from seloste.checker.workspace.last_changes import NO_CHANGES, LastChanges
from seloste.reports.audit.alike import AlikeFindings
from seloste.reports.audit.document import AuditReport
from seloste.reports.audit.evidence_tables import build_table, list_evidence_tables
from seloste.reports.audit.matrix_table import build_matrix_table, cut_promises, list_signs
from seloste.reports.audit.names import name_record
from seloste.reports.audit.omissions import list_omissions
from seloste.reports.audit.promises import describe_age, list_evidence
from seloste.reports.audit.response_tables import list_response_tables
from seloste.reports.language.evidence import describe_evidence
from seloste.reports.language.language import load_language
from seloste.reports.language.last_change import describe_change_at
from seloste.reports.paper.table import Cell, Table
from seloste.reports.run import Run


def build_audit_tables(
    result: Result,
    code: str,
    *,
    run: Run,
    forecast: Forecast | None = None,
    changes: LastChanges = NO_CHANGES,
    followed: FollowUp | None = None,
) -> list[Table]:
    """Builds the tables of the report in one language. Nothing in them is shortened or merged.

    Raises:
        UnknownLanguageError: There are no words for the language.
    """
    audit = AuditReport(result, load_language(code), run, forecast, followed, changes=changes)
    tables = [
        _build_cover(audit),
        _build_inputs(audit),
        _build_promises(audit),
        _build_evidence(audit),
        _build_findings(audit),
        build_matrix_table(audit),
    ]
    tables += list_evidence_tables(audit)
    tables += list_response_tables(audit)
    tables += [
        _build_routes(audit),
        _build_countries(audit),
        _build_waivers(audit),
        _build_idle_waivers(audit),
        _build_baseline(audit),
    ]
    tables += [_build_forecast(audit)] if forecast is not None else []
    return [*tables, _build_rules(audit), _build_not_checked(audit)]


def _build_cover(audit: AuditReport) -> Table:
    language, result = audit.language, audit.result

    def rows() -> Iterator[tuple[Cell, ...]]:
        yield language.word("audit.notice"), audit.title
        if audit.public_note:
            yield language.word("public.title"), audit.public_note
        yield language.word("files.label"), audit.files_state
        yield language.word("audit.day"), result.as_of
        yield from [(language.word("audit.promises"), audit.quoted)] if audit.quoted else []
        yield language.word("disclaimer.title"), audit.disclaimer
        yield language.word("audit.scope"), language.word(f"scope.{result.scope}")
        yield language.word("audit.checked"), audit.scope_summary
        yield language.word("audit.law_version"), result.edition.version
        yield language.word("audit.horizon"), result.horizon
        yield from ((language.word("unchecked.national-law"), remark) for remark in audit.law_remarks)
        yield language.word("audit.commit"), audit.run.commit or language.word("audit.no_commit")
        yield language.word("audit.tool"), f"seloste {audit.run.version}"
        yield language.word("audit.rules_digest"), audit.rules_digest
        for name, facts in audit.from_memory:
            yield language.word("audit.memory.title"), f"{name}: {facts}"
        for verdict, count in result.verdicts().items():
            yield language.word("audit.verdict_count", verdict=language.word(f"verdict.{verdict}")), count
        yield from list_signs(audit)

    return build_table("audit.made_from", ("audit.fact", "audit.value"), rows(), language)


def _build_inputs(audit: AuditReport) -> Table:
    language = audit.language

    def rows() -> Iterator[tuple[Cell, ...]]:
        for item in audit.inputs:
            state = language.word("audit.changed.uncommitted") if item.is_uncommitted else ""
            yield item.path, language.word(f"kind.{item.kind}"), item.sha256, state
        yield from ((path, language.word("audit.gone"), "", "") for path in audit.gone)

    names = ("audit.path", "audit.what", "audit.hash", "audit.changed.title")
    return build_table("audit.inputs", names, rows(), language)


def _build_promises(audit: AuditReport) -> Table:
    language = audit.language
    columns = ("promise", "words", "verdict", "strength", "resource", "accepted", "holds", "contradicts", "silent")

    def rows() -> Iterator[tuple[Cell, ...]]:
        for row in audit.promises:
            promise = row.promise
            yield (
                promise.id,
                row.text,
                language.word(f"verdict.{promise.verdict}"),
                language.word(f"strength.{promise.strength}") if promise.strength else "",
                "; ".join(row.resources),
                language.word("audit.yes") if promise.accepted else "",
                *(row.support_counts[support] for support in ("holds", "contradicts", "silent")),
                ", ".join(str(reported.number) for reported in row.findings),
                "; ".join(group.title for group in row.defects),
                "; ".join(row.law),
                row.place,
            )

    names = tuple(f"audit.{name}" for name in (*columns, "findings", "defects", "law", "file"))
    return build_table("audit.promises", names, rows(), language)


def _build_evidence(audit: AuditReport) -> Table:
    language, day = audit.language, audit.result.as_of
    words = cut_promises(audit)

    def rows() -> Iterator[tuple[Cell, ...]]:
        for promise in audit.result.promises:
            for item, support in list_evidence(promise):
                yield (
                    promise.id,
                    words[promise.id],
                    item.subject,
                    name_record(item.subject, audit.result),
                    describe_evidence(item, language),
                    language.word(f"audit.{support}"),
                    language.word(f"strength.{item.kind}"),
                    item.resource,
                    language.word(f"audit.basis.{item.basis}") if item.basis else "",
                    item.dated,
                    describe_age(item.dated, day, language) if item.dated else "",
                    str(item.location),
                    describe_change_at(item.location, audit.changes, language) if is_decisive(item, promise) else "",
                )

    names = ("promise", "words", "subject", "name", "evidence", "stands", "strength", "resource", "rests_on", "as_of")
    columns = tuple(f"audit.{name}" for name in (*names, "age", "file", "changed.title"))
    return build_table("audit.evidence", columns, rows(), language)


def _build_findings(audit: AuditReport) -> Table:
    language, words = audit.language, cut_promises(audit)

    def rows() -> Iterator[tuple[Cell, ...]]:
        for alike in audit.fold(audit.findings):
            reported, finding = alike.first, alike.first.finding
            law = [language.cite(citation, audit.result.as_of) for citation in finding.law]
            yield (
                _list_numbers(alike),
                language.word(f"severity.{finding.severity}"),
                alike.describe(language),
                finding.rule,
                language.title(finding.rule),
                finding.subject,
                words.get(finding.subject) or name_record(finding.subject, audit.result),
                "; ".join(promise.id for promise in reported.promises),
                "; ".join(words.get(promise.id, "") for promise in reported.promises),
                reported.place,
                "; ".join(law),
                reported.suppression or "",
                reported.change,
            )

    names = ("number", "severity", "finding", "rules.rule", "rules.checks", "subject", "name", "promise", "words")
    columns = tuple(f"audit.{name}" for name in (*names, "file", "law", "passed", "changed.title"))
    return build_table("audit.findings", columns, rows(), language)


def _list_numbers(alike: AlikeFindings) -> Cell:
    return alike.first.number if alike.count == 1 else alike.numbers


def _build_routes(audit: AuditReport) -> Table:
    language = audit.language

    def join(values: tuple[str, ...] | None) -> Cell:
        return None if values is None else "; ".join(values)

    rows = (
        (
            join(each.people),
            join(each.systems),
            " → ".join(each.via),
            language.word(f"audit.flow.kind.{each.kind}"),
            each.country,
            join(each.data),
        )
        for each in audit.routes
    )
    names = ("columns.people", "columns.system", "via", "how", "columns.country", "data")
    return build_table("audit.flow.routes", tuple(f"audit.flow.{name}" for name in names), rows, language)


def _build_countries(audit: AuditReport) -> Table:
    language = audit.language

    def rows() -> Iterator[tuple[Cell, ...]]:
        for row in audit.countries:
            for basis in row.bases:
                for name, where in basis.recipients:
                    last_day: date | str = basis.ends or ""
                    words = language.word(f"audit.countries.standing.{basis.ending}", day=last_day)
                    yield (
                        row.code,
                        row.name,
                        language.word(f"audit.countries.{row.status}"),
                        name,
                        basis.instrument or (None if basis.needed else ""),
                        last_day,
                        words,
                        ", ".join(str(reported.number) for reported in basis.findings),
                        where,
                    )

    names = ("countries.code", "countries.country", "countries.where", "countries.recipients", "countries.instrument")
    more = ("countries.ends", "countries.remark", "findings", "file")
    return build_table("audit.countries.title", tuple(f"audit.{name}" for name in (*names, *more)), rows(), language)


def _build_waivers(audit: AuditReport) -> Table:
    rows = (
        (
            each.until,
            each.approved_by,
            each.reason,
            reported.number,
            reported.finding.rule,
            reported.finding.subject,
            each.place,
        )
        for each in audit.applied_waivers
        for reported in each.findings
    )
    names = ("until", "approved_by", "reason", "finding", "rules.rule", "subject", "file")
    return build_table("audit.decisions", tuple(f"audit.{name}" for name in names), rows, audit.language)


def _build_idle_waivers(audit: AuditReport) -> Table:
    rows = (
        (each.until, each.approved_by, each.reason, each.rule, each.subject, each.place) for each in audit.idle_waivers
    )
    names = ("until", "approved_by", "reason", "rules.rule", "subject", "file")
    return build_table("audit.idle", tuple(f"audit.{name}" for name in names), rows, audit.language)


def _build_baseline(audit: AuditReport) -> Table:
    rows = (
        (_list_numbers(alike), alike.first.finding.rule, alike.first.finding.subject, alike.first.place)
        for alike in audit.fold(audit.baselined)
    )
    names = ("audit.finding", "audit.rules.rule", "audit.subject", "audit.file")
    return build_table("audit.baseline", names, rows, audit.language)


def _build_forecast(audit: AuditReport) -> Table:
    language, timeline = audit.language, audit.timeline

    def rows() -> Iterator[tuple[Cell, ...]]:
        for first, words in timeline.coming if timeline else ():
            yield first, language.word("forecast.begins"), "", "", words, ""
        for day in timeline.days if timeline else ():
            for key, items in (("appearing", day.appearing), ("ceasing", day.ceasing)):
                for each in items:
                    severity = language.word(f"severity.{each.severity}")
                    yield (
                        day.day,
                        language.word(f"forecast.{key}"),
                        severity,
                        each.rule,
                        each.message,
                        each.suppression_label or "",
                    )
            for words in day.turned:
                yield day.day, language.word("forecast.turned"), "", "", words, ""

    names = ("forecast.day", "audit.change", "audit.severity", "audit.rules.rule", "audit.what", "audit.passed")
    return build_table("forecast.ahead", names, rows(), language)


def _build_rules(audit: AuditReport) -> Table:
    language = audit.language

    def rows() -> Iterator[tuple[Cell, ...]]:
        applied = [(row, "") for family in audit.rules.applied for row in family.rows]
        for row, why in [*applied, *((row, skipped.why) for skipped in audit.rules.skipped for row in skipped.rows)]:
            state = language.word("audit.rules.no" if why else "audit.rules.yes")
            severity = language.word(f"severity.{row.severity}")
            yield row.id, row.title, severity, "; ".join(row.law), state, why, row.findings, row.severities

    names = ("rules.rule", "rules.checks", "severity", "law", "rules.state", "why", "findings", "rules.severities")
    return build_table("audit.rules.title", tuple(f"audit.{name}" for name in names), rows(), language)


def _build_not_checked(audit: AuditReport) -> Table:
    return build_table(
        "audit.not_checked", ("audit.what", "audit.why"), list_omissions(audit.result, audit.language), audit.language
    )
