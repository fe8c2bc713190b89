"""Follows the keys and indexes of a file through the models: what is expected at a place."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

#: The keys and indexes that lead to a value.
Steps = tuple[str | int, ...]


def list_known_keys(model: type[BaseModel], steps: Steps) -> list[str]:
    """The keys of the record at `steps` below the model, as a user writes them."""
    found = find_model(model, steps)
    return list_keys(found) if found else []


def find_model(model: type[BaseModel], steps: Steps) -> type[BaseModel] | None:
    """The model of the record at `steps` below a model; None where none is there."""
    for step in steps:
        models = _list_models_at(model, step)
        if not models:
            return None
        model = models[0]
    return model


def find_annotation(model: type[BaseModel], steps: Steps) -> Any:
    """The annotation of the value at `steps` below a model, also of a text under a key of its own; None elsewhere."""
    for depth in (1, 2):
        parent = find_model(model, steps[:-depth]) if len(steps) >= depth else None
        fields = parent.model_fields.items() if parent else ()
        found = next((info.annotation for name, info in fields if steps[-depth] == (info.alias or name)), None)
        if found is not None:
            return found if depth == 1 else next(iter(get_args(found)[1:]), None)
    return None


def find_models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models within an annotation such as `dict[Id, Model] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (Annotated, Union, types.UnionType, dict, list):
        for part in get_args(annotation):
            yield from find_models(part)


def list_keys(model: type[BaseModel]) -> list[str]:
    """The keys of a record of a model, as a user writes them."""
    return [info.alias or name for name, info in model.model_fields.items()]


def _list_models_at(model: type[BaseModel], step: str | int) -> list[type[BaseModel]]:
    """The models of the record at a key of a model."""
    for name, info in model.model_fields.items():
        if step == (info.alias or name):
            return list(find_models(info.annotation))
    return [model]  # an id or an index within a mapping or list that an earlier step led into
