"""What system a resource may belong to, by the names around it: labels, modules, namespaces, schemas, folders."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from seloste.checker.evidence.addresses import split_address
from seloste.checker.evidence.resource import Resource
from seloste.checker.workspace.database_address import VARIABLE
from seloste.policy.base import is_id
from seloste.policy.data import load_yaml

#: The longest id that is drafted, and how much of a name is looked at, in characters.
_LONGEST_ID, _LONGEST_NAME = 60, 400
#: The id where nothing has a name.
_NAMELESS = "system"
#: How many folders up from a file are looked at.
_MOST_FOLDERS = 20
_WORD = re.compile(r"[a-z0-9]+")
#: A boundary within a name in camel case: `crmDatabase`.
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@cache
def _load_generic_words() -> frozenset[str]:
    words: Iterable[list[str]] = load_yaml(Path(__file__).with_name("generic_names.yaml")).values()
    return frozenset(word for group in words for word in group)


@lru_cache(maxsize=4096)
def make_id(name: str) -> str:
    """The name as an id: lower-case ASCII words with hyphens; empty where it has no letter or digit."""
    plain = unicodedata.normalize("NFKD", _HUMP.sub(" ", name[:_LONGEST_NAME]))
    words = _WORD.findall("".join(each for each in plain if not unicodedata.combining(each)).lower())
    return "-".join(words)[:_LONGEST_ID].strip("-")


@lru_cache(maxsize=4096)
def strip_generic(name: str) -> str:
    """The id of a name without the words that tell no system from another; empty where nothing is left."""
    words = [word for word in make_id(name).split("-") if word not in _load_generic_words()]
    return "" if all(word.isdigit() or len(word) < 2 for word in words) else "-".join(words)


def propose_ids(resources: Sequence[Resource], known: Iterable[str], folder: Path) -> dict[int, str]:
    """The id of the system that each resource may belong to, by its number. Those of one id are drafted as one system.

    A label of its own comes first, then the names around it from the outside in. Where these say nothing, its own name
    does where it is the id of a system that is known or named otherwise (`aws_db_instance.crm` beside a schema `crm`),
    and then the folders of its file do, from the inside out.

    Args:
        resources: All resources.
        known: The ids of systems that inventories or tags name.
        folder: The folder in which the command runs.
    """
    named = {each.number: _find_named(each) for each in resources}
    ids = {*known, *named.values()}
    return {
        each.number: named[each.number] or (own if (own := _find_own(each)) in ids else "") or _name_file(each, folder)
        for each in resources
    }


def _find_named(resource: Resource) -> str:
    """The id by a label or by the names around a resource; empty where they say nothing."""
    if strip_generic(resource.part_of):
        return make_id(resource.part_of)
    return next(filter(None, map(strip_generic, _list_surroundings(resource))), "")


def _find_own(resource: Resource) -> str:
    """The id by a resource's own name; `-` where that says nothing."""
    own = split_address(resource.source, resource.address)[-1].partition("[")[0]
    return strip_generic(own) or "-"


def _name_file(resource: Resource, folder: Path) -> str:
    """The id by the folder of a resource's file. A database has a name alone."""
    path = resource.read_from or resource.location.path
    is_file = "://" not in path and not path.startswith(VARIABLE)
    return name_folder(Path(path).parent if is_file else folder, folder)


def find_tagged(resource: Resource) -> str:
    """The id of the system that a resource's tag names; empty where none does, or what it names cannot be an id."""
    return next(filter(is_id, resource.systems), "")


def _list_surroundings(resource: Resource) -> Iterator[str]:
    """The names that an address has around that of the resource itself, from the outside in."""
    parts = split_address(resource.source, resource.address)
    if resource.source == "terraform":
        for above, name in pairwise(parts):
            if above == "module":
                yield name.partition("[")[0]
    elif resource.source == "kubernetes":
        yield from parts[1:-1]
    elif resource.source == "sql":
        yield from parts[:-1]


def name_folder(path: Path, folder: Path) -> str:
    """The id by the names of a folder and those above it, the nearest first."""
    absolute = path if path.is_absolute() else folder / path
    names = [name for name in reversed(absolute.parts) if name not in ("..", ".")][:_MOST_FOLDERS]
    return next(filter(None, map(strip_generic, names)), "") or next(filter(None, map(make_id, names)), _NAMELESS)
