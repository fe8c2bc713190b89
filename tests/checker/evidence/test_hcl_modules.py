"""The modules that files of Terraform make together: addresses, providers, versions, tags, overrides, JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from seloste.checker.evidence.marks import SENSITIVE, UNKNOWN, Reference
from seloste.checker.evidence.terraform import hcl
from tests.support.terraform_files import ReadFiles

PROVIDERS = """
provider "aws" {
  region = "eu-north-1"
}
provider "aws" {
  alias  = "use1"
  region = "us-east-1"
}
provider "aws" {
  alias  = "open"
  region = var.region
}
provider "google" {
  zone = "europe-north1-a"
}
"""
BUCKET = 'resource "aws_s3_bucket" "x" {\n  key = aws_kms_key.k.arn\n}\n'


def bucket(provider: str) -> str:
    return f'resource "aws_s3_bucket" "x" {{\n  provider = {provider}\n}}\n'


@pytest.mark.parametrize(
    ("provider", "region"),
    [
        ("aws", "eu-north-1"),
        ("aws.use1", "us-east-1"),
        ('"aws.use1"', "us-east-1"),
        ("aws.open", UNKNOWN),
        ("aws.none", None),
    ],
)
def test_the_region_is_that_of_the_provider(provider: str, region: Any) -> None:
    assert ReadFiles({"p.tf": PROVIDERS, "x.tf": bucket(provider)}).region("aws_s3_bucket.x") == region


def test_the_provider_follows_from_the_type() -> None:
    read = ReadFiles({"p.tf": PROVIDERS, "x.tf": BUCKET + 'resource "google_sql_database_instance" "x" {}\n'})
    assert read.region("aws_s3_bucket.x") == "eu-north-1"
    assert read.region("google_sql_database_instance.x") == "europe-north1-a"
    assert ReadFiles({"a/p.tf": PROVIDERS, "b/x.tf": BUCKET}).region("aws_s3_bucket.x") is None


def test_a_module_makes_its_resources_once_for_each_call() -> None:
    calls = (
        'module "a" {\n source = "../store"\n}\nmodule "b" {\n source = "../store/"\n providers = { aws = aws.use1 }\n}'
    )
    read = ReadFiles({"app/main.tf": PROVIDERS + calls, "store/main.tf": BUCKET})
    assert read.addresses == ["module.a.aws_s3_bucket.x", "module.b.aws_s3_bucket.x"]
    assert [read.region(address) for address in read.addresses] == ["eu-north-1", "us-east-1"]
    assert read.values("module.b.aws_s3_bucket.x") == {"key": Reference(("module.b.aws_kms_key.k",))}


def test_modules_are_nested_and_providers_are_handed_down() -> None:
    files = {
        "main.tf": PROVIDERS + 'module "a" {\n source = "./a"\n providers = { aws.far = aws.use1 }\n}',
        "a/main.tf": 'module "b" {\n source = "./b"\n providers = { aws = aws.far }\n}\n' + BUCKET,
        "a/b/main.tf": BUCKET,
    }
    read = ReadFiles(files)
    assert read.addresses == ["module.a.aws_s3_bucket.x", "module.a.module.b.aws_s3_bucket.x"]
    assert read.region("module.a.module.b.aws_s3_bucket.x") == "us-east-1"
    assert read.region("module.a.aws_s3_bucket.x") is UNKNOWN  # it was not handed over by name


def test_a_module_that_is_not_there_or_that_nobody_calls() -> None:
    calls = 'module "a" {\n source = "./none"\n}\nmodule "b" {\n source = "hashicorp/x/aws"\n}\n'
    assert ReadFiles({"main.tf": calls, "other/main.tf": BUCKET}).addresses == ["aws_s3_bucket.x"]
    assert ReadFiles({"main.tf": 'module "a" {\n source = "./a"\n count = 0\n}', "a/x.tf": BUCKET}).addresses == []
    assert ReadFiles({"main.tf": 'module "a" {\n source = var.x\n}', "a/x.tf": BUCKET}).addresses == ["aws_s3_bucket.x"]


def test_a_module_whose_code_was_not_given_is_noted_without_its_source() -> None:
    calls = [
        'module "registry" {\n source = "hashicorp/x/aws"\n}',
        'module "secret" {\n source = "git::https://user:secret@example.com/x"\n}',
        'module "absent" {\n source = "hashicorp/x/aws"\n count = 0\n}',
        'module "read" {\n source = "./a"\n}',
    ]
    read = ReadFiles({"main.tf": "\n".join(calls), "a/x.tf": BUCKET})
    assert read.files[0].notes == [
        ("main.tf:1 module.registry", "module-unread"),
        ("main.tf:4 module.secret", "module-unread"),
    ]


def test_modules_that_call_each_other_end() -> None:
    def call(to: str) -> str:
        return f'module "m" {{\n source = "../{to}"\n}}\n{BUCKET}'

    circle = ReadFiles({"a/x.tf": call("b"), "b/x.tf": call("a")})
    assert circle.addresses == ["aws_s3_bucket.x", "module.m.aws_s3_bucket.x"]
    assert ReadFiles({"a/x.tf": call("a")}).addresses == ["aws_s3_bucket.x"]


def test_calls_that_multiply_are_capped() -> None:
    twice = "".join(f'module "{name}" {{\n source = "../%d"\n}}\n' for name in "abc")
    files = {f"{number}/x.tf": twice % (number + 1, number + 1, number + 1) + BUCKET for number in range(20)}
    read = ReadFiles({**files, "20/x.tf": BUCKET})
    assert [problem.partition(" ")[0] for problem in read.problems] == ["limit-exceeded"]
    assert len(read.addresses) <= 1_001


def test_constraints_on_versions_are_joined_on_the_way() -> None:
    def required(version: str) -> str:
        return f'terraform {{\n  required_providers {{\n    aws = {{ version = "{version}" }}\n  }}\n}}\n'

    files = {
        "main.tf": required("~> 5.0") + 'module "a" {\n source = "./a"\n}\n' + BUCKET,
        "a/x.tf": required(">= 4") + BUCKET,
    }
    assert [each.version for each in ReadFiles(files).declarations] == ["~> 5.0", "~> 5.0, >= 4"]
    old = 'terraform {\n required_providers {\n  aws = "~> 2.0"\n }\n}\nprovider "aws" {\n version = "2.7"\n}\n'
    assert ReadFiles(old + BUCKET).declarations[0].version == "~> 2.0, 2.7"


def test_tags_of_the_provider_are_tags_of_its_resources() -> None:
    provider = 'provider "aws" {\n default_tags {\n  tags = { "seloste:system" = "crm", a = "1" }\n }\n}\n'
    plain = 'resource "aws_s3_bucket" "x" {\n tags = { a = "2" }\n}\n'
    open_tags = 'resource "aws_s3_bucket" "y" {\n tags = var.tags\n}\nresource "aws_s3_bucket" "z" {}\n'
    read = ReadFiles(provider + plain + open_tags)
    assert read.values("aws_s3_bucket.x")["tags_all"] == {"seloste:system": "crm", "a": "2"}
    assert "tags_all" not in read.values("aws_s3_bucket.y")
    assert read.values("aws_s3_bucket.z")["tags_all"] == {"seloste:system": "crm", "a": "1"}


def test_an_override_file_changes_what_others_declare() -> None:
    provider = 'provider "aws" {{\n region = "{}"\n}}\n'
    changed = 'resource "aws_s3_bucket" "x" {\n\n\n  acl = "private"\n}\n'
    files = {
        "a_override.tf": changed + provider.format("eu-west-1"),
        "main.tf": provider.format("us-east-1") + 'resource "aws_s3_bucket" "x" {\n  acl = "public-read"\n  b = 1\n}\n',
    }
    read = ReadFiles(files)
    assert (read.problems, read.values("aws_s3_bucket.x")) == ([], {"acl": "private", "b": 1})
    assert read.region("aws_s3_bucket.x") == "eu-west-1"
    block = read.declarations[0].block
    assert str(hcl.locate_attribute(block, ("acl",))) == "a_override.tf:4:3"
    assert str(hcl.locate_attribute(block, ("b",))) == "main.tf:6:3"


def test_a_place_is_followed_to_the_resource_that_it_is_taken_over_from() -> None:
    def group(location: str) -> str:
        return f'resource "azurerm_resource_group" "my-group" {{\n  location = {location}\n}}\n'

    taken = "azurerm_resource_group.my-group.location"
    account = f'resource "azurerm_storage_account" "a" {{\n  location = {taken}\n  other = {taken}\n}}\n'
    second = 'resource "azurerm_storage_account" "b" {\n  location = azurerm_storage_account.a.location\n}\n'
    reference = Reference(("azurerm_resource_group.my-group",))
    read = ReadFiles(group('"Sweden Central"') + account + second)
    assert read.values("azurerm_storage_account.a") == {"location": "Sweden Central", "other": reference}
    assert read.values("azurerm_storage_account.b") == {"location": "Sweden Central"}
    at = hcl.locate_attribute(read.declarations[1].block, ("location",))
    assert str(at) == "main.tf:5:3"
    assert ReadFiles(group("var.x") + account).values("azurerm_storage_account.a")["location"] == reference
    circle = ReadFiles(group("azurerm_storage_account.b.location") + account + second)
    assert isinstance(circle.values("azurerm_storage_account.b")["location"], Reference)
    written = {"resource": {"azurerm_storage_account": {"j": {"location": f"${{{taken}}}"}}}}
    both = ReadFiles({"a.tf": group('"Sweden Central"'), "b.tf.json": json.dumps(written)})
    assert both.values("azurerm_storage_account.j") == {"location": "Sweden Central"}


def test_of_a_file_for_opentofu_alone_the_other_is_passed_over() -> None:
    read = ReadFiles({"a.tf": BUCKET, "a.tofu": 'resource "aws_s3_bucket" "y" {}', "b.tf": bucket("aws")})
    assert read.addresses == ["aws_s3_bucket.y", "aws_s3_bucket.x"]


def test_an_address_that_is_given_twice_is_an_error_with_both_places() -> None:
    read = ReadFiles({"a.tf": BUCKET, "b.tf": f"\n{BUCKET}", "other/c.tf": BUCKET})
    assert read.problems == ["duplicate-key resource b.tf:2:1"]
    assert [str(each) for each in read.findings[0].related] == ["a.tf:1:1"]
    assert read.addresses == ["aws_s3_bucket.x", "aws_s3_bucket.x"]


def test_places_are_those_of_the_attributes() -> None:
    text = 'resource "a_b" "ä" {\n  ä = "ä", \n  rule {\n    on = true\n  }\n  list = [\n    { k = 1 },\n  ]\n}\n'
    block = ReadFiles(text.replace(", \n", "\n")).declarations[0].block
    places = {
        ("ä",): "main.tf:2:3",
        ("rule", 0, "on"): "main.tf:4:5",
        ("rule", 0, "off"): "main.tf:3:3",
        ("rule", 0): "main.tf:3:3",
        ("list", 0, "k"): "main.tf:7:7",
        ("list",): "main.tf:6:3",
        ("none",): "main.tf:1:1",
        (): "main.tf:1:1",
    }
    assert {steps: str(hcl.locate_attribute(block, steps)) for steps in places} == places


JSON = {
    "//": "a comment",
    "provider": {"aws": [{"region": "eu-north-1"}, {"alias": "use1", "region": "us-east-1"}]},
    "resource": {
        "aws_s3_bucket": {
            "x": {
                "bucket": "${aws_kms_key.k.arn}",
                "index": '${aws_kms_key.k["a"].arn}',
                "open": "a-${var.x}",
                "condition": "%{ if true }a%{ endif }",
                "data": "${data.aws_x.y.id}",
                "plain": "$${x} 5 $",
                "password": "hunter2",
                "provider": "aws.use1",
                "dynamic": {"rule": {"content": {}}},
                "lifecycle": {"prevent_destroy": True},
                "block": [{"on": False, "dynamic": [{"inner": {}}]}],
            },
            "y": [{"count": 0}],
            "z": [{"for_each": "${var.x}"}],
        }
    },
    "module": {"m": {"source": "./m", "providers": {"aws": "${aws.use1}"}}},
}


def test_json_is_the_same_language() -> None:
    read = ReadFiles({"main.tf.json": json.dumps([JSON]), "m/x.tf": BUCKET})
    assert read.problems == []
    assert read.addresses == ["aws_s3_bucket.x", "aws_s3_bucket.z", "module.m.aws_s3_bucket.x"]
    assert [read.region(each) for each in read.addresses] == ["us-east-1", "eu-north-1", "us-east-1"]
    key = Reference(("aws_kms_key.k",))
    assert read.values("aws_s3_bucket.x") == {
        "bucket": key,
        "index": key,
        "open": UNKNOWN,
        "condition": UNKNOWN,
        "data": UNKNOWN,
        "plain": "${x} 5 $",
        "password": SENSITIVE,
        "rule": UNKNOWN,
        "block": [{"on": False, "inner": UNKNOWN}],
    }
    pretty = json.dumps(JSON, indent=2)
    at = hcl.locate_attribute(ReadFiles({"main.tf.json": pretty}).declarations[0].block, ("block", 0, "on"))
    assert (at.path, at.line) == ("main.tf.json", pretty.split('"on"')[0].count("\n") + 1)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"resource": [1, {"a_b": 1}, {"a_b": {"c": 1}}]}', '{"module": {"m": []}}']
)
def test_json_of_any_shape_is_read(text: str) -> None:
    assert ReadFiles({"main.tf.json": text}).addresses == []


def test_json_that_is_broken_is_an_error_with_its_place() -> None:
    assert ReadFiles({"main.tf.json": '{"resource": {"a_b": {"c": {"d": 1}'}).problems != []
