"""What attributes show, by the table: the readings, the places, the periods, the tags, whatever the source."""

from __future__ import annotations

from typing import Any

import pytest

from seloste.checker.evidence.attributes.description import (
    UNKNOWN_TYPE,
    AttributeContext,
    Description,
    describe_resource,
)
from seloste.checker.evidence.attributes.type_table import find_type
from seloste.checker.evidence.marks import COMPUTED, SENSITIVE, UNKNOWN, Reference, find_places, walk_values
from seloste.checker.evidence.resource import Basis, ControlFact, EvidenceKind, KeepingFact, PlaceFact, Target
from seloste.checker.evidence.terraform.hcl_blocks import AnyAttributes
from seloste.checker.position import Location


def describe(type: str, values: dict[str, Any], region: Any = None, version: str = "") -> Description:
    context = AttributeContext(Location("plan.json"), EvidenceKind.CONFIGURED, region=region, version=version)
    return describe_resource(type, values, context)


def controls(type: str, values: dict[str, Any], **more: Any) -> dict[str, str]:
    return {
        fact.control: fact.shown.value for fact in describe(type, values, **more).facts if isinstance(fact, ControlFact)
    }


def places(type: str, values: dict[str, Any], **more: Any) -> list[tuple[str, str | None, bool]]:
    facts = describe(type, values, **more).facts
    return [(fact.region, fact.country, fact.is_copy) for fact in facts if isinstance(fact, PlaceFact)]


def periods(type: str, values: dict[str, Any], **more: Any) -> list[tuple[str, str | None]]:
    facts = describe(type, values, **more).facts
    return [(fact.kept.value, fact.period and str(fact.period)) for fact in facts if isinstance(fact, KeepingFact)]


def test_a_type_that_is_in_no_table_is_unknown() -> None:
    assert describe("aws_no_such_thing", {}) == UNKNOWN_TYPE
    assert describe("acme_bucket", {}) == UNKNOWN_TYPE
    assert describe("x" * 100_000, {}) == UNKNOWN_TYPE


def test_a_type_that_shows_nothing_is_known_and_names_its_system() -> None:
    shown = describe("random_password", {"length": 3})
    assert shown.is_known
    assert shown.facts == ()
    assert describe("aws_iam_role", {"tags": {"seloste:system": "crm"}}).systems == ("crm",)


def test_a_database_shows_its_backup_encryption_place_and_period() -> None:
    values = {"backup_retention_period": 7, "storage_encrypted": True, "availability_zone": "eu-north-1a"}
    assert controls("aws_db_instance", values)["backup"] == "on"
    assert controls("aws_db_instance", values)["encryption-at-rest"] == "on"
    assert places("aws_db_instance", values) == [("eu-north-1a", "SE", False)]
    assert periods("aws_db_instance", values) == [("backups", "P7D")]


def test_values_may_be_texts() -> None:
    shown = controls("aws_db_instance", {"backup_retention_period": "0", "storage_encrypted": "false"})
    assert (shown["backup"], shown["encryption-at-rest"]) == ("off", "off")


@pytest.mark.parametrize("mark", [UNKNOWN, SENSITIVE, Reference(("aws_db_instance.x",))])
def test_what_a_mark_stands_for_is_unknown(mark: Any) -> None:
    values = dict.fromkeys(("backup_retention_period", "storage_encrypted", "publicly_accessible", "region"), mark)
    shown = controls("aws_db_instance", values)
    assert (shown["backup"], shown["encryption-at-rest"], shown["firewall"]) == ("unknown",) * 3
    assert places("aws_db_instance", values, region="eu-north-1") == []
    assert periods("aws_db_instance", values) == []


def test_an_unknown_zone_is_one_of_the_region_of_the_provider() -> None:
    assert places("aws_db_instance", {"availability_zone": UNKNOWN}, region="eu-north-1") == [
        ("eu-north-1", "SE", False)
    ]


