"""The table of the types of resources (`types/<provider>.yaml`): its entries, read when a type is first asked for.

What an entry may have is told at the head of `types/common.yaml`. Nothing here knows a cloud.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from seloste.checker.evidence.services.attribute_services import list_service_attributes
from seloste.policy.data import load_yaml

FOLDER = Path(__file__).resolve().parent / "types"

#: The longest name of a type that is looked up.
_LONGEST = 200
#: What has paths as its keys in an entry.
_KEYED_BY_PATHS = frozenset({"when", "part-of"})
Entry = Mapping[str, Any]


class ResourceType(Struct, frozen=True, eq=False):
    """What the table has of a type.

    Attributes:
        provider: The provider, by a name that `policy/regions.yaml` has.
        entry: What the type itself has, with what its provider has for all types.
        family: What the file has for all types of the provider: names of general regions, pairs of regions.
        shows_nothing: Whether it is known to hold and to show nothing that matters here.
    """

    provider: str
    entry: Entry
    family: Entry
    shows_nothing: bool = False


@cache
def load_common() -> Entry:
    """What holds for every provider: tags that name systems, words for open sources, ports that serve the public."""
    common: Entry = load_yaml(FOLDER / "common.yaml")
    return common


@cache
def load_family(name: str) -> Entry:
    """The file of a provider, with the entries that are like another one spelled out."""
    family: dict[str, Any] = load_yaml(FOLDER / f"{name}.yaml")
    types: dict[str, Entry] = family["types"]
    family["types"] = {type: _spell_out(types, entry) for type, entry in types.items()}
    return family


def _spell_out(types: Mapping[str, Entry], entry: Entry) -> Entry:
    """An entry with what it has in common with another one (`like`)."""
    return {**types[entry["like"]], **entry} if "like" in entry else entry


def list_families() -> Sequence[str]:
    """The names of the providers' files, in the order of `common.yaml`."""
    return list(dict.fromkeys(load_common()["prefixes"].values()))


@lru_cache(maxsize=2048)
def find_type(type: str) -> ResourceType | None:
    """What the table has of a type of Terraform's; None where it has nothing."""
    if len(type) > _LONGEST:
        return None
    common = load_common()
    prefix = type.partition("_")[0]
    name = common["prefixes"].get(prefix)
    if name is None:
        return ResourceType("", {}, {}, shows_nothing=True) if prefix in common["utilities"] else None
    family = load_family(name)
    entry = family["types"].get(type)
    if entry is not None:
        return ResourceType(entry.get("provider", family.get("provider", "")), entry, family)
    is_quiet = any(_fits(type, pattern) for pattern in family.get("shows-nothing", ()))
    return ResourceType(family.get("provider", ""), {}, family, shows_nothing=True) if is_quiet else None


@lru_cache(maxsize=2048)
def list_attributes(name: str) -> frozenset[str]:
    """The names of all attributes that the table, and that of services, may ask for in resources of a type.

    That is the first step of each text of its entry, whether it is a path or not: so none is left out, and what is no
    attribute hurts nobody. Of the keys only those are paths that conditions and targets are under.
    """
    type, common = find_type(name), load_common()
    if type is None:
        return list_service_attributes(name)
    waiting: list[Any] = [common["tags"], common["names"], type.entry, type.family.get("region")]
    found: set[str] = set()
    while waiting:
        part = waiting.pop()
        if isinstance(part, Mapping):
            waiting += part.values()
            waiting += (list(part[key]) for key in _KEYED_BY_PATHS & part.keys())
        elif isinstance(part, list | tuple):
            waiting += part
        elif isinstance(part, str):
            found.add(part.partition(".")[0])
    return frozenset(found) | list_service_attributes(name)


def _fits(type: str, pattern: str) -> bool:
    """Whether a type is the one of a pattern, or begins with it where it ends with a star."""
    return type.startswith(pattern[:-1]) if pattern.endswith("*") else type == pattern


def read_major(version: str) -> tuple[int, int | None] | None:
    """The lowest and the highest major version that a version or a constraint allows; None where it tells nothing.

    `5.31.0` is (5, 5), `~> 4.0` is (4, 4), `>= 3.0` is (3, None).
    """
    low, high = 0, None
    for part in version[:200].split(","):
        text = part.strip()
        operator = text[: len(text) - len(text.lstrip("<>=~!^"))]
        number = text[len(operator) :].strip().removeprefix("v")
        digits, _, minor = number.partition(".")
        if not digits.isdecimal() or len(digits) > 4:
            return None
        major = int(digits)
        if operator in ("", "=", "==", "~>", "^"):
            # "~> 4" allows 5 too: only the last part that is given may grow
            return (major, None) if operator == "~>" and not minor else (major, major)
        if operator in (">=", ">"):
            low = max(low, major)
        elif operator in ("<", "<="):
            is_below = operator == "<" and not minor.strip("0.")
            high = min(major - is_below, high if high is not None else major)
        elif operator != "!=":
            return None
    return (low, high) if low or high is not None else None
