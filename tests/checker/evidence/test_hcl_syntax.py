"""Files of Terraform that are broken, hostile or not text: an error with its place, and the rest is read."""

from __future__ import annotations

import sys
import time
from datetime import date

import pytest

from seloste.checker.evidence.terraform import hcl_text
from seloste.checker.evidence.terraform.hcl_blocks import AnyAttributes
from seloste.checker.reading.waiver_comments import MOST_COMMENTS
from seloste.checker.suppression.waivers import inline_waivers
from tests.support.terraform_files import ReadFiles, read_resources


def resource(name: str, body: str) -> str:
    return f'resource "aws_db_instance" "{name}" {{\n{body}\n}}\n'


BROKEN = {
    '  a = "foo': "syntax quote main.tf:5:7",
    "  a = [2": "syntax bracket main.tf:5:7",
    "  a = f(2": "syntax bracket main.tf:5:8",
    "  a = {": "syntax bracket main.tf:4:34",
    "  a = <<EOT\n  x": "syntax heredoc main.tf:5:7",
    "  a =": "syntax hcl main.tf:5:3",
    "  a = = 2": "syntax hcl main.tf:5:7",
    "  a = 2]": "syntax bracket main.tf:5:8",
}


@pytest.mark.parametrize("body", BROKEN)
def test_beside_a_broken_block_the_others_are_read(body: str) -> None:
    read = ReadFiles(resource("one", "  a = 1") + resource("two", body) + resource("three", "  a = 3"))
    assert read.problems == [BROKEN[body]]
    assert read.addresses == [f"aws_db_instance.{name}" for name in ("one", "two", "three")]
    assert read.values("aws_db_instance.one") == {"a": 1}
    assert isinstance(read.values("aws_db_instance.two"), AnyAttributes)
    assert read.values("aws_db_instance.three") == {"a": 3}


def test_a_block_that_is_never_closed_ends_where_the_next_one_begins() -> None:
    read = ReadFiles(resource("one", "  a = 1").removesuffix("}\n") + resource("two", "  a = 2"))
    assert read.problems == ["syntax bracket main.tf:1:34"]
    assert read.values("aws_db_instance.two") == {"a": 2}


def test_a_block_that_has_slipped_into_another_one_is_an_error() -> None:
    slipped = resource("one", resource("two", "  a = 2"))
    read = ReadFiles(slipped)
    assert read.problems == ["syntax nested-block main.tf:2:1"]
    assert isinstance(read.values("aws_db_instance.one"), AnyAttributes)
    fine = 'provisioner "local-exec" {\n}\ndynamic "x" {\n content {}\n}'
    assert ReadFiles('terraform {\n backend "s3" {}\n}\n' + resource("one", fine)).problems == []


def test_a_resource_with_an_error_in_it_shows_nothing() -> None:
    found = read_resources({"x.tf": resource("one", "  storage_encrypted = false\n  a = [")})
    assert [each.address for each in found] == ["aws_db_instance.one"]
    assert {fact.shown.value for fact in found[0].facts if hasattr(fact, "shown")} <= {"unknown", "on"}


def test_what_stands_in_a_text_begins_no_block() -> None:
    text = resource("one", "  a = <<EOT\n" + resource("inner", "  a = 1") + "EOT")
    assert ReadFiles(text + resource("two", "  a = [")).addresses == ["aws_db_instance.one", "aws_db_instance.two"]


def test_merge_conflicts_are_named_and_what_they_touch_is_unknown() -> None:
    sides = "<<<<<<< HEAD\n  a = 1\n=======\n  a = 2\n>>>>>>> theirs"
    whole = f"<<<<<<< HEAD\n{resource('x', '')}=======\n{resource('y', '')}>>>>>>> theirs\n"
    read = ReadFiles(resource("one", "  a = 1") + whole + resource("two", sides) + resource("three", "  a = 3"))
    assert read.problems == ["syntax merge-conflict main.tf:4:1", "syntax merge-conflict main.tf:14:1"]
    assert read.addresses == [f"aws_db_instance.{name}" for name in ("one", "two", "three")]
    assert read.values("aws_db_instance.one") == {"a": 1}
    assert isinstance(read.values("aws_db_instance.two"), AnyAttributes)
    assert read.values("aws_db_instance.three") == {"a": 3}


def test_an_attribute_that_is_given_twice_is_unknown() -> None:
    read = ReadFiles(resource("one", "  a = 1\n  b = 2\n  a = 3"))
    assert read.problems == ["duplicate-key main.tf:4:3"]
    assert str(read.findings[0].related[0]) == "main.tf:2:3"
    assert str(dict(read.values("aws_db_instance.one"))) == "{'a': <Mark.UNKNOWN: 'unknown'>, 'b': 2}"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", None),
        (b"# only a comment", None),
        (b"\xef\xbb\xbf" + resource("one", "").encode(), None),
        (resource("one", "  a = 1").replace("\n", "\r\n").encode(), None),
        (resource("one", "  a = 1").encode("utf-16"), None),
        (resource("ö", "").encode("latin-1"), "unreadable encoding main.tf:1:29"),
        (resource("one", "\0").encode(), "syntax control-character main.tf:2:1"),
        (b"PK\x03\x04", "unreadable archive main.tf:1:1"),
        (b"x = 1" * 300_000, "limit-exceeded size main.tf"),
    ],
)
def test_encodings_and_what_is_no_text(data: bytes, problem: str | None) -> None:
    assert ReadFiles(data).problems == ([problem] if problem else [])


