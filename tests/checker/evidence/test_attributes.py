"""What attributes show, by the table: the readings, the places, the periods, the tags, whatever the source."""

from __future__ import annotations

from typing import Any

import pytest

from seloste.checker.evidence.attributes import UNKNOWN_TYPE, AttributeContext, Description, describe_resource
from seloste.checker.evidence.marks import SENSITIVE, UNKNOWN, Reference
from seloste.checker.evidence.resource import ControlFact, EvidenceKind, KeepingFact, PlaceFact, Target
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
