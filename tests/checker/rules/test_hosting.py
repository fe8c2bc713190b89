"""Where a system is hosted: the country follows from a known region, and is held against the notice."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from seloste.checker.result import Result
from seloste.checker.verdicts.verdict import Verdict
from tests.support.complete import DAY, checked

KEPT, BROKEN, UNVERIFIED = Verdict.KEPT, Verdict.BROKEN, Verdict.UNVERIFIED
UNKNOWN, UNNAMED = "transfer/country-unknown", "transfer/country-undeclared"
FORBIDDEN, MISSING = ABROAD = ("transfer/forbidden", "transfer/instrument-missing")
CONTRADICTED, UNDECLARED = "system/region-contradicts-country", "system/hosting-undeclared"
NEVER_EU = {"rule": "never", "area": "eu"}


def check_hosting(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    hosting: dict[str, Any],
    transfers: dict[str, Any],
    processors: dict[str, Any] = {},  # noqa: B006 - never changed
    day: date = DAY,
) -> Result:
    """What a check finds of one system that is hosted so."""
    policy = {
        "notice": {"languages": ["en"]},
        "controller": {"name": "Oy"},
        "transfers": {"text": {"en": "Transfers"}, **transfers},
    }
    crm = {"name": "CRM", "purposes": ["sales"], "disclosures": [], "hosting": hosting}
    files = {"policy": policy, "systems": {"systems": {"crm": crm}}, "processors": {"processors": processors}}
    for name, content in files.items():
        (folder / f"{name}.yaml").write_text(json.dumps(content, indent=1), "utf-8")
    return checked(folder, monkeypatch, day=day)


def judge_transfers(result: Result) -> tuple[list[str], Verdict]:
    """The rules about places that find something, and the verdict on the promise on transfers."""
    places = {UNKNOWN, UNNAMED, *ABROAD, CONTRADICTED, UNDECLARED}
    [verdict] = [promise.verdict for promise in result.promises if promise.id == "transfers"]
    return sorted(f.rule for f in result.findings if f.rule in places), verdict


@pytest.mark.parametrize(
    ("hosting", "transfers", "found", "verdict"),
    [
        # the country follows from the region
        ({"provider": "aws", "region": "eu-north-1"}, NEVER_EU, [], KEPT),
        ({"provider": "Azure", "region": "Norway East"}, NEVER_EU, [FORBIDDEN], BROKEN),
        ({"provider": "Azure", "region": "Norway East"}, {"rule": "never"}, [], KEPT),
        ({"provider": "aws", "region": "us-east-1"}, NEVER_EU, [FORBIDDEN, MISSING], BROKEN),
        ({"provider": "aws", "region": "us-east-1"}, {"countries": []}, [UNNAMED, MISSING], BROKEN),
        # unless it is general, unknown, or nobody's
        ({"provider": "aws", "region": "europe"}, NEVER_EU, [UNKNOWN], UNVERIFIED),
        ({"provider": "gcp", "region": "eu"}, NEVER_EU, [UNKNOWN], UNVERIFIED),
        ({"provider": "own", "region": "eu-north-1"}, NEVER_EU, [UNKNOWN], UNVERIFIED),
        ({"region": "eu-north-1"}, NEVER_EU, [UNKNOWN], UNVERIFIED),
        # what is declared is judged as declared, and the contradiction by itself
        ({"provider": "aws", "region": "eu-north-1", "country": "SE"}, NEVER_EU, [], KEPT),
        ({"provider": "aws", "region": "eu-north-1", "country": "FI"}, NEVER_EU, [CONTRADICTED], UNVERIFIED),
        ({"provider": "aws", "region": "us-east-1", "country": "SE"}, NEVER_EU, [CONTRADICTED], BROKEN),
        ({"provider": "aws", "region": "eu-north-1", "country": "US"}, NEVER_EU, [CONTRADICTED, *ABROAD], BROKEN),
        ({"provider": "aws", "region": "eu-west-2", "country": "UK"}, NEVER_EU, [UNKNOWN], UNVERIFIED),  # no country
        ({"provider": "aws", "region": "europe", "country": "FI"}, NEVER_EU, [], KEPT),
        # the countries of hosting
        ({"country": "FI"}, {"hosting": ["FI", "SE"]}, [], KEPT),
        ({"country": "NO"}, {"hosting": ["FI", "SE"]}, [UNDECLARED], BROKEN),
        ({"country": "FI"}, {"hosting": []}, [UNDECLARED], BROKEN),
        ({"provider": "hetzner", "region": "fsn1"}, {"hosting": ["FI"]}, [UNDECLARED], BROKEN),
        ({"provider": "hetzner", "region": "hel1"}, {"hosting": ["FI"]}, [], KEPT),
        ({"provider": "hetzner", "region": "eu-central"}, {"hosting": ["FI", "DE"]}, [UNKNOWN], UNVERIFIED),
        ({"country": "QQ"}, {"hosting": ["FI"]}, [UNKNOWN], UNVERIFIED),
        ({"country": "FI"}, {"hosting": ["FI"], "rule": "never"}, [], KEPT),
        ({"country": "FI", "transfer": {"country": "SE"}}, {"hosting": ["FI"]}, [], KEPT),
    ],
)  # fmt: skip
def test_where_a_system_is_hosted(
    hosting: dict[str, Any],
    transfers: dict[str, Any],
    found: list[str],
    verdict: Verdict,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    result = check_hosting(tmp_path, monkeypatch, hosting, transfers)
    assert judge_transfers(result) == (sorted(found), verdict)


def test_a_hop_whose_country_follows_from_the_region_points_at_the_region(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = check_hosting(tmp_path, monkeypatch, {"provider": "aws", "region": "us-east-1"}, NEVER_EU)
    [finding] = [f for f in result.findings if f.rule == FORBIDDEN]
    assert '"region": "us-east-1"' in (finding.excerpt or "")
    assert finding.arguments["chain"] == "crm (US)"


def test_a_region_in_a_country_that_left_breaks_the_promise_from_that_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hosting = {"provider": "aws", "region": "eu-west-2", "country": "IE"}
    for day, promise in ((date(2020, 1, 31), None), (date(2021, 7, 1), "transfers")):
        result = check_hosting(tmp_path, monkeypatch, hosting, NEVER_EU, day=day)
        [finding] = [f for f in result.findings if f.rule == CONTRADICTED]
        assert (finding.promise, finding.value) == (promise, "IE GB")


def test_the_instrument_of_the_processor_that_hosts_serves_the_country_of_the_region(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    transfer = {"country": "US", "instrument": "scc", "assessment": {"date": "2026-01-01", "document": "tia.pdf"}}
    host = {"name": "Host Inc.", "country": "US", "transfers": [transfer]}
    hosting = {"provider": "aws", "region": "us-east-1", "processor": "host"}
    result = check_hosting(tmp_path, monkeypatch, hosting, {"rule": "allowed"}, {"host": host})
    assert judge_transfers(result)[0] == []
    elsewhere = {**hosting, "region": "ca-central-1"}
    result = check_hosting(tmp_path, monkeypatch, elsewhere, {"rule": "allowed", "countries": ["US"]}, {"host": host})
    assert judge_transfers(result)[0] == [UNNAMED]


def test_the_countries_of_hosting_are_where_the_finding_leads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = check_hosting(tmp_path, monkeypatch, {"country": "NO"}, {"hosting": ["FI"]})
    [finding] = [f for f in result.findings if f.rule == UNDECLARED]
    [related] = finding.related
    written = (tmp_path / "policy.yaml").read_text("utf-8").split("\n")
    assert '"hosting"' in written[(related.line or 0) - 1]
