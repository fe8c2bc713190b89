"""A finding that a promised control is not declared names each promise of that control, and so do those promises it."""

from __future__ import annotations

from pathlib import Path

import pytest

from seloste.checker.result import Result
from seloste.reports.audit import render_audit_report
from seloste.reports.audit.document import AuditReport
from seloste.reports.audit.tables import build_audit_tables
from seloste.reports.language.language import load_language
from seloste.reports.run import Run
from tests.support.complete import checked, new_block, system, write

RUN = Run("1.2.3")
RIGHTS = """\
  need-to-know-too:
    text: {en: Rights are few., fi: Oikeuksia on vähän., sv: Få har rättigheter.}
    control: least-privilege
"""
NAMED = ("safeguards.need-to-know-too", "safeguards.need-to-know")
EDITS = {
    "system/safeguard-missing": system("club.safeguards.least-privilege"),
    "system/safeguard-exempt": system(
        "club.safeguards", "least-privilege: implemented", "least-privilege: not-applicable"
    ),
}


@pytest.fixture(params=sorted(EDITS))
def rule(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def result(rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Result:
    """The example, whose notice promises a control twice, and one of whose systems does not say that it has it."""
    write(tmp_path, (new_block("policy.yaml", "safeguards", RIGHTS), EDITS[rule]))
    return checked(tmp_path, monkeypatch)


def test_each_promise_of_the_control_is_named_and_contradicted_by_nothing(rule: str, result: Result) -> None:
    audit = AuditReport(result, load_language("en"), RUN)
    (reported,) = [each for each in audit.findings if each.finding.rule == rule]
    assert (tuple(promise.id for promise in reported.promises), reported.finding.promise) == (NAMED, None)
    assert not reported.related
    rows = {row.promise.id: row for row in audit.promises}
    assert [[each.number for each in rows[id].findings] for id in NAMED] == [[reported.number]] * 2
    assert {rows[id].promise.verdict.value for id in NAMED} == {"unverified"}
    page = render_audit_report(audit, "html")
    line = page[page.index(f'id="{reported.anchor}"') :].partition("</li>")[0]
    assert all(f'href="#promise-{id}"' in line for id in NAMED)
    assert "Rights are few." in page[page.index(f'id="{reported.anchor}"') :].partition("</section>")[0]


def test_the_workbook_names_them_too(rule: str, result: Result) -> None:
    (table,) = [each for each in build_audit_tables(result, "en", run=RUN) if each.title == "Findings"]
    (row,) = [row for row in table.rows if rule in row]
    assert "; ".join(NAMED) in row