def test_a_companion_is_of_what_it_configures() -> None:
    by_address = describe("aws_s3_bucket_acl", {"bucket": Reference(("aws_s3_bucket.a", "random_id.b"))})
    assert by_address.targets == (Target(address="aws_s3_bucket.a"),)
    assert describe("aws_s3_bucket_acl", {"bucket": "files"}).targets == (Target(type="aws_s3_bucket", name="files"),)


@pytest.mark.parametrize(
    "tags",
    [
        {"tags": {"seloste:system": "crm"}},
        {"tags_all": {"seloste.io/system": "crm"}},
        {"labels": {"seloste_system": "crm"}},
        {"tags": ["env:prod", "seloste_system=crm"]},
        {"tags": ["seloste:system:crm"]},
        {"tags": [{"key": "seloste:system", "value": "crm"}]},
    ],
)
def test_tags_name_the_system(tags: dict[str, Any]) -> None:
    assert describe("aws_db_instance", tags).systems == ("crm",)


@pytest.mark.parametrize(
    ("version", "shown"),
    [
        ("2.99.0", "weaker"),
        ("~> 2.0", "weaker"),
        ("< 3.0", "weaker"),
        ("3.0.0", "on"),
        (">= 4.1", "on"),
        ("", "on"),
        (">= 2.0", "on"),
    ],
)
def test_a_default_that_changed_depends_on_the_version(version: str, shown: str) -> None:
    values = {"https_traffic_only_enabled": True, "min_tls_version": None}
    assert controls("azurerm_storage_account", values, version=version)["encryption-in-transit"] == shown


def test_a_region_of_several_countries_is_a_hint() -> None:
    (fact,) = [f for f in describe("google_storage_bucket", {"location": "EU"}).facts if isinstance(f, PlaceFact)]
    assert (fact.region, fact.country, fact.basis) == ("EU", None, Basis.HINT)
    (fact,) = [
        f for f in describe("hcloud_load_balancer", {"network_zone": "eu-central"}).facts if isinstance(f, PlaceFact)
    ]
    assert (fact.country, fact.basis) == (None, Basis.HINT)


def test_a_region_that_nobody_knows_has_no_country() -> None:
    assert places("aws_s3_bucket", {"region": "mars-north-1"}) == [("mars-north-1", None, False)]
    assert places("aws_s3_bucket", {"region": "x" * 5000})[0][0] == "x" * 100


def test_a_copy_in_the_region_itself_is_none() -> None:
    values = {"region": "eu-north-1", "replicate_source_db": "arn:aws:rds:eu-north-1:1:db:crm"}
    assert places("aws_db_instance", values) == [("eu-north-1", "SE", False)]


def test_services_that_run_on_other_clouds_lie_in_those() -> None:
    assert places("aiven_pg", {"cloud_name": "upcloud-fi-hel"}) == [("fi-hel", "FI", False)]
    assert places("aiven_pg", {"cloud_name": "do-fra"}) == [("fra", "DE", False)]
    atlas = {"replication_specs": [{"region_configs": [{"provider_name": "AWS", "region_name": "EU_NORTH_1"}]}]}
    assert places("mongodbatlas_advanced_cluster", atlas) == [("EU_NORTH_1", "SE", False)]
    assert places("supabase_project", {"region": "eu-central-1"}) == [("eu-central-1", "DE", False)]


def test_all_four_blocks_of_public_access_are_needed() -> None:
    four = dict.fromkeys(
        ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"), True
    )
    assert controls("aws_s3_bucket_public_access_block", four)["firewall"] == "on"
    for name in four:
        assert controls("aws_s3_bucket_public_access_block", four | {name: False})["firewall"] == "unknown"
        assert controls("aws_s3_bucket_public_access_block", four | {name: None})["firewall"] == "unknown"


@pytest.mark.parametrize(
    ("actions", "shown"),
    [
        ([{"type": "forward"}], "off"),
        ([{"type": "fixed-response"}], "pass"),
        ([{"type": "redirect"}], "pass"),
        (UNKNOWN, "unknown"),
    ],
)
def test_plain_http_is_off_where_it_is_served(actions: Any, shown: str) -> None:
    values = {"protocol": "HTTP", "default_action": actions}
    assert controls("aws_lb_listener", values).get("encryption-in-transit", "pass") == shown


