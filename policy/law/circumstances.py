"""The circumstances of a notice by which it is told which law may be cited to its controller."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Collection(StrEnum):
    """The sources of data: the person (Art. 13), others (Art. 14), or both."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    BOTH = "both"


class Circumstances(Struct, frozen=True):
    """Where a controller is established, and where its data come from.

    Attributes:
        establishment: The country of the controller's establishment, ISO 3166-1 alpha-2; None where it is not known.
        collection: The sources of its data; both, too, where none is stated.
    """

    establishment: str | None = None
    collection: Collection = Collection.BOTH
