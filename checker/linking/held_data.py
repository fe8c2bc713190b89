"""The data that a system holds, as far as storage periods tell them apart: by people, purpose and field.

A large system has many purposes and fields, and few are named by an entry of their own. Those that the same entries
name are put together, so that they are compared once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

from msgspec import Struct

from seloste.checker.inventory import System
from seloste.policy.notice import Policy

#: A group of people, a purpose or a field; None: data of which it is not known.
Name = str | None
#: What tells names apart: the entries that name each.
Signature = Callable[[Name], Hashable]


class AlikeNames(Struct, frozen=True, eq=False):
    """Names, those put together that the same entries name."""

    kinds: tuple[tuple[Name, ...], ...]


class HeldData(Struct, frozen=True):
    """What a system holds for a purpose: of which people, and which fields."""

    purpose: Name
    people: AlikeNames
    fields: AlikeNames


def list_held_data(policy: Policy, system: System, sign_group: Signature, sign_field: Signature) -> Iterator[HeldData]:
    """The data of a system by purpose, as far as the notice has its people, purposes and fields.

    A system that declares no fields may hold any: beside those that its own storage periods name, the field is None.
    """
    groups = list_held_groups(policy, system)
    everyone = _put_together(groups, sign_group)
    fields = _FieldsOfSystem(policy, system, sign_field)
    for purpose in list_held_purposes(policy, system):
        concerned = policy.purposes[purpose].data_subjects if purpose is not None else None
        people = everyone
        if concerned is not None:
            named = frozenset(concerned)
            people = _put_together([group for group in groups if group is None or group in named], sign_group)
        if people.kinds:
            yield HeldData(purpose, people, fields.find(purpose))


def list_held_groups(policy: Policy, system: System) -> list[Name]:
    """The categories of data subjects of a system, as far as the notice has them."""
    return _keep_known(
        policy.data_subjects if system.data_subjects is None else system.data_subjects, policy.data_subjects
    )


def list_held_purposes(policy: Policy, system: System) -> list[Name]:
    """The purposes of a system, as far as the notice has them."""
    purposes = system.every_purpose
    return _keep_known(policy.purposes if purposes is None else purposes, policy.purposes)


def _keep_known(names: Iterable[str], known: Mapping[str, object]) -> list[Name]:
    """The names that are known, each once; None where there are none."""
    found: list[Name] = [name for name in dict.fromkeys(names) if name in known]
    return found or [None]


class _FieldsOfSystem:
    """The fields of a system by purpose."""

    def __init__(self, policy: Policy, system: System, sign: Signature) -> None:
        self._policy, self._sign = policy, sign
        known = {field: own for field, own in (system.fields or {}).items() if field in policy.fields}
        self._every_purpose = system.purposes is None
        self._purposes = frozenset(system.purposes or ())
        self._shared: list[Name] = [field for field, own in known.items() if own is None]
        if system.fields is None:
            self._every_purpose, self._shared = True, _list_fields_of_periods(policy, system)
        self._own: dict[Name, list[Name]] = {}
        for field, own in known.items():
            for purpose in dict.fromkeys(own or ()):
                self._own.setdefault(purpose, []).append(field)
        self._known_shared = frozenset(self._shared)
        self._all_shared, self._none = _put_together(self._shared or [None], sign), _put_together([None], sign)

    def find(self, purpose: Name) -> AlikeNames:
        """The fields that a system holds for a purpose: those that it gives the purpose, or that the notice does."""
        needed = self._policy.purposes[purpose].fields if purpose is not None else None
        own = self._own.get(purpose, [])
        shares = purpose is None or self._every_purpose or purpose in self._purposes
        if shares and not own and needed is None:
            return self._all_shared
        shared = self._list_shared(needed) if shares else []
        return _put_together([*shared, *own], self._sign) if shared or own else self._none

    def _list_shared(self, needed: list[str] | None) -> list[Name]:
        """Of the fields without a purpose of their own those that the notice needs for a purpose."""
        if needed is None:
            return self._shared
        unnamed: list[Name] = [None] if None in self._known_shared else []
        return [*(field for field in dict.fromkeys(needed) if field in self._known_shared), *unnamed]


def _list_fields_of_periods(policy: Policy, system: System) -> list[Name]:
    """The fields that the periods of a system name, and None for the data that they are for without naming a field."""
    named: dict[Name, None] = {}
    for rule in system.retention or ():
        known: list[Name] = [field for field in rule.fields or () if field in policy.fields]
        named.update(dict.fromkeys(known or [None]))
    return list(named)


def _put_together(names: Iterable[Name], sign: Signature) -> AlikeNames:
    kinds: dict[Hashable, list[Name]] = {}
    for name in names:
        kinds.setdefault((name is None, sign(name)), []).append(name)
    return AlikeNames(tuple(map(tuple, kinds.values())))
