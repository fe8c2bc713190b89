"""States of Terraform: as `terraform show` writes them, and the state file itself."""

from __future__ import annotations

from typing import Any

import pytest

from seloste.checker.evidence.resource import EvidenceKind, Origin, Resource
from seloste.checker.evidence.terraform import plan
from tests.support.plans import make_file, read_plan

VALUES = {"storage_encrypted": True, "backup_retention_period": 7, "tags": {"seloste:system": "crm"}}


def make_shown(*resources: dict[str, Any], **modules: Any) -> dict[str, Any]:
    root = {"resources": list(resources), **modules}
    return {"format_version": "1.0", "terraform_version": "1.9.5", "values": {"root_module": root}}


def make_shown_resource(address: str, **parts: Any) -> dict[str, Any]:
    type = address.split(".")[-2]
    return {"address": address, "mode": "managed", "type": type, "values": VALUES, **parts}


def make_state_file(*blocks: dict[str, Any], version: int = 4) -> dict[str, Any]:
    head = {"version": version, "terraform_version": "1.9.5", "serial": 7, "lineage": "a-b", "outputs": {}}
    return {**head, "resources": list(blocks), "check_results": None}


def make_state_block(*instances: dict[str, Any], **parts: Any) -> dict[str, Any]:
    provider = 'provider["registry.example.com/hashicorp/aws"]'
    block = {"mode": "managed", "type": "aws_db_instance", "name": "crm", "provider": provider}
    return {**block, "instances": list(instances), **parts}


def list_strengths(resources: list[Resource]) -> set[EvidenceKind]:
    return {fact.strength for resource in resources for fact in resource.facts}


def test_a_state_is_observed_as_a_whole() -> None:
    inner = {"address": "module.a", "resources": [make_shown_resource("module.a.aws_db_instance.crm[0]")]}
    data = make_shown_resource("data.aws_db_instance.read", mode="data")
    found = read_plan(make_shown(make_shown_resource("aws_db_instance.crm"), data, child_modules=[inner]))
    assert [each.address for each in found] == ["aws_db_instance.crm", "module.a.aws_db_instance.crm[0]"]
    assert list_strengths(found) == {EvidenceKind.OBSERVED}
    assert {(each.origin, each.systems, str(each.location)) for each in found} == {
        (Origin.STATE, ("crm",), "plan.json")
    }


def test_a_state_file_gives_the_same() -> None:
    instances = [{"index_key": key, "attributes": VALUES} for key in (None, 0, 'a.b"]')]
    data = make_state_block({"attributes": VALUES}, mode="data")
    old = make_state_block({"attributes": VALUES, "deposed": "ab12"}, name="old")
    module = make_state_block({"attributes": VALUES}, module='module.a["x"]')
    found = read_plan(make_state_file(make_state_block(*instances), data, old, module), "terraform.tfstate")
    assert [each.address for each in found] == [
        *("aws_db_instance.crm", "aws_db_instance.crm[0]", 'aws_db_instance.crm["a.b\\"]"]'),
        'module.a["x"].aws_db_instance.crm',
    ]
    assert list_strengths(found) == {EvidenceKind.OBSERVED}


def test_what_a_state_marks_as_sensitive_is_hidden() -> None:
    shown = make_shown_resource("aws_db_instance.crm", sensitive_values={"tags": True})
    steps = [[{"type": "get_attr", "value": "engine"}], [{"type": "get_attr", "value": "tags"}]]
    keyed = [
        [
            {"type": "get_attr", "value": "tags"},
            {"type": "index", "value": {"value": "seloste:system", "type": "string"}},
        ]
    ]
    odd = [[{"type": "get_attr", "value": "tags"}, {"type": "odd"}]]
    files = [
        make_state_file(make_state_block({"attributes": VALUES, "sensitive_attributes": each}))
        for each in (steps, keyed, odd)
    ]
    for state in (make_shown(shown), *files):
        assert [each.systems for each in read_plan(state)] == [()]


def test_an_empty_state_has_nothing() -> None:
    assert read_plan(b'{"format_version":"1.0"}\n') == []
    assert read_plan(make_state_file()) == []


@pytest.mark.parametrize(
    ("content", "variant"),
    [
        (make_state_file(version=3), "plan-version"),
        (make_shown() | {"format_version": "2.0"}, "plan-version"),
        (make_shown() | {"format_version": [1]}, "plan-version"),
        (
            {"serial": 1, "lineage": "a", "meta": {}, "encrypted_data": "x", "encryption_version": "v0"},
            "plan-encrypted",
        ),
    ],
)
def test_a_state_that_cannot_be_read_is_refused_in_words(content: dict[str, Any], variant: str) -> None:
    named, found = make_file(content), make_file(content, is_named=False)
    assert plan.recognize("terraform.tfstate", named.data)
    assert list(plan.read_resources([named, found])) == []
    assert [(each.rule, each.variant) for each in named.file.findings] == [("input/unreadable", variant)]
    assert (found.file.findings, found.notes) == ([], [("plan.json", variant)])


def test_an_entry_of_another_form_is_left_out_and_the_others_are_read() -> None:
    good, bad = make_state_block({"attributes": VALUES}), make_state_block({"attributes": []}, name="bad")
    files = [
        make_file(make_state_file(7, {"type": 1}, bad, make_state_block(5, name="five"), good)),  # type: ignore[arg-type]
        make_file(
            make_shown(
                {"address": "a.b"},
                make_shown_resource("aws_db_instance.bad", values=3),
                make_shown_resource("aws_db_instance.crm"),
            )
        ),
    ]
    assert [each.address for each in plan.read_resources(files)] == ["aws_db_instance.crm"] * 2
    values = [[each.arguments["value"] for each in file.file.findings] for file in files]
    assert values == [
        ["resources", "resources", "aws_db_instance.bad", "aws_db_instance.five"],
        ["a.b", "aws_db_instance.bad"],
    ]
