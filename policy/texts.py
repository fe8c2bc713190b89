"""The texts of a notice: everything in it that people read, with its path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from seloste.policy.base import Text

Steps = tuple[str | int, ...]


def list_texts(record: BaseModel, steps: Steps = ()) -> Iterator[tuple[Steps, Text]]:
    """The texts in a record with their paths, in the order of the model."""
    for name, info in type(record).model_fields.items():
        if name == "assert_":
            continue
        yield from _list_within(getattr(record, name), (*steps, info.alias or name))


def _list_within(value: object, steps: Steps) -> Iterator[tuple[Steps, Text]]:
    if isinstance(value, BaseModel):
        yield from list_texts(value, steps)
    elif isinstance(value, Mapping) and value:
        if all(isinstance(words, str) for words in value.values()):
            yield steps, dict(value)
        else:
            for key, item in value.items():
                yield from _list_within(item, (*steps, str(key)))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            if isinstance(item, BaseModel):
                yield from list_texts(item, (*steps, number))


def name_subject(steps: Steps) -> str:
    """The path of a text in findings: that of the record whose `text` it is, else its own.

    The first record of a list bears the name of the list, as where it is the only one.
    """
    path = steps[:-1] if steps[-1:] == ("text",) else steps
    return ".".join(str(step) for step in path if step != 0)
