"""What the attributes of a resource show, by the table of the types of resources (`types/<provider>.yaml`).

The table is data: for each type its attributes and what their values mean, with the default where one is absent. This
module knows how to read such an entry, and no cloud. All sources that have attributes ask it: plans and HCL alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import islice
from typing import Any, NamedTuple

from seloste.checker.evidence.attributes.controls_shown import show_controls
from seloste.checker.evidence.attributes.keeping import show_keeping
from seloste.checker.evidence.attributes.places import show_places
from seloste.checker.evidence.attributes.readings import LONGEST, list_addresses
from seloste.checker.evidence.attributes.scope import Block, Scope, SharedFacts
from seloste.checker.evidence.attributes.tags import find_systems
from seloste.checker.evidence.attributes.type_table import ResourceType, find_type, load_common
from seloste.checker.evidence.marks import Mark, Reference, find_values
from seloste.checker.evidence.resource import EvidenceKind, Fact, Target
from seloste.checker.evidence.services.attribute_services import show_attributes
from seloste.checker.position import Location


class AttributeContext(NamedTuple):
    """What a source knows of a resource beside its attributes.

    Attributes:
        location: Where the resource stands.
        strength: How strong the evidence is: configured, or observed where it is a state.
        region: The region of the provider that the resource is made by; None where it is not given.
        version: The version of that provider, or the constraint on it; empty where it is not known.
        locate: The place of an attribute, by the steps to it; the resource's own where the source has no lines.
        shared: The facts of other resources of the source where all have the same place, so that each is made once.
    """

    location: Location
    strength: EvidenceKind
    region: str | Mark | Reference | None = None
    version: str = ""
    locate: Callable[[tuple[str | int, ...]], Location] | None = None
    shared: SharedFacts | None = None


class Description(NamedTuple):
    """What is known of a resource by its type and its attributes (see `resource.Resource`)."""

    is_known: bool
    stores_data: bool = False
    facts: tuple[Fact, ...] = ()
    systems: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    names: frozenset[str] = frozenset()


#: A resource of a type that the table does not have.
UNKNOWN_TYPE = Description(is_known=False)
#: How many targets and names one resource may have.
_MOST = 100


def describe_resource(type: str, values: Mapping[str, Any], context: AttributeContext) -> Description:
    """What a resource of a type shows by its attributes; `UNKNOWN_TYPE` where the table does not have the type.

    A fact of the basis `provider` has no attribute. A region that is unknown or sensitive makes no fact.
    """
    found = find_type(type)
    services = _list_services(type, values, context)
    if found is None:
        return UNKNOWN_TYPE._replace(facts=services) if services else UNKNOWN_TYPE
    return Description(
        is_known=True,
        stores_data="stores" in found.entry,
        facts=services if found.shows_nothing else (*_list_facts(_make_scope(found, values, context)), *services),
        systems=find_systems(
            tags for first, path in _list_tags() if first in values for tags in find_values(values, path)
        ),
        targets=_list_targets(found.entry["part-of"], values) if "part-of" in found.entry else (),
        names=frozenset(islice(_find_names(found, values), _MOST)),
    )


def list_shown_facts(type: str, values: Mapping[str, Any], context: AttributeContext) -> tuple[Fact, ...]:
    """The facts of `describe_resource` alone."""
    found = find_type(type)
    services = _list_services(type, values, context)
    if found is None or found.shows_nothing:
        return services
    return (*_list_facts(_make_scope(found, values, context)), *services)


def _list_services(type: str, values: Mapping[str, Any], context: AttributeContext) -> tuple[Fact, ...]:
    locate = context.locate or (lambda _steps: context.location)
    return show_attributes(type, values, locate, context.strength)


def _make_scope(type: ResourceType, values: Mapping[str, Any], context: AttributeContext) -> Scope:
    return Scope(
        type,
        Block("", (), values),
        context.location,
        context.strength,
        context.region,
        context.version,
        context.locate,
        context.shared,
    )


@cache
def _list_tags() -> list[tuple[str, str]]:
    """The paths of tags and labels. Of those that are looked at in every resource, most lead nowhere."""
    return _split_first(load_common()["tags"])


@lru_cache(maxsize=2048)
def _list_names(type: ResourceType) -> list[tuple[str, str]]:
    """The paths of what other resources may name one of a type by."""
    return _split_first((*load_common()["names"], *type.entry.get("names", ())))


def _split_first(paths: Iterable[str]) -> list[tuple[str, str]]:
    """Each path, after its first step."""
    return [(path.partition(".")[0], path) for path in paths]


def _list_facts(scope: Scope) -> tuple[Fact, ...]:
    return (*show_controls(scope), *show_places(scope), *show_keeping(scope))


def _list_targets(paths: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[Target, ...]:
    """What a resource belongs to or configures, by the paths that its type has for that (`part-of`)."""
    return tuple(islice(dict.fromkeys(_find_targets(paths, values)), _MOST))


def _find_targets(paths: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[Target]:
    """The same: by address where the resource refers to it, else by the name that it gives."""
    root = Block("", (), values)
    for path, types in paths.items():
        listed = [types] if isinstance(types, str) else types
        for place in root.find(path):
            for type in listed:
                if isinstance(place.value, Reference):
                    yield from (Target(address=address) for address in list_addresses(place.value, type))
                elif isinstance(place.value, str) and len(place.value) <= LONGEST:
                    yield Target(type=type, name=place.value)


def _find_names(type: ResourceType, values: Mapping[str, Any]) -> Iterator[str]:
    """What other resources may name it by."""
    for first, path in _list_names(type):
        for value in find_values(values, path) if first in values else ():
            if isinstance(value, str) and 0 < len(value) <= LONGEST:
                yield value
