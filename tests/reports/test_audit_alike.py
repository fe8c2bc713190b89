"""Findings that read alike once their places are left out are one line with their number, and the numbers add up."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest
from msgspec.structs import replace

from seloste.checker.finding import Severity
from seloste.checker.forecast.forecast import Forecast, ForecastChange
from seloste.checker.position import Location
from seloste.checker.result import Result
from seloste.reports.audit import render_audit_report, render_summary
from seloste.reports.audit.document import AuditReport
from seloste.reports.audit.tables import build_audit_tables
from seloste.reports.language.language import load_language
from seloste.reports.public import publish_forecast, publish_result
from seloste.reports.run import Run
from tests.support.findings import make_finding
from tests.support.samples import checked

RUN = Run("1.2.3", "0123abcd")
#: So many systems lack a safeguard, each in the same way.
MANY = 40


def make_result() -> Result:
    """Jamix, with a safeguard that many systems lack."""
    broken = [
        make_finding(
            "system/safeguard-broken",
            Severity.ERROR,
            f"systems.s{number}",
            Location("systems.yaml", number, 1),
            promise="safeguards.backup",
            arguments={"system": f"s{number}", "control": "backup"},
        )
        for number in range(1, MANY + 1)
    ]
    result = checked()
    return replace(result, findings=(*result.findings, *broken))


def report(result: Result, code: str = "en") -> AuditReport:
    return AuditReport(result, load_language(code), RUN)


def expand(numbers: str) -> list[int]:
    """The numbers of "5–11, 14"."""
    ends = [run.partition("–") for run in numbers.split(", ")]
    return [number for first, _, last in ends for number in range(int(first), int(last or first) + 1)]


def list_lines(page: str) -> list[tuple[str, str]]:
    """The findings of a page in Markdown: their numbers, and the words."""
    return re.findall(r"^\*\*([0-9–, ]+)\.\*\* (.*)$", page, re.MULTILINE)


@pytest.mark.parametrize("code", ["fi", "en", "sv"])
def test_each_line_stands_once_and_has_the_numbers_of_all(code: str) -> None:
    public = publish_result(make_result())
    lines = list_lines(render_audit_report(report(public, code), "markdown"))
    texts = [words for _, words in lines]
    assert len(texts) == len(set(texts))
    assert sorted(number for numbers, _ in lines for number in expand(numbers)) == [*range(1, len(public.findings) + 1)]
    for numbers, words in lines:
        times = re.search(r"\((\d+) ×\)", words)
        assert (int(times[1]) if times else 1) == len(expand(numbers))
    assert max(len(expand(numbers)) for numbers, _ in lines) >= MANY


def test_findings_that_differ_in_their_places_are_not_one() -> None:
    whole = report(make_result())
    assert all(alike.count == 1 for alike in whole.fold(whole.findings))
    assert "×" not in render_audit_report(whole, "html")


def test_a_link_to_each_of_them_leads_to_the_line() -> None:
    page = render_audit_report(report(publish_result(make_result())), "html")
    ids = Counter(re.findall(r' id="([^"]+)"', page))
    assert max(ids.values()) == 1
    assert set(re.findall(r'href="#(finding-\d+)"', page)) <= set(ids)
    assert re.search(r"\(\d\d ×\)", page)


def test_the_summary_tells_them_as_one_with_how_many_more_there_are() -> None:
    public = report(publish_result(make_result()))
    rows = public.summary.gravest
    assert len({(row.message, row.reported.finding.subject) for row in rows}) == len(rows)
    assert MANY - 1 in [row.more for row in rows]
    graver = sum(len(section.findings) for section in public.finding_sections if section.gravity == "gravest")
    assert sum(1 + row.more for row in rows) + public.summary.omitted_gravest == graver
    assert f"and {MANY - 1} more of this kind" in render_summary(public, "markdown")


def test_the_workbook_has_a_row_for_them_all() -> None:
    public = publish_result(make_result())
    (table,) = [each for each in build_audit_tables(public, "en", run=RUN) if each.title == "Findings"]
    numbers = [number for row in table.rows for number in expand(str(row[0]))]
    assert sorted(numbers) == [*range(1, len(public.findings) + 1)]
    assert len(table.rows) < len(public.findings) - MANY + 2
    assert any(str(row[2]).endswith(" ×)") for row in table.rows)


def test_what_a_coming_day_brings_is_folded_too() -> None:
    result = make_result()
    appearing = result.findings[-MANY:]
    change = ForecastChange(date(2027, 1, 1), appearing, (), (), result.counts(), fails=True, failed=True)
    forecast = Forecast(result.as_of, date(2027, 11, 22), result, True, (change,))
    published = AuditReport(publish_result(result), load_language("en"), RUN, publish_forecast(forecast, result))
    assert published.timeline is not None
    (day,) = published.timeline.days
    assert [each.count for each in day.appearing] == [MANY]
    assert day.appearing[0].message.endswith(f" ({MANY} ×)")
