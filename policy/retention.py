"""Storage periods: the entries that govern a category of data subjects and a purpose.

A period is promised, and declared, for categories of data subjects and purposes. For each of their pairs an entry that
names the purpose takes precedence over one that does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar


class Scoped(Protocol):
    """An entry about some data subjects and purposes, or about all of them."""

    @property
    def data_subjects(self) -> list[str] | None:
        """The categories of data subjects; None: all."""

    @property
    def purposes(self) -> list[str] | None:
        """The purposes; None: all."""


S = TypeVar("S", bound=Scoped)
K = TypeVar("K")


def select_governing(entries: Iterable[tuple[K, S]], group: str | None, purpose: str | None) -> list[tuple[K, S]]:
    """The entries, each with its key, that govern a category of data subjects and a purpose; None: any of them."""
    covering = [
        (key, entry)
        for key, entry in entries
        if (entry.data_subjects is None or group is None or group in entry.data_subjects)
        and (entry.purposes is None or purpose is None or purpose in entry.purposes)
    ]
    naming = [(key, entry) for key, entry in covering if entry.purposes is not None]
    return naming if purpose is not None and naming else covering
