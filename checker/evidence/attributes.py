"""What the attributes of a resource show, by the table of the types of resources (`types/<provider>.yaml`).

The table is data: for each type its attributes and what their values mean, with the default where one is absent. This
module knows how to read such an entry, and no cloud. All sources that have attributes ask it: plans and HCL alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from seloste.checker.evidence.marks import Mark, Reference
from seloste.checker.evidence.resource import EvidenceKind, Fact, Target
from seloste.checker.position import Location


@dataclass(frozen=True, slots=True)
class AttributeContext:
    """What a source knows of a resource beside its attributes.

    Attributes:
        location: Where the resource stands.
        strength: How strong the evidence is: configured, or observed where it is a state.
        region: The region of the provider that the resource is made by; None where it is not given.
        version: The version of that provider, or the constraint on it; empty where it is not known.
        locate: The place of an attribute, by the steps to it; the resource's own where the source has no lines.
    """

    location: Location
    strength: EvidenceKind
    region: str | Mark | Reference | None = None
    version: str = ""
    locate: Callable[[tuple[str | int, ...]], Location] | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of a resource by its type and its attributes (see `resource.Resource`)."""

    is_known: bool
    stores_data: bool = False
    facts: tuple[Fact, ...] = ()
    systems: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    names: frozenset[str] = frozenset()


#: A resource of a type that the table does not have.
UNKNOWN_TYPE = Description(is_known=False)


def describe_resource(type: str, values: Mapping[str, Any], context: AttributeContext) -> Description:
    """What a resource of a type shows by its attributes; `UNKNOWN_TYPE` where the table does not have the type."""
    return UNKNOWN_TYPE
