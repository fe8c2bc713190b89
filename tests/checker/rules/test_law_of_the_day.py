"""Which judgments findings cite on which day, and that what a judgment says does not depend on controls."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from seloste.checker.finding import Finding
from seloste.policy.law.law import load_law
from seloste.reports.audit.countries import classify_country
from tests.support.complete import checked

NOTICE = """
notice: {name: {en: Register}, languages: [en]}
controller: {name: Oy, address: {street: 1 High Street, city: London, country: GB}}
sources: {customer: {text: {en: From you}, direct: true}}
purposes:
  risk:
    text: {en: Assessing risks}
    legal_basis: {basis: legitimate-interests}
automated_decisions: {used: true, text: {en: Decisions are automated.}}
processors: {text: {en: We use processors.}, listed: not-stated}
disclosures: {rule: never, text: {en: Data are not disclosed.}}
transfers: {text: {en: Data may be transferred.}, rule: allowed}
safeguards: {pseudonyms: {text: {en: Data are pseudonymised.}, control: pseudonymisation}}
"""
SYSTEMS = """
systems:
  crm:
    name: CRM
    purposes: [risk]
    safeguards: {pseudonymisation: implemented}
    disclosures: [{recipient: Laboratory, country: FI, basis: contract}]
"""


@pytest.mark.parametrize(
    ("rule", "citation", "first"),
    [
        ("notice/legitimate-interest-unexplained", "CJEU C-394/23", "2025-01-09"),
        ("notice/automated-decision-unexplained", "CJEU C-203/22", "2025-02-27"),
        ("notice/recipients-undisclosed", "CJEU C-413/23 P", "2025-09-04"),
        ("system/disclosure-undeclared", "CJEU C-413/23 P", "2025-09-04"),
    ],
)
def test_a_judgment_is_cited_from_the_day_on_which_it_was_given(
    rule: str, citation: str, first: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = date.fromisoformat(first)
    for when, cited in ((date.fromordinal(day.toordinal() - 1), False), (day, True)):
        (finding,) = _find(tmp_path, monkeypatch, rule, when)
        assert (citation in finding.law) is cited


def test_a_marketing_route_cites_the_sections_on_people_and_on_companies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = NOTICE.replace("country: GB", "country: FI").replace(
        "    legal_basis", "    direct_marketing: true\n    legal_basis"
    )
    (finding,) = _find(tmp_path, monkeypatch, "notice/electronic-marketing-basis-missing", date(2026, 11, 29), notice)
    assert finding.law[:2] == ("Act 917/2014 s. 200", "Act 917/2014 s. 202")


@pytest.mark.parametrize(
    ("day", "missing"), [("2020-12-31", False), ("2021-01-01", True), ("2021-03-01", True), ("2021-06-28", True)]
)
def test_a_british_controller_needs_a_representative_since_it_left_the_union_and_the_eea(
    day: str, missing: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = _find(tmp_path, monkeypatch, "notice/representative-missing", date.fromisoformat(day))
    assert bool(found) is missing


@pytest.mark.parametrize(
    ("country", "day", "status"),
    [
        ("GB", "2020-12-31", "inside"),
        ("GB", "2021-01-01", "free-flow"),
        ("GB", "2021-06-27", "free-flow"),
        ("GB", "2021-06-28", "third"),
        ("XK", "2026-11-29", "third"),
        ("SJ", "2026-11-29", "disputed"),
        ("QQ", "2026-11-29", "unknown"),
    ],
)
def test_reports_tell_a_free_flow_from_membership(country: str, day: str, status: str) -> None:
    assert classify_country(country, load_law().on(date.fromisoformat(day))) == status


def _find(folder: Path, monkeypatch: pytest.MonkeyPatch, rule: str, day: date, notice: str = NOTICE) -> list[Finding]:
    (folder / "policy.yaml").write_text(notice)
    (folder / "systems.yaml").write_text(SYSTEMS)
    result = checked(folder, monkeypatch, day=day)
    assert not result.broken_input, [finding.rule for finding in result.findings if finding.family == "input"]
    return [finding for finding in result.findings if finding.rule == rule]
