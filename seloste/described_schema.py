"""The JSON Schema of a format as an editor shows it: what each key and value means, with examples.

The words are data, `policy/schemas/keys/`, a file for each module of models; those of controls and transfer instruments
come from the data about these. They are read only where a schema is generated.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import core_schema

from seloste.checker.reading.reader import read_yaml
from seloste.policy.data import FOLDER
from seloste.policy.law.law import load_law
from seloste.policy.law.transfers import Instrument, InstrumentKind
from seloste.policy.vocabulary import load_controls
from seloste.reports.language.language import capitalize, load_language

KEYS = FOLDER / "schemas" / "keys"
#: The file that describes the values of closed lists.
VALUES = "values"


@cache
def load_keys() -> Mapping[str, Mapping[str, Any]]:
    """What each key means: model → key → `description`, `law` and `examples`."""
    files = sorted(path for path in KEYS.glob("*.yaml") if path.stem != VALUES)
    return {model: keys for path in files for model, keys in _read(path.stem).items()}


@cache
def load_values() -> Mapping[str, Mapping[str, str]]:
    """What each value of a closed list means: the name of the list, or its model and key → value → description."""
    return {**_read(VALUES), "ControlId": dict(_describe_controls()), "InstrumentId": dict(_describe_instruments())}


def _read(name: str) -> dict[str, Any]:
    [document] = read_yaml((KEYS / f"{name}.yaml").read_bytes()).documents
    assert isinstance(document, dict)
    return document


def _describe_controls() -> Iterator[tuple[str, str]]:
    english = load_language("en")
    for control, facts in load_controls().items():
        yield control, f"{capitalize(english.word(f'controls.{control}'))}. {facts['law']}."


def _describe_instruments() -> Iterator[tuple[str, str]]:
    """Those that have not ended first, in the order of the data."""
    instruments = load_law().instruments.values()
    for instrument in sorted(instruments, key=has_ended):
        yield instrument.id, _describe_instrument(instrument)


def has_ended(instrument: Instrument) -> bool:
    """Whether a transfer instrument had ended by the day until which the law was checked."""
    return instrument.last is not None and instrument.last <= load_law().horizon


def _describe_instrument(instrument: Instrument) -> str:
    what = ". ".join(dict.fromkeys((capitalize(instrument.title["en"]), instrument.citation["en"])))
    if instrument.kind is InstrumentKind.NOT_A_TRANSFER_TOOL:
        return f"{what}. Not a ground for transfers."
    if instrument.exporters:
        return f"{what}. Only for what is sent on from {', '.join(instrument.exporters)}, never from the EEA."
    return f"{what}. Ended: its last day was {instrument.last}." if has_ended(instrument) else f"{what}."


class DescribedSchema(GenerateJsonSchema):
    """Generates schemas with descriptions and examples, and without the titles that pydantic makes of names."""

    def generate(self, schema: core_schema.CoreSchema, mode: JsonSchemaMode = "validation") -> JsonSchemaValue:
        """The whole schema. A mapping with a closed list of keys names each of them, so that editors know them."""
        made = super().generate(schema, mode)
        lists = made.get("$defs", {})
        for node in list(_list_schemas(made)):
            _name_keys(node, lists)
        for name in [name for name, each in lists.items() if "enum" in each and f'/{name}"' not in json.dumps(made)]:
            del lists[name]
        return made

    def field_title_should_be_set(self, schema: Any) -> bool:
        """No field has a title: its key is its name."""
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """The schema of a model, with what each of its keys means."""
        made = super().model_schema(schema)
        made.pop("title", None)
        for key, value in made.get("properties", {}).items():
            _describe_key(value, [base.__name__ for base in schema["cls"].__mro__], key)
        return made

    def enum_schema(self, schema: core_schema.EnumSchema) -> JsonSchemaValue:
        """The schema of a closed list, with what each of its values means."""
        made = super().enum_schema(schema)
        made.pop("title", None)
        _describe_values(made, [schema["cls"].__name__])
        return made

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:
        """Keeps the order of keys: an example has that of the data."""
        return value

    def encode_default(self, dft: Any) -> Any:
        """A default as one writes it in a file: a period is its text."""
        return getattr(dft, "text", None) or super().encode_default(dft)


def _describe_key(schema: dict[str, Any], models: list[str], key: str) -> None:
    words = next((found for model in models if (found := load_keys().get(model, {}).get(key))), None)
    if words is not None:
        law = f" Law: {words['law']}." if "law" in words else ""
        schema |= {"description": words["description"] + law, "examples": words["examples"]}
    names = [f"{model}.{key}" for model in models]
    for inner in list(_list_schemas(schema)):
        if "enum" in inner and "enumDescriptions" not in inner:
            _describe_values(inner, [*names, "Section", "ControlId", "InstrumentId"])


def _name_keys(schema: dict[str, Any], lists: Mapping[str, Any]) -> None:
    names = schema.get("propertyNames", {})
    names = lists[names["$ref"].rpartition("/")[2]] if "$ref" in names else names
    if "enumDescriptions" in names:
        entry = schema["additionalProperties"]
        described = zip(names["enum"], names["enumDescriptions"], strict=True)
        schema["properties"] = {key: {"description": words, **entry} for key, words in described}
        schema["additionalProperties"] = False
        del schema["propertyNames"]


def _list_schemas(schema: Any) -> Iterator[dict[str, Any]]:
    """A schema and those within it."""
    if isinstance(schema, dict):
        yield schema
    for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from _list_schemas(inner)


def _describe_values(schema: dict[str, Any], names: list[str]) -> None:
    """Describes the values of a closed list by the first of the named ones that has them all, in the order of that one.

    Instruments that have ended are a list of their own at the end, marked as deprecated: editors strike them through.
    """
    values = schema["enum"]
    described = next((each for name in names if set(values) <= (each := load_values().get(name, {})).keys()), None)
    if described is None:
        return
    if set(values) == set(load_law().instruments):
        ended = [id for id in described if has_ended(load_law().instruments[id])]
        current = [id for id in described if id not in ended]
        schema.pop("enum")
        schema.pop("type", None)
        schema["anyOf"] = [_make_list(current, described), {**_make_list(ended, described), "deprecated": True}]
    else:
        schema |= _make_list(values, described)


def _make_list(values: list[str], described: Mapping[str, str]) -> dict[str, Any]:
    return {"enum": values, "enumDescriptions": [described[value] for value in values], "type": "string"}
