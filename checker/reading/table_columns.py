"""The columns of a table by the names over them: which key of a record each is for, and the form of its values.

A name is a key as the formats have it (`agreement.signed`), or what people write over such a column in some language
(`headers/<language>.yaml`). Case, spaces, hyphens, underscores and what stands in brackets do not matter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args, get_origin

from msgspec import Struct
from pydantic import BaseModel

from seloste.checker.inventory import Agreement, Hosting, Processor, RetentionRule, System
from seloste.policy.base import LANGUAGE_PATTERN, Country, Day, Duration, Flag, Interval
from seloste.policy.data import load_yaml
from seloste.policy.declaration import Certification, Document, Safeguard, Transfer
from seloste.policy.names import NearNames
from seloste.policy.prose.lazy_patterns import LazyPattern
from seloste.policy.vocabulary import InstrumentId, list_instrument_ids, load_controls

#: The kinds of lists, each with the model of its records.
MODELS: Mapping[str, type[BaseModel]] = {"processors": Processor, "systems": System}
_FOLDER = Path(__file__).resolve().parent / "headers"
#: How the names of the columns of a transfer to the host begin, in normal form.
_TRANSFER = "hosting transfer "
#: A longer name is a sentence, and that of no column.
_LONGEST = 80
#: A name that is nearly one of a column with these keys is a mistake, unless it is as short as many a word.
_JUDGED = frozenset({"country", "transfers", "transfer", "hosting", "disclosures", "subprocessors", "processors"}) | {
    *("fields", "purposes", "data_subjects", "retention")
}
_SHORTEST_NEAR = 6
_BRACKETS = LazyPattern(r"\([^()]*+\)")
_SEPARATORS = LazyPattern(r"[\s._/\-–—:*]++")


class Form(StrEnum):
    """How the values of a column are written."""

    TEXT = "text"
    LIST = "list"
    FLAG = "flag"
    DAY = "day"
    PERIOD = "period"
    COUNTRY = "country"
    CHOICE = "choice"
    INSTRUMENT = "instrument"
    TRANSFERS = "transfers"
    DISCLOSURES = "disclosures"


class Column(Struct, frozen=True):
    """What a column is for.

    Attributes:
        steps: The keys that lead to the value. A list of mappings has one item, and no step for it.
        choices: The values that the key takes, where there are few.
    """

    steps: tuple[str, ...]
    form: Form = Form.TEXT
    choices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name that the column always may have."""
        steps = self.steps[:-1] if self.steps[0] == "safeguards" and self.steps[-1] == "status" else self.steps
        return ".".join(("transfer", *steps[1:]) if len(steps) > 1 and steps[0] == "transfers" else steps)


def find_column(name: str, kind: str) -> Column | None:
    """The column of a list of a kind that a name stands for; None where no key has such a name."""
    if len(name) > _LONGEST:
        return None
    normal = _normalize(name)
    return _load_columns(kind).get(normal) or _find_description(name.strip(), kind)


def find_list_column(name: str) -> Column | None:
    """As `find_column`, of a list of processors as it is published: what is over its columns is less exact."""
    found = _load_names("lists").get(_normalize(name)) if len(name) <= _LONGEST else None
    return _load_columns("processors")[_normalize(found)] if found else find_column(name, "processors")


@cache
def load_empty_words() -> frozenset[str]:
    """What stands, in small letters, in a cell that nobody has filled."""
    return frozenset(word for path in sorted(_FOLDER.glob("*.yaml")) for word in load_yaml(path)["nothing"])


def suggest_column(name: str, kind: str) -> str:
    """The name that was meant by one of a column that is no name, where its records would lose what is judged."""
    return _load_near_names(kind).find(_normalize(name)) if len(name) <= _LONGEST else ""


@cache
def _load_near_names(kind: str) -> NearNames:
    """Short names are left out, and those of columns that only describe: "contact" is no mistake for "contract"."""
    columns = _load_columns(kind).items()
    return NearNames(name for name, each in columns if each.steps[0] in _JUDGED and len(name) >= _SHORTEST_NEAR)


def _normalize(name: str) -> str:
    text = unicodedata.normalize("NFKC", name).casefold()
    text = text if text.isascii() else "".join(each for each in text if unicodedata.category(each) != "Cf")
    return _SEPARATORS.sub(" ", _BRACKETS.sub(" ", text)).strip()


def _find_description(name: str, kind: str) -> Column | None:
    """The column of a description in one language: `description.fi`."""
    key, dot, language = name.partition(".")
    is_own = kind == "systems" and key.casefold() == "description" and dot
    return Column(("description", language)) if is_own and re.fullmatch(LANGUAGE_PATTERN, language) else None