HEAD = 'resource "a_b" "c" {\n'
HOSTILE = {
    "brackets": HEAD + "a = " + "[" * 100_000,
    "closed brackets": HEAD + "a = " + "[" * 30_000 + "]" * 30_000 + "\n}",
    "blocks": HEAD + "a {\n" * 30_000 + "}" * 30_000 + "\n}",
    "objects": HEAD + "a = " + "{a=" * 30_000 + "1" + "}" * 30_000 + "\n}",
    "parentheses": HEAD + "a = " + "(" * 30_000 + "1" + ")" * 30_000 + "\n}",
    "templates": HEAD + 'a = "' + '${"' * 20_000,
    "texts": "a = <<A\n${" * 1_500,
    "texts with long names": ("a = <<" + "E" * 240 + "\n${") * 1_500,
    "many texts": "a = <<A\n" * 10_000,
    "traversal": HEAD + "a = b" + ".c" * 50_000 + "\n}",
    "index": HEAD + "a = b_c.d" + "[0]" * 20_000 + "\n}",
    "operators": HEAD + "a = " + "1+" * 50_000 + "1\n}",
    "calls": HEAD + "a = " + "jsonencode(" * 60 + '"\\""' + ")" * 60 + "\n}",
    "merges": HEAD + "tags = " + "merge({a=1}," * 5_000 + "{b=2}" + ")" * 5_000 + "\n}",
    "heads": HEAD * 3_000,
    "junk": "@ = \n" * 20_000,
    "long line": HEAD + 'a = "' + "x" * 500_000 + '"\n}',
    "long list": HEAD + "a = [" + '"ä",' * 20_000 + "]\n}",
    "conflicts": "<<<<<<< a\n=======\n>>>>>>> b\n" * 1_000,
    "comments": HEAD + "a = 1 " + "# seloste: ignore[evidence/x] until 2026-12-31 -- r " * 5_000 + "\n}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_soon_and_raises_nothing(name: str) -> None:
    start = time.process_time()
    read = ReadFiles(HOSTILE[name])
    assert time.process_time() - start < 5
    assert len(read.findings) <= 1_002


def test_without_the_library_one_finding_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tree_sitter_hcl", None)
    hcl_text.load_parser.cache_clear()
    read = ReadFiles(
        {"a.tf": resource("a", ""), "b.tf": resource("b", ""), "c.tf.json": '{"resource": {"a_b": {"c": {}}}}'}
    )
    hcl_text.load_parser.cache_clear()
    assert read.problems == ["unreadable missing-extra a.tf:1:1"]
    assert "pip install 'seloste[terraform]'" in str(read.findings[0].arguments["command"])
    assert read.addresses == ["a_b.c"]


WAIVER = "seloste: ignore[evidence/safeguard-contradicted] until 2026-12-31 -- moved in May"


def test_waivers_stand_beside_attributes() -> None:
    text = resource(
        "one",
        f'  a = 1 # {WAIVER}\n  # {WAIVER}\n  // {WAIVER}\n  b = 2\n  password = "hunter2" // {WAIVER}\n'
        f'  c = "# {WAIVER}"\n  d = <<EOT\n# {WAIVER}\nEOT\n  /* {WAIVER} */\n  e = 1 # why # {WAIVER}',
    )
    comments = ReadFiles(text).files[0].file.comments
    waivers = inline_waivers("main.tf", comments)
    assert [waiver.line for waiver in waivers] == [2, 5, 5, 6, 12]
    assert {(waiver.rule, waiver.until, waiver.reason) for waiver in waivers} == {
        ("evidence/safeguard-contradicted", date(2026, 12, 31), "moved in May")
    }
    assert all(waiver.complete for waiver in waivers)
    assert "hunter2" not in str(comments)


def test_waivers_are_capped() -> None:
    read = ReadFiles(f"# {WAIVER}\n" * (MOST_COMMENTS + 5))
    assert read.problems == [f"limit-exceeded comments main.tf:{MOST_COMMENTS + 1}:1"]
    assert len(read.files[0].file.comments) == MOST_COMMENTS


def test_no_finding_quotes_the_file() -> None:
    for body in BROKEN:
        read = ReadFiles(resource("one", f'  password = "hunter2"\n{body}'))
        assert all(finding.excerpt is None and "hunter2" not in str(finding) for finding in read.findings)
