"""The services that attributes of resources name: variables of programs, images, addresses (`service_places.yaml`)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from seloste.checker.evidence.marks import COMPUTED, HIDDEN_PART, UNKNOWN, find_places, is_open
from seloste.checker.evidence.resource import EvidenceKind, ServiceFact
from seloste.checker.evidence.services.service_signs import (
    HIDDEN,
    OPEN_VALUE,
    Unseen,
    Variable,
    show_address,
    show_program,
)
from seloste.checker.position import Location
from seloste.policy.data import load_yaml

#: The longest text of JSON, and how many containers and variables of a resource are looked at.
_LONGEST_JSON, _MOST_CONTAINERS, _MOST_VARIABLES = 500_000, 1_000, 50_000
#: What an entry of a list of variables may call its name.
_NAMES = ("name", "key")
Steps = tuple[str | int, ...]
Locate = Callable[[Steps], Location]


class _Named(NamedTuple):
    """A variable before it is known whether it matters."""

    name: Any
    value: Any
    path: str
    steps: Steps


@cache
def _load_places() -> Mapping[str, Mapping[str, Any]]:
    entries: dict[str, Mapping[str, Any]] = load_yaml(Path(__file__).with_name("service_places.yaml"))
    return {type: entries[entry["like"]] if "like" in entry else entry for type, entry in entries.items()}


@lru_cache(maxsize=2048)
def list_service_attributes(type: str) -> frozenset[str]:
    """The names of the attributes of a type that may name services."""
    entry = _load_places().get(type, {})
    names = {path.partition(".")[0] for paths in entry.values() for path in paths}
    return frozenset((*names, *(_NAMES if "single" in entry else ())))


def show_attributes(
    type: str, values: Mapping[str, Any], locate: Locate, strength: EvidenceKind
) -> tuple[ServiceFact, ...]:
    """The services that the attributes of a resource name. Most types have none of these: then it is one look-up."""
    entry = _load_places().get(type)
    if entry is None:
        return ()
    variables = [
        Variable(named.name, _read_value(named.value), f"{named.path}[{named.name[:200]}]", locate(named.steps))
        for named in _list_variables(entry, values)
        if isinstance(named.name, str) and named.name
    ][:_MOST_VARIABLES]
    facts: list[ServiceFact] = list(show_program("", locate(()), variables, strength))
    for image, steps in _list_images(entry, values):
        facts += show_program(image, locate(steps), variables, strength)
    for key, is_certain in (("addresses", True), ("hints", False)):
        for path in entry.get(key, ()):
            for steps, value in find_places(values, path):
                if isinstance(value, str):
                    facts += show_address(value, path, locate(steps), strength, is_certain=is_certain)
    return tuple(dict.fromkeys(facts))


def _read_value(value: Any) -> str | Unseen:
    """The value of a variable: a mark stands for one that is hidden, since somebody has set it."""
    if value is COMPUTED or value is None:
        return OPEN_VALUE
    if is_open(value) or value == HIDDEN_PART or isinstance(value, Unseen):
        return HIDDEN
    return value if isinstance(value, str) else str(value) if isinstance(value, int | float) else OPEN_VALUE


def _list_variables(entry: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[_Named]:
    for key, read in _READERS.items():
        for path in entry.get(key, ()):
            for steps, value in find_places(values, path):
                yield from read(path, steps, value)
    for path in entry.get("single", ()):
        name = next((values[each] for each in _NAMES if isinstance(values.get(each), str)), None)
        if name is not None and path in values:
            yield _Named(name, values[path], path, (path,))


def _read_mapping(path: str, steps: Steps, value: Any) -> Iterator[_Named]:
    for name, item in list(value.items())[:_MOST_VARIABLES] if isinstance(value, Mapping) else ():
        yield _Named(name, item, path, (*steps, name))


def _read_hidden(path: str, steps: Steps, value: Any) -> Iterator[_Named]:
    for name in list(value)[:_MOST_VARIABLES] if isinstance(value, Mapping) else ():
        yield _Named(name, HIDDEN, path, (*steps, name))


def _read_pair(path: str, steps: Steps, value: Any) -> Iterator[_Named]:
    """An entry of a list. One with something else in the place of the value takes it from there."""
    if isinstance(value, Mapping):
        name = next((value[each] for each in _NAMES if isinstance(value.get(each), str)), None)
        item = value.get("value")
        others = [part for key, part in value.items() if key not in (*_NAMES, "value") and part]
        yield _Named(name, item if item not in (None, "") else HIDDEN if others else "", path, steps)


def _read_text(path: str, steps: Steps, value: Any) -> Iterator[_Named]:
    if isinstance(value, str):
        name, sign, text = value.partition("=")
        yield _Named(name, text if sign else OPEN_VALUE, path, steps)


def _read_setting(path: str, steps: Steps, value: Any) -> Iterator[_Named]:
    if isinstance(value, Mapping) and str(value.get("namespace")).endswith(":environment"):
        yield _Named(value.get("name"), value.get("value"), path, steps)


def _read_json(path: str, steps: Steps, value: Any) -> Iterator[_Named]:
    for container in _parse_containers(value):
        for each in _list_entries(container, "environment"):
            yield _Named(each.get("name"), each.get("value"), path, steps)
        for each in _list_entries(container, "secrets"):
            yield _Named(each.get("name"), HIDDEN, path, steps)
        options = container.get("logConfiguration")
        options = options.get("options") if isinstance(options, Mapping) else None
        for name, value in list(options.items())[:_MOST_VARIABLES] if isinstance(options, Mapping) else ():
            yield _Named(name, value, path, steps)


_READERS: Mapping[str, Callable[[str, Steps, Any], Iterator[_Named]]] = {
    "mappings": _read_mapping,
    "hidden": _read_hidden,
    "pairs": _read_pair,
    "lists": _read_text,
    "settings": _read_setting,
    "json": _read_json,
}


def _list_images(entry: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[tuple[str, Steps]]:
    for path in entry.get("images", ()):
        yield from ((value, steps) for steps, value in find_places(values, path) if isinstance(value, str))
    for path in entry.get("json", ()):
        for steps, value in find_places(values, path):
            images = (container.get("image") for container in _parse_containers(value))
            yield from ((image, steps) for image in images if isinstance(image, str))


def _list_entries(container: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
    entries = container.get(key)
    return (
        each for each in (entries if isinstance(entries, list) else [])[:_MOST_VARIABLES] if isinstance(each, Mapping)
    )


def _parse_containers(value: Any) -> Sequence[Mapping[str, Any]]:
    """The containers in a text of JSON: a list of them, or one."""
    if value is UNKNOWN or not isinstance(value, str) or len(value) > _LONGEST_JSON:
        return ()
    return _parse_json(value)


@lru_cache(maxsize=2)  # variables and images of one resource
def _parse_json(text: str) -> Sequence[Mapping[str, Any]]:
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    listed = parsed if isinstance(parsed, list) else [parsed]
    return [each for each in listed[:_MOST_CONTAINERS] if isinstance(each, Mapping)]
