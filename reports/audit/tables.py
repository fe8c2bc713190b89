"""The tables of the audit report, for a workbook: a row a promise, a piece of evidence, a finding, a country, …"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from seloste.checker.forecast.forecast import Forecast
from seloste.checker.result import Result
from seloste.reports.audit.document import Audit
from seloste.reports.audit.findings import place
from seloste.reports.audit.matrix import name_of
from seloste.reports.audit.promises import STANDS, age
from seloste.reports.language.evidence import shows
from seloste.reports.language.language import Language
from seloste.reports.language.language import load_language as words_of
from seloste.reports.paper.table import Cell, Table
from seloste.reports.run import Run


def audit_tables(result: Result, language: str, *, run: Run, forecast: Forecast | None = None) -> list[Table]:
    """The tables of the report in one language, whole: nothing is folded or gathered in them.

    Raises:
        UnknownLanguageError: There are no words for the language.
    """
    audit = Audit(result, words_of(language), run, forecast)
    tables = [_cover(audit), _inputs(audit), _promises(audit), _evidence(audit), _findings(audit), _matrix(audit)]
    tables += [_routes(audit), _countries(audit), _waivers(audit), _idle(audit), _baseline(audit)]
    tables += [_ahead(audit)] if forecast is not None else []
    return [*tables, _rules(audit), _not_checked(audit)]


def _table(title: str, columns: tuple[str, ...], rows: Iterator[tuple[Cell, ...]], language: Language) -> Table:
    return Table(language.word(title), tuple(language.word(column) for column in columns), tuple(rows))


def _cover(audit: Audit) -> Table:
    said, result = audit.language, audit.result

    def rows() -> Iterator[tuple[Cell, ...]]:
        yield said.word("audit.notice"), audit.title
        yield said.word("audit.day"), result.as_of
        yield said.word("audit.scope"), said.word(f"scope.{result.scope}")
        yield said.word("audit.checked"), audit.checked
        yield said.word("audit.horizon"), result.horizon
        yield said.word("audit.commit"), audit.run.commit or said.word("audit.no_commit")
        yield said.word("audit.tool"), f"seloste {audit.run.version}"
        yield said.word("audit.rules_digest"), audit.rules_digest
        for verdict, count in result.verdicts().items():
            yield said.word("audit.verdict_count", verdict=said.word(f"verdict.{verdict}")), count

    return _table("audit.cover", ("audit.fact", "audit.value"), rows(), said)


def _inputs(audit: Audit) -> Table:
    said = audit.language
    rows = ((item.path, said.word(f"kind.{item.kind}"), item.sha256) for item in audit.inputs)
    return _table("audit.inputs", ("audit.path", "audit.what", "audit.hash"), rows, said)


def _promises(audit: Audit) -> Table:
    said = audit.language
    columns = ("promise", "words", "verdict", "strength", "accepted", "holds", "contradicts", "silent")

    def rows() -> Iterator[tuple[Cell, ...]]:
        for row in audit.rows:
            judged = row.judged
            yield (
                judged.id,
                row.text,
                said.word(f"verdict.{judged.verdict}"),
                said.word(f"strength.{judged.strength}") if judged.strength else "",
                said.word("audit.yes") if judged.accepted else "",
                *(row.standing[stands] for stands in ("holds", "contradicts", "silent")),
                ", ".join(str(shown.number) for shown in row.findings),
                "; ".join(group.title for group in row.defects),
                "; ".join(row.law),
                row.place,
            )

    names = tuple(f"audit.{name}" for name in (*columns, "findings", "defects", "law", "file"))
    return _table("audit.promises", names, rows(), said)


def _evidence(audit: Audit) -> Table:
    said, day = audit.language, audit.result.as_of

    def rows() -> Iterator[tuple[Cell, ...]]:
        for judged in audit.result.promises:
            for item in (*judged.evidence, *judged.silent):
                yield (
                    judged.id,
                    item.subject,
                    shows(item, said),
                    said.word(f"audit.{STANDS[item.holds]}"),
                    said.word(f"strength.{item.kind}"),
                    item.dated,
                    age(item.dated, day, said) if item.dated else "",
                    place(item.location),
                )

    names = ("promise", "subject", "evidence", "stands", "strength", "as_of", "age", "file")
    return _table("audit.evidence", tuple(f"audit.{name}" for name in names), rows(), said)


def _findings(audit: Audit) -> Table:
    said = audit.language

    def rows() -> Iterator[tuple[Cell, ...]]:
        for shown in sorted(audit.shown, key=lambda shown: shown.number):
            found = shown.finding
            law = [said.cite(citation, audit.result.as_of) for citation in found.law]
            yield (
                shown.number,
                found.rule,
                said.word(f"severity.{found.severity}"),
                found.subject,
                found.promise or "",
                shown.message,
                shown.place,
                "; ".join(law),
                shown.passed or "",
            )

    names = ("audit.number", "audit.rules.rule", "audit.severity", "audit.subject", "audit.promise", "audit.finding")
    return _table("audit.findings", (*names, "audit.file", "audit.law", "audit.passed"), rows(), said)


def _matrix(audit: Audit) -> Table:
    """Records by promises: a spreadsheet takes more rows than columns."""
    said, result = audit.language, audit.result
    promises = tuple(row.judged.id for row in audit.rows)
    shown: dict[str, dict[str, list[str]]] = {}
    for judged in result.promises:
        for item in (*judged.evidence, *judged.silent):
            shown.setdefault(item.subject, {}).setdefault(judged.id, []).append(STANDS[item.holds])
    order = ("contradicts", "silent", "holds")
    rows = tuple(
        (
            subject,
            name_of(subject, result),
            *(said.word(f"audit.{min(cells[key], key=order.index)}") if key in cells else "" for key in promises),
        )
        for subject, cells in shown.items()
    )
    return Table(
        said.word("audit.matrix.title"), (said.word("audit.subject"), said.word("audit.name"), *promises), rows
    )


def _routes(audit: Audit) -> Table:
    said = audit.language

    def listed(values: tuple[str, ...] | None) -> Cell:
        return None if values is None else "; ".join(values)

    rows = (
        (
            listed(it.people),
            listed(it.systems),
            " → ".join(it.via),
            said.word(f"audit.flow.kind.{it.kind}"),
            it.country,
            listed(it.data),
        )
        for it in audit.routes
    )
    names = ("columns.people", "columns.system", "via", "how", "columns.country", "data")
    return _table("audit.flow.routes", tuple(f"audit.flow.{name}" for name in names), rows, said)


def _countries(audit: Audit) -> Table:
    said = audit.language

    def rows() -> Iterator[tuple[Cell, ...]]:
        for row in audit.countries:
            for basis in row.bases:
                for name, where in basis.recipients:
                    day: date | str = basis.ends or ""
                    words = said.word(f"audit.countries.standing.{basis.standing}", day=basis.ends or "")
                    yield (
                        row.code,
                        row.name,
                        said.word(f"audit.countries.{row.standing}"),
                        name,
                        basis.instrument or (None if basis.needed else ""),
                        day,
                        words,
                        ", ".join(str(shown.number) for shown in basis.findings),
                        where,
                    )

    names = ("countries.code", "countries.country", "countries.where", "countries.recipients", "countries.instrument")
    more = ("countries.ends", "countries.remark", "findings", "file")
    return _table("audit.countries.title", tuple(f"audit.{name}" for name in (*names, *more)), rows(), said)


def _waivers(audit: Audit) -> Table:
    rows = (
        (it.until, it.approved_by, it.reason, shown.number, shown.finding.rule, shown.finding.subject, it.place)
        for it in audit.decisions
        for shown in it.findings
    )
    names = ("until", "approved_by", "reason", "finding", "rules.rule", "subject", "file")
    return _table("audit.decisions", tuple(f"audit.{name}" for name in names), rows, audit.language)


def _idle(audit: Audit) -> Table:
    rows = ((it.until, it.approved_by, it.reason, it.rule, it.subject, it.place) for it in audit.idle)
    names = ("until", "approved_by", "reason", "rules.rule", "subject", "file")
    return _table("audit.idle", tuple(f"audit.{name}" for name in names), rows, audit.language)


def _baseline(audit: Audit) -> Table:
    rows = ((it.number, it.finding.rule, it.finding.subject, it.place) for it in audit.baselined)
    names = ("audit.finding", "audit.rules.rule", "audit.subject", "audit.file")
    return _table("audit.baseline", names, rows, audit.language)


def _ahead(audit: Audit) -> Table:
    said, line = audit.language, audit.timeline

    def rows() -> Iterator[tuple[Cell, ...]]:
        for day in line.days if line else ():
            for key, items in (("appearing", day.appearing), ("ceasing", day.ceasing)):
                for it in items:
                    severity = said.word(f"severity.{it.severity}")
                    yield day.day, said.word(f"forecast.{key}"), severity, it.rule, it.message, it.mark or ""
            for words in day.turned:
                yield day.day, said.word("forecast.turned"), "", "", words, ""

    names = ("forecast.day", "audit.change", "audit.severity", "audit.rules.rule", "audit.what", "audit.passed")
    return _table("forecast.ahead", names, rows(), said)


def _rules(audit: Audit) -> Table:
    said = audit.language

    def rows() -> Iterator[tuple[Cell, ...]]:
        applied = [(row, "") for family in audit.rules.applied for row in family.rows]
        for row, why in [*applied, *((row, left.why) for left in audit.rules.left for row in left.rows)]:
            state = said.word("audit.rules.no" if why else "audit.rules.yes")
            severity = said.word(f"severity.{row.severity}")
            yield row.id, row.title, severity, "; ".join(row.law), state, why, row.findings

    names = ("rules.rule", "rules.checks", "severity", "law", "rules.state", "why", "findings")
    return _table("audit.rules.title", tuple(f"audit.{name}" for name in names), rows(), said)


def _not_checked(audit: Audit) -> Table:
    return _table("audit.not_checked", ("audit.what", "audit.why"), iter(audit.not_checked), audit.language)