@pytest.mark.parametrize(
    "policy", ["{", "[" * 100_000, "null", '{"Statement": 3}', '{"Statement": [[], 1]}', "x" * 200_000]
)
def test_a_policy_that_is_none_shows_nothing(policy: str) -> None:
    assert controls("aws_iam_policy", {"policy": policy})["least-privilege"] == "unknown"
    assert controls("aws_s3_bucket_policy", {"policy": policy})["encryption-in-transit"] == "unknown"


def nest(levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = [{"ingress": value, "rule": value, "tags": value, "settings": value}]
    return value


def deepen(levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = [value]
    return value


HOSTILE: dict[str, Any] = {
    "nested": nest(10),
    "deep": deepen(100_000),
    "wide": [[["x"]]] * 100_000,
    "nulls": [None] * 100_000,
    "long": "x" * 1_000_000,
    "infinite": float("inf"),
    "large": 10**500,
    "bytes": b"x",
    "object": object(),
}
TRIED = ("aws_db_instance", "aws_security_group", "azurerm_storage_account", "google_compute_firewall", "aiven_pg")


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_hostile_values_are_never_off_and_end_soon(value: Any) -> None:
    for type in TRIED:
        paths = {path.partition(".")[0] for path in list_attributes(find_type(type).entry)}  # type: ignore[union-attr]
        values = dict.fromkeys((*paths, "tags", "labels", "region", "location", "zone"), value)
        assert describe(type, values, region=value).is_known


def test_a_rule_that_lets_few_in_does_not_outweigh_an_open_one() -> None:
    closed = {"type": "ingress", "cidr_blocks": ["10.0.0.0/8"], "from_port": 22, "to_port": 22, "protocol": "tcp"}
    assert controls("aws_security_group_rule", closed) == {}
    assert controls("aws_security_group", {"ingress": []})["firewall"] == "on"
    assert controls("aws_security_group_rule", closed | {"cidr_blocks": ["0.0.0.0/0"]})["firewall"] == "off"


def test_of_too_many_values_the_rest_is_unknown() -> None:
    rules = [{"cidr_blocks": ["10.0.0.0/8"], "from_port": 22, "to_port": 22, "protocol": "tcp"}]
    assert controls("aws_security_group", {"ingress": rules * 1000})["firewall"] == "on"
    assert controls("aws_security_group", {"ingress": rules * 10_000})["firewall"] == "unknown"


def list_attributes(entry: Any) -> set[str]:
    """The first steps of every path in an entry."""
    found: set[str] = set()
    waiting = [entry]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            waiting += part.values()
            found |= {key for key in part if isinstance(key, str)}
        elif isinstance(part, list):
            waiting += part
        else:
            found.add(part)
    return found


@pytest.mark.parametrize("path", ["a", "b", "a.b", "a.b.c", "c", ""])
@pytest.mark.parametrize(
    "values",
    [
        {},
        {"a": None, "b": ""},
        {"a": COMPUTED, "b": UNKNOWN, "c": Reference(("x.y",))},
        {"a": {"b": {"c": 1}}},
        {"a": [{"b": [{"c": 1}, {"c": [2, None, COMPUTED]}, {}, None]}, UNKNOWN, {"b": SENSITIVE}, 5, "x"]},
        {"a": [[{"b": 1}], {"b": [[2]]}], "b": [[1, [2]]], "c": []},
        {"a": [{"b": [{"c": 1}] * 90}] * 90, "b": [0] * 5000, "c": [[]] * 5000},
        AnyAttributes(),
        UNKNOWN,
        [{"a": 1}, {"a": {"b": 2}}],
    ],
    ids=lambda values: type(values).__name__,
)
def test_the_fast_search_finds_what_the_walk_finds(values: Any, path: str) -> None:
    assert list(find_places(values, path)) == list(walk_values(values, path))
