"""The report for auditors tells, where it looks ahead, which law begins to apply."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from seloste.checker.forecast.forecast import Forecast, make_forecast
from seloste.policy.law.law import load_law
from seloste.policy.period import Period
from seloste.reports.audit import render_audit
from seloste.reports.audit.tables import build_audit_tables
from seloste.reports.language.language import load_language
from seloste.reports.run import Run
from tests.support.complete import write
from tests.support.workspaces import open_workspace


@pytest.fixture
def forecast(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Forecast:
    write(tmp_path)
    monkeypatch.chdir(tmp_path)
    return make_forecast(open_workspace(), load_law(), date(2026, 11, 29), Period("P1Y"))


@pytest.mark.parametrize(("code", "day"), [("fi", "2.4.2027"), ("en", "2 April 2027"), ("sv", "2 april 2027")])
@pytest.mark.parametrize("format", ["html", "markdown"])
def test_a_document_tells_it_with_its_day(format: str, code: str, day: str, forecast: Forecast) -> None:
    document = render_audit(forecast.start, code, format, run=Run("1"), forecast=forecast)
    [line] = [line for line in document.splitlines() if "2025/2518" in line]
    assert day in line


def test_a_workbook_has_a_row_for_it(forecast: Forecast) -> None:
    title = load_language("en").word("forecast.ahead")
    tables = build_audit_tables(forecast.start, "en", run=Run("1"), forecast=forecast)
    [table] = [table for table in tables if table.title == title]
    assert table.rows[0][0] == date(2027, 4, 2)
    assert "2025/2518" in str(table.rows[0][4])


def test_law_from_a_later_day_is_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    monkeypatch.chdir(tmp_path)
    early = make_forecast(open_workspace(), load_law(), date(2026, 11, 29), Period("P30D"))
    assert "2025/2518" not in render_audit(early.start, "en", "markdown", run=Run("1"), forecast=early)
