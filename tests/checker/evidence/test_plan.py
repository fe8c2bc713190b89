"""What plans of Terraform and OpenTofu show: real ones, and small ones of our own."""

from __future__ import annotations

from typing import Any

import pytest

from seloste.checker.evidence.resource import (
    ControlFact,
    EvidenceKind,
    Fact,
    KeepingFact,
    Origin,
    PlaceFact,
    Resource,
    ServiceFact,
    Target,
)
from tests.support.plans import make_block, make_change, make_plan, read_plan
from tests.support.real_files import read_real_file

#: The region of the only provider of a plan.
NORTH = {
    "aws": {"name": "aws", "version_constraint": "~> 5.0", "expressions": {"region": {"constant_value": "eu-north-1"}}}
}


def tell(fact: Fact) -> str:
    """A fact in a few words."""
    match fact:
        case ControlFact():
            return f"{fact.control} {fact.shown}"
        case PlaceFact():
            return f"in {fact.region} {fact.country}"
        case KeepingFact():
            return f"{fact.kept} {fact.period}"
    raise AssertionError(fact)


def tell_all(resources: list[Resource]) -> dict[str, list[str]]:
    return {
        resource.address: [tell(fact) for fact in resource.facts if not isinstance(fact, ServiceFact)]
        for resource in resources
    }


def configure(*blocks: dict[str, Any], providers: Any = None, **root: Any) -> dict[str, Any]:
    return {"provider_config": providers or NORTH, "root_module": {"resources": list(blocks), **root}}


def find_places(plan: dict[str, Any]) -> dict[str, str | None]:
    """The region that each resource lies in, where it shows one."""
    return {
        resource.address: next((fact.region for fact in resource.facts if isinstance(fact, PlaceFact)), None)
        for resource in read_plan(plan)
    }


REAL = {
    "plan_aws_rds_nested_regions.json": {
        "aws_instance.example": {"in eu-west-3 FR"},
        "module.ec2.module.ebs.aws_ebs_volume.volume": {"encryption-at-rest unknown"},
        "module.rds.aws_db_instance.db": {"encryption-at-rest off", "backup unknown"},
    },
    "plan_aws_sensitive_password.json": {
        "aws_db_instance.default": {"encryption-at-rest off", "backup unknown", "in us-east-1 US"},
    },
    "plan_azure_storage_access.json": {
        "azurerm_storage_account.invalidstorageaccount1": {"firewall off", "in westeurope NL"},
        "azurerm_storage_account.validstorageaccount1": {"firewall on", "encryption-in-transit weaker"},
    },
    "plan_dynamodb.json": {
        "aws_dynamodb_table.autoscale_dynamodb_table": {"encryption-at-rest on", "in us-east-1 US"},
    },
    "plan_foreach.json": {'module.sg["bad_example"].aws_security_group.bad': {"firewall off"}},
    "plan_google_sql_disks.json": {
        "google_compute_disk.first": {"in europe-west9-a FR"},
        "google_sql_database_instance.instance": {"in europe-west9 FR", "encryption-at-rest on"},
    },
    "plan_lambda_logs.json": {"aws_cloudwatch_log_group.example1": {"log P90D", "in us-west-2 US"}},
    "plan_opentofu_provider_alias.json": {"module.child.module.grandchild.test_instance.test_main": set()},
}


@pytest.mark.parametrize("name", REAL)
def test_real_plans_show_what_they_hold(name: str) -> None:
    resources = read_plan(read_real_file(name), name)
    shown = tell_all(resources)
    for address, facts in REAL[name].items():
        assert facts <= set(shown[address]), address
    assert {fact.strength for resource in resources for fact in resource.facts} <= {EvidenceKind.CONFIGURED}
    assert {(str(resource.location), resource.origin) for resource in resources} == {(name, Origin.PLAN)}


def test_the_number_of_resources_in_real_plans() -> None:
    numbers = {name: len(read_plan(read_real_file(name), name)) for name in REAL}
    assert list(numbers.values()) == [5, 1, 7, 4, 5, 13, 10, 10]


BEFORE = {"storage_encrypted": False, "backup_retention_period": 7, "publicly_accessible": False}
AFTER = BEFORE | {"storage_encrypted": True}


@pytest.mark.parametrize(
    ("actions", "before", "after", "expected"),
    [
        (("create",), None, AFTER, {"backup": "configured", "encryption-at-rest": "configured"}),
        (("update",), BEFORE, AFTER, {"backup": "observed", "encryption-at-rest": "configured"}),
        (("delete", "create"), BEFORE, AFTER, {"backup": "observed", "encryption-at-rest": "configured"}),
        (("create", "delete"), BEFORE, AFTER, {"backup": "observed", "encryption-at-rest": "configured"}),
        (("no-op",), AFTER, AFTER, {"backup": "observed", "encryption-at-rest": "observed"}),
        (("forget",), AFTER, None, {"backup": "observed", "encryption-at-rest": "observed"}),
        (("delete",), BEFORE, None, None),
    ],
)
def test_what_stays_is_observed_and_what_is_to_be_is_configured(
    actions: tuple[str, ...], before: Any, after: Any, expected: dict[str, str] | None
) -> None:
    change = make_change("aws_db_instance.crm", after, before=before, actions=actions)
    found = read_plan(make_plan(change))
    if expected is None:
        assert found == []
        return
    [resource] = found
    shown = {fact.control: fact for fact in resource.facts if isinstance(fact, ControlFact)}
    assert {name: shown[name].strength for name in expected} == expected
    assert tell(shown["encryption-at-rest"]) == "encryption-at-rest on"


