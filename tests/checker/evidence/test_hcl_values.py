"""What HCL writes literally is a value; what has to be evaluated is unknown."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seloste.checker.evidence.marks import SENSITIVE, UNKNOWN, Reference
from tests.support.terraform_files import ReadFiles, read_body

VALUES = {
    "1": 1,
    "-5": -5,
    "(7)": 7,
    "1.5": 1.5,
    "30.0": 30,
    "true": True,
    "false": False,
    "null": None,
    '""': "",
    '"a b"': "a b",
    r'"a\n\t\"\\"': 'a\n\t"\\',
    r'"\u00e4\U0001F600\ud800"': "ä😀\ufffd",
    '"$${x} %%{y} $5 100%"': "${x} %{y} $5 100%",
    '"${"a"}"': "a",
    "[]": [],
    '[1, "b", [true], null,]': [1, "b", [True], None],
    "[\n  1, # one\n  2,\n]": [1, 2],
    '{ a = 1, "b c" : [2], 3 = {} }': {"a": 1, "b c": [2], "3": {}},
    "{\n  a = 1\n  // a comment\n  a = 2\n}": {"a": 2},
    'jsonencode({ a = [1, null, "ä"] })': '{"a": [1, null, "\\u00e4"]}',
    'jsonencode([jsonencode({ a = "\\"" })])': json.dumps([json.dumps({"a": '"'})]),
    "<<EOT\n  two $${x}\n  lines \\n\nEOT": "  two ${x}\n  lines \\n\n",
    "<<-EOT\n    two\n\n      lines\n    EOT": "two\n\n  lines\n",
    "<<EOT\nEOT": "",
}
UNKNOWNS = (
    "var.x",
    "local.x.y",
    "data.aws_x.y.id",
    "module.x.y",
    "each.value",
    "each.value.storage_encrypted",
    "path.module",
    "true ? 1 : 2",
    "1 + 1",
    "!true",
    "-var.x",
    '"a${var.x}"',
    '"%{ if true }a%{ endif }"',
    "<<EOT\n${var.x}\nEOT",
    "[for x in [1] : x]",
    "{ for x in [1] : x => x }",
    "tostring(1)",
    'file("x.json")',
    "provider::aws::arn_parse(1)",
    "jsonencode(var.x)",
    "jsonencode({ a = aws_s3_bucket.x.arn })",
    "jsonencode(1, 2)",
    "{ (var.x) = 1, b = 2 }",
    '{ "${var.x}" = 1 }',
    "[1, 2][0]",
    "merge({ a = 1 }, { b = 2 })",
    "1" * 200,
    "1e3",
    "(1.5e-7)",
    "GET",
)
REFERENCES = (
    "aws_s3_bucket.crm.id",
    "aws_s3_bucket.crm",
    "aws_s3_bucket.crm[0].id",
    'aws_s3_bucket.crm["a"].arn',
    "aws_s3_bucket.crm[each.key].arn",
    "aws_s3_bucket.crm[*].id",
    "aws_s3_bucket.crm.*.id",
    "(aws_s3_bucket.crm.arn)",
    '"${aws_s3_bucket.crm.arn}"',
)


def read_each(texts: Any) -> list[Any]:
    return list(read_body("\n".join(f"a{number} = {text}" for number, text in enumerate(texts))).values())


def test_literals_are_values() -> None:
    found = dict(zip(VALUES, read_each(VALUES), strict=True))
    assert found == VALUES
    assert [type(found[text]) for text in ("1", "30.0", "true")] == [int, int, bool]


def test_what_has_to_be_evaluated_is_unknown() -> None:
    assert dict(zip(UNKNOWNS, read_each(UNKNOWNS), strict=True)) == dict.fromkeys(UNKNOWNS, UNKNOWN)


def test_a_traversal_to_a_resource_is_a_reference_to_its_address() -> None:
    expected = Reference(("aws_s3_bucket.crm",))
    assert dict(zip(REFERENCES, read_each(REFERENCES), strict=True)) == dict.fromkeys(REFERENCES, expected)
    assert read_body("a = [aws_kms_key.b.arn]") == {"a": [Reference(("aws_kms_key.b",))]}


def test_blocks_are_lists_of_mappings_as_in_a_plan() -> None:
    values = read_body("rule {\n days = 1\n inner { on = true }\n}\nrule {\n days = 2\n}")
    assert values == {"rule": [{"days": 1, "inner": [{"on": True}]}, {"days": 2}]}


def test_a_block_that_is_made_dynamically_is_unknown_beside_others_too() -> None:
    dynamic = 'dynamic "rule" {\n for_each = []\n content { days = 1 }\n}'
    for body in (dynamic, f"rule {{}}\n{dynamic}", f"{dynamic}\nrule {{}}"):
        assert read_body(body) == {"rule": UNKNOWN}
    assert read_body(f"outer {{\n{dynamic}\n on = true\n}}") == {"outer": [{"rule": UNKNOWN, "on": True}]}


def test_what_terraform_itself_reads_is_no_attribute() -> None:
    body = (
        'count = 2\nprovider = aws.x\ndepends_on = []\nlifecycle {}\nprovisioner "local-exec" {}\nconnection {}\na = 1'
    )
    assert read_body(body) == {"a": 1}
    assert read_body("nested {\n count = 3\n}") == {"nested": [{"count": 3}]}


@pytest.mark.parametrize("none", ["count = 0", 'count = "0"', "for_each = {}", "for_each = []"])
def test_a_resource_of_which_there_are_none_does_not_exist(none: str) -> None:
    assert ReadFiles(f'resource "a_b" "c" {{\n {none}\n}}').addresses == []


@pytest.mark.parametrize("some", ["count = 1", "count = var.n", "count = false", 'for_each = toset(["a"])', ""])
def test_of_any_other_number_there_is_one_with_the_base_address(some: str) -> None:
    assert ReadFiles(f'resource "a_b" "c" {{\n {some}\n}}').addresses == ["a_b.c"]


def test_a_secret_is_a_mark_whatever_it_is_written_as() -> None:
    values = read_body(
        'password = "hunter2"\nadmin_password = <<EOT\nhunter2\nEOT\nenv = { api_key = "hunter2", NAME = "x" }\n'
        'block {\n secret = ["hunter2"]\n}\ntoken = var.token\nother = sensitive("hunter2")\npassword_length = 20'
    )
    assert "hunter2" not in str(values)
    assert values["password"] is values["admin_password"] is values["other"] is SENSITIVE
    assert values["env"] == {"api_key": SENSITIVE, "NAME": "x"}
    assert (values["token"], values["password_length"]) == (UNKNOWN, 20)


def test_of_tags_as_much_is_read_as_is_certain() -> None:
    ours = '"seloste:system" = "crm"'
    assert read_body(f"tags = merge(var.t, {{ {ours} }})")["tags"] == {"seloste:system": "crm"}
    assert read_body(f"tags = merge({{ {ours} }}, var.t)")["tags"] == {}
    assert read_body(f"labels = {{ (var.k) = 1, {ours} }}")["labels"] == {"seloste:system": "crm"}
    assert read_body(f"labels = {{ {ours}, (var.k) = 1 }}")["labels"] == {}
    assert read_body(f'tags = merge({{ a = "x" }}, {{ {ours} }})')["tags"] == {"a": "x", "seloste:system": "crm"}
    assert read_body(f"other = merge(var.t, {{ {ours} }})")["other"] is UNKNOWN


KEYS = st.from_regex(r"[a-z][a-z_]{0,6}x", fullmatch=True)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=8)
SCALARS = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | TEXTS
TREES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)


def write(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(write, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {write(item)}" for key, item in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False).replace("${", "$${").replace("%{", "%%{")


@given(st.dictionaries(KEYS, TREES, max_size=5))
def test_what_is_written_comes_back(values: dict[str, Any]) -> None:
    body = "\n".join(f"{key} = {write(value)}" for key, value in values.items())
    assert read_body(body) == values
