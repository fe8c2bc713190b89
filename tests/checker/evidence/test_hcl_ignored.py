"""Attributes whose changes Terraform ignores are unknown, whatever the code says of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from seloste.checker.evidence.marks import UNKNOWN
from tests.support.terraform_files import ReadFiles

BODY = """
  encrypted = false
  engine    = "x"
  tags      = { "seloste:system" = "crm" }
  settings {
    tier = "a"
    size = 1
  }
"""


def read(ignored: str) -> Mapping[str, Any]:
    files = ReadFiles(f'resource "acme_thing" "x" {{\n{BODY}  lifecycle {{\n    ignore_changes = {ignored}\n  }}\n}}\n')
    assert files.problems == []
    return files.values("acme_thing.x")


@pytest.mark.parametrize(
    ("ignored", "unknown"),
    [
        ("[encrypted, # engine\n tags, settings[0].size]", {"encrypted", "size"}),
        ('["engine", tags["a.b"]]', {"engine"}),
        ("[settings]", {"settings"}),
        ("all", {"encrypted", "engine", "settings"}),
        ("[]", set()),
        ("[for name in names : name]", set()),
        ("[[encrypted]]", set()),
    ],
)
def test_what_is_ignored_is_unknown_and_the_rest_is_as_written(ignored: str, unknown: set[str]) -> None:
    values = read(ignored)
    assert values["tags"] == {"seloste:system": "crm"}
    assert "lifecycle" not in values
    inner = values["settings"][0] if values["settings"] is not UNKNOWN else {}
    assert {name for name, value in {**inner, **values}.items() if value is UNKNOWN} == unknown


def test_an_attribute_that_is_absent_may_have_been_set_since() -> None:
    assert read("[kms_key, settings[0].public]")["kms_key"] is UNKNOWN
    assert read("[kms_key, settings[0].public]")["settings"][0]["public"] is UNKNOWN


@pytest.mark.parametrize("lifecycle", [{"ignore_changes": ["encrypted"]}, [{"ignore_changes": ["encrypted"]}]])
def test_the_syntax_in_json_ignores_the_same(lifecycle: Any) -> None:
    body = {"encrypted": False, "engine": "x", "lifecycle": lifecycle}
    files = ReadFiles({"main.tf.json": json.dumps({"resource": {"acme_thing": {"x": body}}})})
    assert files.values("acme_thing.x") == {"encrypted": UNKNOWN, "engine": "x"}


def test_the_place_of_what_is_ignored_is_known() -> None:
    text = 'resource "aws_db_instance" "x" {\n  lifecycle {\n    ignore_changes = [storage_encrypted]\n  }\n}\n'
    files = ReadFiles(text)
    assert files.declarations[0].block.values.marks["storage_encrypted"][0][0] == 2  # type: ignore[union-attr]