def test_what_only_the_state_before_the_plan_has_is_observed() -> None:
    known = {"address": "aws_db_instance.other", "mode": "managed", "type": "aws_db_instance", "values": AFTER}
    known["provider_name"] = "registry.example.com/hashicorp/aws"
    gone = {**known, "address": "aws_db_instance.gone"}
    data = {**known, "address": "data.aws_db_instance.read", "mode": "data"}
    nested = {**known, "address": "module.a.aws_db_instance.nested"}
    root = {"resources": [known, gone, data], "child_modules": [{"resources": [nested]}]}
    plan = make_plan(
        make_change("aws_db_instance.gone", None, before=BEFORE, actions=("delete",)),
        prior_state={"format_version": "1.0", "values": {"root_module": root}},
        configuration=configure(),
    )
    found = read_plan(plan)
    assert [resource.address for resource in found] == ["aws_db_instance.other", "module.a.aws_db_instance.nested"]
    assert {fact.strength for resource in found for fact in resource.facts} == {EvidenceKind.OBSERVED}
    assert "in eu-north-1 SE" in tell_all(found)["aws_db_instance.other"]


def test_data_sources_are_none_of_ours() -> None:
    change = make_change("aws_s3_bucket.b", {"bucket": "b"}, actions=("read",))
    assert read_plan(make_plan({**change, "mode": "data"}, change)) == []


def test_tags_name_the_system() -> None:
    tags = {"seloste:system": "crm"}
    found = read_plan(make_plan(make_change("aws_db_instance.crm", {"tags": tags}, unknown={"id": True})))
    assert [resource.systems for resource in found] == [("crm",)]
    hidden = make_change("aws_db_instance.crm", {"tags": tags}, sensitive={"tags": True})
    assert [resource.systems for resource in read_plan(make_plan(hidden))] == [()]


def region(**expression: Any) -> dict[str, Any]:
    return {"name": "aws", "expressions": {"region": expression}}


def test_the_region_follows_from_the_provider_through_variables_and_modules() -> None:
    """A constant, a variable with its planned value, one with a default, one that a call hands over."""
    table = "aws_dynamodb_table"
    providers = {
        "aws": region(references=["var.region"]),
        "aws.default": {**region(references=["var.standard"]), "alias": "default"},
        "aws.function": {**region(), "alias": "function"},
        "aws.two": {**region(references=["var.region", "var.standard"]), "alias": "two"},
        "aws.local": {**region(references=["local.region"]), "alias": "local"},
        "module.a:aws.inner": {**region(references=["var.inner"]), "alias": "inner", "module_address": "module.a"},
        "module.a:aws.fixed": {**region(constant_value="eu-west-3"), "alias": "fixed", "module_address": "module.a"},
    }
    root = [make_block(f"{table}.{name}", f"aws.{name}") for name in ("default", "function", "two", "local")]
    inner = [make_block(f"{table}.{name}", f"module.a:aws.{name}") for name in ("inner", "fixed")]
    call = {
        "expressions": {"inner": {"references": ["var.region"]}},
        "module": {"resources": [*inner, make_block(f"{table}.handed", "aws")]},
    }
    addresses = [*(f"{table}.{name}" for name in ("main", "default", "function", "two", "local"))]
    addresses += [f'module.a["x"].{table}.{name}' for name in ("inner", "fixed", "handed")]
    plan = make_plan(
        *(make_change(address, {"name": "t"}) for address in addresses),
        variables={"region": {"value": "eu-north-1"}},
        configuration=configure(
            make_block(f"{table}.main"),
            *root,
            providers=providers,
            module_calls={"a": call},
            variables={"region": {"default": "us-east-1"}, "standard": {"default": "eu-central-1"}},
        ),
    )
    assert list(find_places(plan).values()) == [
        *("eu-north-1", "eu-central-1", None, None, None),
        *("eu-north-1", "eu-west-3", "eu-north-1"),
    ]


def test_an_old_plan_tells_the_region_in_a_module_only_where_all_providers_agree() -> None:
    """Before 1.1 a plan did not tell which provider a module was handed."""
    table = make_change("module.a.aws_dynamodb_table.t", {"name": "t"})
    call = {"a": {"module": {"resources": [make_block("aws_dynamodb_table.t", "a:aws")]}}}
    one = {"aws": region(constant_value="eu-north-1")}
    two = one | {"aws.far": {**region(constant_value="us-east-1"), "alias": "far"}}
    for providers, expected in ((one, "eu-north-1"), (two, None), ({"aws": {"name": "aws"}}, None)):
        plan = make_plan(table, configuration=configure(providers=providers, module_calls=call))
        assert list(find_places(plan).values()) == [expected]


