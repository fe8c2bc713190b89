"""Drafts from resources: what belongs together, which patterns map it, and what is claimed of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from seloste.checker.drafting.draft import Draft, DraftSystem
from seloste.checker.drafting.drafting import KnownInventory, draft_inventory
from seloste.checker.drafting.group_names import make_id, name_folder, strip_generic
from seloste.checker.evidence.mapping import EvidenceIndex
from seloste.checker.evidence.reading import ReadEvidence
from seloste.checker.evidence.resource import (
    ControlFact,
    ControlShown,
    EvidenceKind,
    Fact,
    PlaceFact,
    Resource,
    ServiceFact,
    ServiceSign,
    Target,
)
from seloste.checker.evidence.tables.table import Column, Table
from seloste.checker.evidence.tables.table_resource import describe_table
from seloste.checker.inventory import System
from seloste.checker.position import Location
from seloste.policy.notice import Policy
from seloste.policy.vocabulary import Status
from tests.support.cpu import cpu_limit

HERE = Path("/work/infra/shop")
NOTICE = {
    "notice": {"title": {"en": "Notice"}, "languages": ["en"]},
    "controller": {"name": "Example Ltd"},
    "fields": {"contact": {"text": {"en": "Contact details"}}, "email": {"text": {"en": "E-mail address"}}},
}


def make(address: str, *facts: Fact, store: bool = True, path: str = "main.tf", **more: object) -> Resource:
    type = next((part for part in address.split(".") if part.startswith("aws_")), "aws_s3_bucket")
    resource = Resource("terraform", address, type, Location(path), stores_data=store, facts=facts)
    return replace(resource, **more)  # type: ignore[arg-type]


def control(name: str, shown: ControlShown) -> ControlFact:
    return ControlFact(
        attribute="x", location=Location("main.tf"), strength=EvidenceKind.CONFIGURED, control=name, shown=shown
    )


def provided_by(service: str) -> ServiceFact:
    return ServiceFact(
        attribute="provider",
        location=Location("main.tf"),
        strength=EvidenceKind.CONFIGURED,
        service=service,
        sign=ServiceSign.PROVIDER,
        value=service,
    )


def place(region: str, country: str, *, is_copy: bool = False) -> PlaceFact:
    return PlaceFact(
        attribute="region",
        location=Location("main.tf"),
        strength=EvidenceKind.CONFIGURED,
        region=region,
        country=country,
        is_copy=is_copy,
    )


def draft(resources: Sequence[Resource], known: KnownInventory | None = None, notice: Policy | None = None) -> Draft:
    numbered = tuple(replace(each, number=number) for number, each in enumerate(resources))
    index = EvidenceIndex(ReadEvidence(resources=numbered, is_given=True))
    return draft_inventory(index, known or KnownInventory(), notice, HERE)


def one(*resources: Resource) -> DraftSystem:
    [system] = draft(resources).systems
    return system


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("prod-crm-db", "crm"),
        ("crmDatabase", "crm"),
        ("Öljy_Varasto", "oljy-varasto"),
        ("rds", ""),
        ("prod", ""),
        ("12", ""),
    ],
)
def test_a_name_is_told_from_words_that_any_system_has(name: str, id: str) -> None:
    assert strip_generic(name) == id


def test_a_folder_that_says_nothing_is_named_by_the_one_around_it() -> None:
    assert name_folder(Path("terraform/prod"), HERE) == "shop"
    assert name_folder(Path("../crm/terraform"), HERE) == "crm"
    assert name_folder(Path(), Path("/")) == "system"
    assert make_id("x" * 500) == "x" * 60


def test_technical_modules_are_one_system_and_named_ones_are_their_own() -> None:
    found = draft(
        [
            make("module.rds.aws_db_instance.this"),
            make("module.storage.aws_s3_bucket.files"),
            make("module.billing.module.db.aws_db_instance.this"),
        ]
    )
    assert {each.id: each.patterns for each in found.systems} == {
        "shop": ("terraform:module.rds.**", "terraform:module.storage.**"),
        "billing": ("terraform:module.billing.**",),
    }


def test_a_resource_that_is_called_like_a_system_is_of_that_system() -> None:
    table = describe_table(
        Table("customers", (Column("email", "text", Location("a.sql")),), Location("a.sql"), schema="crm"),
        EvidenceKind.CONFIGURED,
    )
    found = draft([table, make("aws_db_instance.crm"), make("aws_s3_bucket.hr"), make("aws_db_instance.other")])
    assert {each.id: each.patterns for each in found.systems} == {
        "crm": ("sql:crm.**", "terraform:aws_db_instance.crm"),
        "shop": ("terraform:aws_s3_bucket.hr", "terraform:aws_db_instance.other"),
    }


def test_patterns_match_nothing_of_another_system() -> None:
    tagged = make('aws_s3_bucket.files["hr"]', systems=("hr",))
    found = draft([make('aws_s3_bucket.files["crm"]'), tagged, make("aws_db_instance.files")])
    assert {each.id: each.patterns for each in found.systems} == {
        "shop": ('terraform:aws_s3_bucket.files["crm"]', "terraform:aws_db_instance.files"),
        "hr": (),
    }


def test_what_configures_a_store_needs_no_pattern() -> None:
    bucket = make("aws_s3_bucket.files", names=frozenset({"files"}))
    rule = make("aws_s3_bucket_versioning.other", control("backup", ControlShown.ON), store=False)
    rule = replace(rule, targets=(Target("aws_s3_bucket.files"),))
    assert one(bucket, rule).patterns == ("terraform:aws_s3_bucket.files",)


def test_only_what_every_store_shows_is_claimed() -> None:
    on, off, weak = (ControlShown.ON, ControlShown.OFF, ControlShown.WEAKER)
    system = one(
        make("aws_s3_bucket.a", control("encryption-at-rest", on), control("backup", on), control("firewall", on)),
        make("aws_s3_bucket.b", control("encryption-at-rest", on), control("backup", off)),
        make("aws_lb_listener.a", control("encryption-in-transit", weak), store=False),
    )
    assert {each.control: each.status for each in system.safeguards} == {
        "encryption-at-rest": Status.IMPLEMENTED,
        "backup": Status.NOT_IMPLEMENTED,
        "firewall": None,
        "encryption-in-transit": None,
    }


def test_a_system_lies_where_most_of_its_stores_lie_and_the_others_are_told() -> None:
    stockholm = place("eu-north-1", "SE")
    system = one(
        make("aws_s3_bucket.a", stockholm),
        make("aws_s3_bucket.b", stockholm, place("us-east-1", "US", is_copy=True)),
        make("aws_s3_bucket.c", place("eu-west-1", "IE")),
    )
    assert (system.hosting.provider, system.hosting.region, system.hosting.country) == ("aws", "eu-north-1", "SE")
    assert [(each.fact.country, each.fact.is_copy) for each in system.hosting.others] == [("US", True), ("IE", False)]


def test_of_two_clouds_the_company_is_that_of_the_place() -> None:
    netherlands = place("westeurope", "NL")
    azure = [
        make(f"azurerm_storage_account.{name}", netherlands, provided_by("azure"), type="azurerm_storage_account")
        for name in "ab"
    ]
    aws = [make(f"aws_s3_bucket.{name}", provided_by("aws")) for name in "cde"]
    hosting = one(*aws, *azure).hosting
    assert (hosting.provider, hosting.region, hosting.service) == ("azure", "westeurope", "azure")


def test_columns_are_fields_of_the_notice_by_the_one_that_names_them_best() -> None:
    columns = tuple(Column(name, "text", Location("a.sql")) for name in ("id", "email", "henkilotunnus", "notes"))
    table = Table("customers", columns, Location("a.sql"), schema="crm")
    resource = describe_table(table, EvidenceKind.CONFIGURED)
    [system] = draft([resource], notice=Policy.model_validate(NOTICE)).systems
    assert system.id == "crm"
    assert [(each.kind, each.id, each.columns) for each in system.fields] == [
        ("email", "email", ("customers.email",)),
        ("national-id", "", ("customers.henkilotunnus",)),
    ]
    assert system.possible_columns == 1
    assert system.patterns == ("sql:crm.**",)
    assert [each.id for each in one(resource).fields] == ["", ""]


def test_a_new_store_of_a_listed_system_gets_a_pattern_and_one_that_was_removed_does_not() -> None:
    resources = [make("module.crm.aws_s3_bucket.a"), make("module.crm.aws_s3_bucket.b")]
    systems = {"sales": System(name="Sales", resources=["terraform:module.crm.aws_s3_bucket.a"])}
    found = draft(resources, KnownInventory(systems))
    assert found.additions == {"sales": ("terraform:module.crm.aws_s3_bucket.b",)}
    assert found.systems == ()
    found = draft(resources, KnownInventory(systems, drafted=["terraform:module.crm.**"]))
    assert found.is_empty
    assert found.removed == ("terraform:module.crm.aws_s3_bucket.b",)


def test_a_system_that_a_tag_names_stays_removed_too() -> None:
    found = draft([make("aws_s3_bucket.a", systems=("hr",))], KnownInventory(drafted=["hr"]))
    assert found.is_empty
    assert found.removed == ("terraform:aws_s3_bucket.a",)


def test_what_is_not_there_any_more_is_told() -> None:
    systems = {"crm": System(name="CRM", resources=["terraform:aws_s3_bucket.old", "compose:db"])}
    assert draft([make("aws_s3_bucket.new")], KnownInventory(systems)).gone == {"crm": ("terraform:aws_s3_bucket.old",)}


def test_a_store_that_no_pattern_can_name_is_told() -> None:
    name = "a\nb"
    found = draft([Resource("compose", name, "service", Location("compose.yaml"), stores_data=True)])
    assert found.unmapped == (f"compose:{name}",)


def test_very_many_resources_are_drafted_in_little_time() -> None:
    many = [make(f"module.m{number % 100}x.aws_s3_bucket.b{number}") for number in range(2_000)]
    many += [make(f"aws_s3_bucket.b{number}") for number in range(2_000)]
    many += [make(f"aws_lb.l{number}", store=False, path=f"d{number}x/main.tf") for number in range(2_000)]
    with cpu_limit(5):
        found = draft(many)
    assert len(found.systems) == 101
    assert found.systems[0].patterns == ("terraform:module.m0x.**",)
    assert found.systems[-1].patterns == ("terraform:aws_s3_bucket.*",)
