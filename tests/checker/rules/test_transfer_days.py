"""The family transfer/ through time: one system hosted somewhere, on a day, and all that the family says of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.support.complete import checked

NOTICE = """
notice: {{name: {{en: Register}}, languages: [en]}}
controller: {{name: Oy}}
transfers: {{text: {{en: Transfers}}, {transfers}}}
"""
SYSTEMS = """
systems:
  crm:
    name: CRM
    purposes: [sales]
    hosting: {{country: {country}{transfer}}}
"""
ALLOWED, NEVER_EU, NEVER_EEA = "rule: allowed", "rule: never, area: eu", "rule: never, area: eea"
MISSING, INVALID, UNMET = "instrument-missing error", "instrument-invalid error", "condition-unmet error"
UNKNOWN, ENDING, FORBIDDEN = "condition-unmet warning", "instrument-ending warning", "forbidden error"
NO_ASSESSMENT, UNCLEAR = "assessment-missing warning", "territory-unclear warning"
UNFIT, SCOPE, STALE = "instrument-unfit error", "certification-scope", "certification-stale warning"
AHEAD, OUTDATED, STANDING = "certification-stale error", "assessment-outdated", "derogation-systematic"
ASSESSED = "assessment: {date: 2018-01-01}"


@pytest.mark.parametrize(
    ("day", "country", "transfer", "expected"),
    [
        # Privacy Shield ended with Schrems II, without a period of grace and without a warning
        ("2018-05-25", "US", "instrument: privacy-shield, certified: {from: 2017-09-01}", []),
        ("2018-05-25", "US", "instrument: privacy-shield, certified: {from: 2017-01-01}", [STALE]),
        ("2020-04-15", "US", "instrument: privacy-shield, certified: {from: 2019-09-01}", []),
        ("2020-07-15", "US", "instrument: privacy-shield, certified: {from: 2019-09-01}", []),
        ("2020-07-16", "US", "instrument: privacy-shield, certified: {from: 2019-09-01}", [INVALID]),
        ("2026-11-22", "US", "instrument: privacy-shield", [INVALID]),
        ("2018-05-25", "US", "instrument: privacy-shield", [UNMET]),
        ("2018-05-25", "US", "instrument: privacy-shield, certified: {until: 2018-05-24}", [UNMET]),
        ("2018-05-25", "US", "instrument: privacy-shield, certified: {from: 2018-05-26}", [AHEAD, UNMET]),
        ("2018-05-25", "US", "instrument: privacy-shield, certified: {until: 2018-05-25}", [ENDING]),
        ("2018-05-25", "US", "instrument: safe-harbour", [INVALID]),
        # between the two frameworks no decision covered the US
        ("2023-07-09", "US", "instrument: eu-us-dpf, certified: {from: 2023-07-01}", [INVALID]),
        ("2023-07-10", "US", "instrument: eu-us-dpf, certified: {from: 2023-07-01}", []),
        ("2023-07-09", "US", "instrument: adequacy, certified: {from: 2023-07-01}", [INVALID]),
        ("2023-07-10", "US", "instrument: adequacy, certified: {from: 2023-07-01}", []),
        ("2026-11-22", "US", "instrument: adequacy", [UNMET]),
        ("2026-11-22", "US", "instrument: adequacy, certified: {until: 2026-11-21}", [UNMET]),
        ("2026-11-22", "US", "", [MISSING]),
        ("2026-11-22", "IN", "instrument: eu-us-dpf, certified: {from: 2023-09-01}", [INVALID]),
        # old standard clauses, by the day of the contract
        ("2021-09-26", "IN", f"instrument: scc-2010-87, valid_from: 2021-09-26, {ASSESSED}", []),
        ("2021-09-27", "IN", f"instrument: scc-2010-87, valid_from: 2021-09-26, {ASSESSED}", []),
        ("2021-09-27", "IN", f"instrument: scc-2010-87, valid_from: 2021-09-27, {ASSESSED}", [INVALID]),
        ("2022-09-27", "IN", f"instrument: scc-2010-87, valid_from: 2021-09-26, {ASSESSED}", []),
        ("2022-09-28", "IN", f"instrument: scc-2010-87, valid_from: 2021-09-26, {ASSESSED}", [ENDING]),
        ("2022-12-27", "IN", f"instrument: scc-2010-87, valid_from: 2021-09-26, {ASSESSED}", [ENDING]),
        ("2022-12-28", "IN", f"instrument: scc-2010-87, valid_from: 2021-09-26, {ASSESSED}", [INVALID]),
        ("2022-12-28", "IN", f"instrument: scc-2001-497, valid_from: 2021-09-26, {ASSESSED}", [INVALID]),
        ("2019-01-01", "IN", f"instrument: scc-2002-16, valid_from: 2010-05-14, {ASSESSED}", []),
        ("2019-01-01", "IN", f"instrument: scc-2002-16, valid_from: 2010-05-15, {ASSESSED}", [INVALID]),
        ("2021-06-26", "IN", f"instrument: scc-2021-914, {ASSESSED}", [INVALID]),
        ("2021-06-27", "IN", f"instrument: scc-2021-914, {ASSESSED}", []),
        ("2021-06-27", "IN", "instrument: scc-2021-914", [NO_ASSESSMENT]),
        ("2021-06-27", "IN", "instrument: scc-2021-915", [INVALID]),
        # standard clauses without a decision named: whatever set the contract of its day may have
        ("2019-05-01", "IN", f"instrument: scc, {ASSESSED}", []),
        ("2019-05-01", "IN", "instrument: scc", []),
        ("2020-07-15", "IN", "instrument: bcr", []),
        ("2020-07-16", "IN", "instrument: bcr", [NO_ASSESSMENT]),
        ("2026-11-22", "IN", f"instrument: scc, {ASSESSED}", []),
        ("2026-11-22", "IN", f"instrument: scc, valid_from: 2021-06-27, {ASSESSED}", []),
        ("2026-11-22", "IN", f"instrument: scc, valid_from: 2021-06-26, {ASSESSED}", [INVALID]),
        ("2022-12-27", "IN", f"instrument: scc, valid_from: 2021-06-26, {ASSESSED}", [ENDING]),
        ("2022-12-28", "IN", f"instrument: scc, valid_from: 2021-06-26, {ASSESSED}", [INVALID]),
        ("2026-11-22", "IN", "instrument: bcr", [NO_ASSESSMENT]),
        ("2026-11-22", "IN", "instrument: ad-hoc-clauses", [NO_ASSESSMENT]),
        ("2026-11-22", "IN", "instrument: code-of-conduct", [UNFIT]),
        ("2026-11-22", "IN", f"instrument: certification, {ASSESSED}", [UNMET]),
        ("2026-11-22", "IN", "instrument: certification, certified: {from: 2026-06-30}", [NO_ASSESSMENT]),
        ("2026-11-22", "IN", "instrument: explicit-consent", [f"{STANDING} warning"]),
        ("2026-11-22", "IN", f"instrument: bcr, valid_until: 2026-11-21, {ASSESSED}", [INVALID]),
        ("2026-11-22", "IN", f"instrument: bcr, valid_until: 2026-11-22, {ASSESSED}", [ENDING]),
        ("2026-11-22", "IN", f"instrument: bcr, valid_from: 2026-11-23, {ASSESSED}", [INVALID]),
        # adequacy, by country and day
        ("2020-01-31", "GB", "", []),
        ("2021-06-28", "GB", "", []),
        # the sunset clause of the first British decision, its prolongation and its renewal
        ("2025-03-28", "GB", "", []),
        ("2025-03-29", "GB", "", [ENDING]),
        ("2025-06-23", "GB", "", [ENDING]),
        ("2025-06-24", "GB", "", []),
        ("2025-12-18", "GB", "", [ENDING]),
        ("2025-12-19", "GB", "", []),
        ("2031-12-27", "GB", "", [ENDING]),
        ("2031-12-28", "GB", "", [MISSING]),
        ("2019-01-22", "JP", "", [MISSING]),
        ("2019-01-23", "JP", "", [UNKNOWN]),
        ("2019-01-23", "JP", "covered: true", []),
        ("2026-11-22", "CA", "", [UNKNOWN]),
        ("2026-11-22", "CA", "covered: false", [UNMET]),
        ("2026-11-22", "CA", "instrument: adequacy, covered: true", []),
        ("2026-11-22", "CA", "instrument: adequacy", [UNKNOWN]),
        ("2026-11-22", "CA", f"instrument: scc-2021-914, {ASSESSED}", []),
        ("2026-01-25", "BR", "", [MISSING]),
        ("2026-01-26", "BR", "", [UNKNOWN]),
        ("2026-11-22", "CH", "", []),
        # what the decisions on Korea and Israel leave out nobody can tell from the country
        ("2021-12-16", "KR", "", [MISSING]),
        ("2021-12-17", "KR", "", [UNKNOWN]),
        ("2026-11-22", "KR", "covered: true", []),
        ("2026-11-22", "KR", "covered: false", [UNMET]),
        ("2026-11-22", "IL", "", [UNKNOWN]),
        ("2026-11-22", "IL", "covered: true", []),
        ("2026-11-22", "XK", "", [MISSING]),
        ("2026-11-22", "XK", "instrument: adequacy", [INVALID]),
        ("2026-11-22", "XK", f"instrument: scc-2021-914, {ASSESSED}", []),
        ("2025-07-14", "X-EPO", "", [MISSING]),
        ("2025-07-15", "X-EPO", "", []),
        # where the EEA ends
        ("2018-05-25", "NO", "", []),
        ("2026-11-22", "AX", "", []),
        ("2026-11-22", "GL", "", [MISSING]),
        ("2026-11-22", "NC", "", [UNCLEAR]),
        ("2026-11-22", "QQ", "", ["country-unknown error"]),
    ],
)
def test_on_the_day(
    day: str, country: str, transfer: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list_findings(tmp_path, monkeypatch, day, country, transfer) == expected


@pytest.mark.parametrize(
    ("transfers", "day", "country", "expected"),
    [
        (NEVER_EU, "2026-11-22", "FI", []),
        (NEVER_EU, "2026-11-22", "QQ", ["country-unknown error"]),
        (NEVER_EU, "2026-11-22", "NO", [FORBIDDEN]),
        (NEVER_EEA, "2026-11-22", "NO", []),
        (NEVER_EU, "2026-11-22", "IS", [FORBIDDEN]),
        (NEVER_EEA, "2026-11-22", "CH", [FORBIDDEN]),
        (NEVER_EU, "2026-11-22", "SJ", [FORBIDDEN, UNCLEAR]),
        (NEVER_EEA, "2026-11-22", "SJ", [UNCLEAR]),
        (NEVER_EEA, "2026-11-22", "IN", [FORBIDDEN, MISSING]),
        (NEVER_EU, "2020-01-31", "GB", []),
        (NEVER_EU, "2021-07-01", "GB", [FORBIDDEN]),
        # sending data there was no transfer until 27 June 2021, and yet the country had left both unions
        (NEVER_EEA, "2020-12-31", "GB", []),
        (NEVER_EEA, "2021-01-01", "GB", [FORBIDDEN]),
        (NEVER_EEA, "2021-03-01", "GB", [FORBIDDEN]),
        (NEVER_EU, "2021-06-27", "GB", [FORBIDDEN]),
        ("rule: exceptionally", "2021-03-01", "GB", []),
        ("rule: allowed, countries: []", "2021-03-01", "GB", []),
        ("rule: allowed, countries: []", "2021-06-28", "GB", ["country-undeclared error"]),
        ("rule: exceptionally", "2026-11-22", "CH", []),
        ("rule: allowed, countries: []", "2026-11-22", "CH", ["country-undeclared error"]),
        ("rule: allowed, countries: [CH]", "2026-11-22", "CH", []),
        ("rule: allowed, countries: [CH]", "2026-11-22", "NO", []),
        ("rule: allowed, area: eu, countries: [CH]", "2026-11-22", "NO", []),
        ("rule: allowed, instruments: [adequacy]", "2026-11-22", "CH", []),
        ("rule: allowed, instruments: [bcr]", "2026-11-22", "CH", ["instrument-undeclared error"]),
    ],
)
def test_what_the_notice_says(
    transfers: str, day: str, country: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list_findings(tmp_path, monkeypatch, day, country, transfers=transfers) == expected


@pytest.mark.parametrize(
    ("named", "used", "day", "is_declared"),
    [
        ("scc", "scc-2021-914", "2026-11-22", True),
        ("scc", "scc-2010-87, valid_from: 2019-01-01", "2022-01-01", True),
        ("scc", "bcr", "2026-11-22", False),
        ("scc-2021-914", "scc", "2026-11-22", True),
        ("scc-2021-914", "scc, valid_from: 2023-01-01", "2026-11-22", True),
        ("scc-2010-87", "scc", "2026-11-22", False),  # no longer one that it may be
        ("scc-2010-87", "scc, valid_from: 2019-01-01", "2022-01-01", True),
        ("scc-2021-914", "scc, valid_from: 2019-01-01", "2022-01-01", False),
        ("scc-2010-87", "scc-2021-914", "2022-01-01", False),
    ],
)
def test_clauses_without_a_decision_named_and_those_with_one(
    named: str, used: str, day: str, is_declared: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    transfers = f"rule: allowed, instruments: [{named}]"
    found = list_findings(tmp_path, monkeypatch, day, "IN", f"instrument: {used}, {ASSESSED}", transfers)
    assert ("instrument-undeclared error" in found) is not is_declared


@pytest.mark.parametrize("day", ["2018-05-25", "2019-05-01", "2022-12-28", "2026-11-22"])
def test_a_notice_may_name_standard_clauses_without_a_decision_on_any_day(
    day: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "policy.yaml").write_text(NOTICE.format(transfers="rule: allowed, countries: [IN], instruments: [scc]"))
    found = checked(tmp_path, monkeypatch, day=date.fromisoformat(day), scope="notice").findings
    assert {f.rule for f in found if f.rule.startswith("notice/transfer")} == {"notice/transfer-copy-missing"}


@pytest.mark.parametrize(
    ("countries", "day", "rules"),
    [
        ("NZ, IL", "2026-11-22", []),
        ("UK", "2026-11-22", []),  # no code of a country: it means one with a decision
        ("NZ, IN", "2026-11-22", ["copy-missing", "instrument-missing"]),
        ("KR", "2021-12-16", ["copy-missing", "instrument-missing"]),  # its decision is of the next day
        ("KR", "2021-12-17", []),
    ],
)
def test_decisions_that_cover_every_country_have_no_safeguards_to_copy(
    countries: str, day: str, rules: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "policy.yaml").write_text(NOTICE.format(transfers=f"rule: allowed, countries: [{countries}]"))
    found = checked(tmp_path, monkeypatch, day=date.fromisoformat(day), scope="notice").findings
    assert sorted(f.rule for f in found if f.rule.startswith("notice/transfer")) == [
        f"notice/transfer-{rule}" for rule in rules
    ]


def test_a_contract_with_clauses_that_ended_is_named_by_its_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    transfer = f"instrument: scc, valid_from: 2019-02-03, {ASSESSED}"
    assert list_findings(tmp_path, monkeypatch, "2022-12-28", "IN", transfer) == [INVALID]
    found = checked(tmp_path, monkeypatch, day=date(2022, 12, 28)).findings
    [finding] = [each for each in found if each.rule == "transfer/instrument-invalid"]
    assert (finding.variant, finding.arguments["signed"]) == ("contract-outdated", date(2019, 2, 3))


def test_the_contract_day_is_the_agreements_where_the_transfer_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for signed, expected in (("2021-09-26", []), ("2021-09-27", [INVALID])):
        (tmp_path / "processors.yaml").write_text(
            "processors: {helper: {name: Helper, country: IN, agreement: {signed: " + signed + "},"
            f" transfers: [{{instrument: scc-2010-87, {ASSESSED}}}]}}}}\n"
        )
        assert list_findings(tmp_path, monkeypatch, "2021-12-01", "FI") == expected


def list_findings(
    folder: Path, monkeypatch: pytest.MonkeyPatch, day: str, country: str, transfer: str = "", transfers: str = ALLOWED
) -> list[str]:
    """Each finding of the family, its rule and its severity."""
    (folder / "policy.yaml").write_text(NOTICE.format(transfers=transfers))
    written = f", transfer: {{{transfer}}}" if transfer else ""
    (folder / "systems.yaml").write_text(SYSTEMS.format(country=country, transfer=written))
    result = checked(folder, monkeypatch, day=date.fromisoformat(day))
    assert not result.broken_input
    return sorted(f"{f.rule[9:]} {f.severity}" for f in result.findings if f.family == "transfer")