def find_targets(
    expression: Any, *blocks: dict[str, Any], address: str = "aws_s3_bucket_versioning.v", **parts: Any
) -> Any:
    """What a companion of a bucket belongs to, by the expression for its bucket."""
    change = make_change(address, {"versioning_configuration": []}, unknown={"bucket": True, "id": True})
    own = make_block("aws_s3_bucket_versioning.v", expressions={"bucket": expression}, **parts.pop("block", {}))
    [resource] = read_plan(make_plan(change, configuration=configure(own, *blocks, **parts)))
    assert all(isinstance(target, Target) for target in resource.targets)
    return [target.address for target in resource.targets]


def refer(*names: str) -> dict[str, Any]:
    return {"references": list(names)}


def test_references_lead_to_resources() -> None:
    repeated = make_block("aws_s3_bucket.b", for_each_expression=refer("var.names"))
    plain = {"references": ["aws_s3_bucket.b.id", "aws_s3_bucket.b"]}
    key = 'aws_s3_bucket_versioning.v["a.b]"]'
    assert find_targets(plain) == ["aws_s3_bucket.b"]
    assert find_targets(refer('aws_s3_bucket.b["x"].id', 'aws_s3_bucket.b["x"]', "aws_s3_bucket.b")) == [
        'aws_s3_bucket.b["x"]'
    ]
    by_key = refer("aws_s3_bucket.b", "each.key")
    assert find_targets(by_key, repeated, address=key) == ['aws_s3_bucket.b["a.b]"]']
    assert find_targets(by_key, make_block("aws_s3_bucket.b"), address=key) == ["aws_s3_bucket.b"]
    for_each = {"for_each_expression": refer("aws_s3_bucket.b")}
    assert find_targets(refer("each.value.id", "each.value"), repeated, address=key, block=for_each) == [
        'aws_s3_bucket.b["a.b]"]'
    ]
    assert find_targets(refer("local.bucket")) == []
    assert find_targets(refer("data.aws_s3_bucket.b.id", "data.aws_s3_bucket.b")) == []


def test_references_lead_through_outputs_and_variables_of_modules() -> None:
    output = {"id": {"expression": refer("aws_s3_bucket.b[0].id", "aws_s3_bucket.b[0]", "aws_s3_bucket.b")}}
    call = {"store": {"module": {"outputs": output, "resources": [make_block("aws_s3_bucket.b", count_expression={})]}}}
    assert find_targets(refer("module.store.id", "module.store"), module_calls=call) == [
        "module.store.aws_s3_bucket.b[0]"
    ]
    inner = make_block("aws_s3_bucket_versioning.v", expressions={"bucket": refer("var.bucket")})
    hands = {
        "expressions": {"bucket": refer("aws_s3_bucket.b.id", "aws_s3_bucket.b")},
        "module": {"resources": [inner]},
    }
    change = make_change("module.v.aws_s3_bucket_versioning.v", {}, unknown={"bucket": True})
    [resource] = read_plan(make_plan(change, configuration=configure(module_calls={"v": hands})))
    assert resource.targets == (Target(address="aws_s3_bucket.b"),)


def test_a_circle_of_references_ends() -> None:
    turn = {"bucket": refer("module.m.out", "module.m")}
    module = {"outputs": {"out": {"expression": refer("var.bucket")}}}
    assert find_targets(refer("module.m.out"), module_calls={"m": {"expressions": turn, "module": module}}) == []


def test_what_nobody_set_has_the_documented_default() -> None:
    """Of an attribute that is known after apply, the code tells whether somebody set it."""
    change = make_change("aws_db_instance.crm", {}, unknown={"storage_encrypted": True})

    def shown(block: dict[str, Any] | None) -> list[str]:
        [resource] = read_plan(make_plan(change, configuration=configure(*([block] if block else []))))
        return [tell(fact) for fact in resource.facts if isinstance(fact, ControlFact) and "encrypt" in fact.control]

    assert shown(None) == ["encryption-at-rest unknown"]
    assert shown(make_block("aws_db_instance.crm", expressions={})) == ["encryption-at-rest off"]
    by_variable = make_block("aws_db_instance.crm", expressions={"storage_encrypted": refer("var.encrypted")})
    assert shown(by_variable) == ["encryption-at-rest unknown"]


def test_deferred_changes_are_read() -> None:
    change = make_change("aws_dynamodb_table.t", {"name": "t"})
    deferred = {"reason": "resource_config_unknown", "resource_change": change}
    assert [resource.address for resource in read_plan(make_plan(deferred_changes=[deferred]))] == [
        "aws_dynamodb_table.t"
    ]
