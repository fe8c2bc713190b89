"""The annex on rules: a rule has the severity of the catalogue, and findings of another one are told beside it."""

from __future__ import annotations

import re

import pytest

from seloste.reports.audit import render_audit_report
from seloste.reports.audit.document import AuditReport
from seloste.reports.audit.tables import build_audit_tables
from seloste.reports.language.language import load_language
from seloste.reports.run import Run
from tests.support.samples import checked

RUN = Run("1.2.3", "0123abcd")


@pytest.mark.parametrize(
    ("code", "severity", "mixed", "softer"),
    [
        ("en", "error", "2 errors and 3 warnings", "1 note"),
        ("fi", "virhe", "2 virhettä ja 3 varoitusta", "1 huomautus"),
        ("sv", "fel", "2 fel och 3 varningar", "1 anmärkning"),
    ],
)
def test_both_severities_are_told_where_they_differ(code: str, severity: str, mixed: str, softer: str) -> None:
    audit = AuditReport(checked(), load_language(code), RUN)
    page = render_audit_report(audit, "markdown").replace("\\", "")
    rows = {row[1]: row for row in re.findall(r"^(\| `([\w-]+/[\w-]+)` \|.*)$", page, re.MULTILINE) if " | " in row[0]}
    cells = {rule: [cell.strip() for cell in row[0].strip("| ").split(" | ")] for rule, row in rows.items()}
    assert (cells["notice/right-missing"][2], cells["notice/right-missing"][-1]) == (severity, mixed)
    assert cells["processor/breach-notice-slow"][-1] == softer
    assert cells["transfer/instrument-undeclared"][-1].isdigit()
    assert f'number">{mixed}</td>' in " ".join(render_audit_report(audit, "html").split())


def test_the_workbook_keeps_the_number_and_tells_the_severities_beside_it() -> None:
    result = checked()
    (table,) = [each for each in build_audit_tables(result, "en", run=RUN) if each.title == "Rules"]
    rows = {row[0]: row for row in table.rows}
    assert rows["notice/right-missing"][2:3] + rows["notice/right-missing"][-2:] == (
        "error",
        5,
        "2 errors and 3 warnings",
    )
    assert rows["transfer/instrument-undeclared"][-1] == ""
    assert sum(int(str(row[-2])) for row in table.rows) == len(result.findings)
