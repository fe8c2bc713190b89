"""Files of Terraform of real projects, and the facts that are read from them."""

from __future__ import annotations

import pytest

from seloste.checker.evidence.attributes.description import AttributeContext, describe_resource
from seloste.checker.evidence.attributes.type_table import list_families, load_family
from seloste.checker.evidence.resource import ControlFact, EvidenceKind, KeepingFact, PlaceFact, Resource
from seloste.checker.evidence.terraform.hcl_blocks import AnyAttributes
from seloste.checker.position import Location
from tests.support.terraform_files import SAMPLES, ReadFiles, read_resources


def read_sample(name: str) -> dict[str, Resource]:
    path = SAMPLES / name
    if not path.is_file():
        pytest.skip(f"the samples are not here: {path}")
    assert ReadFiles({name: path.read_bytes()}).problems == []
    return {each.address: each for each in read_resources({name: path.read_bytes()})}


def controls(resource: Resource) -> dict[str, tuple[str, int | None]]:
    facts = [fact for fact in resource.facts if isinstance(fact, ControlFact)]
    return {fact.control: (fact.shown.value, fact.location.line) for fact in facts}


def test_aws_in_real_use() -> None:
    found = read_sample("hcl_aws_rds_backup.tf")
    database = found["aws_db_instance.instance"]
    assert database.stores_data
    assert database.location.line == 72
    assert controls(database)["encryption-at-rest"] == ("on", 119)
    assert controls(database)["backup"] == ("unknown", 90)  # a condition
    assert [target.address for target in found["aws_db_instance.replica"].targets] == ["aws_db_instance.instance"]


def test_azure() -> None:
    found = read_sample("hcl_azure_postgresql.tf")
    database = found["azurerm_postgresql_flexible_server.example"]
    kept = [fact for fact in database.facts if isinstance(fact, KeepingFact)]
    assert [(fact.kept.value, str(fact.period), fact.location.line) for fact in kept] == [("backups", "P7D", 44)]
    assert "H@Sh1CoR3" not in str(list(found.values()))


def test_upcloud() -> None:
    found = read_sample("hcl_upcloud_databases.tf")
    databases = [each for each in found.values() if each.stores_data]
    assert len(databases) == 5
    places = [fact for each in databases for fact in each.facts if isinstance(fact, PlaceFact)]
    assert places == []  # the zone is the default of a variable
    assert controls(found["upcloud_managed_database_postgresql.pg2"])["firewall"] == ("on", 90)
    assert "Superpass" not in str(list(found.values()))


def test_a_resource_of_which_nothing_is_known_contradicts_nothing() -> None:
    context = AttributeContext(Location("main.tf", 1), EvidenceKind.CONFIGURED)
    for type in [type for name in list_families() for type in load_family(name)["types"]]:
        facts = describe_resource(type, AnyAttributes(), context).facts
        assert not [fact for fact in facts if isinstance(fact, ControlFact) and fact.shown.value in ("off", "weaker")]
        assert not [fact for fact in facts if isinstance(fact, KeepingFact)], type


def test_facts_stand_at_their_attributes() -> None:
    text = (
        'provider "aws" {\n  region = "us-east-1"\n}\nresource "aws_db_instance" "crm" {\n'
        '  tags = { "seloste:system" = "crm" }\n  storage_encrypted = false\n  backup_retention_period = "0"\n}\n'
    )
    [database] = read_resources({"main.tf": text})
    assert database.id == "terraform:aws_db_instance.crm"
    assert database.systems == ("crm",)
    assert controls(database)["encryption-at-rest"] == ("off", 6)
    assert controls(database)["backup"] == ("off", 7)
    places = [fact for fact in database.facts if isinstance(fact, PlaceFact)]
    assert [(fact.region, fact.country) for fact in places] == [("us-east-1", "US")]
    assert {fact.strength for fact in database.facts} == {EvidenceKind.CONFIGURED}
