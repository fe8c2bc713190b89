"""Storage periods: the entries that govern a field of a category of data subjects for a purpose.

A period is promised, and declared, for categories of data subjects, purposes and fields. An entry that names the field
and the purpose takes precedence over one that names the field, that one over one that names the purpose, and that one
over one that names neither. Of equals each governs, so that the strictest holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, Protocol, TypeVar


class Scoped(Protocol):
    """An entry about some data subjects, purposes and fields, or about all of them."""

    @property
    def data_subjects(self) -> list[str] | None:
        """The categories of data subjects; None: all."""

    @property
    def purposes(self) -> list[str] | None:
        """The purposes; None: all."""

    @property
    def fields(self) -> list[str] | None:
        """The fields; None: all."""


S = TypeVar("S", bound=Scoped)
K = TypeVar("K")
#: The numbers of the entries that name something.
Namers = tuple[int, ...]
_Names = frozenset[str] | None


def select_governing(
    entries: Iterable[tuple[K, S]] | GoverningEntries[K, S],
    group: str | None,
    purpose: str | None,
    field: str | None = None,
) -> list[tuple[K, S]]:
    """The entries, each with its key, that govern a field of a category of data subjects for a purpose.

    None stands for any of them: of any field, no entry that names one takes precedence over those that name none.
    Whoever asks more than once makes the `GoverningEntries` first.
    """
    known = entries if isinstance(entries, GoverningEntries) else GoverningEntries(entries)
    return known.select(group, purpose, field)


class GoverningEntries(Generic[K, S]):
    """Entries by what they name, so that those that govern some data are found without trying all of them."""

    def __init__(self, entries: Iterable[tuple[K, S]]) -> None:
        self._entries = tuple(entries)
        self._groups = [_as_set(entry.data_subjects) for _, entry in self._entries]
        self._purposes = [_as_set(entry.purposes) for _, entry in self._entries]
        fields = [_as_set(entry.fields) for _, entry in self._entries]
        self._with_fields = [number for number, names in enumerate(fields) if names is not None]
        self._without_fields = [number for number, names in enumerate(fields) if names is None]
        #: The entries that name neither a field nor a purpose.
        self._general = [number for number in self._without_fields if self._purposes[number] is None]
        #: The entries that name a purpose and no field, by the purpose.
        self._naming = _find_namers((number, self._purposes[number]) for number in self._without_fields)
        self._by_group = _find_namers(enumerate(self._groups))
        self._by_purpose = _find_namers(enumerate(self._purposes))
        self._by_field = _find_namers(enumerate(fields))

    def select(self, group: str | None, purpose: str | None, field: str | None) -> list[tuple[K, S]]:
        """The entries that govern a field of a category of data subjects for a purpose; None: any of them."""
        if field is None:
            of_fields = self._select_covering(self._with_fields, group, purpose)
            chosen = sorted([*of_fields, *self._select_without_fields(group, purpose)])
        else:
            naming = self.name_field(field)
            of_field = naming and self._prefer_naming(self._select_covering(naming, group, purpose), purpose)
            chosen = list(of_field) or self._select_without_fields(group, purpose)
        return [self._entries[number] for number in chosen]

    def name_group(self, group: str | None) -> Namers:
        """The entries that name a category of data subjects."""
        return self._by_group.get(group or "", ())

    def name_purpose(self, purpose: str | None) -> Namers:
        """The entries that name a purpose."""
        return self._by_purpose.get(purpose or "", ())

    def name_field(self, field: str | None) -> Namers:
        """The entries that name a field."""
        return self._by_field.get(field or "", ())

    def count_lookups(self, purpose: str | None, field: str | None) -> int:
        """How many entries `select` looks at, at most, and one."""
        if purpose is None or field is None:
            return 1 + len(self._entries)
        return 1 + len(self.name_field(field)) + len(self.name_purpose(purpose)) + len(self._general)

    def ignores_purpose(self, group: str | None, field: str | None) -> bool:
        """Whether the same entries govern a field of a category of data subjects, whatever the purpose."""
        about_field = self.name_field(field)
        if not about_field:
            return False
        return all(self._purposes[number] is None for number in about_field) and bool(
            self._select_covering(about_field, group, None)
        )

    def _select_without_fields(self, group: str | None, purpose: str | None) -> list[int]:
        """Of the entries that name no field those that govern."""
        numbers = self._without_fields if purpose is None else self._naming.get(purpose, ())
        return self._select_covering(numbers, group, purpose) or self._select_covering(self._general, group, purpose)

    def _select_covering(self, numbers: Sequence[int], group: str | None, purpose: str | None) -> list[int]:
        """Of some entries those about the category of data subjects and the purpose."""
        if not numbers:
            return []
        return [
            number
            for number in numbers
            if _covers(self._groups[number], group) and _covers(self._purposes[number], purpose)
        ]

    def _prefer_naming(self, numbers: list[int], purpose: str | None) -> list[int]:
        """Of the entries that cover a purpose those that name it, if there are any."""
        naming = [number for number in numbers if self._purposes[number] is not None]
        return naming if purpose is not None and naming else numbers


def _as_set(names: list[str] | None) -> _Names:
    return None if names is None else frozenset(names)


def _covers(names: _Names, name: str | None) -> bool:
    return names is None or name is None or name in names


def _find_namers(numbered: Iterable[tuple[int, _Names]]) -> dict[str, Namers]:
    """The numbers of those that have each name."""
    found: dict[str, list[int]] = {}
    for number, names in numbered:
        for name in names or ():
            found.setdefault(name, []).append(number)
    return {name: tuple(numbers) for name, numbers in found.items()}
