"""The tables of the report for auditors: whole, in words, and the same facts as the pages."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from seloste.checker.finding import Waived
from seloste.checker.position import Location
from seloste.checker.rules.catalogue import load_catalogue
from seloste.reports.audit.tables import build_audit_tables
from seloste.reports.language.language import load_language
from seloste.reports.paper.table import Table
from seloste.reports.run import Run
from tests.support.samples import checked

RUN = Run("1.2.3", "abc")


def tables(code: str = "en") -> dict[str, Table]:
    return {table.title: table for table in build_audit_tables(checked(), code, run=RUN)}


def test_every_finding_promise_rule_and_piece_of_evidence_is_a_row() -> None:
    result, sheets = checked(), tables()
    assert [row[0] for row in sheets["Findings"].rows] == list(range(1, len(result.findings) + 1))
    assert [row[0] for row in sheets["The promises one by one"].rows] == [judged.id for judged in result.promises]
    assert {row[0] for row in sheets["Rules"].rows} == set(load_catalogue())
    pieces = sum(len(judged.evidence) + len(judged.silent) for judged in result.promises)
    assert len(sheets["Evidence"].rows) == pieces > 100


def test_days_are_days_and_gaps_are_gaps() -> None:
    sheets = tables()
    assert {type(row[9]) for row in sheets["Evidence"].rows} <= {date, type(None)}
    countries = sheets["Countries and grounds for transfers"]
    assert (date(2020, 7, 15), "could be relied on until 15 July 2020") in {(row[5], row[6]) for row in countries.rows}
    assert any(row[4] is None for row in countries.rows)  # a third country, and no tool given


def test_the_matrix_has_a_row_a_record() -> None:
    result = checked()
    matrix = tables()["Systems and promises"]
    shown = {item.subject for judged in result.promises for item in (*judged.evidence, *judged.silent)}
    assert {row[0] for row in matrix.rows} == shown
    assert [name.partition("\n")[0] for name in matrix.columns[2:]] == [judged.id for judged in result.promises]
    assert all(name.partition("\n")[2] for name in matrix.columns[2:])
    assert {cell for row in matrix.rows for cell in row[2:]} >= {"+", "−", "?", ""}
    meanings = dict(row for row in next(iter(tables().values())).rows if row[0] in ("+", "−", "?"))
    assert meanings["−"] == "contradicts the promise"


def test_words_stand_beside_ids() -> None:
    findings = tables()["Findings"]
    assert findings.columns[3:9] == ("Rule", "What it finds", "Subject", "Name", "Promise", "In its own words")
    assert all(row[4] for row in findings.rows)
    assert ("systems.crm", "CRM") in {row[5:7] for row in findings.rows}
    assert all(bool(row[7]) == bool(row[8]) for row in findings.rows)
    assert ("systems.crm", "CRM") in {row[2:4] for row in tables()["Evidence"].rows}


def test_waivers_and_the_baseline_are_listed() -> None:
    result = checked()
    waived = Waived("In hand", "DPO", date(2026, 12, 31), Location("waivers.yaml", 3))
    findings = (replace(result.findings[0], waived=waived), replace(result.findings[1], baselined=True))
    sheets = {table.title: table for table in build_audit_tables(replace(result, findings=findings), "en", run=RUN)}
    assert [row[:3] for row in sheets["Waivers in force"].rows] == [(date(2026, 12, 31), "DPO", "In hand")]
    assert [row[0] for row in sheets["Findings in the baseline"].rows] == [2]


@pytest.mark.parametrize("code", ["fi", "en"])
def test_titles_are_unique_and_in_the_language(code: str) -> None:
    sheets = build_audit_tables(checked(), code, run=RUN)
    assert len({table.title for table in sheets}) == len(sheets) == 18
    assert load_language(code).word("audit.matrix.title") in {table.title for table in sheets}
