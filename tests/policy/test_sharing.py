"""Equal texts and arguments are one object, and no value is taken for another that it equals."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from typing import Any

import pytest

from seloste.checker.finding import RuleFinding, Several, Word
from seloste.checker.position import Location
from seloste.policy.sharing import NOTHING, share_arguments


def make_finding(number: int) -> RuleFinding:
    """A finding whose texts no other has, until they are shared."""
    value, word = f"shoe-{number}"[:4], Word(f"controls.{number}"[:8])
    return RuleFinding(f"systems.{value}", Location("a.yaml", number), f"fi{value}", "", {"control": word}, value)


@pytest.mark.parametrize("name", ["subject", "promise", "arguments", "value"])
def test_findings_share_what_is_equal_also_when_they_come_from_another_process(name: str) -> None:
    one, other = make_finding(1), pickle.loads(pickle.dumps(make_finding(2)))
    assert getattr(one, name) is getattr(other, name)


@pytest.mark.parametrize("arguments", [{"count": 1}, {"count": True}, {"text": {"fi": "a"}}, {"a": Several(("b",))}])
def test_shared_arguments_are_what_they_were(arguments: Mapping[str, Any]) -> None:
    shared = share_arguments(arguments)
    assert [(name, type(value), value) for name, value in shared.items()] == [
        (name, type(value), value) for name, value in arguments.items()
    ]


def test_no_arguments_are_one_object() -> None:
    assert share_arguments({}) is NOTHING