@cache
def _load_columns(kind: str) -> Mapping[str, Column]:
    """The columns of a kind by the normal forms of their names. A key comes before any word of a language."""
    keys = {_normalize(column.name): column for column in list_columns(kind)}
    keys |= {_normalize(".".join(column.steps)): column for column in list_columns(kind)}
    if kind == "systems":  # a system in a table has no transfers but that to its host
        keys |= {name.removeprefix("hosting "): each for name, each in keys.items() if name.startswith(_TRANSFER)}
    words = {name: keys.get(_normalize(key)) or _describe(key) for name, key in _load_names(kind).items()}
    return MappingProxyType({**words, **keys})


def _describe(key: str) -> Column:
    """The column of a key that `_list_columns` does not have: the description in the language of its name."""
    return Column(tuple(key.split(".")))


@cache
def _load_names(part: str) -> Mapping[str, str]:
    """The keys of a part of the data files by the normal forms of the names for them."""
    names: dict[str, str] = {}
    for path in sorted(_FOLDER.glob("*.yaml")):
        for key, own in load_yaml(path)[part].items():
            meant = f"{key}.{path.stem}" if key == "description" else key
            names |= {_normalize(name): meant for name in own}
            if key == "description":
                names.setdefault(key, "description.en")
    return MappingProxyType(names)


def list_names(kind: str) -> dict[str, list[str]]:
    """What people write over the columns of a kind, by the name that each column always may have."""
    names: dict[str, list[str]] = {}
    for path in sorted(_FOLDER.glob("*.yaml")):
        for key, own in load_yaml(path)[kind].items():
            meant = f"{key}.{path.stem}" if key == "description" else key
            known = names.setdefault(meant, [])
            known += [name for name in own if name not in known]
    return names


def list_columns(kind: str) -> Iterator[Column]:
    """The columns of a kind by its keys, but for a description, which has a language."""
    yield Column(("id",))
    model = MODELS[kind]
    for key, info in model.model_fields.items():
        if key == "transfers":
            yield Column((key,), Form.TRANSFERS)
            yield from _list_below((key,), Transfer)
        elif key == "disclosures":
            yield Column((key,), Form.DISCLOSURES)
        elif key == "safeguards":
            for control in load_controls():
                yield from _list_below((key, control), Safeguard)
        elif key in _NESTED:
            yield from _list_below((key,), _NESTED[key])
        elif key != "description":
            yield _make_column((key,), info.annotation, info.metadata)


#: The models below keys that hold a mapping.
_NESTED: Mapping[str, type[BaseModel]] = {
    "agreement": Agreement,
    "hosting": Hosting,
    "retention": RetentionRule,
    "transfer": Transfer,
    "certified": Certification,
    "assessment": Document,
}


def _list_below(steps: tuple[str, ...], model: type[BaseModel]) -> Iterator[Column]:
    for name, info in model.model_fields.items():
        key = info.alias or name
        if key in _NESTED:
            yield from _list_below((*steps, key), _NESTED[key])
        else:
            yield _make_column((*steps, key), info.annotation, info.metadata)


def _make_column(steps: tuple[str, ...], annotation: Any, metadata: list[Any]) -> Column:
    """The column of a key, whose form follows from its type."""
    kinds = [annotation, *get_args(annotation)]
    if Flag in kinds or bool in kinds:
        return Column(steps, Form.FLAG)
    if InstrumentId in kinds:
        return Column(steps, Form.INSTRUMENT, list_instrument_ids())
    for kind, form in ((Day, Form.DAY), (Duration, Form.PERIOD), (Interval, Form.PERIOD), (Country, Form.COUNTRY)):
        if kind in kinds or (metadata and get_args(kind)[1:] == tuple(metadata)):
            return Column(steps, form)
    if any(_is_list(kind) for kind in kinds):
        inner = next((get_args(kind)[0] for kind in kinds if get_origin(kind) is list), None)
        return Column(steps, Form.LIST, _list_choices(inner))
    choices = next((found for kind in kinds if (found := _list_choices(kind))), ())
    return Column(steps, Form.CHOICE if choices else Form.TEXT, choices)


def _is_list(kind: Any) -> bool:
    """Whether a type is that of a list, or of the fields of a system, which may be one."""
    origin = get_origin(kind)
    return origin in (list, dict) or any(get_origin(part) in (list, dict) for part in get_args(kind)[:1])


def _list_choices(kind: Any) -> tuple[str, ...]:
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return tuple(kind)
    return get_args(kind) if get_origin(kind) is Literal else ()
