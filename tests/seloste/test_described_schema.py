"""What the schemas say of each key and value: it is there, it is true of the models, and nothing is left over."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import ConfigDict, create_model

from seloste import schemas
from seloste.checker import inventory
from seloste.checker.workspace import configuration
from seloste.described_schema import load_keys, load_values
from seloste.policy import notice
from seloste.policy.base import Record
from seloste.policy.law.law import load_law
from seloste.policy.period import PATTERN, Period

NAMES = ("policy", "systems", "processors", "config", "waivers", "responses")
ROOTS = (
    *(notice.Policy, inventory.SystemsFile, inventory.ProcessorsFile),
    *(configuration.Configuration, configuration.WaiversFile, configuration.ResponsesFile),
)


@cache
def read_schema(name: str) -> dict[str, Any]:
    schema = json.loads(schemas.get_committed_path(name).read_text("utf-8"))
    assert isinstance(schema, dict)
    return schema


def list_models(model: type[Record] = Record) -> Iterator[type[Record]]:
    for each in model.__subclasses__():
        yield each
        yield from list_models(each)


MODELS = {model.__name__: model for model in list_models()}


def list_objects(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a schema by the names of their models, the file itself among them."""
    schema = read_schema(name)
    yield ROOTS[NAMES.index(name)].__name__, schema
    yield from schema.get("$defs", {}).items()


def list_keys(name: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for model, schema in list_objects(name):
        for key, value in schema.get("properties", {}).items():
            yield model, key, value


def list_nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from list_nodes(inner)


@pytest.mark.parametrize("name", NAMES)
def test_every_key_has_a_description_and_an_example(name: str) -> None:
    bare = [
        f"{model}.{key}" for model, key, value in list_keys(name) if not value.keys() >= {"description", "examples"}
    ]
    assert bare == []
    for model, key, value in list_keys(name):
        assert re.search(r"[.)]$", value["description"]), f"{model}.{key}"
        assert value["examples"], f"{model}.{key}"


@pytest.mark.parametrize("name", NAMES)
def test_every_example_is_valid_by_its_schema_and_its_model(name: str) -> None:
    wrong = []
    for model, key, value in list_keys(name):
        validator = Draft202012Validator(
            {"$defs": read_schema(name).get("$defs", {}), **value}, format_checker=FormatChecker()
        )
        field_name, info = next(
            (known, info) for known, info in MODELS[model].model_fields.items() if key in (known, info.alias)
        )
        one = create_model("One", __config__=ConfigDict(extra="forbid"), **{field_name: (info.annotation, info)})  # type: ignore[call-overload]
        for example in value["examples"]:
            wrong += [f"{model}.{key}: {error.message}" for error in validator.iter_errors(example)]
            one.model_validate({key: example})
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_every_value_of_a_closed_list_has_a_description(name: str) -> None:
    for node in list_nodes(read_schema(name)):
        if isinstance(node.get("enum"), list):
            assert len(node["enum"]) == len(node.get("enumDescriptions", ())), node["enum"]
            assert all(node["enumDescriptions"])


def test_no_description_is_left_over() -> None:
    """A key or value that was renamed takes its description along."""
    keys = {(model, key) for name in NAMES for model, key, _ in list_keys(name)}
    used = {(base.__name__, key) for model, key in keys for base in MODELS[model].__mro__}
    assert {(model, key) for model, described in load_keys().items() for key in described} <= used
    values = {value for name in NAMES for node in list_nodes(read_schema(name)) for value in node.get("enum", ())}
    assert {value for described in load_values().values() for value in described} == values


def test_instruments_that_ended_come_last_and_are_marked() -> None:
    items = read_schema("policy")["$defs"]["Transfers"]["properties"]["instruments"]["items"]
    current, ended = items["anyOf"]
    assert "deprecated" not in current
    assert ended["deprecated"] is True
    assert set(current["enum"]) | set(ended["enum"]) == set(load_law().instruments)
    words = dict(zip(ended["enum"], ended["enumDescriptions"], strict=True))
    assert words["privacy-shield"].endswith("Ended: its last day was 2020-07-15.")
    assert "eu-us-dpf" in current["enum"]


def test_every_schema_has_an_id_of_its_own() -> None:
    ids = [read_schema(name)["$id"] for name in schemas.NAMES]
    assert ids == [f"urn:seloste:schema:{name}:1" for name in schemas.NAMES]


NUMBERS = st.sampled_from(("", "0", "12", "12345", "123456"))
PARTS = st.tuples(st.sampled_from(("", "T")), NUMBERS, st.sampled_from("YMWDHS"))


@settings(deadline=None)
@given(st.sampled_from(("", "P")), st.lists(PARTS.map("".join), max_size=4).map("".join))
def test_the_pattern_of_periods_accepts_what_the_model_accepts(start: str, rest: str) -> None:
    text = start + rest
    try:
        Period.parse(text)
        accepted = True
    except ValueError:
        accepted = False
    assert bool(re.search(PATTERN, text)) is accepted
