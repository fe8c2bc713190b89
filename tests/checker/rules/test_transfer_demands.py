"""What the family transfer/ asks beside a tool that is in force: by day, by both clocks, along a chain, for a group."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from seloste.checker.judging.check import check
from seloste.policy.law.law import load_law
from tests.support.workspaces import open_workspace

NOTICE = """
notice: {name: {en: Register}, languages: [en]}
controller: {name: Oy, address: {country: %s}}
data_subjects:
  staff: {text: {en: "%s"}}
  customers: {text: {en: Customers}}
purposes:
  payroll: {text: {en: Payroll}, data_subjects: [staff]}
  sales: {text: {en: Sales}, data_subjects: [customers]}
transfers: {text: {en: Transfers}, rule: allowed}
"""
SYSTEMS = "systems: {crm: {name: CRM, processors: [first], %s}}\n"
CHAIN = """
processors:
  first: {name: First, country: %s, subprocessors: [second]}
  second: {name: Second, country: %s%s, transfers: [{%s}]}
"""
TODAY = date(2026, 11, 28)
ASSESSED = "assessment: {date: 2026-07-01}"
DPF = "country: US, instrument: eu-us-dpf, certified: "


def find(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    transfer: str,
    *,
    day: date = TODAY,
    first: str = "FI",
    second: str = "US",
    more: str = "",
    uses: str = "data_subjects: [customers]",
    controller: str = "FI",
    staff: str = "Employees",
) -> list[str]:
    """Each finding about the second processor: its rule, its severity and, where it has one, its variant."""
    (folder / "policy.yaml").write_text(NOTICE % (controller, staff))
    (folder / "systems.yaml").write_text(SYSTEMS % uses)
    (folder / "processors.yaml").write_text(CHAIN % (first, second, more, transfer))
    monkeypatch.chdir(folder)
    workspace = replace(open_workspace(is_today=day == TODAY), today=TODAY)
    result = check(workspace, load_law(), day, jobs=1)
    assert not result.broken_input
    found = [each for each in result.findings if each.family == "transfer" and each.subject == "processors.second"]
    return sorted(f"{each.rule[9:]} {each.severity} {each.variant}".strip() for each in found)


@pytest.mark.parametrize(
    ("certified", "day", "expected"),
    [
        ("{from: 2023-09-18, verified: 2025-11-28}", "2026-11-28", []),
        ("{from: 2023-09-18, verified: 2025-11-27}", "2026-11-28", ["certification-stale warning"]),
        ("{from: 2019-01-01}", "2026-11-28", ["certification-stale warning"]),
        ("{verified: 2023-08-01}", "2026-11-28", ["certification-stale warning"]),
        ("{from: 2026-01-10, until: 2027-02-10}", "2026-11-28", ["instrument-ending warning certification"]),
        ("{from: 2026-03-10, until: 2027-04-10}", "2026-11-28", []),
        ("{from: 2026-03-10, until: 2027-04-11}", "2026-11-28", ["certification-stale warning span"]),
        (
            "{from: 2020-01-01, until: 2099-12-31, verified: 2026-09-01}",
            "2026-11-28",
            ["certification-stale warning span"],
        ),
        ("{until: 2027-12-28}", "2026-11-28", []),
        ("{until: 2027-12-29}", "2026-11-28", ["certification-stale warning unseen"]),
        ("{until: 2099-12-31}", "2026-11-28", ["certification-stale warning unseen"]),
        (
            "{from: 2023-09-18, until: 2027-09-17, verified: 2028-01-01}",
            "2026-11-28",
            ["certification-stale error ahead"],
        ),
        ("{verified: 2028-01-01}", "2026-11-28", ["certification-stale error ahead"]),
        (
            "{from: 2028-01-01}",
            "2026-11-28",
            ["certification-stale error ahead", "condition-unmet error not-yet"],
        ),
        # a past day: what was seen since does not count yet, and what no clock has reached stays impossible
        ("{from: 2025-06-01, verified: 2026-09-01}", "2026-05-01", []),
        ("{from: 2023-09-18, until: 2027-09-17, verified: 2026-09-01}", "2026-05-01", []),
        ("{from: 2025-01-01, verified: 2026-09-01}", "2026-05-01", ["certification-stale warning"]),
        ("{from: 2026-06-01, verified: 2026-09-01}", "2026-05-01", ["condition-unmet error not-yet"]),
        ("{verified: 2026-09-01}", "2026-05-01", ["condition-unmet error not-yet"]),
        ("{from: 2025-06-01, verified: 2028-01-01}", "2026-05-01", ["certification-stale error ahead"]),
        (
            "{from: 2023-09-18, until: 2026-11-27, verified: 2024-01-01}",
            "2026-11-28",
            ["condition-unmet error expired"],
        ),
    ],
)
def test_a_certification_is_renewed_each_year(
    certified: str, day: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find(tmp_path, monkeypatch, DPF + certified, day=date.fromisoformat(day)) == expected


@pytest.mark.parametrize(
    ("covers", "uses", "expected"),
    [
        ("", "data_subjects: [customers]", []),
        ("", "data_subjects: [staff]", ["certification-scope warning unstated"]),
        ("", "data_subjects: [staff, customers]", ["certification-scope warning unstated"]),
        ("", "purposes: [payroll]", ["certification-scope warning unstated"]),
        ("", "purposes: [sales]", []),
        (", covers: [non-hr]", "data_subjects: [staff]", ["certification-scope error"]),
        (", covers: []", "data_subjects: [staff]", ["certification-scope error"]),
        (", covers: [non-hr]", "data_subjects: [customers]", []),
        (", covers: [hr]", "data_subjects: [staff]", []),
        (", covers: [hr, non-hr]", "data_subjects: [staff]", []),
    ],
)
def test_data_on_employees_need_a_certification_that_covers_them(
    covers: str, uses: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    transfer = f"{DPF}{{from: 2023-09-18, verified: 2026-09-01{covers}}}"
    assert find(tmp_path, monkeypatch, transfer, uses=uses) == expected


def test_a_processor_gets_the_data_of_its_own_purposes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    transfer = f"{DPF}{{from: 2023-09-18, verified: 2026-09-01}}"
    uses, more = "data_subjects: [staff, customers]", ", purposes: [sales]"
    assert find(tmp_path, monkeypatch, transfer, uses=uses, more=more) == []
    assert find(tmp_path, monkeypatch, transfer, uses=uses, staff="Employees of our customers") == []


@pytest.mark.parametrize(
    ("country", "assessment", "day", "expected"),
    [
        ("US", "{date: 2026-06-29}", "2026-11-28", []),
        ("US", "{date: 2026-06-28}", "2026-11-28", ["assessment-outdated warning"]),
        ("US", "{date: 2022-05-01}", "2026-06-28", []),
        ("US", "{date: 2022-05-01}", "2026-06-29", ["assessment-outdated warning"]),
        ("IN", "{date: 2022-05-01}", "2026-11-28", []),
        ("IN", "{document: tia.pdf}", "2026-11-28", ["assessment-outdated warning undated"]),
        ("IN", "{date: 2027-01-01}", "2026-11-28", ["assessment-outdated error ahead"]),
        ("IN", "{date: 2027-01-01}", "2025-11-28", ["assessment-outdated error ahead"]),
        ("IN", "{date: 2026-01-01}", "2025-11-28", ["assessment-missing warning later"]),
    ],
)
def test_an_assessment_has_a_day_that_has_come_and_is_after_changes_of_the_law(
    country: str, assessment: str, day: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    transfer = f"country: {country}, instrument: scc-2021-914, assessment: {assessment}"
    assert find(tmp_path, monkeypatch, transfer, day=date.fromisoformat(day), second=country) == expected


@pytest.mark.parametrize(
    ("instrument", "more", "day", "expected"),
    [
        ("public-instrument", "", "2026-11-28", ["instrument-unfit error"]),
        ("public-instrument", ", authority: true", "2026-11-28", []),
        ("administrative-arrangement", "", "2026-11-28", ["instrument-unfit error"]),
        ("administrative-arrangement", ", authority: true", "2026-11-28", []),
        ("code-of-conduct", ", authority: true", "2026-11-28", ["instrument-unfit error none-approved"]),
        ("certification", "", "2026-04-14", ["instrument-unfit error not-approved-yet"]),
        ("certification", "", "2026-04-15", ["assessment-missing warning", "condition-unmet error"]),
        ("derogation-49-1-b", "", "2026-11-28", ["derogation-systematic error"]),
        ("derogation-49-1-c", "", "2026-11-28", ["derogation-systematic error"]),
        ("derogation-49-1-e", "", "2026-11-28", ["derogation-systematic error"]),
        ("derogation-49-1-second", "", "2026-11-28", ["derogation-systematic error"]),
        ("explicit-consent", "", "2026-11-28", ["derogation-systematic warning other"]),
        ("derogation-49-1-d", "", "2026-11-28", ["derogation-systematic warning other"]),
        ("derogation-49-1-g", "", "2026-11-28", ["derogation-systematic warning other"]),
        ("derogation-49-1-b", ", role: controller", "2026-11-28", []),
    ],
)
def test_a_tool_fits_its_recipient(
    instrument: str, more: str, day: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    transfer = f"country: IN, instrument: {instrument}"
    found = find(tmp_path, monkeypatch, transfer, day=date.fromisoformat(day), second="IN", more=more)
    assert found == expected


FROM_ELSEWHERE = ["instrument-invalid error other-exporter"]


@pytest.mark.parametrize(
    ("first", "instrument", "day", "expected"),
    [
        ("GB", "uk-us-bridge, certified: {from: 2026-09-01}", "2026-11-28", []),
        ("GB", "uk-us-bridge", "2026-11-28", ["condition-unmet error"]),
        ("GB", "uk-us-bridge, certified: {from: 2023-09-01}", "2023-10-11", ["instrument-invalid error not-yet"]),
        ("GB", "uk-us-bridge, certified: {from: 2023-09-01}", "2023-10-12", []),
        ("GB", f"uk-idta, {ASSESSED}", "2026-11-28", []),
        ("GB", "uk-idta", "2026-11-28", ["assessment-missing warning"]),
        ("GB", f"uk-addendum, {ASSESSED}", "2026-11-28", []),
        ("GB", "uk-idta, assessment: {date: 2022-01-10}", "2022-03-20", ["instrument-invalid error not-yet"]),
        ("GB", "uk-idta, assessment: {date: 2022-01-10}", "2022-03-21", []),
        ("GB", "swiss-us-dpf, certified: {from: 2026-09-01}", "2026-11-28", FROM_ELSEWHERE),
        ("CH", "swiss-us-dpf, certified: {from: 2026-09-01}", "2026-11-28", []),
        ("CH", "swiss-us-dpf, certified: {from: 2024-09-01}", "2024-09-14", ["instrument-invalid error not-yet"]),
        ("CH", "swiss-us-dpf, certified: {from: 2024-09-01}", "2024-09-15", []),
        ("CH", f"uk-idta, {ASSESSED}", "2026-11-28", FROM_ELSEWHERE),
        ("CH", "eu-us-dpf, certified: {from: 2026-09-01}", "2026-11-28", []),
        ("FI", f"uk-idta, {ASSESSED}", "2026-11-28", FROM_ELSEWHERE),
        ("IE", "uk-us-bridge, certified: {from: 2026-09-01}", "2026-11-28", FROM_ELSEWHERE),
        ("IE", "swiss-us-dpf, certified: {from: 2026-09-01}", "2026-11-28", FROM_ELSEWHERE),
    ],
)
def test_a_tool_of_another_country_serves_what_is_sent_on_from_there(
    first: str, instrument: str, day: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    transfer = f"country: US, instrument: {instrument}"
    assert find(tmp_path, monkeypatch, transfer, day=date.fromisoformat(day), first=first) == expected


def test_a_processor_sends_on_from_where_it_is_and_a_controller_from_its_own_country(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    onward = f"country: US, recipient: Third Inc., instrument: uk-idta, {ASSESSED}"
    assert find(tmp_path, monkeypatch, onward, second="GB") == []
    assert find(tmp_path, monkeypatch, onward, second="FI") == FROM_ELSEWHERE
    (tmp_path / "systems.yaml").write_text("systems: {crm: {name: CRM, processors: [first, second]}}\n")
    both = f"country: US, instrument: uk-idta, {ASSESSED}"
    assert (
        find(tmp_path, monkeypatch, both, first="GB", uses="hosting: {country: GB, processor: second}")
        == FROM_ELSEWHERE
    )
    assert find(tmp_path, monkeypatch, both, first="GB", controller="GB") == []


def test_a_notice_that_names_a_tool_of_another_country_is_told_from_where_it_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for controller, expected in (("FI", ["other-exporter"]), ("GB", [])):
        notice = (NOTICE % (controller, "Staff")).replace(
            "allowed}", "allowed, instruments: [uk-idta], countries: [US]}"
        )
        (tmp_path / "policy.yaml").write_text(notice)
        monkeypatch.chdir(tmp_path)
        found = check(open_workspace(scope="notice"), load_law(), TODAY, scope="notice", jobs=1).findings
        assert [each.variant for each in found if each.rule == "notice/transfer-instrument-invalid"] == expected
