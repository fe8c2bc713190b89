"""The table of regions: what it tells, what it leaves unsaid, and that each entry is sourced and dated."""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import Any

import pytest

from seloste.policy.countries import is_country
from seloste.policy.data import FOLDER, load_yaml
from seloste.policy.law.dated import Confidence
from seloste.policy.regions import find_region_country, load_providers

TABLE: dict[str, dict[str, Any]] = load_yaml(FOLDER / "regions.yaml")


@pytest.mark.parametrize(
    ("provider", "region", "country"),
    [
        ("aws", "eu-north-1", "SE"),
        ("AWS", "EU-NORTH-1", "SE"),
        ("Amazon Web Services", "eu-north-1a", "SE"),
        ("Amazon Web Services EMEA SARL", "eu_central_1", "DE"),
        ("azure", "westeurope", "NL"),
        ("Microsoft Azure", "West Europe", "NL"),
        ("Azure", "Norway East", "NO"),
        ("azure", "swedencentral-2", "SE"),
        ("azure", "eastus2", "US"),
        ("gcp", "europe-north1-b", "FI"),
        ("Google Cloud", "europe-west1", "BE"),
        ("google", "US", "US"),
        ("UpCloud", "fi-hel1", "FI"),
        ("upcloud", "uk-lon1", "GB"),
        ("Hetzner Online GmbH", "hel1", "FI"),
        ("hetzner", "fsn1-dc14", "DE"),
        ("OVH", "GRA11", "FR"),
        ("ovhcloud", "EU-WEST-PAR-A", "FR"),
        ("Scaleway", "nl-ams-1", "NL"),
        ("Digital Ocean", "fra1", "DE"),
        ("linode", "eu-west", "GB"),
    ],
)
def test_a_known_region_of_a_known_provider_tells_the_country(provider: str, region: str, country: str) -> None:
    assert find_region_country(provider, region) == country


@pytest.mark.parametrize(
    ("provider", "region"),
    [
        ("aws", "europe"),
        ("aws", "eu"),
        ("aws", "global"),
        ("aws", "eu-north"),
        ("aws", "eu-north-9"),
        ("aws", "eu-north-1-"),
        ("aws", "a"),
        ("azure", "Europe"),
        ("gcp", "EU"),
        ("gcp", "eur4"),
        ("gcp", "nordics"),
        ("hetzner", "eu-central"),  # Germany or Finland
        ("ovh", "1"),
        ("cloudflare", "weur"),
        ("own", "eu-north-1"),
        ("aws", None),
        (None, "eu-north-1"),
        ("aws", "eu-north-1" + " " * 200),
    ],
)
def test_general_and_unknown_names_tell_nothing(provider: str | None, region: str | None) -> None:
    assert find_region_country(provider, region) is None


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("us-east-1-qro-1a", "MX"),
        ("eu-north-1-hel-1a", "FI"),
        ("us-east-1-bos-1a", None),
        ("eu-west-1-wl1-dub-wlz-1", None),
    ],
)
def test_a_local_zone_does_not_lie_where_its_region_does(zone: str, country: str | None) -> None:
    assert find_region_country("aws", zone) == country


def test_the_same_name_is_another_place_with_another_provider() -> None:
    assert {find_region_country(provider, "eu-west") for provider in ("linode", "aws")} == {"GB", None}
    assert (find_region_country("linode", "us-east"), find_region_country("linode", "ap-south")) == ("US", "SG")


def test_every_table_says_where_it_is_from_when_it_was_checked_and_how() -> None:
    for table in chain.from_iterable(entry["tables"] for entry in TABLE.values()):
        assert set(table) == {"source", "checked", "confidence", "regions"}
        assert table["source"]
        assert date.fromisoformat(table["checked"]) <= date(2026, 11, 28)
        assert Confidence(table["confidence"])


def test_every_region_is_in_one_country_that_there_is() -> None:
    for name, entry in TABLE.items():
        countries = [item for table in entry["tables"] for item in table["regions"].items()]
        pairs = [(region, country) for country, regions in countries for region in regions]
        assert all(is_country(country) for _, country in pairs), name
        assert len({region for region, _ in pairs}) == len(pairs), name
        assert {region: find_region_country(name, region) for region, _ in pairs} == dict(pairs)


def test_every_name_is_one_providers() -> None:
    names = [name for entry in TABLE.values() for name in entry["names"]]
    assert len(load_providers()) == len(names)
    assert set(TABLE) <= set(load_providers())
