"""Values of a plan are merged with the marks of what is unknown and what is sensitive."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seloste.checker.evidence.marks import COMPUTED, SENSITIVE, UNKNOWN, Mark, Reference
from seloste.checker.evidence.terraform.plan_values import AttributeValues, merge_marks
from seloste.checker.evidence.terraform.sensitive_names import is_sensitive_name

CANARY = "canary"
NAMES = st.sampled_from(["a", "b", "tags", "rule"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.just(CANARY),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
MARKS = st.recursive(
    st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


def walk(value: Any) -> list[Any]:
    """Every value within a value."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [value, *(each for item in inner for each in walk(item))]


def mark_all(value: Any) -> Any:
    """Marks of the shape of a value, on every scalar."""
    if isinstance(value, dict):
        return {key: mark_all(item) for key, item in value.items()}
    return [mark_all(item) for item in value] if isinstance(value, list) else True


@given(VALUES)
def test_without_marks_a_value_stays_as_it_is(value: Any) -> None:
    assert merge_marks(value, {} if isinstance(value, dict) else False, False) == value


@given(VALUES, MARKS)
def test_nothing_that_is_marked_is_left(value: Any, marks: Any) -> None:
    """Whatever shapes the trees have, what every mark covers is gone, and no mark is lost."""
    for unknown, sensitive, mark in ((marks, False, UNKNOWN), (False, marks, SENSITIVE)):
        merged = merge_marks(value, unknown, sensitive)
        assert {each for each in walk(merged) if isinstance(each, Mark)} <= {mark}
        if mark is UNKNOWN and True in walk(marks):
            assert UNKNOWN in walk(merged)
    assert CANARY not in walk(merge_marks(value, False, mark_all(value)))
    assert CANARY not in walk(merge_marks(value, mark_all(value), False))
    assert CANARY not in walk(merge_marks(value, False, True))


@given(st.dictionaries(NAMES, VALUES, max_size=3), st.dictionaries(NAMES, MARKS, max_size=3), MARKS)
def test_attributes_are_merged_as_the_whole_is(values: Any, unknown: Any, sensitive: Any) -> None:
    attributes = AttributeValues(values, unknown, sensitive)
    names = {*values, *unknown}
    merged = attributes.select(names)
    assert merged.keys() <= names
    for name in names:
        own = sensitive is True or (isinstance(sensitive, dict) and sensitive.get(name, False))
        marks = (unknown.get(name, False), own)
        expected = merge_marks(values.get(name), *(marks if True in walk(list(marks)) else (False, False)), name)
        assert attributes.select({name}) == ({} if expected is None else {name: expected})
        assert merged.get(name) == expected


def test_what_is_unknown_may_come_to_nothing_and_null_is_no_secret() -> None:
    assert merge_marks("x", True, True) is UNKNOWN
    assert merge_marks(None, False, True) is None
    assert merge_marks(None, True, False) is UNKNOWN
    assert merge_marks([{"a": 1}], [{"b": True}, {"a": True}], False) == [{"a": 1, "b": UNKNOWN}, {"a": UNKNOWN}]
    assert merge_marks({"a": "x"}, [True], False) is UNKNOWN
    assert merge_marks(["x"], False, {"a": True}) is SENSITIVE
    assert merge_marks(["x", "y"], False, {0: True}) == [SENSITIVE, "y"]


def test_an_attribute_named_like_a_secret_is_hidden_whatever_the_plan_marks() -> None:
    """Plans of the format 0.1 mark nothing."""
    values = {"password": "x", "db": [{"auth_token": "y", "port": 1}], "tags": {"API_KEY": "z"}, "kms_key_id": "k"}
    values |= {"manage_master_user_password": True, "secret": "", "private_key": None}
    assert merge_marks(values, False, False) == {
        **{"password": SENSITIVE, "db": [{"auth_token": SENSITIVE, "port": 1}], "tags": {"API_KEY": SENSITIVE}},
        **{"kms_key_id": "k", "manage_master_user_password": True, "secret": "", "private_key": None},
    }


@pytest.mark.parametrize("name", ["kms_key_id", "hash_key", "customer_managed_key", "key_name", "encryption_key_arn"])
def test_what_only_names_a_key_is_no_secret(name: str) -> None:
    assert not is_sensitive_name(name)


def resolve(names: list[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name.startswith("aws_"))


def explain(unknown: Any, expressions: Any, values: Any = None) -> Any:
    attributes = AttributeValues(values or {}, unknown, expressions=json.dumps(expressions).encode(), resolve=resolve)
    return attributes.select({*(values or {}), *unknown})


def test_the_code_tells_unknown_values_apart() -> None:
    assert explain({"a": True, "b": True, "c": True, "d": True, "e": True}, {
        "a": {"references": ["aws_x.y.id", "var.z"]},
        "b": {"references": ["var.z"]},
        "c": {"constant_value": None},
        "d": {},
    }) == {"a": Reference(("aws_x.y.id",)), "b": UNKNOWN, "c": COMPUTED, "d": UNKNOWN, "e": COMPUTED}  # fmt: skip


def test_blocks_are_explained_within_and_dynamic_ones_stay_unknown() -> None:
    values = {"rule": [{"n": 1}], "dynamic": [{"n": 1}], "map": {"n": 1}}
    unknown = {"rule": [{"id": True, "other": True}], "dynamic": [{"id": True}], "map": {"id": True}}
    expressions = {"rule": [{"id": {"references": ["aws_x.y"]}}], "map": {"references": ["aws_x.y", "aws_x.z"]}}
    assert explain(unknown, expressions, values) == {
        "rule": [{"n": 1, "id": Reference(("aws_x.y",)), "other": COMPUTED}],
        "dynamic": [{"n": 1, "id": UNKNOWN}],
        "map": {"n": 1, "id": UNKNOWN},
    }


def test_what_lies_very_deep_is_unknown() -> None:
    value: Any = "x"
    for _ in range(100):
        value = [value]
    found = walk(merge_marks(value, False, False))
    assert UNKNOWN in found
    assert "x" not in found
