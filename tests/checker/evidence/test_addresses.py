"""Patterns of addresses, and the resources that they find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seloste.checker.evidence.addresses import match_parts, split_address, split_pattern
from seloste.checker.evidence.mapping import EvidenceIndex
from seloste.checker.evidence.resource import Resource
from seloste.checker.evidence.source import SOURCES
from seloste.checker.inventory import System
from seloste.checker.position import Location
from seloste.checker.workspace.patterns import EVIDENCE_SUFFIXES
from tests.support.infrastructure import hand_in

HERE = Location("here")


def make(source: str, address: str) -> Resource:
    """A resource with an address."""
    return Resource(source, address, "type", HERE)


def find(patterns: list[str], *resources: Resource) -> list[str]:
    """The addresses of the resources that a system with these patterns has."""
    index = EvidenceIndex(hand_in(resources))
    mapped = index.list_resources("crm", System(name="CRM", resources=patterns))
    return [each.resource.address for each in mapped]


@pytest.mark.parametrize(
    ("pattern", "address", "matches"),
    [
        ("terraform:aws_db_instance.crm", "aws_db_instance.crm", True),
        ("terraform:aws_db_instance.crm", 'aws_db_instance.crm["a.b"]', True),  # every instance
        ('terraform:aws_db_instance.crm["a.b"]', 'aws_db_instance.crm["a.b"]', True),
        ('terraform:aws_db_instance.crm["a"]', 'aws_db_instance.crm["b"]', False),
        ("terraform:aws_db_instance.*", "aws_db_instance.crm", True),
        ("terraform:aws_s3_bucket.crm_*", "aws_s3_bucket.crm_files", True),
        ("terraform:aws_s3_bucket.crm_*", "aws_s3_bucket.hr_files", False),
        ("terraform:*.crm", "aws_db_instance.crm", True),
        ("terraform:*.crm", "module.x.aws_db_instance.crm", False),  # * stays within a part
        ("terraform:**.crm", "module.x.aws_db_instance.crm", True),
        ("terraform:module.crm.**", 'module.crm["eu"].module.db.aws_db_instance.this[0]', True),
        ("terraform:module.crm.**", "module.hr.aws_db_instance.this", False),
        ("kubernetes:Deployment/crm/*", "Deployment/crm/web", True),
        ("kubernetes:Deployment/crm/*", "Deployment/hr/web", False),
        ("kubernetes:Deployment/web", "Deployment/crm/web", True),  # kind and name
        ("kubernetes:Deployment/web", "Deployment/web", True),
        ("kubernetes:Deployment/crm/*", "Deployment/web", False),  # in which namespace is not known
        ("kubernetes:**", "StatefulSet/crm/db", True),
        ("terraform:module.crm.**", "module.crm", True),  # or none
        ("compose:crm-*", "crm-db", True),
        ("compose:crm-*", "db", False),
    ],
)
def test_a_pattern_matches_what_the_formats_say(pattern: str, address: str, matches: bool) -> None:
    source = pattern.partition(":")[0]
    assert find([pattern], make(source, address)) == ([address] if matches else [])


PIECES = st.text("ab*", min_size=1, max_size=4)


@given(st.lists(PIECES, min_size=1, max_size=4), st.lists(st.text("ab", max_size=4), min_size=1, max_size=4))
def test_parts_match_as_a_regular_expression_does(pattern: list[str], parts: list[str]) -> None:
    def within(part: str) -> str:
        return "".join("[^.]*" if character == "*" else character for character in part)

    expected = "".join(r"(?:\.[^.]*)*" if part == "**" else rf"\.{within(part)}" for part in pattern)
    found = re.fullmatch(expected, "".join(f".{part}" for part in parts))
    assert match_parts(pattern, parts)[0] is bool(found)


@given(st.lists(PIECES, min_size=1, max_size=3), st.lists(st.text("ab.", min_size=1, max_size=5), max_size=6))
def test_an_index_finds_what_a_look_at_each_resource_finds(pattern: list[str], addresses: list[str]) -> None:
    asked = f"terraform:{'.'.join(pattern)}"
    _, parts = split_pattern(asked)
    expected = [each for each in addresses if match_parts(parts, split_address("terraform", each))[0]]
    assert find([asked], *(make("terraform", each) for each in addresses)) == expected


def test_a_folder_is_searched_for_files_that_a_source_may_read() -> None:
    known = {suffix for kind in SOURCES for suffix in kind.suffixes}
    assert {each.rpartition(".")[2] for each in EVIDENCE_SUFFIXES} <= {each.rpartition(".")[2] for each in known}
